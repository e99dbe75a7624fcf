"""One submission's process, seen from outside: run a cell, play cases, within a time."""

import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.judging.case import Case, Outcome
from autograder.judging.encoding import MalformedData
from autograder.sandbox.wire import Closed, receive, send

if TYPE_CHECKING:
    from autograder.sandbox.warm import WarmProcess

GRACE_SECONDS = 0.5


class Ended(Exception):
    """The submission's process is gone; the message says how, for its author."""


class Forged(Ended):
    """The submission's code wrote on the referee's own connection, and was killed for it."""


class TooSlow(Exception):
    """The call was interrupted since its time was up. The process lives on."""


@dataclass(frozen=True)
class Ran:
    """What a cell put out, as it came from the sandbox, and whether it went through."""

    outputs: Any
    succeeded: bool
    too_slow: bool = False


class Session:
    """A fork of the warm process that runs one submission. Use it as a context.

    `meanwhile` is called while the sandbox works on a question.
    """

    meanwhile: Callable[[], None] | None = None

    def __init__(self, connection: socket.socket, warm: "WarmProcess"):
        self._connection, self._warm = connection, warm
        self._count, self._ended = 0, False

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def run(self, source: str, number: int = 1, seconds: float | None = None) -> Ran:
        """Run a cell, the notebook's `number`-th; raises Ended if that kills the process."""
        reply, slow = self._ask(
            {"source": source, "number": number}, seconds or self._warm.limits.cell_seconds
        )
        return Ran(reply.get("outputs", []), reply.get("succeeded") is True and not slow, slow)

    def play(
        self, subject: str, cases: Sequence[Case], seconds: float | None = None
    ) -> list[Outcome]:
        """Play cases on the expression `subject`, in one go; raises Ended or TooSlow."""
        question = {"subject": subject, "cases": [case.to_plain() for case in cases]}
        reply, slow = self._ask(question, seconds or self._warm.limits.part_seconds)
        if slow:
            raise TooSlow
        try:
            outcomes = [Outcome.from_plain(plain) for plain in reply["outcomes"]]
        except Exception as error:  # the sender may be hostile
            raise self._broken() from error
        if len(outcomes) != len(cases):
            raise self._broken()
        return outcomes

    def end(self) -> None:
        """Kill the process and all it has started."""
        if not self._ended:
            self._ended = True
            self._connection.close()
            self._warm.end()

    def _how_it_ended(self) -> str:
        self._ended = True
        self._connection.close()
        return _how(self._warm.exit_code())

    def _ask(self, question: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bool]:
        """Send a question and return the answer, and whether it had to be interrupted."""
        self._count += 1
        slow = False
        try:
            send(self._connection, {"id": self._count, **question}, seconds)
            if self.meanwhile:
                self.meanwhile()
            try:
                reply = receive(self._connection, seconds)
            except TimeoutError:
                slow = True
                self._warm.interrupt()
                reply = receive(self._connection, GRACE_SECONDS)
        except TimeoutError:
            raise Ended(f"it ran longer than {seconds:g} s and would not stop") from None
        except Closed:
            raise Ended(self._how_it_ended()) from None
        except MalformedData as error:
            raise self._broken() from error
        if not self._answers(reply):
            raise self._broken()
        return reply, slow

    def _answers(self, reply: Any) -> bool:
        """Say whether it is the answer to what was asked last, and not one written before."""
        return isinstance(reply, dict) and reply.get("id") == self._count

    def _broken(self) -> Forged:
        return Forged("it wrote to the grader's own connection")


def _how(code: int | None) -> str:
    """Say how a process ended.

    >>> _how(-11)
    'it crashed Python (SIGSEGV)'
    """
    if code is None:
        return "it ended"
    if code == -signal.SIGXCPU:
        return "it used up its computing time"
    if code == -signal.SIGKILL:
        return "it was killed for lack of memory, or cut the grader's connection"
    if code < 0:
        return f"it crashed Python ({signal.Signals(-code).name})"
    return f"it ended Python with exit code {code}"
