"""The notebooks run from the first cell to the last, solved and unsolved, in a real kernel."""

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.chapters import slug
from autograder.release.assignment import learners_notebook
from autograder.release.command import written
from autograder.release.notebook import solved_notebook

CHAPTERS = pytest.mark.parametrize("number", written(), ids=slug)


def run(notebook):
    """Execute all cells and return their outputs by cell id."""
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def errors(outputs):
    return [output for output in outputs if output.output_type == "error"]


@CHAPTERS
def test_the_solved_notebook_passes_every_check(number):
    notebook = solved_notebook(number)
    outputs = run(notebook)
    assert not any(errors(cell) for cell in outputs.values())
    for cell in notebook.cells:
        if "plt.show()" in cell.source:
            assert any("image/png" in output.get("data", {}) for output in outputs[cell.id])


@CHAPTERS
def test_the_unsolved_notebook_says_only_what_a_beginner_understands(number):
    notebook = nbformat.reads(learners_notebook(number).decode(), as_version=4)
    found = run(notebook)
    graded = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    checks = [cell.id for cell in graded if cell.cell_type == "code"]
    assert checks
    for cell in checks:
        (error,) = errors(found[cell])
        assert error.ename == "CheckFailed"
        assert "not written yet" in error.evalue or "not answered yet" in error.evalue
    names = {error.ename for outputs in found.values() for error in errors(outputs)}
    assert names <= {"CheckFailed", "NotImplementedError"}
