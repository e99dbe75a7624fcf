"""Chapter 0, shapes you can see: its exercises, cases, mistakes and variants."""

import by_hand.shapes
import numpy as np

from autograder.checks.mistakes import shapes
from autograder.judging.case import Case
from autograder.judging.exercise import Exercise, Part, Question, WrongValue
from autograder.judging.inputs import strided

Generator = np.random.Generator
PAGE = "chapter 0"


# Cases ----------------------------------------------------------------------------------------


def outer_cases(rng: Generator) -> list[Case]:
    """Unequal, equal and single lengths, float32, and views."""

    def case(about: str, n: int, m: int) -> Case:
        return Case(about, {"a": rng.normal(size=n), "b": rng.normal(size=m)})

    def quarters(n: int) -> np.ndarray:
        # Their products are exact in float32, so that only the dtype can be wrong.
        return (rng.integers(1, 9, size=n) / 4).astype(np.float32)

    views = case("two views of larger arrays", 4, 5)
    views.args.update({name: strided(value) for name, value in views.args.items()})
    worked = {"a": np.array([1.0, 2.0]), "b": np.array([10.0, 20.0, 30.0])}
    return [
        Case("the worked example above", worked, public=True),
        case("4 numbers and 3", 4, 3),
        case("as many numbers in a as in b", 3, 3),
        case("one number in a", 1, 5),
        case("one number in b", 5, 1),
        Case("float32", {"a": quarters(2), "b": quarters(3)}),
        views,
    ]


def _two(rng: Generator, x: tuple[int, ...], y: tuple[int, ...]) -> dict[str, np.ndarray]:
    return {"x": rng.normal(size=x), "y": rng.normal(size=y)}


def batch_cases(rng: Generator) -> list[Case]:
    """One axis in front: unequal sizes, then each pair of sizes equal that could hide a mistake."""
    worked = {
        "x": np.array([[[1.0, 2.0]]]),
        "y": np.array([[[3.0, 4.0], [5.0, 6.0]]]),
    }
    view = _two(rng, (2, 3, 4), (2, 5, 4))
    view["y"] = strided(view["y"])
    return [
        Case("the worked example above", worked, public=True),
        Case("2 sentences, 3 words and 5, vectors of 4", _two(rng, (2, 3, 4), (2, 5, 4))),
        Case("as many words as numbers in a vector", _two(rng, (2, 3, 4), (2, 4, 4))),
        Case("as many words on both sides", _two(rng, (3, 4, 5), (3, 4, 5))),
        Case("one sentence, one word", _two(rng, (1, 1, 3), (1, 6, 3))),
        Case("a y that is a view of a larger array", view),
    ]


def front_axes_cases(rng: Generator) -> list[Case]:
    """Two axes in front, two that broadcast, and none."""
    return [
        Case("2 sentences with 3 heads each", _two(rng, (2, 3, 4, 6), (2, 3, 5, 6))),
        Case(
            "x has one head, y has one sentence: they broadcast",
            _two(rng, (2, 1, 4, 6), (1, 3, 5, 6)),
        ),
        Case("no axis in front", _two(rng, (4, 3), (5, 3))),
    ]


def _scores(
    rng: Generator, shape: tuple[int, int, int, int], fill: float, dtype: str = "float64"
) -> dict[str, object]:
    """Draw scores and a mask in which every sentence has a word, and padding of its own."""
    batch, _, _, keys = shape
    keep = rng.random((batch, keys)) < 0.6
    keep[:, 0] = True
    keep[0, -1], keep[-1, 1] = False, False
    return {"x": rng.normal(size=shape).astype(dtype), "keep": keep, "fill": fill}


def one_sentence_cases(rng: Generator) -> list[Case]:
    """One sentence, so that only the filling can be wrong: fills, dtypes, views, no padding."""
    worked = {
        "x": np.array([[[[1.0, 2.0], [3.0, 4.0]]]]),
        "keep": np.array([[True, False]]),
        "fill": -1.0,
    }
    view = _scores(rng, (1, 2, 4, 5), 2.5)
    view["x"] = strided(view["x"])
    words = _scores(rng, (1, 3, 2, 4), -1.0)
    words["keep"] = np.ones((1, 4), dtype=bool)
    padding = words | {"keep": np.zeros((1, 4), dtype=bool)}
    return [
        Case("the worked example above", worked, public=True),
        Case("the fill is -infinity", _scores(rng, (1, 2, 3, 5), -np.inf)),
        Case("another fill, and x is a view of a larger array", view),
        Case("float32", _scores(rng, (1, 2, 3, 4), -np.inf, "float32")),
        Case("no padding", words),
        Case("nothing but padding", padding),
    ]


def many_sentences_cases(rng: Generator) -> list[Case]:
    """Sizes at which no wrong axis raises: what goes wrong shows in the numbers, or in the shape.

    NumPy's messages differ with the way of writing, and would hide which axis it was.
    """
    return [
        Case("4 sentences, 4 heads, 4 queries, 4 keys", _scores(rng, (4, 4, 4, 4), 0.0)),
        Case("3 sentences, 3 heads, 3 queries, 3 keys", _scores(rng, (3, 3, 3, 3), 0.0)),
        Case("3 sentences, one head, one query, 5 keys", _scores(rng, (3, 1, 1, 5), 0.0)),
    ]


# Exercises ------------------------------------------------------------------------------------

OUTER = Exercise(
    name="outer",
    title="Every number with every other",
    chapter=0,
    minutes=5,
    difficulty=1,
    reference=by_hand.shapes.outer,
    read=f"{PAGE}, “Two shapes meet”",
    parts=(Part("values", 1, "a table of all products", outer_cases),),
    mistakes=shapes.OUTER_MISTAKES,
    variants=shapes.OUTER_VARIANTS,
)

