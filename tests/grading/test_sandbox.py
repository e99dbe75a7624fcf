"""Attacks on the sandbox. Each must first succeed without it, or it does not count."""

import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from autograder.cut import cut
from autograder.sample_class import CHAPTER
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Ended
from autograder.sandbox.warm import WarmProcess

ROOT = Path(__file__).parents[2]


def sandboxed(warm: WarmProcess, *cells: str) -> str:
    """Run cells in one session and return all that they print or raise."""
    with warm.session() as session:
        outputs = [output for cell in cells for output in session.run(cell).outputs]
    return "\n".join(o.get("text") or o.get("evalue") or str(o.get("data")) for o in outputs)


def unprotected(code: str) -> str:
    """Run code as nbgrader does: with the rights of whoever grades."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return done.stdout + done.stderr


# What may not be read or reached ---------------------------------------------------------------


@pytest.fixture
def theft(request: pytest.FixtureRequest, new_course: Path, tmp_path: Path) -> str:
    """Code that prints a secret if it gets at it."""
    secret = tmp_path / "secret.txt"
    secret.write_text("STOLEN")
    assignment = next((new_course / "source").iterdir()).name
    gradebook = f"sqlite3.connect('file:{new_course}/gradebook.db?mode=ro', uri=True)"
    source = new_course / "source" / assignment / f"{assignment}.ipynb"
    other = new_course / "submitted" / "ada" / assignment / f"{assignment}.ipynb"
    return {
        "a file of the teacher's": f"print(open({str(secret)!r}).read())",
        "the home folder": f"import os; print('STOLEN' if {_of_home()!r} & "
        f"set(os.listdir({str(Path.home())!r})) else '')",
        "the solutions": f"print('STOLEN' if 'BEGIN SOL' in open({str(source)!r}).read() else '')",
        "another submission": f"print('STOLEN' if open({str(other)!r}).read() else '')",
        "the gradebook": "import sqlite3\n"
        f"print('STOLEN', {gradebook}.execute('select count(*) from grade').fetchone())",
        "the reference": "import translator.attention; print('STOLEN')",
        "the checks": "import autograder.checks; print('STOLEN')",
        "the checkout": f"import os; os.listdir({str(ROOT / 'solutions')!r}); print('STOLEN')",
        "the environment": "import os; print('STOLEN' if 'SECRET' in os.environ else '')",
        "other processes": "import os\n"
        "print('STOLEN' if len([p for p in os.listdir('/proc') if p.isdigit()]) > 3 else '')",
    }[request.param]


def _of_home() -> set[str]:
    """What lies in the home folder, but for what leads to Python itself."""
    return {p.name for p in Path.home().iterdir() if p not in Path(sys.base_prefix).parents}


THEFTS = (
    "a file of the teacher's",
    "the home folder",
    "the solutions",
    "another submission",
    "the gradebook",
    "the reference",
    "the checks",
    "the checkout",
    "the environment",
    "other processes",
)


@pytest.mark.parametrize("theft", THEFTS, indirect=True)
def test_nothing_of_the_host_can_be_read(
    theft: str, warm: WarmProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    assert "STOLEN" in unprotected(theft)
    assert "STOLEN" not in sandboxed(warm, theft)


def test_no_network(warm: WarmProcess) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        call = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('OUT')"
        assert "OUT" in unprotected(call)
        assert "OUT" not in sandboxed(warm, call)


def test_no_unix_socket_of_the_host(warm: WarmProcess) -> None:
    name = f"\\0{uuid.uuid4()}"  # abstract: it has no file, and belongs to the network namespace
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name.encode().decode("unicode_escape"))
        server.listen()
        call = f"import socket; socket.socket(socket.AF_UNIX).connect('{name}'); print('OUT')"
        assert "OUT" in unprotected(call)
        assert "OUT" not in sandboxed(warm, call)


# What may not stay -----------------------------------------------------------------------------

PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/", "/dev", "/course", "/usr", sys.prefix, os.getcwd())


@pytest.mark.parametrize("place", PLACES)
def test_no_file_reaches_the_next_submission(place: str, warm: WarmProcess) -> None:
    path = f"{place}/{uuid.uuid4()}"
    leave = f"open({path!r}, 'w').write('x')"
    look = f"import os; print('FOUND' if os.path.exists({path!r}) else 'CLEAN')"
    if place in ("/tmp", "/dev/shm"):  # those that are writable at all
        assert "FOUND" in unprotected(f"{leave}; print()") + unprotected(look)
        os.unlink(path)
    sandboxed(warm, leave)
    assert "CLEAN" in sandboxed(warm, look)


def test_no_process_outlives_its_submission(warm: WarmProcess, tmp_path: Path) -> None:
    mark = uuid.uuid4().hex
    spawn = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        f"'import time; time.sleep(60) # {mark}'], start_new_session=True,\n"
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)"
    )
    assert "Error" not in unprotected(spawn)
    left = _processes(mark)
    assert len(left) == 1
    os.kill(left[0], 9)
    with warm.session() as session:
        session.run(spawn)
        _eventually(lambda: len(_processes(mark)) == 1)
    _eventually(lambda: not _processes(mark))


def _processes(mark: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _eventually(condition, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_every_submission_begins_alike(warm: WarmProcess) -> None:
    """The same descriptors, variables and random numbers, whatever the one before did."""
    look = (
        "import os, random, sys, numpy, torch\n"
        "print(sorted(os.listdir('/proc/self/fd')), sorted(os.environ), os.getcwd(), os.getpid(),\n"
        "      os.listdir('/tmp'), sorted(vars()), random.random(), numpy.random.rand(),\n"
        "      torch.rand(1), torch.get_default_dtype(), torch.get_num_threads())"
    )
    spoil = (
        "import os, torch, numpy; open('/tmp/x', 'w'); os.environ['X'] = '1'; os.chdir('/usr')\n"
        "keep = os.open('/usr', 0); torch.set_default_dtype(torch.float64); numpy.random.seed(7)"
    )
    before = sandboxed(warm, look)
    assert sandboxed(warm, spoil, look) != before
    assert sandboxed(warm, look) == before


# Who one is ------------------------------------------------------------------------------------


def test_nobody_without_rights(warm: WarmProcess) -> None:
    printed = sandboxed(warm, "print(open('/proc/self/status').read())")
    lines = dict(line.split(":\t", 1) for line in printed.splitlines() if ":\t" in line)
    assert lines["Uid"].split() == lines["Gid"].split() == ["65534"] * 4
    rights = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
    assert all(int(lines[name], 16) == 0 for name in rights)
    assert lines["NoNewPrivs"].strip() == "1"


@pytest.mark.parametrize(
    "escape",
    [
        "import ctypes; done = ctypes.CDLL(None).unshare(0x10000000)",
        "import ctypes; done = ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, b'')",
        "import os; done = os.chroot('/tmp')",
        "import os; done = os.setuid(0)",
        "done = open('/proc/sys/kernel/core_pattern', 'w')",
        "done = open('/proc/sysrq-trigger', 'w')",
        "import os; done = os.kill(2, 9)",
        "import os; done = os.mknod('/tmp/disk', 0o60600, os.makedev(254, 0))",
    ],
)
def test_no_way_out(escape: str, warm: WarmProcess) -> None:
    printed = sandboxed(warm, f"{escape}\nprint('ESCAPED' if done != -1 else 'refused')")
    assert printed and "ESCAPED" not in printed


def test_root_outside_is_nobody_inside(warm: WarmProcess) -> None:
    """A user namespace alone would leave root the files of /proc/sys. The kernel knows better."""
    with warm.session() as session:
        mark = uuid.uuid4().hex
        session.run(
            "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
            f"'import time; time.sleep(60) # {mark}'])"
        )
        _eventually(lambda: len(_processes(mark)) == 1)
        status = Path(f"/proc/{_processes(mark)[0]}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    assert "0" not in uids


# What may be used ------------------------------------------------------------------------------


def test_memory_is_limited(warm: WarmProcess) -> None:
    hog = "x = bytearray({})\nprint(len(x))"
    assert "MemoryError" in _errors(warm, hog.format(2 * warm.limits.memory))
    assert _errors(warm, hog.format(warm.limits.memory // 4)) == ""


def test_processes_are_limited(warm: WarmProcess) -> None:
    bomb = (
        "import os, time\n"
        "made = 0\n"
        "try:\n"
        "    for _ in range(500):\n"
        "        if os.fork() == 0:\n"
        "            time.sleep(60); os._exit(0)\n"
        "        made += 1\n"
        "except OSError:\n"
        "    pass\n"
        "print('made', made)"
    )
    made = int(sandboxed(warm, bomb).split()[-1])
    assert 1 < made <= warm.limits.processes


def test_files_are_limited(warm: WarmProcess) -> None:
    size = warm.limits.file_size + 1
    assert "OSError" in _errors(warm, f"open('/tmp/x', 'wb').write(bytes({2 * size}))")
    # Many files below the limit end at the size of the scratch.
    fill = f"for i in range(100): open(f'/tmp/{{i}}', 'wb').write(bytes({size // 2}))"
    assert "OSError" in _errors(warm, fill)
    assert "OSError" in _errors(warm, "keep = [open('/dev/null') for _ in range(1000)]")


def _errors(warm: WarmProcess, cell: str) -> str:
    with warm.session() as session:
        return " ".join(o.get("ename", "") for o in session.run(cell).outputs)


@pytest.mark.parametrize(
    "flood",
    [
        "print('x' * 50_000_000)",
        "import os\nfor _ in range(7): os.write(1, b'x' * 1_000_000)",
        "import sys\nfor _ in range(20_000): print('o'); print('e', file=sys.stderr)",
        "from IPython.display import HTML\nfor _ in range(50): display(HTML('x' * 100_000))",
        "raise ValueError('x' * 50_000_000)",
    ],
)
def test_output_is_limited(flood: str, warm: WarmProcess) -> None:
    with warm.session() as session:
        for _ in range(3):
            session.run(flood)
        outputs = session.run("print('still here')").outputs
        first = session.run(flood).outputs
    assert len(str(outputs)) + len(str(first)) < 2 * warm.limits.outputs


def test_time_is_limited(warm: WarmProcess) -> None:
    with warm.session() as session:
        begun = time.monotonic()
        assert session.run("while True: pass", seconds=0.5).too_slow
        assert session.run("print('alive')", seconds=5).succeeded
        stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
        with pytest.raises(Ended, match="would not stop"):
            session.run(stubborn, seconds=0.5)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("crash", "words"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "crashed Python"),
        ("import os; os.close(3)", "connection"),
        ("import os; os.write(3, b'\\xff' * 64)", "own connection"),
        ("import os; os.write(3, (8).to_bytes(4, 'little') + b'\\4\\0\\0\\0null')", "connection"),
    ],
)
def test_a_crash_is_told_from_other_ends(crash: str, words: str, warm: WarmProcess) -> None:
    with warm.session() as session, pytest.raises(Ended, match=words):
        session.run(crash)
        session.run("pass")  # what was written to the connection is found now at the latest
    assert "alive" in sandboxed(warm, "print('alive')")


def test_warm_process_has_one_thread_and_is_out_of_reach(warm: WarmProcess) -> None:
    printed = sandboxed(warm, "import os; print(os.getpid(), os.getppid())")
    assert printed.split() == ["1", "0"]  # it sees no parent that it could trace or kill


# Without bubblewrap ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unwalled() -> Iterator[WarmProcess]:
    """The same warm process without walls."""
    with WarmProcess(partial(cut, CHAPTER), Limits(seconds=30), walls=False) as process:
        yield process


def test_without_walls_it_works_and_keeps_nothing_secret(
    unwalled: WarmProcess, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("STOLEN")
    assert "STOLEN" in sandboxed(unwalled, f"print(open('{tmp_path}/secret.txt').read())")
    assert "No module" in sandboxed(unwalled, "import translator.attention")
    with unwalled.session() as session, pytest.raises(Ended, match="exit code 5"):
        session.run("import os; os._exit(5)")


def test_threads_before_a_fork_are_refused(unwalled: WarmProcess) -> None:
    from autograder.sandbox.inside.zygote import Child

    thread = threading.Thread(target=time.sleep, args=(0.3,))
    thread.start()
    with pytest.raises(AssertionError, match="must not fork"):
        Child(None, Limits(), walls=False)  # type: ignore[arg-type]
    thread.join()
