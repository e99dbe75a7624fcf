"""Chapter 1, recurrent networks: their exercises, cases, mistakes and variants."""

import by_hand.recurrent
import numpy as np

from autograder.checks.mistakes import gru, recurrent
from autograder.judging.case import Case
from autograder.judging.exercise import Essay, Exercise, Part, Question, WrongValue
from autograder.judging.inputs import strided

Generator = np.random.Generator

PAGE = "chapter 1"
PAPER = f"{PAGE}, “Three words, on paper”"
STEPS = f"{PAGE}, “Count the steps”"
LEFT = f"{PAGE}, “What is left of word 1”"
GATE = f"{PAGE}, “A gate that keeps”"
VECTOR = f"{PAGE}, “One vector for a whole sentence”"


# The cases of the RNN -------------------------------------------------------------------------


def _rnn(rng: Generator, B: int, T: int, D: int, H: int, start: float = 0.0) -> dict:
    """Draw a sentence for each row, its first state times `start`, and the weights."""
    return {
        "x": rng.normal(size=(B, T, D)),
        "h0": start * rng.normal(size=(B, H)),
        "Wx": 0.5 * rng.normal(size=(D, H)),
        "Wh": 0.5 * rng.normal(size=(H, H)),
        "b": 0.5 * rng.normal(size=H),
    }


def state_cases(rng: Generator) -> list[Case]:
    """The first state is 0: the worked example, unequal sizes, one word, a strided input."""
    worked = {
        "x": np.array([[[1.0], [0.0], [0.0]]]),
        "h0": np.zeros((1, 1)),
        "Wx": np.ones((1, 1)),
        "Wh": np.array([[0.5]]),
        "b": np.zeros(1),
    }
    view = _rnn(rng, 2, 4, 3, 5)
    view["x"] = strided(view["x"])
    return [
        Case("the worked example above", worked, public=True),
        Case("B, T, D and H all differ", _rnn(rng, 2, 4, 3, 5)),
        Case("as many words as sentences", _rnn(rng, 3, 3, 2, 4)),
        Case("one sentence of one word", _rnn(rng, 1, 1, 3, 2)),
        Case("an input that is a view of a larger array", view),
    ]


def start_cases(rng: Generator) -> list[Case]:
    """The first state is not 0."""
    return [
        Case("h0 is not 0", _rnn(rng, 2, 3, 4, 5, start=1.0)),
        Case("one word, and h0 is not 0", _rnn(rng, 3, 1, 2, 4, start=1.0)),
    ]


# The cases of the Jacobians -------------------------------------------------------------------


def _orthogonal(rng: Generator, H: int) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(H, H)))[0]


def linear_cases(rng: Generator) -> list[Case]:
    """States of 0, where tanh is as steep as can be: only Wh counts."""
    stretch = _orthogonal(rng, 4) @ np.diag([1.5, 1.2, 0.7, 0.3]) @ _orthogonal(rng, 4)
    chain = 0.8 * np.eye(3) + 2 * np.eye(3, k=1)
    worked = {"Wh": np.array([[0.5]]), "hs": np.zeros((3, 1))}
    return [
        Case("the worked example above", worked, public=True),
        Case("a largest singular value of 1.5", {"Wh": stretch, "hs": np.zeros((6, 4))}),
        Case("no eigenvalue above 0.8", {"Wh": chain, "hs": np.zeros((7, 3))}),
        Case("a rotation", {"Wh": _orthogonal(rng, 3), "hs": np.zeros((5, 3))}),
        Case("one state", {"Wh": stretch, "hs": np.zeros((1, 4))}),
    ]


def tanh_cases(rng: Generator) -> list[Case]:
    """States of a real reading."""

    def case(about: str, T: int, H: int, scale: float) -> Case:
        Wh, hs = scale * rng.normal(size=(H, H)), np.tanh(rng.normal(size=(T, H)))
        return Case(about, {"Wh": Wh, "hs": hs})

    return [
        case("short and wide", 3, 6, 0.4),
        case("long and narrow", 8, 3, 0.9),
        case("two states of one number", 2, 1, 1.0),
    ]


