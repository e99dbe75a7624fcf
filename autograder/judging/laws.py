"""Laws that a right result obeys whatever its numbers. A part names those that it asks for.

A law is called by how it breaks, which is what a learner reads. It travels by name and place, so
that a recorded check keeps it. Laws of use ask how often a fixture was used, after the numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.judging.case import Array, Outcome
from autograder.judging.tolerance import TOLERANCE, as_float64, dtype_name


@dataclass(frozen=True)
class Law:
    """The law `name`, asked of the result's item `index`; a law of use has no index."""

    name: str
    index: int = 0

    @property
    def of_use(self) -> bool:
        """Whether it asks how the answer was come by, and not what it is."""
        return self.name in LAWS_OF_USE

    def broken(self, expected: Outcome, got: Outcome) -> str | None:
        """Say in one sentence how `got` breaks the law, or None."""
        if self.of_use:
            return LAWS_OF_USE[self.name](expected, got)
        mine, theirs = (_item(outcome.result, self.index) for outcome in (expected, got))
        return LAWS[self.name](mine, theirs)


def _item(result: object, index: int) -> Array:
    return result[index] if isinstance(result, tuple | list) else result  # type: ignore[return-value]


def rows_sum_to_one(expected: Array, got: Array) -> str | None:
    """Each query spends a budget of 1, or of 0 where it may attend to nothing."""
    _, absolute = TOLERANCE[dtype_name(expected)]
    wanted = as_float64(expected).sum(axis=-1).round()
    sums = as_float64(got).sum(axis=-1)
    wrong = np.abs(sums - wanted) > max(absolute, 1e-8) * got.shape[-1]
    if not wrong.any():
        return None
    row = tuple(int(i) for i in np.argwhere(wrong)[0])
    if wanted[row] == 0:
        return f"row {row} may attend to nothing, yet its weights sum to {sums[row]:.4g}"
    return f"row {row} of the weights sums to {sums[row]:.4g}, not to 1"


def none_negative(expected: Array, got: Array) -> str | None:
    """No weight is below zero."""
    lowest = as_float64(got).min(initial=0.0)
    return f"a weight is negative: {lowest:.4g}" if lowest < 0 else None


LAWS: dict[str, Callable[[Array, Array], str | None]] = {
    "rows do not sum to one": rows_sum_to_one,
    "negative weights": none_negative,
}


def _more(expected: Outcome, got: Outcome, when: int) -> str | None:
    """Name a fixture that was used more often than the reference needs it."""
    for name, uses in got.uses.items():
        if uses[when] > expected.uses.get(name, (0, 0))[when]:
            return name
    return None


def reads_ahead(expected: Outcome, got: Outcome) -> str | None:
    """A stream gives each item as soon as it can."""
    name = _more(expected, got, 0)
    often = f"{got.uses[name][0]} times" if name else ""
    return name and f"before the first item came out, {name} had been used {often} already"


def works_too_often(expected: Outcome, got: Outcome) -> str | None:
    """What was computed once is kept."""
    name = _more(expected, got, 1)
    return name and f"{name} was used {got.uses[name][1]} times, and fewer are enough"


LAWS_OF_USE: dict[str, Callable[[Outcome, Outcome], str | None]] = {
    "reads ahead": reads_ahead,
    "works too often": works_too_often,
}