BATCHED_DOT = Exercise(
    name="batched_dot",
    title="Dot products, sentence by sentence",
    chapter=0,
    minutes=8,
    difficulty=1,
    reference=by_hand.shapes.batched_dot,
    read=f"{PAGE}, “Every word with every word”",
    parts=(
        Part("batch", 1, "one axis in front", batch_cases),
        Part("axes", 1, "any number of axes in front, which broadcast", front_axes_cases),
    ),
    mistakes=shapes.BATCHED_MISTAKES,
    variants=shapes.BATCHED_VARIANTS,
)

WHERE_MASK = Exercise(
    name="where_mask",
    title="Hide the padding",
    chapter=0,
    minutes=10,
    difficulty=2,
    reference=by_hand.shapes.where_mask,
    read=f"{PAGE}, “The mask finds its axes”",
    parts=(
        Part("fill", 1, "one sentence: what is kept and what is filled", one_sentence_cases),
        Part("axes", 1, "many sentences: each hides its own padding", many_sentences_cases),
    ),
    mistakes=shapes.MASK_MISTAKES,
    variants=shapes.MASK_VARIANTS,
)

# Questions ------------------------------------------------------------------------------------

LISTS = Question(
    name="two_lists",
    title="Two lists, added",
    chapter=0,
    points=0,
    answer=(1, 2, 10, 20),
    wrong=(WrongValue((11, 22), "an array's sum", "That is what arrays do. What do lists do?"),),
)

DOOR_SUM = Question(
    name="shape_of_a_sum",
    title="The shape of a sum",
    chapter=0,
    points=0,
    answer=(8, 7, 6, 5),
    read=f"{PAGE}, “Two shapes meet”",
    wrong=(
        WrongValue((8, 1, 6, 1), "the first shape", "An axis of 1 stretches. What meets it?"),
        WrongValue((7, 1, 5), "the second shape", "Does a result ever have fewer axes?"),
    ),
)

DOOR_VIEW = Question(
    name="through_the_view",
    title="A number written through a view",
    chapter=0,
    points=0,
    answer=9,
    read=f"{PAGE}, “Whose numbers are these?”",
    wrong=(WrongValue(2, "the old number", "Does .T copy its numbers?"),),
)

DOOR_MASK = Question(
    name="mask_shape",
    title="The shape of a mask",
    chapter=0,
    points=0,
    answer=(32, 1, 1, 50),
    read=f"{PAGE}, “The mask finds its axes”",
    wrong=(
        WrongValue((32, 50), "as it came", "Which axis does 32 meet, counted from the right?"),
        WrongValue((32, 1, 50), "one axis short", "Which axis does 32 meet now?"),
        WrongValue((32, 1, 50, 1), "the queries", "Should padding be hidden as query or as key?"),
    ),
)

PRODUCT_SHAPE = Question(
    name="product_shape",
    title="The shape of a product with axes in front",
    chapter=0,
    answer=(2, 3, 5, 7),
    read=f"{PAGE}, “Every word with every word”",
    wrong=(
        WrongValue((2, 1, 5, 7), "an axis of 1 that stayed 1", "What meets the 1 in front?"),
        WrongValue((2, 3, 5, 4), "the shape of x", "Which axis is summed away?"),
        WrongValue((2, 3, 4, 7), "the summed axis kept", "Which letter do both sides share?"),
        WrongValue((2, 3, 7, 5), "keys before queries", "Whose rows are they?"),
    ),
)

HEADS_IN_ORDER = Question(
    name="heads_in_order",
    title="Two words, two heads, eight numbers",
    chapter=0,
    answer=(0, 1, 4, 5, 2, 3, 6, 7),
    minutes=3,
    difficulty=2,
    read=f"{PAGE}, “Whose numbers are these?”",
    wrong=(
        WrongValue(
            (0, 1, 2, 3, 4, 5, 6, 7),
            "the order in memory",
            "Head 0 takes the first half of each word. Which numbers does the second word own?",
        ),
        WrongValue(
            (0, 2, 4, 6, 1, 3, 5, 7),
            "every other number",
            "Are the two numbers of a head neighbours in the word's vector?",
        ),
        WrongValue(
            (0, 4, 1, 5, 2, 6, 3, 7),
            "words exchanged with features",
            "transpose(1, 2) exchanges two axes. Which stays last?",
        ),
    ),
)

SILENT_BATCH = Question(
    name="silent_batch",
    title="The batch size at which a bug falls silent",
    chapter=0,
    answer=8,
    minutes=3,
    difficulty=2,
    read=f"{PAGE}, “The mask finds its axes”",
    wrong=(
        WrongValue(1, "a single sentence", "With one sentence, whose mask does each head use?"),
        WrongValue(50, "the length", "Align the shapes at the right. What meets the 50?"),
        WrongValue(32, "some batch size", "Which axis must B be equal to, to pass unnoticed?"),
    ),
)

CLINIC = Question(
    name="clinic_0",
    title="The clinic: three patients",
    chapter=0,
    answer=("d", "a", "c"),
    minutes=5,
    difficulty=2,
)

EXERCISES = (
    LISTS,
    DOOR_SUM,
    DOOR_VIEW,
    DOOR_MASK,
    OUTER,
    BATCHED_DOT,
    PRODUCT_SHAPE,
    WHERE_MASK,
    SILENT_BATCH,
    HEADS_IN_ORDER,
    CLINIC,
)