# The cases of the GRU -------------------------------------------------------------------------


def _gru(rng: Generator, B: int, D: int, H: int, scale: float = 0.7) -> dict:
    return {
        "x": rng.normal(size=(B, D)),
        "h": rng.uniform(-1, 1, size=(B, H)),
        "Wx": scale * rng.normal(size=(D, 3 * H)),
        "Wh": scale * rng.normal(size=(H, 3 * H)),
        "bx": scale * rng.normal(size=3 * H),
        "bh": scale * rng.normal(size=3 * H),
    }


def _open(args: dict) -> dict:
    """Open the reset gate wide, so that what it acts on does not show."""
    args["bx"][: args["h"].shape[1]] = 60.0
    return args


def update_cases(rng: Generator) -> list[Case]:
    """The reset gate is open: candidate and update gate."""
    zeros = {"Wx": np.zeros((1, 3)), "Wh": np.zeros((1, 3)), "bx": np.zeros(3), "bh": np.zeros(3)}
    worked = {"x": np.array([[1.0]]), "h": np.array([[0.8]]), **zeros}
    view = _open(_gru(rng, 3, 4, 2))
    view["h"] = strided(view["h"])
    return [
        Case("weights of 0", worked, public=True),
        Case("B, D and H all differ", _open(_gru(rng, 2, 3, 4))),
        Case("one sentence", _open(_gru(rng, 1, 2, 3))),
        Case("a state that is a view of a larger array", view),
    ]


def reset_cases(rng: Generator) -> list[Case]:
    """The reset gate is anywhere."""
    return [
        Case("all gates half open", _gru(rng, 2, 3, 4)),
        Case("a state of one number", _gru(rng, 3, 2, 1)),
    ]


def extreme_cases(rng: Generator) -> list[Case]:
    """Gates that are asked for with ±1,000."""
    args = _open(_gru(rng, 2, 3, 4, scale=0.1))
    args["bx"][4:8] = [1000.0, -1000.0, 1000.0, 0.0]
    return [Case("an update gate fed with ±1,000", args)]


# The exercises --------------------------------------------------------------------------------

RNN = Exercise(
    name="rnn_forward",
    title="Read a sentence",
    chapter=1,
    minutes=12,
    difficulty=1,
    reference=by_hand.recurrent.rnn_forward,
    returns=("states",),
    read=PAPER,
    parts=(
        Part("values", 2, "the state after each word, from a state of 0", state_cases),
        Part("start", 1, "the first state is given", start_cases),
    ),
    mistakes=recurrent.RNN_MISTAKES,
    variants=recurrent.RNN_VARIANTS,
)

NORMS = Exercise(
    name="jacobian_norms",
    title="What is left of each word",
    chapter=1,
    minutes=20,
    difficulty=3,
    stretch=True,
    reference=by_hand.recurrent.jacobian_norms,
    returns=("norms",),
    read=LEFT,
    parts=(
        Part("linear", 2, "states of 0: the weights alone", linear_cases),
        Part("tanh", 3, "any states: the slope of tanh as well", tanh_cases),
    ),
    mistakes=recurrent.NORM_MISTAKES,
    variants=recurrent.NORM_VARIANTS,
)

GRU = Exercise(
    name="gru_step",
    title="One step of a GRU",
    chapter=1,
    minutes=15,
    difficulty=2,
    reference=by_hand.recurrent.gru_step,
    returns=("state",),
    read=GATE,
    parts=(
        Part("update", 2, "candidate and update gate, the reset gate open", update_cases),
        Part("reset", 1, "the reset gate acts after the product", reset_cases),
        Part("stability", 1, "gates that are fed with ±1,000", extreme_cases),
    ),
    mistakes=gru.MISTAKES,
    variants=gru.VARIANTS,
)

ROW_SHAPE = Question(
    name="shape_of_one_word",
    title="The shape of word 2, multiplied",
    chapter=1,
    points=0,
    answer=(4, 5),
    wrong=(
        WrongValue((4, 7, 5), "all words", "How many words does x[:, 2] take from a sentence?"),
        WrongValue((7, 5), "one sentence", "Which axis does the lone colon keep?"),
        WrongValue((4, 1, 5), "an axis of 1", "Does a single number as index keep its axis?"),
    ),
)

