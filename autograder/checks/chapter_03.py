"""Chapter 3, scaled dot-product attention: its exercises, cases, mistakes and variants."""

from collections.abc import Callable

import by_hand.attention
import numpy as np
import translator.attention
from by_hand.soft_lookup import softmax

from autograder.checks.mistakes import jacobian, numpy_attention, spread, torch_attention
from autograder.judging.case import Case
from autograder.judging.exercise import Exercise, Part, Question, WrongValue
from autograder.judging.inputs import strided, tensors
from autograder.judging.laws import Law

Generator = np.random.Generator
LAWS = (Law("negative weights", 1), Law("rows do not sum to one", 1))
PAGE = "chapter 3"


# The cases of attention -----------------------------------------------------------------------


def _inputs(
    rng: Generator, lead: tuple[int, ...], sizes: tuple[int, int, int, int], spread: float = 1.0
) -> dict[str, np.ndarray]:
    """Draw query, key and value; `sizes` are Lq, Lk, d_k and d_v."""
    Lq, Lk, d_k, d_v = sizes
    return {
        "query": spread * rng.normal(size=(*lead, Lq, d_k)),
        "key": spread * rng.normal(size=(*lead, Lk, d_k)),
        "value": rng.normal(size=(*lead, Lk, d_v)),
    }


