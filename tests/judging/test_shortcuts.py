"""A forbidden operation is noticed however it is called, and is as before afterwards."""

import functools
import linecache
import threading
from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.functional import layer_norm as renamed

from autograder import CheckFailed, check
from autograder.checks import exercise
from autograder.checks.mistakes.torch_attention import by_einsum
from autograder.judging.case import Case
from autograder.judging.encoding import pack, unpack
from autograder.judging.judge import judge
from autograder.judging.key import PartKey
from autograder.judging.play import play
from autograder.judging.shortcuts import SHORTCUT
from autograder.keys import key

NORM = exercise("LayerNorm").forbidden[0].operations
ATTENTION = exercise("attention").forbidden[0].operations
MODULE = nn.LayerNorm(4)
X = torch.arange(8.0).reshape(2, 4)


def used(subject, names=NORM, **args):
    outcome = play(subject, Case("", args or {"x": X}, forbidden=names))
    return outcome.raised.message if outcome.raised and outcome.raised.kind == SHORTCUT else None


# In the source --------------------------------------------------------------------------------


def helper(x):
    return F.layer_norm(x, (4,))


def by_helper(x):
    return helper(x)


def never_called(x):
    return x if x.dim() else F.layer_norm(x, (4,))


def imported_inside(x):
    from torch.nn.functional import layer_norm as innocent

    return innocent(x, (4,))


def module_imported_inside(x):
    import torch.nn.functional as G

    return x if x.dim() else G.layer_norm(x, (4,))


class Built:
    def __init__(self):
        self.norm = nn.LayerNorm(4)

    def __call__(self, x):
        return x


def decorated(function):
    @functools.wraps(function)
    def outer(*args):
        return function(*args)

    return outer


NAMED = [
    lambda x: F.layer_norm(x, (4,)),
    lambda x: torch.nn.functional.layer_norm(x, (4,)),
    lambda x: renamed(x, (4,)),
    lambda x: MODULE(x),
    by_helper,
    never_called,
    imported_inside,
    module_imported_inside,
    Built,
    decorated(never_called),
    partial(never_called),
]


@pytest.mark.parametrize("answer", NAMED, ids=str)
def test_a_name_in_the_source_is_found(answer):
    assert used(answer) in NORM


def test_numpy_s_are_found_by_name_alone():
    def population(x):
        return np.std(x)

    # As a notebook's cell: this package is not one of ours.
    source = "def not_installed(x):\n    from scipy.special import softmax\n    return softmax(x)\n"
    linecache.cache["<cell>"] = len(source), None, source.splitlines(keepends=True), "<cell>"
    cell: dict = {}
    exec(compile(source, "<cell>", "exec"), cell)

    assert used(population, ("numpy.std",), x=np.ones(3)) == "numpy.std"
    assert (
        used(cell["not_installed"], ("scipy.special.softmax",), x=np.ones(3))
        == "scipy.special.softmax"
    )
    assert used(population, ("numpy.var",), x=np.ones(3)) is None


# While it runs: `getattr` hides the name from the source --------------------------------------

LAYER_NORM = "layer_" + "norm"


def swallowed(x):
    try:
        return getattr(F, LAYER_NORM)(x, (4,))
    except Exception:
        return x


def in_a_thread(x):
    thread = threading.Thread(target=swallowed, args=(x,))
    thread.start()
    thread.join()
    return x


def without_gradient(x):
    with torch.no_grad():
        return getattr(F, LAYER_NORM)(x, (4,))


def in_inference(x):
    with torch.inference_mode():
        return getattr(F, LAYER_NORM)(x.clone(), (4,))


@torch.jit.script
def scripted(x):
    return torch.layer_norm(x, [4])


RUNNING = [
    lambda x: getattr(F, LAYER_NORM)(x, (4,)),
    lambda x: getattr(torch, "native_" + LAYER_NORM)(x, (4,), None, None, 1e-5),
    lambda x: getattr(nn, "LayerNorm")(4)(x),  # noqa: B009  (hidden on purpose)
    lambda x: getattr(F, LAYER_NORM)(x.requires_grad_(), (4,)),
    lambda x: getattr(F, LAYER_NORM)(x.to("meta"), (4,)),
    lambda x: torch.func.vmap(lambda row: getattr(F, LAYER_NORM)(row, (4,)))(x),
    in_a_thread,
    swallowed,
    without_gradient,
    in_inference,
    scripted,
]


