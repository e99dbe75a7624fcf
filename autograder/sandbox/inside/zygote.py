"""The warm process: it has imported everything slow, and forks once for each submission.

Its only friend is the referee, over one socket. It runs no code of a learner itself.
"""

import gc
import importlib
import os
import pkgutil
import random
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.judging.case import Case
from autograder.judging.encoding import pack, unpack
from autograder.judging.play import play
from autograder.sandbox.inside import isolation, syscalls, watch
from autograder.sandbox.inside.serve import serve
from autograder.sandbox.inside.shell import NotebookShell
from autograder.sandbox.limits import Limits

CONNECTION = 3


def main(control_descriptor: int, walls: bool, limits: Limits) -> None:
    """Warm up, then fork on demand until the referee hangs up."""
    isolation.die_with_parent()
    if walls and os.getuid() == 0:
        isolation.become_nobody()
    control = socket.socket(fileno=control_descriptor)
    shell = warm_up()
    # Always one ahead: forking takes place while the referee is busy with other things.
    child = Child(shell, limits, walls)
    control.send(pack({"ready": os.getpid()}))
    while data := _next(control, child, limits):
        do = unpack(data)["do"]
        if do == "begin":
            child.watched = walls
            with child.connection:
                socket.send_fds(control, [pack({})], [child.connection.fileno()])
        elif do == "interrupt":
            child.interrupt()
        elif do == "end":
            control.send(pack({"status": child.end()}))
            child = Child(shell, limits, walls)


def _next(control: socket.socket, child: "Child", limits: Limits) -> bytes:
    """Wait for the referee; meanwhile kill the submission if it takes too much memory."""
    while child.watched and not select.select([control], [], [], watch.SECONDS)[0]:
        if watch.holds_more_than(limits.memory):
            child.kill()
    return control.recv(2**12)


def warm_up() -> NotebookShell:
    """Import and use once whatever is slow the first time."""
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    shell = NotebookShell.warm()
    # What a notebook asks of `check` the referee asks from outside.
    import autograder

    autograder.check = lambda *args, **kwargs: None  # type: ignore[attr-defined]
    shell.outputs.allowance = 2**20
    for cell in _WARMING_CELLS:
        shell.run_cell(cell, store_history=False, silent=False)
    shell.outputs.take()
    shell.reset(new_session=True)
    _warm_the_player()
    _import_the_course()
    gc.collect()
    gc.freeze()
    return shell


_WARMING_CELLS = (
    "import numpy as np, torch\nfrom torch import nn\nnp.zeros(2)",
    "import torch.testing as t; t.assert_close(torch.ones(2), torch.ones(2))",
    "np.testing.assert_allclose([1.0], [1.0]); np.random.default_rng(0).normal(size=2) @ [1, 2]",
    "w = torch.ones(2, requires_grad=True); w.sum().backward(); torch.optim.Adam([w]).step()",
    "class C(nn.Module):\n    def forward(self, x): return x.softmax(-1)",
    "def f(x):\n    return g(x)\nf(1)",
    "1 +",
)


def _seed() -> None:
    """Let every submission begin with the same random numbers."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  (learners may still use it)
    torch.manual_seed(0)


def _import_the_course() -> None:
    """Import the parts of earlier chapters, with whatever they import."""
    for name in ("by_hand", "translator"):
        package = importlib.import_module(name)
        for module in pkgutil.iter_modules(package.__path__, f"{name}."):
            importlib.import_module(module.name)


def _warm_the_player() -> None:
    x = torch.ones(1, 2)
    play(lambda x: x.softmax(-1), Case("", {"x": x}, cotangent=x))
    # Wrong, so that the second probe runs too: PyTorch takes a second to learn to work on meta.
    wrong = torch.zeros(1, 2, dtype=torch.bool)
    play(lambda x: x.masked_fill(wrong, 0) / torch.ones(2), Case("", {"x": x}, devices=True))
    state = {"weight": torch.ones(1, 2), "bias": torch.ones(1)}
    play(torch.nn.Linear, Case("", {"x": x}, init=(2, 1), state=state))


class Child:
    """One submission's process, and with walls the first process of its own pid namespace."""

    def __init__(self, shell: NotebookShell, limits: Limits, walls: bool):
        threads = os.listdir("/proc/self/task")
        assert len(threads) == 1, f"a process with {len(threads)} threads must not fork"
        self.watched = False
        self.connection, theirs = socket.socketpair()
        with theirs:
            self.pid = isolation.fork_into_namespaces() if walls else os.fork()
            if self.pid == 0:
                _live(shell, theirs.fileno(), limits, walls)

    def interrupt(self) -> None:
        """Send SIGINT if the process is still there."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def kill(self) -> None:
        """Kill the submission and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # without walls, this is all that can be done
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Kill the submission if it still runs; return its exit code, -9 if killed."""
        self.kill()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _live(shell: NotebookShell, connection: int, limits: Limits, walls: bool) -> None:
    code = 1
    try:
        os.dup2(connection, CONNECTION)
        os.closerange(CONNECTION + 1, 2**20)
        isolation.die_with_parent()
        os.setsid()
        if walls:
            isolation.close_the_walls(limits)
        os.chdir("/tmp")
        isolation.limit(limits)
        if walls:
            syscalls.refuse()
        shell.capture(limits.outputs)
        # Touch now, one submission ahead, the memory that the first cells would have to copy.
        shell.run("pass", 0)
        _warm_the_player()
        _seed()
        serve(socket.socket(fileno=CONNECTION), shell)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def start(control_descriptor: int, walls: bool, packages: str, limits: dict[str, Any]) -> None:
    """Make `packages` the only place where this project's code is found, and run."""
    sys.meta_path[:] = [
        f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")
    ]
    assert Path(sys.path[0]).samefile(packages)
    main(control_descriptor, walls, Limits(**limits))
