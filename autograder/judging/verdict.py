"""The verdict on one part, and its words: a ladder of hints, of which no rung is an answer."""

from dataclasses import dataclass

from autograder.judging.compare import Finding


@dataclass(frozen=True)
class Named:
    """A known mistake as the learner meets it: without its code."""

    id: str
    name: str
    question: str


@dataclass(frozen=True)
class Hint:
    """A rung above the law: what one climbs to it for, and its text."""

    offer: str
    text: str


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

    @property
    def place(self) -> str:
        """The exercise and the part, for a heading."""
        return f"{self.exercise} · {self.part}"

    @property
    def facts(self) -> dict[str, str]:
        """The first rung, below the law's name: what was called, on which case, what was found."""
        found = self.finding.text if self.finding else ""
        facts = {"called": self.called, "case": self.case, "found": found}
        return {label: text for label, text in facts.items() if text}

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The rungs above the law, as far as there are any: mistake, question, where to read."""
        found = []
        if self.mistake:
            number = f" ({self.mistake.id})" if self.mistake.id else ""
            text = f"This is what comes out with: {self.mistake.name}{number}."
            found.append(Hint("to learn which mistake this looks like", text))
            found.append(Hint("to be asked a question", f"Ask yourself: {self.mistake.question}"))
        if self.finding and self.read:
            found.append(Hint("to learn where to read", f"Read again: {self.read}"))
        return tuple(found)

    def up_to(self, rung: int) -> str:
        """Return what the learner reads on a rung: 1 is the law, each further one adds a hint."""
        if self.finding is None:
            return f"✓ {self.place}"
        lines = [f"✗ {self.place}: {self.finding.law}", ""]
        lines += [f"{label:<8} {text}" for label, text in self.facts.items()]
        for hint in self.hints[: rung - 1]:
            lines += ["", hint.text]
        return "\n".join(lines)

    def __str__(self) -> str:
        """All rungs, as they stand in a grader's feedback."""
        return self.up_to(1 + len(self.hints))
