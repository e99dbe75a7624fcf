"""Exercises of every kind, in the notebook and as a kit recorded them.

`tests/grading/test_kinds_outside.py` does the same from outside the sandbox.
"""

import pytest
from kinds.exercises import EXERCISES
from kinds.twins import RIGHT, TWINS

from autograder import CheckFailed, check
from autograder.checks import all_exercises
from autograder.judging.encoding import pack, unpack
from autograder.judging.judge import judge
from autograder.judging.key import PartKey, key_of
from autograder.judging.play import play
from autograder.keys import key

PARTS = [pytest.param(e, part, id=f"{e.name}-{part.name}") for e in EXERCISES for part in e.parts]
MISTAKES = [pytest.param(e, m, id=m.id) for e in EXERCISES for m in e.mistakes]


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Let the book have these exercises, too."""
    for exercise in EXERCISES:
        monkeypatch.setitem(all_exercises(), exercise.name, exercise)


def verdict(answer_key, subject):
    return judge(answer_key, lambda case: play(subject, case))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("exercise", "part"), PARTS)
def test_right_answers_pass_whatever_the_seed(exercise, part, seed):
    for answer in (exercise.reference, RIGHT[exercise.name], exercise.variants[0].answer):
        found = verdict(key(exercise.name, part.name, seed), answer)
        assert found.passed, str(found)


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_a_twin_is_named_in_the_notebook_and_by_a_kit(exercise, mistake):
    named = set()
    for part in exercise.parts:
        course = key_of(exercise, part, seed=7)
        kit = PartKey.from_plain(unpack(pack(course.to_plain())))
        here, there = (verdict(k, TWINS[exercise.name][mistake.id]) for k in (course, kit))
        assert str(here) == str(there)
        named |= {here.mistake.id} if here.mistake else set()
    assert mistake.id in named, str(here)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_check_knows_them(exercise, capsys):
    check(RIGHT[exercise.name], exercise=exercise.name)
    assert capsys.readouterr().out.count("✓") == len(exercise.parts)
    with pytest.raises(CheckFailed):
        check(TWINS[exercise.name][exercise.mistakes[0].id], exercise=exercise.name)