GROWTH = Question(
    name="second_number",
    title="A matrix whose eigenvalues are 0.5",
    chapter=1,
    points=0,
    answer=10,
    read=LEFT,
    wrong=(
        WrongValue(0.25, "the eigenvalue squared", "You followed the diagonal. Who else adds?"),
        WrongValue(0, "nothing", "Write out the row times the matrix. What does the 20 meet?"),
    ),
)

KEPT = Question(
    name="new_state",
    title="One gate, by hand",
    chapter=1,
    points=0,
    answer=-0.1,
    read=GATE,
    wrong=(WrongValue(0.5, "the gate turned round", "What does PyTorch's update gate keep?"),),
)

CONVOLUTION = Question(
    name="convolution_layers",
    title="Layers between word 1 and word 50",
    chapter=1,
    points=0,
    answer=49,
    read=STEPS,
    wrong=(
        WrongValue(17, "the words divided by the width", "How far to one side does a layer see?"),
        WrongValue(25, "two words a layer", "Of its two neighbours, how many stand on the left?"),
        WrongValue(50, "one for each word", "How many gaps are there between 50 words?"),
    ),
)

WHAT_IS_LEFT = Question(
    name="what_is_left",
    title="What is left after 49 steps at 0.9",
    chapter=1,
    answer=0.00573,
    digits=3,
    read=LEFT,
    wrong=(
        WrongValue(0.9**50, "one factor too many", "How many steps lead from word 1 to word 50?"),
        WrongValue(0.9**48, "one factor too few", "How many steps lead from word 1 to word 2?"),
        WrongValue(44.1, "added up", "Each step takes a share of what came. Add or multiply?"),
        WrongValue(0.1**49, "the share that is lost", "Does 0.9 say what stays or what goes?"),
    ),
)

RESTARTS = Question(
    name="who_restarts",
    title="Who forgets the sentence",
    chapter=1,
    answer="Ben",
    read=PAPER,
    wrong=(
        WrongValue("Ada", "the first", "Before which word is this state set to zeros?"),
        WrongValue("Cem", "the third", "Is the list of states the memory, or the state itself?"),
    ),
)

DEPTH = Question(
    name="sequential_depth",
    title="Two layers, both ways",
    chapter=1,
    answer=60,
    minutes=4,
    difficulty=2,
    read=STEPS,
    wrong=(
        WrongValue(30, "one layer", "When does layer 2 learn what layer 1 read last?"),
        WrongValue(
            31,
            "layer 2 one step behind layer 1",
            "Layer 2 begins at word 1. When does the leftward reader get there?",
        ),
        WrongValue(120, "one direction after the other", "Do the two directions need each other?"),
        WrongValue(2, "one step a layer", "Can word 30 be read before word 29?"),
    ),
)

ONE_VECTOR = Essay(
    name="one_vector",
    title="Why one vector is too narrow",
    chapter=1,
    points=2,
    minutes=6,
    read=VECTOR,
    look_for=(
        "Look for two things, one point each. First: the vector's size is chosen once, before any "
        "sentence is seen, while a sentence can always be longer; its facts compete for the same "
        "numbers, and every later word overwrites some. Second: a larger vector moves the limit "
        "and does not remove it, and it has a price: the weights of a state of size H grow as H "
        "squared, they must be learned from the same sentences, and a short sentence pays too. "
        "That what is kept must be chosen before the writer asks for it is a good third point."
    ),
)

CLINIC = Question(
    name="clinic_1",
    title="The clinic: three sick models",
    chapter=1,
    answer=("d", "a", "c"),
    minutes=6,
    difficulty=3,
    read=GATE,
)

EXERCISES = (
    ROW_SHAPE,
    GROWTH,
    KEPT,
    CONVOLUTION,
    RNN,
    RESTARTS,
    DEPTH,
    WHAT_IS_LEFT,
    NORMS,
    GRU,
    ONE_VECTOR,
    CLINIC,
)
