"""What goes wrong in softmax, and what is right and written differently.

Most mistakes bend one of four steps: subtract, exponentiate, add up and divide.
"""

from collections.abc import Callable

import numpy as np

from autograder.judging.exercise import Mistake, Variant

Array = np.ndarray


def _highest(x: Array, axis: int) -> Array:
    """Return what is subtracted: the highest score of each slice, 0 where it is -inf."""
    highest = x.max(axis=axis, keepdims=True)
    return np.where(np.isneginf(highest), 0, highest)


def _total(e: Array, axis: int) -> Array:
    return e.sum(axis=axis, keepdims=True)


def _divide(e: Array, total: Array) -> Array:
    """Divide, and leave a slice whose total is 0 at 0."""
    return e / np.where(total == 0, 1, total)


def _nothing(x: Array, axis: int) -> Array:
    return np.zeros((), x.dtype)


def bent(
    subtract: Callable = _highest,
    raised: Callable = np.exp,
    total: Callable = _total,
    divide: Callable = _divide,
    along: Callable = lambda axis: axis,
) -> Callable:
    """Build softmax with the given steps: only one is wrong."""

    def softmax(x, axis=-1):
        e = raised(x - subtract(x, along(axis)))
        return divide(e, total(e, along(axis)))

    return softmax


def flat_sums(x, axis=-1):
    """Drop the axis that was summed over, so that the division broadcasts along another."""
    e = np.exp(x - x.max(axis=axis))
    return e / e.sum(axis=axis)


def in_place(x, axis=-1):
    """Subtract from the caller's own scores."""
    x -= _highest(x, axis).astype(x.dtype)
    return bent(subtract=_nothing)(x, axis)


def even_spread(x, axis=-1):
    """Turn the NaN of an empty slice into equal scores."""
    with np.errstate(invalid="ignore"):
        shifted = np.nan_to_num(x - x.max(axis=axis, keepdims=True))
    return bent(subtract=_nothing)(shifted, axis)


def unguarded(x, axis=-1):
    """Subtract the highest score even where it is -inf."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def squashed(x, axis=-1):
    """Squash each score by itself."""
    return bent(subtract=_nothing, raised=lambda s: 1 / (1 + np.exp(-s)), divide=lambda e, _: e)(x)


def shares(x, axis=-1):
    """Divide the scores themselves by their total."""
    finite = np.where(np.isneginf(x), 0, x)
    return finite / finite.sum(axis=axis, keepdims=True)


def logarithms(x, axis=-1):
    """Return log-probabilities."""
    shifted = x - _highest(x, axis)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def keeps_whole_numbers(x, axis=-1):
    """Write the weights into an array of the scores' own dtype."""
    weights = np.empty_like(x)
    weights[...] = bent()(x, axis)
    return weights


