"""Attacks on the machine: time, memory, processes, output, and what is left behind (class g)."""

from attacks.attack import Attack

EXHAUSTING = (
    Attack("g1", "loops without end", "time", "def attention(*a, **k):\n    while True: pass"),
    Attack(
        "g6",
        "loops without end and swallows the interrupt",
        "time",
        "def attention(*a, **k):\n"
        "    while True:\n"
        "        try:\n            while True: pass\n"
        "        except BaseException: pass",
    ),
    Attack(
        "g2",
        "takes three gigabytes",
        "word",
        "x = bytearray(3 * 2**30)\nprint('WON')",
    ),
    Attack(
        "g2b",
        "shares its hunger among processes",
        "word",
        "import mmap, os, time\nours, theirs = os.pipe()\n"
        "for _ in range(4):\n"
        "    if os.fork() == 0:\n"
        "        x = mmap.mmap(-1, 250 * 2**20)\n"
        "        for _ in range(25): x.write(bytes(10 * 2**20))\n"
        "        os.write(theirs, b'x'); time.sleep(2); os._exit(0)\n"
        "for _ in range(4): os.read(ours, 1)\n"
        "time.sleep(0.4); print('WON')",
    ),
    Attack(
        "g3",
        "starts a hundred processes",
        "word",
        "import os, time\n"
        "for _ in range(100):\n"
        "    if os.fork() == 0: time.sleep(2); os._exit(0)\n"
        "print('WON')",
    ),
    Attack(
        "g3b",
        "leaves a process that writes later",
        "left",
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(2.5); open('COURSE/left.txt', 'w').write('x')\n"
        "    os._exit(0)",
    ),
    Attack(
        "g3c",
        "opens two thousand files",
        "word",
        "import resource\nsoft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))\n"
        "keep = [open('/dev/null') for _ in range(2000)]\nprint('WON')",
    ),
    Attack(
        "g4",
        "prints three megabytes",
        "word",
        "print('x' * 3_000_000); print('WON')",
    ),
    Attack(
        "g4b",
        "writes a file of a hundred megabytes",
        "word",
        "import tempfile\nwith tempfile.TemporaryFile() as f:\n"
        "    for _ in range(100): f.write(bytes(2**20))\n"
        "    f.flush()\nprint('WON')",
    ),
    Attack(
        "g5",
        "crashes Python, so that nothing of it can be graded",
        "lost",
        "import ctypes\ndef attention(*a, **k): ctypes.string_at(0)",
    ),
    Attack(
        "b8",
        "ends Python in the function, so that nothing of it can be graded",
        "lost",
        "import os\ndef attention(*a, **k): os._exit(0)",
    ),
)
