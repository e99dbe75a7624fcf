"""Chapter 2, attention as soft lookup: its exercises, cases, mistakes and variants."""

import by_hand.soft_lookup
import numpy as np

from autograder.checks.mistakes import additive, lookup, softmax
from autograder.judging.case import Case
from autograder.judging.exercise import Exercise, Part, Question, WrongValue
from autograder.judging.inputs import strided
from autograder.judging.laws import Law

Generator = np.random.Generator
PAGE = "chapter 2"


# The cases of softmax -------------------------------------------------------------------------


def _softmax_case(about: str, x: np.ndarray, axis: int = -1, public: bool = False) -> Case:
    return Case(about, {"x": x, "axis": axis}, public=public)


def value_cases(rng: Generator) -> list[Case]:
    """Along the last axis: unequal and equal sizes, forbidden scores, one score, a view."""
    forbidden = rng.normal(size=(3, 5))
    forbidden[[0, 1, 1], [2, 0, 4]] = -np.inf
    return [
        _softmax_case("the worked example above", np.array([0.0, np.log(3.0)]), public=True),
        _softmax_case("a row of scores for each of 2 queries", rng.normal(size=(2, 5))),
        _softmax_case("as many rows as columns", rng.normal(size=(4, 4))),
        _softmax_case("some scores are -inf", forbidden),
        _softmax_case("a single score a row", rng.normal(size=(3, 1))),
        _softmax_case("a view of a larger array", strided(rng.normal(size=(2, 3, 4)))),
    ]


def axis_cases(rng: Generator) -> list[Case]:
    """Along every axis, counted from the front and from the back."""
    cube = rng.normal(size=(2, 3, 4))
    return [
        *(_softmax_case(f"axis {axis} of three", cube, axis) for axis in (0, 1, 2, -2)),
        _softmax_case("axis 0 of a square array", rng.normal(size=(3, 3)), 0),
    ]


def precision_cases(rng: Generator) -> list[Case]:
    """Scores far from 0, rows far apart, float32 and whole numbers."""
    apart = np.array([[0.0, 1, 2], [-1000, -1001, -1002]]) + rng.random((2, 1))
    return [
        _softmax_case("scores near 1000", 1000 + rng.normal(size=(2, 4))),
        _softmax_case("one row near 0, another near -1000", apart),
        _softmax_case("float32", rng.normal(size=(3, 4)).astype(np.float32)),
        _softmax_case("float32, scores near 100", (100 + rng.random((2, 3))).astype(np.float32)),
        _softmax_case("whole numbers", rng.integers(-3, 3, size=(2, 4))),
    ]


def empty_cases(rng: Generator) -> list[Case]:
    """Slices that are -inf everywhere."""
    row, column = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    row[1], column[:, 2] = -np.inf, -np.inf
    return [
        _softmax_case("row 1 is -inf everywhere", row),
        _softmax_case("column 2 is -inf everywhere, along axis 0", column, 0),
        _softmax_case("nothing else than -inf", np.full((2, 3), -np.inf)),
    ]


# The cases of the lookup ----------------------------------------------------------------------


def _lookup_case(about: str, rng: Generator, n: int, d: int, d_v: int) -> Case:
    q, K = rng.normal(size=d), rng.normal(size=(n, d))
    return Case(about, {"q": q, "K": K, "V": rng.normal(size=(n, d_v))})


def lookup_cases(rng: Generator) -> list[Case]:
    """Unequal sizes, then as many keys as numbers in a key and in a value."""
    worked = {
        "q": np.array([1.0, 0.0]),
        "K": np.array([[np.log(6), 1.0], [np.log(3), 0.0], [0.0, 2.0]]),
        "V": np.array([[10.0], [20.0], [40.0]]),
    }
    return [
        Case("the worked example above", worked, public=True),
        _lookup_case("5 keys of 3 numbers, values of 2", rng, 5, 3, 2),
        _lookup_case("2 keys of 4 numbers, values of 7", rng, 2, 4, 7),
        _lookup_case("4 keys of 4 numbers, values of 4", rng, 4, 4, 4),
    ]


