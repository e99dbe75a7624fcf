"""The filter refuses what it names, and nothing that a notebook needs."""

import ast
import errno
import os

import pytest
from test_sandbox import sandboxed

from autograder.sandbox.inside import syscalls
from autograder.sandbox.warm import WarmProcess


@pytest.mark.parametrize("call", sorted(syscalls.REFUSED))
def test_system_calls_are_refused(call: str, calls_inside: dict[str, int]) -> None:
    assert calls_inside[call] == errno.EPERM


@pytest.fixture(scope="module")
def calls_inside(warm: WarmProcess) -> dict[str, int]:
    """What each refused call, made with zeros, says inside."""
    column = ["x86_64", "aarch64"].index(os.uname().machine)
    numbers = {name: row[column] for name, row in syscalls.REFUSED.items()}
    said = sandboxed(
        warm,
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\ndef said(n):\n"
        "    ctypes.set_errno(0); libc.syscall(n, 0, 0, 0, 0, 0); return ctypes.get_errno()\n"
        f"print({{name: said(n) for name, n in {numbers}.items()}})",
    )
    return ast.literal_eval(said)


def test_what_courses_use_goes_on_working(warm: WarmProcess) -> None:
    printed = sandboxed(
        warm,
        "import subprocess, threading, multiprocessing as mp, torch, matplotlib.pyplot as plt\n"
        "thread = threading.Thread(target=print, args=('thread',)); thread.start(); thread.join()\n"
        "print(subprocess.run(['echo', 'program'], capture_output=True, text=True).stdout)\n"
        "with mp.Pool(2) as pool: print(pool.map(abs, [-5, -6]))\n"
        "plt.plot([1, 2]); plt.savefig('/tmp/x.png'); print(torch.ones(2, 2) @ torch.ones(2))",
    )
    assert all(word in printed for word in ("thread", "program", "[5, 6]", "tensor([2., 2.])"))
