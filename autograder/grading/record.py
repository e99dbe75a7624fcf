"""What is decided about a submission, as plain data."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One locked cell: its points, what was earned, and the message to its author.

    `law` names what was broken, `mistake` the known mistake that was recognised. Where only a
    person can say, the score is None, and `answer` is the text to be read; `needs_person` asks a
    person to look at a score.
    """

    cell: str
    exercise: str
    part: str
    points: float
    score: float | None
    message: str
    law: str = ""
    mistake: str = ""
    needs_person: bool = False
    answer: str = ""

    @property
    def passed(self) -> bool:
        """Whether all points were earned."""
        return self.score == self.points


@dataclass(frozen=True)
class Graded:
    """One graded submission. `refused` says why there was nothing to grade.

    `failed` says that the grader is to blame, so that there is no score. `digest` is that of the
    bytes that were handed in, `unanswered` names the answer cells that are as they were handed
    out, and `notebook` is the executed notebook as JSON.
    """

    student: str
    assignment: str
    digest: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    refused: str = ""
    failed: bool = False
    seconds: float = 0.0
    unanswered: tuple[str, ...] = ()
    notebook: str = ""

    @property
    def score(self) -> float | None:
        """The points earned, without those that a person has yet to give; None if it failed."""
        return None if self.failed else sum(part.score or 0 for part in self.parts)

    @property
    def points(self) -> float:
        """The points that could be earned."""
        return sum(part.points for part in self.parts)

    @property
    def awaited(self) -> float:
        """The points that a person has yet to give."""
        return sum(part.points for part in self.parts if part.score is None)

    @property
    def needs_person(self) -> bool:
        """Whether a person should look at it."""
        return any(part.needs_person for part in self.parts)

    def to_plain(self) -> dict[str, Any]:
        """Return everything but the notebook, for JSON."""
        plain = asdict(self)
        del plain["notebook"]
        return plain | {"score": self.score, "points": self.points}