MISTAKES = (
    Mistake(
        "SM-01",
        "no subtraction of the highest score",
        bent(subtract=_nothing),
        "What is exp(1000) on this machine? Which shift of all scores changes no weight?",
    ),
    Mistake(
        "SM-02",
        "one highest score for the whole array",
        bent(subtract=lambda x, axis: x.max()),
        "One row lies near -1000. What is exp of it minus the highest score of the other row?",
    ),
    Mistake(
        "SM-03",
        "softmax along the first axis, whatever is asked",
        bent(along=lambda axis: 0),
        "Which axis should add up to 1? Add it up.",
    ),
    Mistake(
        "SM-04",
        "softmax along the last axis, whatever is asked",
        bent(along=lambda axis: -1),
        "Does your result change when you change the axis?",
    ),
    Mistake(
        "SM-05",
        "sums without their axis",
        flat_sums,
        "What shape is your sum, and along which axis does it stretch over a square array?",
    ),
    Mistake(
        "SM-06",
        "one total for the whole array",
        bent(total=lambda e, axis: e.sum()),
        "Two rows are two choices. How much of the budget of 1 does each of yours get?",
    ),
    Mistake(
        "SM-07",
        "a small number added to the total",
        bent(divide=lambda e, total: e / (total + 1e-8)),
        "What do your rows sum to, to ten digits? Once the highest is 0, can the total be 0?",
    ),
    Mistake(
        "SM-08",
        "subtracting from the caller's own scores",
        in_place,
        "What does `-=` change: a copy, or the array that the caller still holds?",
    ),
    Mistake(
        "SM-09",
        "-inf minus -inf in an empty slice",
        unguarded,
        "What is -inf minus -inf? What would be a harmless number to subtract there?",
    ),
    Mistake(
        "SM-10",
        "an even spread in an empty slice",
        even_spread,
        "Every choice is forbidden. Should each still get an equal share?",
    ),
    Mistake(
        "SM-11",
        "each score squashed by itself",
        squashed,
        "When one score rises, what must the other weights do? Do yours?",
    ),
    Mistake(
        "SM-12",
        "shares of the scores themselves",
        shares,
        "What are the shares of the scores 1 and -1? Add 10 to both: should the shares change?",
    ),
    Mistake(
        "SM-13",
        "dividing by the largest exponential",
        bent(total=lambda e, axis: e.max(axis=axis, keepdims=True)),
        "What must the weights add up to, and what did you divide by?",
    ),
    Mistake(
        "SM-14",
        "the logarithms of the weights",
        logarithms,
        "Can a share of a budget be negative? Which step is still missing?",
    ),
    Mistake(
        "SM-15",
        "the sign of the scores turned round",
        bent(raised=lambda s: np.exp(-s)),
        "Which score should get the largest weight: the highest or the lowest?",
    ),
    Mistake(
        "SM-16",
        "powers of 2",
        bent(raised=np.exp2),
        "A gap of 1 between two scores is which ratio of weights here, and which with exp?",
    ),
    Mistake(
        "SM-17",
        "always float64",
        lambda x, axis=-1: bent()(x.astype(np.float64), axis),
        "The caller chose a dtype. Which line of yours changes it?",
    ),
    Mistake(
        "SM-18",
        "weights kept as whole numbers",
        keeps_whole_numbers,
        "Which dtype has the array that you write the weights into? Can it hold 0.25?",
    ),
    Mistake(
        "SM-19",
        "a total without its axis",
        bent(total=lambda e, axis: e.sum(axis=axis), divide=np.divide),
        "What shape is your total, and along which axis does it stretch over a square array?",
    ),
    Mistake(
        "SM-20",
        "a total without its axis, and no subtraction",
        bent(_nothing, total=lambda e, axis: e.sum(axis=axis), divide=np.divide),
        "What shape is your total, and along which axis does it stretch over a square array?",
    ),
)


# Right, and written differently ---------------------------------------------------------------


def by_logarithm(x, axis=-1):
    """Subtract the logarithm of the total."""
    with np.errstate(invalid="ignore"):
        highest = x.max(axis=axis, keepdims=True)
        logarithm = highest + np.log(np.exp(x - highest).sum(axis=axis, keepdims=True))
        return np.nan_to_num(np.exp(x - logarithm))


def slice_by_slice(x, axis=-1):
    """Treat one slice at a time, in a loop."""
    last = np.moveaxis(x, axis, -1)
    weights = np.zeros(last.shape, np.result_type(x, np.float32) if x.dtype.kind == "f" else float)
    for place in np.ndindex(*last.shape[:-1]):
        scores = last[place]
        if np.isfinite(scores).any():
            e = np.exp(scores - max(scores))
            weights[place] = e / sum(e)
    return np.moveaxis(weights, -1, axis)


def cleared_after(x, axis=-1):
    """Divide 0 by 0 first, and clear the NaN."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(unguarded(x, axis))


def along_the_axis(x, axis=-1):
    """Let NumPy walk along the axis."""
    return np.apply_along_axis(bent(), axis, x)


def shifted_further(x, axis=-1):
    """Subtract a little more than the highest score: any shift near it will do."""
    return bent(subtract=lambda x, axis: _highest(x, axis) + np.asarray(3, _float(x)))(x, axis)


def _float(x: Array) -> np.dtype:
    return x.dtype if x.dtype.kind == "f" else np.dtype(float)


VARIANTS = (
    Variant("logarithm of the total", by_logarithm),
    Variant("loops", slice_by_slice),
    Variant("NaN cleared after the division", cleared_after),
    Variant("apply_along_axis", along_the_axis),
    Variant("a shift of its own", shifted_further),
    Variant("without care for empty slices", unguarded, ("values", "axes", "precision")),
)