@pytest.mark.parametrize("answer", RUNNING, ids=str)
def test_a_call_is_found_below_python(answer):
    assert used(answer) in NORM


def test_attention_is_found_in_every_form():
    name = "scaled_dot_product_" + "attention"
    hidden = getattr(nn, "Multihead" + "Attention")(4, 2)
    q = torch.ones(1, 2, 4)

    def in_one_call(x):
        return getattr(F, name)(x, x, x)

    for answer in (in_one_call, lambda x: vars(nn)["Multihead" + "Attention"](4, 2)(x, x, x)):
        assert used(answer, ATTENTION, x=q) in ATTENTION
    assert used(lambda x: hidden(x, x, x), ATTENTION, x=q) == "torch.nn.MultiheadAttention"


# What is not forbidden ------------------------------------------------------------------------


def scaled_dot_product_attention(x):
    return x


class OwnName(nn.Module):
    def forward(self, x):
        return self.layer_norm(x)

    def layer_norm(self, x):
        return x - x.mean(-1, keepdim=True)


def test_names_of_ones_own_are_free():
    assert used(lambda x: scaled_dot_product_attention(x), ATTENTION) is None
    assert play(OwnName, Case("", {"x": X}, init=(), forbidden=NORM)).raised is None


def test_softmax_stays_allowed_in_attention():
    check(by_einsum, exercise="attention")


def test_numbers_are_the_same_bit_for_bit():
    def normalize(x):
        return torch.softmax(x - x.mean(-1, keepdim=True), -1) @ x.mT

    x = torch.randn(3, 4, dtype=torch.float64)
    outcomes = [
        play(normalize, Case("", {"x": x}, cotangent=torch.ones(3, 3), forbidden=names))
        for names in ((), NORM)
    ]
    assert pack(outcomes[0].to_plain()) == pack(outcomes[1].to_plain())


# What the learner reads -----------------------------------------------------------------------


class LayerNorm(nn.LayerNorm):
    def __init__(self, d_model, eps=1e-5):
        super().__init__(d_model, eps)
        self.gamma, self.beta = self.weight, self.bias
        del self.weight, self.bias

    def forward(self, x):
        return F.layer_norm(x, self.normalized_shape, self.gamma, self.beta, self.eps)


def attention(query, key, value, keep_mask=None):
    return F.scaled_dot_product_attention(query, key, value, keep_mask), None


@pytest.mark.parametrize(
    ("answer", "name", "question"),
    [
        (LayerNorm, "torch.nn.functional.layer_norm", "Which two numbers does it compute"),
        (attention, "torch.nn.functional.scaled_dot_product_attention", "Which two products"),
    ],
)
def test_the_message_says_which_why_and_asks(answer, name, question):
    with pytest.raises(CheckFailed) as failure:
        check(answer, hint=3)
    message = str(failure.value)
    assert "forbidden shortcut" in message
    assert f"Your code uses {name}. It is the whole of this exercise in one call." in message
    assert f"Ask yourself: {question}" in message


@pytest.mark.parametrize("answer", [LayerNorm, attention])
def test_a_kit_says_the_same(answer):
    course = key(answer.__name__, "values", 0)
    kit = PartKey.from_plain(unpack(pack(course.to_plain())))
    said = [str(judge(k, lambda case: play(answer, case))) for k in (course, kit)]
    assert said[0] == said[1]
    assert "forbidden shortcut" in said[0]


def test_afterwards_the_notebook_may_use_it():
    for answer in RUNNING:
        used(answer)
    expected = (X - X.mean(-1, keepdim=True)) / torch.sqrt(X.var(-1, keepdim=True, correction=0))
    for result in (F.layer_norm(X, (4,)), MODULE(X), scripted(X)):
        torch.testing.assert_close(result, expected, rtol=0, atol=1e-4)
    x = X.clone().requires_grad_()
    (F.layer_norm(x, (4,)) * torch.arange(4)).sum().backward()
    assert x.grad.abs().sum() > 0
