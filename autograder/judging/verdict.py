"""The verdict on one part, and its words."""

from dataclasses import dataclass

from autograder.judging.compare import Finding


@dataclass(frozen=True)
class Named:
    """A known mistake as the learner meets it: without its code."""

    id: str
    name: str
    question: str


@dataclass(frozen=True)
class Verdict:
    """What is decided on one part. The score is all of its points or none."""

    exercise: str
    part: str
    points: int
    finding: Finding | None = None
    mistake: Named | None = None
    called: str = ""
    case: str = ""
    read: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing was found wrong."""
        return self.finding is None

    @property
    def score(self) -> int:
        """The points earned."""
        return self.points if self.passed else 0

    def __str__(self) -> str:
        """What the learner reads: what was called, what broke, and a question. No answer."""
        head = f"{self.exercise} · {self.part}"
        if self.finding is None:
            return f"✓ {head}"
        lines = [f"✗ {head}: {self.finding.law}", ""]
        if self.called:
            lines.append(f"called   {self.called}")
        if self.case:
            lines.append(f"case     {self.case}")
        lines.append(f"found    {self.finding.text}")
        if self.mistake:
            number = f" ({self.mistake.id})" if self.mistake.id else ""
            lines += ["", f"This is what comes out with: {self.mistake.name}{number}."]
            lines.append(f"Ask yourself: {self.mistake.question}")
        if self.read:
            lines += ["", f"Read again: {self.read}"]
        return "\n".join(lines)
