"""`autograder check`, as a learner uses it in a terminal."""

import json
import os

import pytest
from notebooks import HELPED, NAME, saved, solved

from autograder.chapters import slug
from autograder.checks import all_exercises
from autograder.cli import main
from autograder.judging.exercise import Exercise
from autograder.release.command import written
from autograder.release.notebook import solved_notebook


def check(capfd, *arguments: object) -> tuple[int, str, str]:
    """Run the command; return its exit code and what it printed."""
    code = main(["check", *map(str, arguments)])
    printed = capfd.readouterr()
    return code, printed.out, printed.err


def test_a_solved_notebook_has_all_points(tmp_path, capfd):
    path = saved(solved(scaled_dot_product_attention=HELPED), tmp_path)
    before = path.read_bytes()
    code, out, err = check(capfd, path)
    assert (code, err) == (0, "")
    assert "16 of 16 points, and 3 of 3 for stretch exercises" in out
    assert "✗" not in out and "Next" not in out
    assert f"kept in {os.path.join('..', 'my_parts', 'score_spread.py')}" in out
    assert path.read_bytes() == before


@pytest.mark.slow
def test_every_solved_notebook_has_all_points_and_keeps_all_exercises(tmp_path, capfd):
    for number in written():
        saved(solved_notebook(number), tmp_path, slug(number))
    code, out, _ = check(capfd, *sorted(tmp_path.rglob("*.ipynb")))
    assert code == 0 and "✗" not in out
    kept = {path.stem for path in (tmp_path / "my_parts").glob("*.py")}
    assert kept == {e.name for e in all_exercises().values() if isinstance(e, Exercise)}


def test_one_notebook_with_everything_wrong_that_can_be(tmp_path, capfd):
    unscaled = HELPED.replace("/ query.shape[-1] ** ROOT", "")
    notebook = solved(
        scaled_dot_product_attention=unscaled,
        score_spread="def score_spread(query, key)\n    return",
        score_std="score_std = 64",
        softmax_jacobian="def softmax_jacobian(weights):\n    raise SystemExit",
        attention="print('loud')\nundefined",
    )
    notebook.cells = [cell for cell in notebook.cells if cell.id != "score_std-answer"]
    code, out, _ = check(capfd, saved(notebook, tmp_path), "--hint", 2, "--json")
    (found,) = json.loads(out)
    assert code == 1 and not found["complete"]
    parts = {(part["exercise"], part["part"]): part for part in found["results"]}
    assert parts["scaled_dot_product_attention", "values"]["mistake"] == "no scaling"
    assert parts["scaled_dot_product_attention", "masks"]["passed"]
    assert "SyntaxError" in parts["score_spread", "values"]["message"]
    assert parts["score_std", "answer"]["mistake"] == "the variance"  # its cell was deleted
    assert "SystemExit" in parts["softmax_jacobian", "values"]["message"]
    assert parts["attention", "device"]["law"] == "not defined"
    assert found["next"] == "scaled_dot_product_attention · values"
    assert (found["points"], found["stretch_points"], found["stretch_score"]) == (16, 3, 0)


def test_it_shows_the_first_rung_and_how_to_get_the_next(tmp_path, capfd):
    notebook = solved(weights_shape="weights_shape = (2, 5, 7)")
    code, out, _ = check(capfd, saved(notebook, tmp_path))
    assert code == 1 and "(2, 5, 7) is not it" in out
    assert "one set of weights" not in out and out.endswith("For a hint, add --hint 2.\n")


def test_stretch_exercises_are_not_needed(tmp_path, capfd):
    notebook = solved(softmax_jacobian="")
    code, out, _ = check(capfd, saved(notebook, tmp_path))
    assert code == 0 and "0 of 3 for stretch" in out and "softmax_jacobian · values" in out


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("import os\nos._exit(3)", "Python ended with exit code 3, in cell"),
        ("while True: pass", "Stopped after 6 s, in cell"),
    ],
)
def test_what_was_not_reached_is_said(tmp_path, capfd, answer, why):
    notebook = solved(softmax_jacobian=answer)
    code, out, _ = check(capfd, saved(notebook, tmp_path), "--json", "--seconds", 6)
    (found,) = json.loads(out)
    laws = {(r["exercise"], r["part"]): r["law"] for r in found["results"]}
    assert code == 1 and laws["score_spread", "values"] == ""
    assert laws["softmax_jacobian", "values"] == laws["attention", "values"] == "not reached"
    assert any(why in result["message"] for result in found["results"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no"),
        (b"", "is not a notebook"),
        (b'{"cells": [', "cut off"),
        (b"\xff\xfe", "is not a notebook"),
        (b"[]", "it holds a list"),
        (b'{"worksheets": []}', "has no cells"),
        (b'{"cells": [{"cell_type": "code", "source": "1"}]}', "none of its cells is a check"),
        (
            b'{"cells": [{"cell_type": "code", "source": "1", "metadata": '
            b'{"autograder": {"exercise": "nothing", "part": "values"}}}]}',
            "asks for nothing, which is not checked here",
        ),
    ],
)
def test_a_file_that_cannot_be_checked_is_told_what_to_do(tmp_path, capfd, content, words):
    path = tmp_path / "mine.ipynb"
    if content is not None:
        path.write_bytes(content)
    code, out, err = check(capfd, path)
    assert (code, out) == (2, "") and words in err and str(path) in err


def test_a_folder_is_told_of_its_notebooks(tmp_path, capfd):
    path = saved(solved(), tmp_path)
    code, _, err = check(capfd, path.parent)
    assert code == 2 and f"{NAME}.ipynb" in err
    code, _, err = check(capfd, path.with_name("typo.ipynb"))
    assert code == 2 and f"There is: {path}" in err


def test_the_help_says_what_to_expect(capfd):
    with pytest.raises(SystemExit):
        check(capfd, "--help")
    out = capfd.readouterr().out
    assert "exit codes" in out and "in a class kit" in out
