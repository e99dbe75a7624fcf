"""Run a submission's cells and calls in a sandbox, and begin anew when it brings down Python."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.judging.case import Case, Outcome
from autograder.sandbox.session import Ended, Forged, Ran, Session
from autograder.sandbox.warm import WarmProcess


class GaveUp(Exception):
    """The submission used up its time or its restarts; the message says which."""


@dataclass(frozen=True)
class Cell:
    """A code cell to run: its text, and its number in the notebook."""

    source: str
    number: int


class Execution:
    """The life of one submission in the sandbox. Use it as a context.

    After a crash a fresh process runs all earlier cells again, without the culprit. `meanwhile` is
    called while the sandbox works.
    """

    def __init__(self, warm: WarmProcess, meanwhile: Callable[[], None]):
        self._warm, self._limits, self._meanwhile = warm, warm.limits, meanwhile
        self._session: Session | None = None
        self._done: list[Cell] = []
        self._restarts = 0
        self.forged = False  # whether its code wrote on our connection
        self._deadline = time.monotonic() + self._limits.seconds

    def __enter__(self) -> "Execution":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def run(self, cell: Cell) -> Ran:
        """Run a cell; raises Ended if it brought down Python, GaveUp if there is no time left."""
        try:
            ran = self._alive().run(
                cell.source, cell.number, self._at_most(self._limits.cell_seconds)
            )
        except Ended as ended:
            self._close(ended)
            raise
        if not ran.too_slow:  # a second run of it would take its time once more
            self._done.append(cell)
        return ran

    def play(self, subject: str, cases: Sequence[Case], hurry: bool = False) -> list[Outcome]:
        """Play cases; raises Ended, TooSlow or GaveUp. `hurry` allows them a fifth of the time."""
        seconds = self._limits.part_seconds / (5 if hurry else 1)
        try:
            return self._alive().play(subject, cases, self._at_most(seconds))
        except Ended as ended:
            self._close(ended)
            raise

    def _at_most(self, seconds: float) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise GaveUp(f"the submission used up its {self._limits.seconds:g} s")
        return min(seconds, left)

    def _alive(self) -> Session:
        """Return a process that has run all cells so far."""
        if self._session is None:
            if self._restarts > self._limits.restarts:
                raise GaveUp(f"the submission brought down Python {self._restarts} times")
            self._restarts += 1
            self._session = self._warm.session()
            self._session.meanwhile = self._meanwhile
            self._again()
        return self._session

    def _again(self) -> None:
        for cell in list(self._done):
            try:
                assert self._session
                self._session.run(
                    cell.source, cell.number, self._at_most(self._limits.cell_seconds)
                )
            except Ended as ended:  # went well before: a matter of chance, and now it is out
                self._done.remove(cell)
                self._close(ended)
                self._alive()
                return

    def _close(self, ended: Ended | None = None) -> None:
        self.forged |= isinstance(ended, Forged)
        if self._session:
            self._session.end()
        self._session = None
