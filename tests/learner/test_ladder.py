"""Hints climb one rung at a time, and no rung is an answer."""

import re
import subprocess
import sys
import warnings
from itertools import pairwise

import numpy as np
import pytest
import torch

from autograder import CheckFailed, check
from autograder.checks import all_exercises, exercise
from autograder.judging.compare import Finding
from autograder.judging.exercise import Exercise, Question
from autograder.judging.verdict import Named, Verdict
from autograder.keys import visible_key, visible_verdict
from autograder.learner.ladder import Ladder

ATTENTION = exercise("scaled_dot_product_attention")
MISTAKES = {mistake.id: mistake.answer for mistake in ATTENTION.mistakes}
RUNGS = ("wrong numbers", "no scaling (ATT-01)", "standard deviation of q·k", "Read again")


@pytest.fixture(autouse=True)
def new_session(monkeypatch):
    monkeypatch.setattr("autograder.checking._ladder", Ladder())


def told(subject, part="values", **more) -> str:
    with pytest.raises(CheckFailed) as failure:
        check(subject, exercise=ATTENTION.name, part=part, **more)
    return str(failure.value)


def rung(message: str) -> int:
    """Return how many rungs a message shows, which must be the lowest ones."""
    shown = [sign in message for sign in RUNGS]
    assert shown == sorted(shown, reverse=True), message
    return sum(shown)


def test_each_failure_climbs_one_rung_and_the_last_stays():
    said = [told(MISTAKES["ATT-01"]) for _ in range(5)]
    assert list(map(rung, said)) == [1, 2, 3, 4, 4]
    assert "Add hint=2 to learn which mistake" in said[0] and "hint" not in said[3]


def test_the_first_rung_says_what_was_called_on_which_case_and_what_was_found():
    message = told(MISTAKES["ATT-01"])
    assert "called   scaled_dot_product_attention(query (1, 4)" in message
    assert "case     the worked example above" in message
    assert "found    The output is off by 0.6." in message


def test_an_argument_goes_to_its_rung_at_once_and_climbing_goes_on_from_there():
    assert rung(told(MISTAKES["ATT-01"], hint=3)) == 3
    assert rung(told(MISTAKES["ATT-01"])) == 4
    assert rung(told(MISTAKES["ATT-01"], hint=1)) == 1


def test_new_trouble_begins_at_the_first_rung():
    assert rung(told(MISTAKES["ATT-01"])) == 1
    assert rung(told(MISTAKES["ATT-01"])) == 2
    assert "dividing" not in told(MISTAKES["ATT-02"])
    assert "dividing by d_k" in told(MISTAKES["ATT-02"])
    assert rung(told(MISTAKES["ATT-01"])) == 1


def test_a_part_that_passed_in_between_begins_anew():
    told(MISTAKES["ATT-01"])
    check(ATTENTION.reference, part="values")
    assert rung(told(MISTAKES["ATT-01"])) == 1


def test_parts_climb_apart():
    told(MISTAKES["MSK-01"], part="masks")
    assert "turned round" in told(MISTAKES["MSK-01"], part="masks")
    assert rung(told(MISTAKES["ATT-01"])) == 1


def test_an_unknown_mistake_has_no_rungs_that_would_be_empty():
    def strange(query, key, value, keep_mask=None):
        output, weights = ATTENTION.reference(query, key, value, keep_mask)
        return output + 0.125, weights

    assert "Read again" not in told(strange)
    assert "Read again: chapter 3" in told(strange)


def test_a_question_climbs_as_well():
    for words in ("64 is not it", "the variance", "What is its root?", "Read again"):
        with pytest.raises(CheckFailed, match=re.escape(words)):
            check(score_std=64)


@pytest.mark.parametrize("hint", [0, 5, "2", 1.5])
def test_a_hint_that_is_no_rung_is_refused(hint):
    with pytest.raises(ValueError, match="a number from 1"):
        check(score_std=64, hint=hint)


def test_feedback_shows_every_rung():
    verdict = visible_verdict(ATTENTION.name, "values", MISTAKES["ATT-01"])
    assert rung(str(verdict)) == 4


def test_each_rung_contains_the_one_below():
    finding, mistake = Finding("broken", "Here."), Named("X-1", "a slip", "Why?")
    verdict = Verdict("f", "values", 1, finding, mistake, "f(1)", "small", "chapter 1")
    rungs = [verdict.up_to(n) for n in range(1, 5)]
    assert all(upper.startswith(lower) for lower, upper in pairwise(rungs))
    assert len(set(rungs)) == 4


# No answer ------------------------------------------------------------------------------------


def numbers(value) -> set[str]:
    """Write every number of a result that is no round one in the ways a message might."""
    if isinstance(value, list | tuple):
        return set().union(*map(numbers, value)) if value else set()
    if not isinstance(value, np.ndarray | torch.Tensor | float):
        return set()
    flat = np.asarray(torch.as_tensor(value).double().cpu()).ravel()
    written = {f"{x:.{n}g}" for x in flat[np.isfinite(flat)] for n in (4, 6)}
    return {text for text in written if len(text.strip("-0.").replace(".", "")) > 3}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [e.name for e in all_exercises().values() if e.parts])
def test_no_rung_shows_an_expected_value(name):
    found = exercise(name)
    if isinstance(found, Question):
        right = re.compile(rf"(?<![\w.]){re.escape(str(found.answer))}(?![\w.])")
        for wrong in found.wrong:
            assert not right.search(str(visible_verdict(name, "answer", wrong.value)))
        return
    assert isinstance(found, Exercise)
    for part in found.parts:
        key = visible_key(name, part.name)
        hidden = [o for c, o in zip(key.cases, key.expected, strict=True) if not c.public]
        answers = set().union(*(numbers(o.result) for o in hidden if not isinstance(o.result, str)))
        for mistake in found.mistakes:
            with warnings.catch_warnings(action="ignore"):
                said = str(visible_verdict(name, part.name, mistake.answer))
            said = said.partition("\nyours    ")[0] if "the worked example" in said else said
            assert not answers & set(re.findall(r"-?[\d.]+(?:e-?\d+)?", said)), said


# Where there is no notebook -------------------------------------------------------------------

WRONG = """
from autograder import check
def score_spread(query, key):
    return 1.0, 1.0
"""


def test_a_script_ends_at_the_learners_own_line(tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(WRONG + "check(score_spread)\n")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert run.returncode == 1
    assert re.findall(r'File "(.*)"', run.stderr) == [str(script)]
    assert run.stderr.rstrip().endswith("Add hint=2 to learn where to read.")


def test_pytest_shows_the_learners_own_line(tmp_path):
    (tmp_path / "test_mine.py").write_text(WRONG + "def test_it():\n    check(score_spread)\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "wrong numbers" in run.stdout
    assert "checking.py" not in run.stdout and "report.py" not in run.stdout
