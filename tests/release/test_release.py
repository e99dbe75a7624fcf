"""The learners' notebooks are what the sources make of them, and no solution leaks."""

import ast
import inspect
import json
from itertools import pairwise

import jupytext
import nbformat
import pytest
from by_hand.attention import scaled_dot_product_attention
from nbformat import NotebookNode
from translator.normalization import LayerNorm

from autograder.chapters import slug
from autograder.checks import exercises_of_chapter
from autograder.release import EXERCISES
from autograder.release.assignment import learners_notebook
from autograder.release.command import written
from autograder.release.notebook import solved_notebook
from autograder.release.stubs import import_lines, solution_cell


@pytest.fixture(scope="module", params=written(), ids=slug)
def released(request) -> tuple[int, bytes]:
    return request.param, learners_notebook(request.param)


def test_the_committed_notebook_is_rebuilt_byte_for_byte(released):
    number, built = released
    committed = EXERCISES / slug(number) / f"{slug(number)}.ipynb"
    assert committed.read_bytes() == built, "run `autograder release` and commit"


def test_it_is_a_valid_notebook_with_fixed_ids(released):
    notebook = nbformat.reads(released[1].decode(), as_version=4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader")]
    assert all(cell.id == cell.metadata.nbgrader.grade_id for cell in graded)


def test_its_points_are_those_of_the_checks(released):
    number, built = released
    cells = json.loads(built)["cells"]
    points = [cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells]
    assert sum(points) == sum(exercise.points for exercise in exercises_of_chapter(number))


def test_no_line_of_a_solution_is_left(released):
    number, built = released
    text = "\n".join("".join(cell["source"]) for cell in json.loads(built)["cells"])
    for exercise in exercises_of_chapter(number):
        if hasattr(exercise, "reference"):
            for passage in passages(exercise.reference):
                assert passage not in text


def passages(reference) -> list[str]:
    """Return what would give a reference away: each pair of neighbouring lines of its bodies."""
    source = inspect.getsource(reference)
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = source.splitlines()[node.body[1].lineno - 1 : node.end_lineno]
            found += ["\n".join(pair) for pair in pairwise(body)] or body
    return found


def test_the_solved_notebook_holds_the_reference_itself():
    notebook = solved_notebook(3)
    (cell,) = [c for c in notebook.cells if c.id == "scaled_dot_product_attention"]
    for passage in passages(scaled_dot_product_attention):
        assert passage in cell.source


def test_jaxtyping_moves_into_the_docstring():
    cell = solution_cell(scaled_dot_product_attention)
    assert "Float" not in cell and "Bool" not in cell
    assert "query      (..., Lq, d_k) float" in cell
    assert "returns    (..., Lq, d_v) float and (..., Lq, Lk) float" in cell
    compile(cell, "cell", "exec")


def test_every_method_of_a_class_is_stubbed():
    cell = solution_cell(LayerNorm)
    assert cell.count("### BEGIN SOLUTION") == cell.count("### END SOLUTION") == 2


def test_an_unknown_name_is_refused():
    import by_hand.attention as module

    with pytest.raises(NameError, match=r"by_hand\.attention uses nowhere"):
        import_lines({"def f():\n    return nowhere": module})


def test_a_later_chapter_cannot_be_imported(tmp_path, monkeypatch):
    source = "# %%\n# imports\n\n# %%\n# solution: by_hand.attention.scaled_dot_product_attention\n"
    (tmp_path / "02_soft_lookup.py").write_text(source)
    with pytest.raises(ValueError, match="chapter 2 may not yet say"):
        solved_notebook(2, tmp_path)


def test_the_source_is_plain_percent_text(released):
    notebook = solved_notebook(released[0])
    assert isinstance(notebook, NotebookNode)
    assert "nbgrader" in jupytext.writes(notebook, fmt="py:percent")
