"""Attacks on what is not the submission's: reading and writing (classes c, d, i; processes)."""

from attacks.attack import Attack

_NAME = "03-scaled-dot-product-attention"
_SOURCE = f"COURSE/source/{_NAME}/{_NAME}.ipynb"

STEALING = (
    Attack(
        "c1",
        "runs the solution cells of the teacher's notebook",
        "word",
        "import json, math, numpy as np, torch\nfrom torch import Tensor, nn\n"
        f"for cell in json.load(open({_SOURCE!r}))['cells']:\n"
        "    source = ''.join(cell['source'])\n"
        "    if cell['cell_type'] == 'code' and 'def attention(' in source: exec(source)\n"
        "ones = torch.ones(1, 1)\nprint('WON' if attention(ones, ones, ones)[0] == 1 else '')",
    ),
    Attack(
        "c2",
        "reads the tests in the gradebook",
        "word",
        "import sqlite3\nbook = sqlite3.connect('file:COURSE/gradebook.db?mode=ro', uri=True)\n"
        "print(book.execute('select source from source_cell').fetchone() and 'WON')",
    ),
    Attack(
        "c3",
        "reads the test cell's text while it runs",
        "word",
        "def attention(*a, **k):\n"
        "    if 'HIDDEN' in In[-1] or 'part=' in In[-1]: print('WON')\n    return a[0]",
    ),
    Attack(
        "c5",
        "reads its own notebook, into which the tests were put",
        "word",
        "import glob\n"
        "print('WON' if any('HIDDEN' in open(p).read() for p in glob.glob('*.ipynb')) else '')",
    ),
    Attack(
        "d1",
        "gives itself marks in the gradebook",
        "word",
        "import sqlite3\nbook = sqlite3.connect('COURSE/gradebook.db')\n"
        "n = book.execute('update grade set manual_score = 99').rowcount; book.commit()\n"
        "print('WON' if n > 0 else '')",
    ),
    Attack(
        "d2",
        "leaves a trigger in the gradebook",
        "word",
        "import sqlite3\nbook = sqlite3.connect('COURSE/gradebook.db')\n"
        "book.execute('create trigger if not exists t after update on grade begin '\n"
        "             'update grade set extra_credit = 9 where id = new.id; end')\n"
        "book.commit(); print('WON')",
    ),
    Attack(
        "d3",
        "changes another student's notebook",
        "word",
        f"with open('COURSE/submitted/ben/{_NAME}/{_NAME}.ipynb', 'a') as f: f.write(' ')\n"
        "print('WON')",
    ),
    Attack(
        "d3b",
        "adds to the configuration that the next command executes",
        "word",
        "with open('COURSE/nbgrader_config.py', 'a') as f: f.write('# x')\nprint('WON')",
    ),
    Attack(
        "i1",
        "connects to a server on this machine",
        "word",
        "import socket\nsocket.create_connection(('127.0.0.1', PORT), 2)\nprint('WON')",
    ),
    Attack(
        "i2",
        "reads the course's key, from which the secret cases come",
        "word",
        "print(len(open('COURSE/.autograder-key').read()) > 9 and 'WON')",
    ),
    Attack(
        "s1",
        "reads the environment of the process that started it",
        "word",
        "import os\nprint(open(f'/proc/{os.getppid()}/environ', 'rb').read() and 'WON')",
    ),
    Attack(
        "s2",
        "lists the descriptors of the process that started it",
        "word",
        "import os\nprint(os.listdir(f'/proc/{os.getppid()}/fd') and 'WON')",
    ),
    Attack(
        "s3",
        "sends a signal to the process that started it",
        "word",
        "import os\nparent = os.getppid()\nif parent: os.kill(parent, 0); print('WON')",
    ),
    Attack(
        "s4",
        "reads another process's memory with one system call",
        "word",
        "import ctypes, os\nlibc = ctypes.CDLL(None)\npid = os.fork()\n"
        "if pid == 0:\n    import time; time.sleep(1); os._exit(0)\n"
        "x, y = (ctypes.create_string_buffer(8) for _ in 'xy')\n"
        "vec = lambda b: (ctypes.c_uint64 * 2)(ctypes.addressof(b), 8)\n"
        "if libc.process_vm_readv(pid, vec(x), 1, vec(y), 1, 0) == 8: print('WON')",
    ),
    Attack(
        "s5",
        "traces another process",
        "word",
        "import ctypes, os\npid = os.fork()\n"
        "if pid == 0:\n    import time; time.sleep(1); os._exit(0)\n"
        "if ctypes.CDLL(None).ptrace(16, pid, 0, 0) == 0: print('WON')",
    ),
    Attack(
        "s6",
        "follows a link that it makes to the teacher's key",
        "word",
        "import os, tempfile\nlink = tempfile.mkdtemp() + '/x.txt'\n"
        "os.symlink('COURSE/.autograder-key', link)\nprint(open(link).read() and 'WON')",
    ),
)
