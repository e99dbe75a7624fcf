"""The answer key of one part: each case with what the reference and the known mistakes do."""

import warnings
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from autograder.judging.case import Case, Outcome
from autograder.judging.exercise import Exercise, Forbidden, Mistake, Part
from autograder.judging.laws import Law
from autograder.judging.play import play
from autograder.judging.verdict import Named

_PLAIN = ("exercise", "part", "points", "about", "read", "stretch")


@dataclass(frozen=True)
class Rival:
    """A known mistake, and what it does on a part's case of a given number."""

    mistake: Named
    outcome: Callable[[int], Outcome]


@dataclass(frozen=True)
class PartKey:
    """All that is needed to judge one part. `rivals` is a call, since only failures need it."""

    exercise: str
    part: str
    points: int
    about: str
    returns: tuple[str, ...]
    read: str
    laws: tuple[Law, ...]
    cases: tuple[Case, ...]
    expected: tuple[Outcome, ...]
    rivals: Callable[[], tuple[Rival, ...]]
    forbidden: tuple[Forbidden, ...] = ()
    stretch: bool = False

    def to_plain(self) -> dict[str, Any]:
        """Record everything as plain data, for a kit."""
        plain = {n: getattr(self, n) for n in _PLAIN}
        return plain | {
            "returns": self.returns,
            "laws": [astuple(law) for law in self.laws],
            "forbidden": [astuple(forbidden) for forbidden in self.forbidden],
            "cases": [case.to_plain() for case in self.cases],
            "expected": [outcome.to_plain() for outcome in self.expected],
            "rivals": [
                (
                    (r.mistake.id, r.mistake.name, r.mistake.question),
                    [r.outcome(i).to_plain() for i in range(len(self.cases))],
                )
                for r in self.rivals()
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "PartKey":
        """Rebuild a recorded key."""
        rivals = tuple(
            Rival(Named(*named), tuple(map(Outcome.from_plain, outcomes)).__getitem__)
            for named, outcomes in plain["rivals"]
        )
        return cls(
            **{n: plain[n] for n in (*_PLAIN, "returns")},
            laws=tuple(Law(*law) for law in plain["laws"]),
            cases=tuple(Case.from_plain(case) for case in plain["cases"]),
            expected=tuple(Outcome.from_plain(outcome) for outcome in plain["expected"]),
            rivals=lambda: rivals,
            forbidden=tuple(Forbidden(*forbidden) for forbidden in plain["forbidden"]),
        )


def key_of(exercise: Exercise, part: Part, seed: int) -> PartKey:
    """Draw the part's cases from `seed` and play the reference on them.

    Raises ValueError if the reference itself fails on one.
    """
    cases = tuple(part.cases(np.random.default_rng(seed)))
    names = tuple(name for forbidden in exercise.forbidden for name in forbidden.operations)
    return PartKey(
        exercise=exercise.name,
        part=part.name,
        points=part.points,
        about=part.about,
        returns=exercise.returns,
        read=exercise.read,
        laws=part.laws,
        cases=tuple(replace(case, forbidden=names) for case in cases),
        expected=tuple(_expected(exercise, case) for case in cases),
        rivals=cache(partial(_rivals, exercise, cases)),
        forbidden=exercise.forbidden,
        stretch=exercise.stretch,
    )


def _expected(exercise: Exercise, case: Case) -> Outcome:
    outcome = _play(exercise.reference, case)
    if outcome.raised and outcome.raised.kind != case.raises:
        raised = f"{outcome.raised.kind}: {outcome.raised.message}"
        raise ValueError(f"the reference of {exercise.name} fails at {case.about!r}: {raised}")
    return outcome


def _rivals(exercise: Exercise, cases: tuple[Case, ...]) -> tuple[Rival, ...]:
    """Let each known mistake play a case when it is asked for, and only once."""

    def rival(mistake: Mistake) -> Rival:
        named = Named(mistake.id, mistake.name, mistake.question)
        return Rival(named, cache(lambda number: _play(mistake.answer, cases[number])))

    return tuple(rival(mistake) for mistake in exercise.mistakes)


def _play(subject: Any, case: Case) -> Outcome:
    """Play our own code: what it warns of is not the learner's concern."""
    with warnings.catch_warnings(action="ignore"):
        return play(subject, case)