def _some(rng: Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw a mask in which every query may attend to at least one key, and not to all."""
    mask = rng.random(shape) < 0.6
    mask[..., 0], mask[..., -1] = True, False
    return mask


def plain_cases(rng: Generator) -> list[Case]:
    """No mask: the worked example, unequal sizes, leading axes, one key, a strided key."""
    worked = {
        "query": np.array([[2.0, 0, 0, 0]]),
        "key": np.array([[np.log(3), 0, 0, 0], [0, 0, 0, 0]]),
        "value": np.array([[4.0], [8.0]]),
    }
    view = _inputs(rng, (2,), (3, 5, 8, 6))
    view["key"] = strided(view["key"])
    return [
        Case("the worked example above", worked, public=True),
        Case("d_k and d_v differ, and so do Lq and Lk", _inputs(rng, (2, 3), (3, 5, 8, 6))),
        Case("no leading axes", _inputs(rng, (), (4, 7, 5, 3))),
        Case("one sentence, one word", _inputs(rng, (1,), (1, 1, 4, 2))),
        Case("as many queries as keys", _inputs(rng, (2, 2), (4, 4, 6, 5))),
        Case("a key that is a view of a larger array", view),
    ]


# In the cases from here on d_k is 1, so that a wrong scale does not show: each part asks for one
# thing, and a learner who forgot the root still earns the points of the mask.


def masked_cases(rng: Generator) -> list[Case]:
    """A mask for each pair, one a sentence, a causal one, low scores, and one that hides none."""

    def case(about: str, mask: np.ndarray, lead: tuple, sizes: tuple) -> Case:
        return Case(about, {**_inputs(rng, lead, sizes), "keep_mask": mask})

    low = case("scores near -25", _some(rng, (4, 6)), (2,), (4, 6, 1, 3))
    low.args["query"][...] = rng.uniform(4, 6, size=(2, 4, 1))
    low.args["key"][...] = -rng.uniform(4, 6, size=(2, 6, 1))
    return [
        case("one mask for all heads", _some(rng, (3, 5)), (2, 3), (3, 5, 1, 6)),
        case("a mask a sentence, (B, 1, 1, Lk)", _some(rng, (3, 1, 1, 5)), (3, 2), (4, 5, 1, 3)),
        case("a causal mask", np.tri(4, dtype=bool), (2,), (4, 4, 1, 3)),
        low,
        case("a mask that hides nothing", np.ones((3, 5), bool), (2,), (3, 5, 1, 2)),
    ]


def empty_row_cases(rng: Generator) -> list[Case]:
    """Queries that may attend to nothing."""
    one, whole = _some(rng, (3, 5)), _some(rng, (2, 1, 1, 5))
    one[1], whole[1] = False, False
    return [
        Case(
            "query 1 may attend to nothing",
            {**_inputs(rng, (2,), (3, 5, 1, 6)), "keep_mask": one},
        ),
        Case(
            "a whole sentence is padding",
            {**_inputs(rng, (2, 2), (3, 5, 1, 2)), "keep_mask": whole},
        ),
    ]


def large_score_cases(rng: Generator) -> list[Case]:
    """Scores of ±10,000, alone and side by side."""
    apart = _inputs(rng, (2, 3), (2, 3, 1, 2))
    apart["query"][:, :, 0], apart["query"][:, :, 1] = 100.0, -100.0
    apart["key"] = 100 + rng.random(apart["key"].shape)
    return [
        Case("scores of about ±10,000", _inputs(rng, (2,), (3, 5, 1, 2), spread=100.0)),
        Case("one query scores +10,000, another -10,000", apart),
    ]


# The same cases for PyTorch -------------------------------------------------------------------


def in_torch(
    cases: Callable[[Generator], list[Case]], gradients: bool = False
) -> Callable[[Generator], list[Case]]:
    """Turn NumPy cases into float64 tensors, and ask for gradients too."""

    def drawn(rng: Generator) -> list[Case]:
        found = []
        for case in cases(rng):
            cotangent = None
            if gradients:
                shape = (*case.args["query"].shape[:-1], case.args["value"].shape[-1])
                cotangent = tensors({"c": rng.normal(size=shape)})["c"]
            args = tensors(case.args)
            found.append(Case(case.about, args, cotangent=cotangent, public=case.public))
        return found

    return drawn


def device_cases(rng: Generator) -> list[Case]:
    """Where tensors are made, and every dtype."""
    masked = {**_inputs(rng, (2, 4), (3, 5, 8, 6)), "keep_mask": _some(rng, (3, 5))}
    cases = [
        Case("on another device", tensors(_inputs(rng, (2,), (3, 5, 8, 6))), devices=True),
        Case("on another device, with a mask", tensors(masked), devices=True),
    ]
    for dtype in ("float32", "float16", "bfloat16"):
        cases.append(Case(f"{dtype}, with a mask", tensors(masked, dtype)))
    return cases


# The exercises --------------------------------------------------------------------------------


def spread_cases(rng: Generator) -> list[Case]:
    """Short, middling and long vectors, with a mean that is not 0."""

    def case(d_k: int) -> Case:
        query, key = 0.3 + rng.normal(size=(5, d_k)), 0.2 + rng.normal(size=(7, d_k))
        return Case(f"d_k = {d_k}", {"query": query, "key": key})

    worked = {
        "query": np.array([[3.0, 0, 0, 0]]),
        "key": np.array([[1.0, 0, 0, 0], [-1.0, 0, 0, 0]]),
    }
    return [
        Case("the worked example above", worked, public=True),
        case(4),
        case(512),
        case(1),
    ]


def jacobian_cases(rng: Generator) -> list[Case]:
    """Even, random, one-hot and single weights."""

    def case(about: str, weights: np.ndarray, public: bool = False) -> Case:
        return Case(about, {"weights": weights}, public=public)

    return [
        case("the worked example above", np.array([0.5, 0.5]), public=True),
        case("random weights", softmax(rng.normal(size=5))),
        case("one weight of 1, the others 0", np.eye(4)[2]),
        case("a single weight", np.ones(1)),
    ]


ATTENTION = Exercise(
    name="scaled_dot_product_attention",
    title="Scaled dot-product attention",
    chapter=3,
    minutes=20,
    difficulty=2,
    reference=by_hand.attention.scaled_dot_product_attention,
    returns=("output", "weights"),
    read=f"{PAGE}, “One query and two keys, on paper”",
    parts=(
        Part("values", 2, "output and weights without a mask", plain_cases, LAWS),
        Part("masks", 2, "a query attends only where the mask is True", masked_cases, LAWS),
        Part("empty", 1, "a query with nothing to attend to gets zeros", empty_row_cases, LAWS),
        Part("stability", 1, "scores of ±10,000", large_score_cases, LAWS),
    ),
    mistakes=numpy_attention.MISTAKES,
    variants=numpy_attention.VARIANTS,
)

SPREAD = Exercise(
    name="score_spread",
    title="How far the scores spread",
    chapter=3,
    minutes=8,
    difficulty=1,
    reference=by_hand.attention.score_spread,
    returns=("raw spread", "scaled spread"),
    read=f"{PAGE}, “Why the root, and nothing else”",
    parts=(Part("values", 2, "the standard deviation of raw and scaled scores", spread_cases),),
    mistakes=spread.MISTAKES,
    variants=spread.VARIANTS,
)

JACOBIAN = Exercise(
    name="softmax_jacobian",
    title="The slope of softmax",
    chapter=3,
    minutes=12,
    difficulty=3,
    stretch=True,
    reference=by_hand.attention.softmax_jacobian,
    returns=("Jacobian",),
    read=f"{PAGE}, “What blindness costs”",
    parts=(Part("values", 3, "how each weight moves with each score", jacobian_cases),),
    mistakes=jacobian.MISTAKES,
    variants=jacobian.VARIANTS,
)

IN_TORCH = Exercise(
    name="attention",
    title="The same attention in PyTorch",
    chapter=3,
    minutes=15,
    difficulty=2,
    reference=translator.attention.attention,
    returns=("output", "weights"),
    read=f"{PAGE}, “Some words must not be seen”",
    parts=(
        Part("values", 1, "output, weights and gradients", in_torch(plain_cases, True), LAWS),
        Part("masks", 1, "with a mask, gradients too", in_torch(masked_cases, True), LAWS),
        Part(
            "empty",
            1,
            "zeros forward, and no NaN backward",
            in_torch(empty_row_cases, True),
            LAWS,
        ),
        Part("device", 1, "any device and any float dtype", device_cases),
    ),
    mistakes=torch_attention.MISTAKES,
    variants=torch_attention.VARIANTS,
    forbidden=torch_attention.FORBIDDEN,
)

SCORE_STD = Question(
    name="score_std",
    title="The standard deviation of a score at d_k = 64",
    chapter=3,
    answer=8,
    read=f"{PAGE}, “Why the root, and nothing else”",
    wrong=(
        WrongValue(64, "the variance", "You found how fast the variance grows. What is its root?"),
        WrongValue(1, "the entries' own", "That is one entry. How many products does a sum add?"),
        WrongValue(0.125, "the factor", "That is what we multiply by. What does it undo?"),
        WrongValue(4096, "d_k squared", "Variances of independent terms add. Do they multiply?"),
    ),
)

WEIGHTS_SHAPE = Question(
    name="weights_shape",
    title="The shape of the weights",
    chapter=3,
    answer=(2, 8, 5, 7),
    read=f"{PAGE}, “One query and two keys, on paper”",
    wrong=(
        WrongValue((2, 8, 7, 5), "keys before queries", "Each row is one question. Whose?"),
        WrongValue((2, 8, 5, 32), "the output's shape", "That is the mix. What mixed it?"),
        WrongValue((2, 8, 5, 64), "the query's shape", "The sum ran over d_k. Is it left?"),
        WrongValue((2, 5, 7), "one set of weights for all heads", "Do two heads ask the same?"),
    ),
)

WRONG_LINE = Question(
    name="wrong_line",
    title="The line that is wrong",
    chapter=3,
    answer=2,
    read=f"{PAGE}, “One query and two keys, on paper”",
    wrong=(
        WrongValue(1, "the product", "Which axis of both arrays does the product sum over?"),
        WrongValue(3, "the fill", "Every query keeps a key. Is a row then -inf everywhere?"),
        WrongValue(4, "the axis of softmax", "On which axis of the scores do the keys lie?"),
        WrongValue(5, "the mix", "Each row of weights meets the rows of which array?"),
    ),
)

# Asked for the learner's own sake: a memory of chapter 2, and the door for those who know this one.

SHIFTED_WEIGHT = Question(
    name="shifted_weight",
    title="From chapter 2: all scores rise",
    chapter=3,
    points=0,
    answer=0,
    wrong=(WrongValue(1, "the shift itself", "What happens to the total when every term grows?"),),
)

DOOR_DIVISOR = Question(
    name="door_divisor", title="The divisor at d_k = 256", chapter=3, points=0, answer=16
)
DOOR_WEIGHT = Question(
    name="door_weight", title="One of two even keys", chapter=3, points=0, answer=0.5
)
DOOR_SHAPE = Question(
    name="door_shape", title="The output's shape", chapter=3, points=0, answer=(4, 6, 10, 48)
)

CLINIC = Question(
    name="clinic_3",
    title="The clinic: three patients",
    chapter=3,
    answer=("b", "a", "c"),
    minutes=5,
    read=f"{PAGE}, “What blindness costs”",
    wrong=(
        WrongValue(
            ("c", "a", "b"),
            "two patients exchanged",
            "Which of the two still uses words of the sentence that it was given?",
        ),
    ),
)

EXERCISES = (
    SHIFTED_WEIGHT,
    DOOR_DIVISOR,
    DOOR_WEIGHT,
    DOOR_SHAPE,
    ATTENTION,
    SPREAD,
    SCORE_STD,
    WEIGHTS_SHAPE,
    JACOBIAN,
    IN_TORCH,
    WRONG_LINE,
    CLINIC,
)
