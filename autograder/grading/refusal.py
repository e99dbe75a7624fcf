"""The result of a submission that could not be graded: why, and no old mark left standing."""

from nbformat import NotebookNode, writes
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import outputs
from autograder.grading.record import Graded, Part
from autograder.grading.submission import GraderFailed, NothingThere, Refused


def refused(assignment: str, source: NotebookNode, student: str, why: Refused) -> Graded:
    """Return the result of a submission in which there is nothing to grade: 0, and why.

    A person should look at it, unless nothing at all was handed in. If it was the grader that
    failed, there is no score.
    """
    failed = isinstance(why, GraderFailed)
    parts = []
    for cell in source.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade"):
            about = cell.metadata.get("autograder", {})
            parts.append(
                Part(
                    cell=nbgrader.grade_id,
                    exercise=about.get("exercise", nbgrader.grade_id),
                    part=about.get("part", ""),
                    points=float(nbgrader.points),
                    score=None if failed else 0,
                    message=str(why),
                    law="not graded" if failed else "not gradable",
                    needs_person=not isinstance(why, NothingThere),
                )
            )
    return Graded(
        student=student,
        assignment=assignment,
        digest="",
        parts=tuple(parts),
        refused=str(why),
        failed=failed,
        notebook=writes(_placeholder(source, str(why))),
    )


def _placeholder(source: NotebookNode, why: str) -> NotebookNode:
    """Stand in for the executed notebook: formgrader lists no submission that has none."""
    cells = [new_code_cell("# This submission was not graded.", outputs=[outputs.printed(why)])]
    for cell in source.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader:
            shown = NotebookNode(cell)
            if nbgrader.get("solution"):
                shown.source = ""  # the source's holds the answer
            elif nbgrader.get("grade"):
                shown.outputs = [outputs.failed("NotGraded", why)]
            cells.append(shown)
    for number, cell in enumerate(cells):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
    return new_notebook(cells=cells, metadata=source.metadata)
