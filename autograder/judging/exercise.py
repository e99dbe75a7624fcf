"""What an exercise is made of. The exercises themselves stand in `autograder.checks`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judging.case import Case
from autograder.judging.laws import Law


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer: a real implementation, and the question a tutor would ask about it."""

    id: str
    name: str
    answer: Any
    question: str


@dataclass(frozen=True)
class Variant:
    """A right answer that is written differently, and the parts that it passes (None: all)."""

    name: str
    answer: Any
    passes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Part:
    """One locked cell: its points, the cases drawn from a random generator, and its laws.

    `about` says in a few words what the part asks for.
    """

    name: str
    points: int
    about: str
    cases: Callable[[np.random.Generator], list[Case]]
    laws: tuple[Law, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError unless the points are a whole number, not below zero."""
        if type(self.points) is not int or self.points < 0:
            raise ValueError(f"part {self.name!r} cannot be worth {self.points!r} points")


@dataclass(frozen=True)
class Forbidden:
    """Operations that would make an exercise pointless, why, and the question to ask instead.

    Each has its full name, such as "torch.nn.functional.layer_norm" or "scipy.special.softmax".
    See `autograder.judging.shortcuts` for how they are noticed, and whom that stops.
    """

    operations: tuple[str, ...]
    why: str
    question: str


@dataclass(frozen=True)
class Exercise:
    """A function, a generator, a procedure or a class that the learner writes.

    `returns` names what it returns, for messages; `read` is where to read more, relative to the
    book. `difficulty` runs from 1 to 4. `forbidden` may not be used in it.
    """

    name: str
    title: str
    chapter: int
    minutes: int
    difficulty: int
    reference: Any
    parts: tuple[Part, ...]
    returns: tuple[str, ...] = ("result",)
    mistakes: tuple[Mistake, ...] = ()
    variants: tuple[Variant, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    stretch: bool = False
    read: str = ""

    @property
    def points(self) -> int:
        """The sum of the parts' points."""
        return sum(part.points for part in self.parts)

    def part(self, name: str) -> Part:
        """Return the part called `name`; raises KeyError with the names there are."""
        for part in self.parts:
            if part.name == name:
                return part
        names = ", ".join(part.name for part in self.parts)
        raise KeyError(f"{self.name} has no part {name!r}; its parts are: {names}")


@dataclass(frozen=True)
class WrongValue:
    """A wrong answer to a concept question that says what was misunderstood."""

    value: Any
    name: str
    question: str


@dataclass(frozen=True)
class Question:
    """A concept question, answered by a value: a number, a shape, a word.

    Numbers are compared to `digits` significant digits. A question worth 0 points is asked for the
    learner's own sake: a memory of earlier chapters, or the door for those who know this one.
    """

    name: str
    title: str
    chapter: int
    answer: Any
    points: int = 1
    minutes: int = 2
    difficulty: int = 1
    digits: int = 4
    wrong: tuple[WrongValue, ...] = ()
    stretch: bool = False
    read: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, so that questions and exercises can be listed together."""
        return (Part("answer", self.points, self.title, lambda rng: []),)


@dataclass(frozen=True)
class Essay:
    """A question that is answered in sentences, which a person grades.

    `look_for` tells that person what a good answer says.
    """

    name: str
    title: str
    chapter: int
    points: int
    look_for: str
    minutes: int = 5
    difficulty: int = 2
    stretch: bool = False
    read: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """No part that a program could check."""
        return ()
