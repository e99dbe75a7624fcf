"""No message tells an expected number, whichever known mistake it is about."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from kinds.exercises import EXERCISES as SMALL
from kinds.twins import TWINS as SMALL_TWINS
from twins import TWINS

from autograder.checks import all_exercises
from autograder.judging.case import Outcome
from autograder.judging.compare import compare
from autograder.judging.exercise import Exercise, Question
from autograder.judging.judge import judge
from autograder.judging.key import key_of
from autograder.judging.play import play
from autograder.judging.question import question_key
from autograder.judging.tolerance import as_float64

BOOK = [e for e in all_exercises().values() if isinstance(e, Exercise)]
pytestmark = pytest.mark.filterwarnings("ignore")
WRONG = [
    pytest.param(exercise, answer, id=f"{exercise.name}-{mistake.id}-{name}")
    for exercise in [*BOOK, *SMALL]
    for mistake in exercise.mistakes
    for name, answer in (
        ("mistake", mistake.answer),
        ("twin", (TWINS | SMALL_TWINS)[exercise.name][mistake.id]),
    )
]
NUMBER = re.compile(r"\d+\.?\d*(?:e[+-]?\d+)?")


def floats(value):
    """Yield every number inside a value, as it lies there."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from floats(item)
    elif isinstance(value, np.ndarray | torch.Tensor):
        yield from map(float, as_float64(value).ravel())
    elif isinstance(value, int | float):
        yield float(value)


def telling(outcome):
    """Write the outcome's numbers in every way a message might; whole ones up to 12 tell nothing.

    A shape or a count is made of such numbers, too.
    """
    parts = (outcome.result, outcome.changed, outcome.gradients)
    numbers = {abs(x) for x in floats(parts) if np.isfinite(x)}
    numbers = {x for x in numbers if x > 12 or x != int(x)}
    return {f"{x:.{d}g}" for x in numbers for d in (3, 4, 6)} | {repr(x) for x in numbers}


def told(verdict):
    return set(NUMBER.findall(f"{verdict.finding.law} {verdict.finding.text}"))


@pytest.mark.parametrize(("exercise", "answer"), WRONG)
def test_no_expected_number_is_told(exercise, answer):
    for part in exercise.parts:
        key = key_of(exercise, part, seed=11)
        verdict = judge(key, lambda case: play(answer, case))
        if verdict.passed:
            continue
        number = [case.about for case in key.cases].index(verdict.case)
        case, expected = key.cases[number], key.expected[number]
        own = telling(play(answer, case))  # what the learner has computed is known already
        bound = {f"{case.below:g}"} if case.loss else set()
        assert case.public or not told(verdict) & (telling(expected) - own - bound), str(verdict)


@pytest.mark.parametrize(
    "question",
    [e for e in all_exercises().values() if isinstance(e, Question)],
    ids=lambda q: q.name,
)
def test_no_answer_to_a_question_is_told(question):
    key = question_key(question)
    for wrong in question.wrong:
        verdict = judge(key, lambda case, wrong=wrong: play(wrong.value, case))
        assert str(question.answer) not in f"{verdict.finding.law} {verdict.finding.text}"


SHARE = st.floats(1.1, 9)


@given(st.floats(-1e3, 1e3), st.integers(-3, 6), SHARE, SHARE, st.sampled_from([1, -1]))
def test_a_text_depends_on_the_power_of_ten_of_a_difference_alone(got, power, one, other, sign):
    texts = {
        compare(Outcome(result=got + share * 10.0**power), Outcome(result=got)).text
        for share in (one, sign * other)
    }
    assert len(texts) == 1
