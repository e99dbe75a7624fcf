"""Careless and hostile answers: each gets a clear message, and never a point."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from kinds.exercises import DESCEND, GREEDY, LEAKS, MEANS, TRAIN_ONCE
from torch import nn

from autograder.judging.case import Case, Outcome, Raised
from autograder.judging.exercise import Exercise, Part
from autograder.judging.fixture import Fixture, fixture
from autograder.judging.judge import judge
from autograder.judging.key import key_of
from autograder.judging.play import play


def said(exercise, subject, part=0):
    key = key_of(exercise, exercise.parts[part], seed=3)
    verdict = judge(key, lambda case: play(subject, case))
    assert verdict.score == 0
    return str(verdict)


# Generators -----------------------------------------------------------------------------------


def endless(numbers):
    yield from itertools.chain(itertools.accumulate(numbers), itertools.repeat(0.0))


def broken(numbers):
    yield next(numbers)
    yield next(numbers) / 0


def stubborn(numbers):
    yield next(numbers)
    try:
        yield 0.0
    finally:
        raise ValueError("I will not close")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (endless, ["ends too late", "had not ended and was stopped after 20 items"]),
        (broken, ["ZeroDivisionError", "yield next(numbers) / 0", "after    1 items"]),
        (stubborn, ["I will not close"]),
        (lambda numbers: list(numbers), ["no generator", "with `yield`", "7 things"]),
        (lambda numbers: None, ["no generator", "returned nothing"]),
        (lambda numbers: iter(()), ["ends too early", "after 0 items"]),
        (lambda numbers: (object() for _ in numbers), ["should be a float, not a object"]),
        (lambda numbers: (math.nan for _ in numbers), ["not finite"]),
    ],
)
def test_a_careless_generator(answer, words):
    message = said(MEANS, answer)
    assert all(word in message for word in words), message


def test_an_item_that_is_changed_later_counts_as_it_came():
    def one_list(n):
        items = []
        for i in range(n):
            items.append(i)
            yield items

    outcome = play(one_list, Case("", {"n": 3}, take=9))
    assert outcome.result == [[0], [0, 1], [0, 1, 2]]
    assert outcome.ended


# Functions that take functions ----------------------------------------------------------------

kept = []


def keeps_the_first(step_fn, bos, eos, max_len):
    kept.append(step_fn)
    return GREEDY.reference(kept[0], bos, eos, max_len)


def asks_for_ever(step_fn, bos, eos, max_len):
    while True:
        step_fn([[bos]])


def keeps_the_model(model, src, tgt):
    kept.append(model)
    return LEAKS.reference(kept[-2] if len(kept) > 1 else model, src, tgt)


def spoils_the_model(model, src, tgt):
    found = LEAKS.reference(model, src, tgt)
    nn.init.zeros_(model.get_parameter("output"))
    return found


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (GREEDY, keeps_the_first, ["step_fn was lent for one call", "keep none"]),
        (GREEDY, asks_for_ever, ["step_fn was used 10,000 times", "Does your loop end?"]),
        (LEAKS, keeps_the_model, ["model was lent for one call"]),
        (LEAKS, spoils_the_model, ["changed its input model in place"]),
    ],
)
def test_a_fixture_is_lent_for_one_call(exercise, answer, words):
    kept.clear()
    message = said(exercise, answer)
    assert all(word in message for word in words), message


def test_one_fixture_named_twice_is_one_object():
    model = Fixture("linear_model", 1, 2, 2)

    def is_the_same(model, others):
        return others[0] is model and others[1].param_groups[0]["params"][0] is model.weight

    others = [model, Fixture("gradient_descent", model, 0.1)]
    assert play(is_the_same, Case("", {"model": model, "others": others})).result is True


def test_a_module_may_be_built_with_a_fixture():
    class Residual(nn.Module):
        def __init__(self, f):
            super().__init__()
            self.f = f

        def forward(self, x):
            return x + self.f(x)

    x = torch.ones(1, 2, dtype=torch.float64)
    outcome = play(Residual, Case("", {"x": x}, init=(Fixture("linear_model", 1, 2, 2),)))
    assert outcome.result.shape == (1, 2)
    assert outcome.uses == {"init": (1, 1)}
    assert set(outcome.parameters) == {"f.weight", "f.bias"}


def test_a_fixture_that_is_unknown_or_named_twice_is_told():
    outcome = play(lambda x: x, Case("", {"x": Fixture("nothing")}))
    assert "there are: gradient_descent" in outcome.raised.message
    with pytest.raises(ValueError, match="two fixtures are called 'source'"):

        @fixture
        def source():
            """Never made."""


# Procedures -----------------------------------------------------------------------------------


def poisoned(model, x, y, steps, lr):
    return {"weight": torch.full((2, 3), math.nan).double(), "bias": torch.zeros(2).double()}


def zeros(model, x, y, steps, lr):
    return {"weight": torch.zeros(2, 3).double(), "bias": torch.zeros(2).double()}


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (poisoned, ["not finite", "weights['weight'] holds nan"]),
        (lambda *_: {"weight": torch.zeros(2, 3).double()}, ["It names 'weight'"]),
        (lambda *_: {"weight": None, "bias": None}, ["weights['weight'] is None"]),
        (lambda *_: torch.zeros(2), ["should be a dict, not a tensor"]),
        (lambda *_: None, ["should be a dict, not a NoneType"]),
        (lambda *_: Fixture("source", []), ["should be a dict, not a Fixture"]),
    ],
)
def test_careless_weights(answer, words, part):
    message = said(DESCEND, answer, part)
    assert all(word in message for word in words), message


def test_the_loss_is_computed_from_what_came_back():
    message = said(DESCEND, zeros, part=1)
    assert "It should be below 0.01" in message
    assert "loss too high" in message


def test_a_model_that_should_change_in_place():
    def only_measures(model, optimizer, x, y):
        return nn.functional.mse_loss(model(x), y).item()

    assert "should change model in place, and left it as it was" in said(TRAIN_ONCE, only_measures)


# An error that is asked for -------------------------------------------------------------------


def halves(n):
    if n % 2:
        raise ValueError(f"{n} is odd")
    return n // 2


HALVES = Exercise(
    "halves",
    "Halves",
    0,
    1,
    1,
    halves,
    parts=(
        Part("error", 1, "an odd number", lambda _: [Case("odd", {"n": 3}, raises="ValueError")]),
    ),
)


def test_an_error_can_be_asked_for():
    key = key_of(HALVES, HALVES.parts[0], seed=0)
    assert judge(key, lambda case: play(halves, case)).passed
    assert "should raise ValueError and say why; yours returns" in said(HALVES, lambda n: n / 2)
    assert "yours raises KeyError" in said(HALVES, lambda n: {}[n])


def test_a_reference_that_fails_is_no_reference():
    exercise = Exercise("sums", "Sums", 0, 1, 1, sum, HALVES.parts)
    with pytest.raises(ValueError, match="the reference of sums fails at 'odd': TypeError"):
        key_of(exercise, exercise.parts[0], seed=0)


# Points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("points", [-1, math.nan, 0.5, True, "2", None, np.int64(1), math.inf])
def test_points_are_whole_and_not_below_zero(points):
    with pytest.raises(ValueError, match="cannot be worth"):
        Part("values", points, "", lambda rng: [])


anything = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=3), st.just(np.full(7, np.nan))
)
anything |= st.lists(anything, max_size=3) | st.dictionaries(st.text(max_size=3), anything)
PARTS = [(e, part) for e in (LEAKS, GREEDY, MEANS, DESCEND, TRAIN_ONCE) for part in e.parts]
KEYS = [key_of(exercise, part, seed=0) for exercise, part in PARTS]


@given(
    st.sampled_from(KEYS),
    st.builds(
        Outcome,
        result=anything,
        raised=st.none() | st.builds(Raised, st.text(), st.text(), st.text()),
        changed=st.dictionaries(st.sampled_from(["model", "x"]), anything),
        devices=st.lists(st.text(max_size=2), max_size=4).map(tuple),
        ended=st.sampled_from([None, True, False]),
        uses=st.dictionaries(st.sampled_from(["model", "step_fn"]), st.just((1, 99))),
    ),
)
def test_whatever_comes_back_earns_all_points_or_none(key, outcome):
    verdict = judge(key, lambda case: outcome)
    assert verdict.score in (0, key.points)
    assert verdict.score == 0 or verdict.passed
    str(verdict)
