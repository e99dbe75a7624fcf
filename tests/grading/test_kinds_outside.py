"""Exercises of every kind, judged from outside the sandbox in which the answers run."""

from pathlib import Path

import kinds.twins
import nbformat
import pytest
from kinds.exercises import EXERCISES

from autograder.checks import all_exercises
from autograder.grading.referee import Referee
from autograder.grading.submission import Submission


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Let the book have these exercises, too."""
    for exercise in EXERCISES:
        monkeypatch.setitem(all_exercises(), exercise.name, exercise)


def cell(source, name, points=None, **autograder):
    nbgrader = {"grade": points is not None, "grade_id": name, "locked": True, "solution": False}
    nbgrader |= {"schema_version": 3, "task": False, "cell_type": "code"}
    nbgrader |= {"points": points} if points is not None else {}
    metadata = {"nbgrader": nbgrader} | ({"autograder": autograder} if autograder else {})
    return nbformat.v4.new_code_cell(source, metadata=metadata, id=name)


def test_right_answers_pass_and_every_twin_is_named(warm):
    cells = [cell(Path(kinds.twins.__file__).read_text(), "answers")]
    for exercise in EXERCISES:
        for part in exercise.parts:
            about = {"exercise": exercise.name, "part": part.name}
            right = f"check(RIGHT[{exercise.name!r}])"
            cells.append(cell(right, f"{exercise.name}-{part.name}-right", part.points, **about))
            for mistake in exercise.mistakes:
                wrong = f"check(TWINS[{exercise.name!r}][{mistake.id!r}])"
                name = f"{exercise.name}-{part.name}-{mistake.id}"
                cells.append(cell(wrong, name, part.points, **about))
    notebook = nbformat.v4.new_notebook(cells=cells)
    referee = Referee("03-scaled-dot-product-attention", notebook, b"secret", warm)
    graded = referee.grade(Submission("ada", nbformat.writes(notebook).encode()))
    named: dict[str, set] = {}
    for part in graded.parts:
        *_, what = part.cell.split("-", 2)
        if what == "right":
            assert part.score == part.points, part.message
        else:
            named.setdefault(what, set()).add(part.mistake)
    assert len(named) == sum(len(exercise.mistakes) for exercise in EXERCISES)
    assert [mistake for mistake, found in named.items() if mistake not in found] == []


SHORTCUT = """
import torch.nn.functional as F
same = F.scaled_dot_product_attention
def attention(query, key, value, keep_mask=None):
    return same(query, key, value, keep_mask), None
def in_disguise(query, key, value, keep_mask=None):
    return getattr(F, "scaled_dot_product_" + "attention")(query, key, value, keep_mask), None
"""


@pytest.mark.parametrize("name", ["attention", "in_disguise"])
def test_a_shortcut_is_noticed_in_the_sandbox(name, warm):
    about = {"exercise": "attention", "part": "values"}
    cells = [cell(SHORTCUT, "answer"), cell(f"check({name})", "check", 1, **about)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    referee = Referee("03-scaled-dot-product-attention", notebook, b"secret", warm)
    (part,) = referee.grade(Submission("ada", nbformat.writes(notebook).encode())).parts
    assert part.score == 0
    assert part.law == "forbidden shortcut"
    assert "Ask yourself: Which two products" in part.message
