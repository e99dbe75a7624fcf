"""The warm process seen from outside: start it, ask it for a session, end it."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import autograder.sandbox
from autograder.judging.encoding import pack, unpack
from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import SandboxUnavailable
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session

START_SECONDS, REPLY_SECONDS = 120.0, 30.0


class WarmProcess:
    """A process that has imported everything slow, in which each submission runs as a fork.

    `cut` copies the packages that a learner may import to the folder it is given. Use it as a
    context; raises SandboxUnavailable when the sandbox does not start. `walls=False` runs
    without a sandbox, for trusted code alone.
    """

    def __init__(self, cut: Callable[[Path], object], limits: Limits, walls: bool = True):
        self.limits, self.walls = limits, walls
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        packages = Path(self._folder.name, "packages")
        _assemble(cut, packages)
        self._ending = False  # whether an answer to `end` is still to come
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the object)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._launch(packages, theirs.fileno())

    def __enter__(self) -> "WarmProcess":
        try:
            self._await_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()
        self._folder.cleanup()

    def _launch(self, packages: Path, descriptor: int) -> subprocess.Popen:
        inside = bubblewrap.PACKAGES if self.walls else str(packages)
        code = (
            f"import sys; sys.path.insert(0, {inside!r}); "
            "from autograder.sandbox.inside import zygote; "
            f"zygote.start({descriptor}, {self.walls}, {inside!r}, {asdict(self.limits)})"
        )
        program = [sys.executable, "-I", "-B", "-c", code]
        prefix = [*bubblewrap.command(packages), "--"] if self.walls else []
        return subprocess.Popen(
            [*prefix, *program],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=[descriptor],
            env=bubblewrap.ENVIRONMENT,
            cwd="/",
        )

    def _await_ready(self) -> None:
        """Wait until everything is imported, and try one fork: its walls may be refused."""
        try:
            self._reply(START_SECONDS)
            with self.session() as session:
                session.run("pass")
        except (OSError, ConnectionError) as error:
            raise SandboxUnavailable(self._why(error)) from error

    def _why(self, error: Exception) -> str:
        time.sleep(0.1)
        self._errors.seek(0)
        printed = self._errors.read().decode("utf-8", "replace").strip()
        return f"The sandbox did not start: {printed or error}"

    def session(self) -> Session:
        """Begin a session in the fork that is ready; only one at a time."""
        self._settle()
        self._control.send(pack({"do": "begin"}))
        self._control.settimeout(REPLY_SECONDS)
        _, descriptors, _, _ = socket.recv_fds(self._control, 2**12, 1)
        if not descriptors:
            raise ConnectionError("the warm process has ended")
        return Session(socket.socket(fileno=descriptors[0]), self)

    def interrupt(self) -> None:
        """Send SIGINT to the submission that runs now."""
        self._control.send(pack({"do": "interrupt"}))

    def end(self) -> None:
        """Kill the submission and all it has started, without waiting for it to be gone."""
        self._control.send(pack({"do": "end"}))
        self._ending = True

    def exit_code(self) -> int | None:
        """Return how the submission ended: a code, negative for a signal; None if unknown."""
        self.end()
        return self._settle()

    def _settle(self) -> int | None:
        ending, self._ending = self._ending, False
        return self._reply()["status"] if ending else None

    def _reply(self, seconds: float = REPLY_SECONDS) -> dict[str, Any]:
        self._control.settimeout(seconds)
        data = self._control.recv(2**16)
        if not data:
            raise ConnectionError("the warm process has ended")
        return unpack(data)


def _assemble(cut: Callable[[Path], object], packages: Path) -> None:
    """Lay out what a learner may import, and beside it our side of the wire. No answer."""
    cut(packages)
    (source,) = autograder.sandbox.__path__
    target = packages / "autograder" / "sandbox"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    packages.parent.chmod(0o755)  # TemporaryDirectory would show it to its owner alone
