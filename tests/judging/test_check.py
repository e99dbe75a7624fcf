"""`check` as a learner meets it: in a script, in a notebook, with wrong answers first."""

import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from by_hand.attention import scaled_dot_product_attention, score_spread
from translator.normalization import LayerNorm

from autograder import CheckFailed, check
from autograder.checks import exercise
from autograder.keys import visible_key


def unscaled(query, key, value, keep_mask=None):
    scores = query @ np.swapaxes(key, -1, -2)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    return weights @ value, weights


def test_a_right_answer_passes_every_part(capsys):
    check(scaled_dot_product_attention)
    printed = capsys.readouterr().out
    assert printed.count("✓") == 4
    assert "(2 points)" in printed


def test_a_pass_takes_less_than_a_third_of_a_second():
    visible_key.cache_clear()
    start = time.perf_counter()
    check(scaled_dot_product_attention)
    assert time.perf_counter() - start < 0.3


def test_one_part_alone(capsys):
    check(scaled_dot_product_attention, part="masks")
    assert capsys.readouterr().out.count("✓") == 1


def test_a_wrong_answer_is_shown_what_was_called_and_what_was_found():
    with pytest.raises(CheckFailed) as failure:
        check(unscaled, exercise="scaled_dot_product_attention", hint=1)
    message = str(failure.value)
    assert "query (1, 4), key (2, 4), value (2, 1)" in message
    assert "yours    [[4.4]]" in message
    assert "Not yet either: masks, empty" in message


def test_random_cases_show_no_expected_number():
    def half_right(query, key, value, keep_mask=None):
        if len(query) == 1:
            return scaled_dot_product_attention(query, key, value, keep_mask)
        return unscaled(query, key, value, keep_mask)

    with pytest.raises(CheckFailed) as failure:
        check(half_right, exercise="scaled_dot_product_attention", part="values")
    assert "should" not in str(failure.value)


def test_a_value_is_checked_by_its_name(capsys):
    check(score_std=np.float64(8))
    with pytest.raises(CheckFailed, match="the variance"):
        check(score_std=64, hint=2)
    with pytest.raises(CheckFailed, match="Replace None"):
        check(score_std=None)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check(), "check what"),
        (lambda: check(print), "no exercise is called 'print'"),
        (lambda: check(score_spread, part="mask"), "its parts are: values"),
    ],
)
def test_a_wrong_call_is_told_what_to_write(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_in_a_plain_script_a_wrong_answer_ends_with_exit_code_1():
    script = """
import numpy as np
from autograder import check
check(score_std=8)
def score_spread(query, key):
    return 1.0, 1.0
check(score_spread)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "✓ score_std" in run.stdout
    assert run.returncode == 1
    assert "CheckFailed: ✗ score_spread · values" in run.stderr


def test_in_ipython_only_the_message_is_shown():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    with capture_output() as captured:
        shell.run_cell("from autograder import check\ncheck(score_std=4096, hint=3)")
    assert "Do they multiply?" in captured.stdout
    assert "Traceback" not in captured.stdout


def test_in_the_graders_sandbox_it_stays_silent(monkeypatch, capsys):
    monkeypatch.setattr("autograder.checking.has_keys", lambda: False)
    check(score_std=64)
    assert "in your own notebook" in capsys.readouterr().out


def test_what_an_answer_prints_and_warns_of_does_no_harm(capsys):
    def chatty(query, key):
        import warnings

        warnings.warn("beware", stacklevel=1)
        print("hello")
        return score_spread(query, key)

    with pytest.warns(UserWarning, match="beware"):
        check(chatty, exercise="score_spread")


def test_an_answer_that_exits_is_a_wrong_answer():
    def leaves(query, key):
        raise SystemExit(0)

    with pytest.raises(CheckFailed, match="SystemExit"):
        check(leaves, exercise="score_spread")


@pytest.mark.parametrize(
    "answer", [np.zeros(10**6), torch.zeros(101), [[1], [2, 3]], list(range(200)), "x" * 10**6]
)
def test_a_huge_or_ragged_value_is_not_right(answer):
    with pytest.raises(CheckFailed, match="is not it") as failure:
        check(score_std=answer)
    assert len(str(failure.value)) < 500


@pytest.mark.parametrize("result", [None, [], "text", object(), {"a": 1}, (1.0, object()), np.nan])
def test_a_strange_result_is_described(result):
    with pytest.raises(CheckFailed):
        check(lambda query, key: result, exercise="score_spread")


def test_a_class_is_built_and_loaded():
    check(LayerNorm)

    class Renamed(LayerNorm):
        def __init__(self, d_model, eps=1e-5):
            super().__init__(d_model, eps)
            self.weight = self.gamma
            del self.gamma

    with pytest.raises(CheckFailed, match="there is no parameter named gamma"):
        check(Renamed, exercise="LayerNorm")


def test_points_add_up():
    assert exercise("scaled_dot_product_attention").points == 6
