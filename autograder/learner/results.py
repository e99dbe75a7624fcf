"""What came of checking a notebook, and its words."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from autograder.judging.verdict import Verdict
from autograder.keys import visible_key


@dataclass(frozen=True)
class Result:
    """The verdict on one part; `message` is what the learner reads."""

    exercise: str
    part: str
    points: int
    score: int
    stretch: bool
    passed: bool
    law: str
    mistake: str
    message: str

    @classmethod
    def of(cls, verdict: Verdict, rung: int) -> "Result":
        """Put a verdict down, its hints up to a rung."""
        named = rung > 1 and verdict.mistake
        return cls(
            exercise=verdict.exercise,
            part=verdict.part,
            points=verdict.points,
            score=verdict.score,
            stretch=visible_key(verdict.exercise, verdict.part).stretch,
            passed=verdict.passed,
            law=verdict.finding.law if verdict.finding else "",
            mistake=named.name if named else "",
            message=verdict.up_to(rung),
        )


@dataclass(frozen=True)
class Checked:
    """A notebook with the results of all its parts, and what was kept of it."""

    notebook: str
    results: tuple[Result, ...]
    kept: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all points are earned but those of stretch exercises."""
        return all(result.passed for result in self.results if _counts(result))

    @property
    def next(self) -> Result | None:
        """The first part that has not passed: of those that count, or else of the others."""
        left = [result for result in self.results if not result.passed]
        return min(left, key=lambda result: not _counts(result), default=None)

    def to_plain(self) -> dict[str, Any]:
        """Return everything for JSON."""
        points, score = _sum(r for r in self.results if not r.stretch)
        extra, extra_score = _sum(r for r in self.results if r.stretch)
        return asdict(self) | {
            "complete": self.complete,
            "score": score,
            "points": points,
            "stretch_score": extra_score,
            "stretch_points": extra,
            "next": self.next and f"{self.next.exercise} · {self.next.part}",
        }

    def __str__(self) -> str:
        """A table of the parts, the sums, and the next thing to look at."""
        width = max(len(result.exercise) for result in self.results)
        lines = [self.notebook, ""]
        for name, group in groupby(self.results, lambda result: result.exercise):
            for label, result in zip((name, *[""] * 99), group, strict=False):
                lines.append(f"  {label:<{width}}  {_row(result)}".rstrip())
        points, score = _sum(r for r in self.results if not r.stretch)
        extra, extra_score = _sum(r for r in self.results if r.stretch)
        lines += ["", f"  {score} of {points} points"]
        if extra:
            lines[-1] += f", and {extra_score} of {extra} for stretch exercises"
        lines += [f"  {line}" for line in self.kept]
        if self.next:
            lines += ["", "Next", "", self.next.message]
        return "\n".join(lines)


def _counts(result: Result) -> bool:
    return result.points > 0 and not result.stretch


def _sum(results: Iterable[Result]) -> tuple[int, int]:
    """Add up the points, and those that were earned."""
    found = list(results)
    return sum(result.points for result in found), sum(result.score for result in found)


def _row(result: Result) -> str:
    mark = "✓" if result.passed else "✗"
    earned = f"{result.score} of {result.points}" if result.points else "no points"
    why = ": ".join(filter(None, (result.law, result.mistake)))
    stretch = "stretch" if result.stretch else ""
    return f"{mark} {result.part:<10} {earned:<10} {stretch:<8} {why}"