def edge_cases(rng: Generator) -> list[Case]:
    """Ties, a query of zeros, one key."""
    ties = _lookup_case("two keys are the same", rng, 3, 2, 4)
    ties.args["K"][1] = ties.args["K"][0]
    zeros = _lookup_case("a query of zeros", rng, 4, 3, 2)
    zeros.args["q"][...] = 0
    view = _lookup_case("keys that are a view of a larger array", rng, 4, 3, 5)
    view.args["K"] = strided(view.args["K"])
    return [ties, zeros, _lookup_case("a single key", rng, 1, 3, 2), view]


# The cases of additive scores -----------------------------------------------------------------


def _additive_case(
    about: str, rng: Generator, Lq: int, Lk: int, d: int, hidden: int, size: float = 1.0
) -> Case:
    shapes = {"Q": (Lq, d), "K": (Lk, d), "Wq": (d, hidden), "Wk": (d, hidden), "v": (hidden,)}
    args = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return Case(about, {**args, "Q": size * args["Q"], "K": size * args["K"]})


def score_cases(rng: Generator) -> list[Case]:
    """Unequal sizes, square matrices, as many queries as keys."""
    one = np.ones((1, 1))
    worked = {"Q": 0 * one, "K": np.array([[0.0], [1.0]]), "Wq": one, "Wk": one, "v": np.ones(1)}
    return [
        Case("the worked example above", worked, public=True),
        _additive_case("3 queries, 5 keys of 4 numbers, 6 hidden units", rng, 3, 5, 4, 6),
        _additive_case("as many hidden units as numbers in a key", rng, 2, 4, 3, 3),
        _additive_case("as many queries as keys", rng, 4, 4, 2, 5),
    ]


def size_cases(rng: Generator) -> list[Case]:
    """Vectors so long that tanh is flat, and a single hidden unit."""
    return [
        _additive_case("numbers near 1000 in Q and K", rng, 2, 3, 4, 5, size=1000.0),
        _additive_case("one query, one key, one hidden unit", rng, 1, 1, 3, 1),
    ]


# The exercises --------------------------------------------------------------------------------

SUMS = (Law("negative weights"), Law("rows do not sum to one"))
LOOKUP_LAWS = (Law("negative weights", 1), Law("rows do not sum to one", 1))

SOFTMAX = Exercise(
    name="softmax",
    title="Softmax along any axis",
    chapter=2,
    minutes=20,
    difficulty=2,
    reference=by_hand.soft_lookup.softmax,
    returns=("weights",),
    read=f"{PAGE}, “Why it has to be exp”",
    parts=(
        Part("values", 1, "weights along the last axis", value_cases, SUMS),
        Part("axes", 1, "along the axis that is asked for", axis_cases),
        Part("precision", 1, "scores of ±1000, float32, whole numbers", precision_cases, SUMS),
        Part("empty", 1, "a slice with nothing to choose from gets zeros", empty_cases),
    ),
    mistakes=softmax.MISTAKES,
    variants=softmax.VARIANTS,
)

LOOKUP = Exercise(
    name="attend",
    title="One soft lookup",
    chapter=2,
    minutes=10,
    difficulty=1,
    reference=by_hand.soft_lookup.attend,
    returns=("output", "weights"),
    read=f"{PAGE}, “A dictionary that shares”",
    parts=(
        Part("values", 2, "the mix and its weights", lookup_cases, LOOKUP_LAWS),
        Part("edges", 1, "ties, a query of zeros, a single key", edge_cases, LOOKUP_LAWS),
    ),
    mistakes=lookup.MISTAKES,
    variants=lookup.VARIANTS,
)

ADDITIVE = Exercise(
    name="additive_scores",
    title="Scores from a small network",
    chapter=2,
    minutes=15,
    difficulty=2,
    reference=by_hand.soft_lookup.additive_scores,
    returns=("scores",),
    read=f"{PAGE}, “A small network judges the fit”",
    parts=(
        Part("values", 2, "a score for each query and key", score_cases),
        Part("sizes", 1, "long vectors, a single hidden unit", size_cases),
    ),
    mistakes=additive.MISTAKES,
    variants=additive.VARIANTS,
)


# The questions --------------------------------------------------------------------------------

SUM_SHAPE = Question(
    name="sum_shape",
    title="The shape of a sum",
    chapter=2,
    answer=(4, 5, 6),
    points=0,
    wrong=(
        WrongValue((4, 1, 6), "the first array's", "An axis of 1 stretches. To how many?"),
        WrongValue((4, 5, 12), "joined", "A sum adds numbers. Does it line them up?"),
        WrongValue((5, 4, 6), "the axes exchanged", "Which array has the 4, and in which place?"),
    ),
)

