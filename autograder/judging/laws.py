"""Laws that a right result obeys whatever its numbers. A part names those that it asks for.

A law is called by how it breaks, which is what a learner reads. It travels by name and place, so
that a recorded check keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.judging.case import Array, Outcome
from autograder.judging.tolerance import TOLERANCE, as_float64, dtype_name


@dataclass(frozen=True)
class Law:
    """The law `name`, asked of the result's item `index`."""

    name: str
    index: int = 0

    def broken(self, expected: Outcome, got: Outcome) -> str | None:
        """Say in one sentence how `got` breaks the law, or None."""
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