HALF_TEMPERATURE = Question(
    name="half_temperature",
    title="A weight at half the temperature",
    chapter=2,
    answer=0.9,
    points=0,
    read=f"{PAGE}, “Why it has to be exp”",
    wrong=(
        WrongValue(0.75, "temperature 1", "Dividing by 1/2 doubles the gap. And the odds?"),
        WrongValue(0.6, "odds of 1.5", "The gap doubles. What happens to e to the gap?"),
    ),
)

WITHOUT_BEND = Question(
    name="without_bend",
    title="Different rows of weights without tanh",
    chapter=2,
    answer=1,
    points=0,
    read=f"{PAGE}, “A small network judges the fit”",
    wrong=(
        WrongValue(4, "one a query", "What does one query add to each score of its row?"),
        WrongValue(5, "one a key", "Each row belongs to a query. Do two queries differ?"),
    ),
)

FLAT_LOOKUP = Question(
    name="flat_lookup",
    title="A lookup at endless temperature",
    chapter=2,
    answer=7,
    points=0,
    read=f"{PAGE}, “Why it has to be exp”",
    wrong=(
        WrongValue(12, "temperature 0", "That is the largest value. Is the best key the only one?"),
        WrongValue(6, "the middle one", "Every key gets the same weight. What is their mix?"),
    ),
)

EQUAL_SCORES = Question(
    name="equal_scores",
    title="The weight of three equal scores",
    chapter=2,
    answer=1 / 3,
    digits=3,
    read=f"{PAGE}, “Why it has to be exp”",
    wrong=(
        WrongValue(1, "each the highest", "All three are the highest. What must they add up to?"),
        WrongValue(0, "nothing", "exp of a small number is small. Small beside what?"),
        WrongValue(1 / 1000, "the shift", "Shift all scores by the same. What moves?"),
    ),
)

ROW_SUM = Question(
    name="row_sum",
    title="What a row adds up to, with a bug",
    chapter=2,
    answer=0.5,
    read=f"{PAGE}, “A dictionary that shares”",
    wrong=(
        WrongValue(1, "no bug", "Over which numbers does `.sum()` run when it is given no axis?"),
        WrongValue(1 / 6, "one weight", "That is one entry. How many stand in a row?"),
        WrongValue(3, "before the division", "What do you divide by?"),
        WrongValue(1 / 3, "a column's sum", "That is a column. How many numbers has a row?"),
    ),
)

OWN_SLOPE = Question(
    name="own_slope",
    title="How fast a weight follows its score",
    chapter=2,
    answer=0.1875,
    read=f"{PAGE}, “A hard choice cannot learn”",
    wrong=(
        WrongValue(
            0.75, "the weight itself", "As it grows, what happens to the total that divides it?"
        ),
        WrongValue(0.25, "the rest of the budget", "The slope is 0 at both ends. Is yours at 0?"),
        WrongValue(0.5625, "the square", "At a weight of 1 nothing can grow. What is yours there?"),
        WrongValue(1, "the score's own", "Can a weight of 1 grow as fast as its score?"),
    ),
)

CLINIC = Question(
    name="clinic_02",
    title="The clinic: what three translators suffer from",
    chapter=2,
    answer=("c", "e", "a"),
    minutes=8,
    difficulty=3,
    read=f"{PAGE}, “Take the lookup apart”",
    wrong=(
        WrongValue(
            ("c", "a", "e"),
            "the last two exchanged",
            "Which of the two defects hurts least when one key takes nearly everything?",
        ),
        WrongValue(
            ("e", "c", "a"),
            "the first two exchanged",
            "One patient looks alike at every step. In which defect does the query drop out?",
        ),
        WrongValue(
            ("c", "b", "a"),
            "a harmless shift",
            "Softmax ignores a shift. At which scores would this one show at all?",
        ),
        WrongValue(
            ("c", "d", "a"),
            "another base",
            "Which temperature is that, and does a trained lookup mind it?",
        ),
    ),
)

EXERCISES = (
    SUM_SHAPE,
    HALF_TEMPERATURE,
    WITHOUT_BEND,
    FLAT_LOOKUP,
    SOFTMAX,
    EQUAL_SCORES,
    ROW_SUM,
    OWN_SLOPE,
    LOOKUP,
    ADDITIVE,
    CLINIC,
)
