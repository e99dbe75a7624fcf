"""Every malformed submission is graded as it was meant, or refused in a sentence."""

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from unittest import mock

import nbformat
import pytest
from courses import grade_here
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum

from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.record import Graded
from autograder.grading.referee import Referee
from autograder.grading.refusal import refused
from autograder.grading.results import is_current, keep, keep_or_say_why
from autograder.grading.submission import GraderFailed, Submission
from autograder.reporting.feedback import page
from autograder.sample_class import POINTS

NAME = "03-scaled-dot-product-attention"
CHECK, ANSWER = "attention-masks", "attention"


@pytest.fixture(scope="module")
def course(new_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("malformed") / "course"
    shutil.copytree(new_course, folder)
    return Course(folder)


@pytest.fixture(scope="module")
def solved(course: Course) -> NotebookNode:
    """A submission that is worth all points. Copy it; do not change it."""
    return nbformat.read(course.submitted("ada", NAME) / f"{NAME}.ipynb", as_version=4)


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def metadata(name: str, **changes: object) -> Callable[[NotebookNode], None]:
    return lambda notebook: cell(notebook, name).metadata.nbgrader.update(changes)


def copied(name: str) -> Callable[[NotebookNode], None]:
    return lambda notebook: notebook.cells.append(deepcopy(cell(notebook, name)))


def text(change: Callable[[dict], object]) -> Callable[[NotebookNode], bytes]:
    def handed_in(notebook: NotebookNode) -> bytes:
        raw = json.loads(nbformat.writes(notebook))
        change(raw)
        return json.dumps(raw).encode()

    return handed_in


def retyped(notebook: NotebookNode) -> None:
    index = notebook.cells.index(cell(notebook, CHECK))
    notebook.cells[index] = new_markdown_cell("x", metadata=notebook.cells[index].metadata)


def stripped(notebook: NotebookNode) -> None:
    for one in notebook.cells:
        one.metadata = NotebookNode()


def foreign_task(notebook: NotebookNode) -> None:
    about = {"grade_id": "bonus", "task": True, "grade": True, "points": 50}
    notebook.cells.append(new_code_cell("x = 1", metadata={"nbgrader": about}))


def check_moved_up(notebook: NotebookNode) -> None:
    moved = cell(notebook, CHECK)
    notebook.cells.remove(moved)
    notebook.cells.insert(1, moved)


def version_3(notebook: NotebookNode) -> bytes:
    return nbformat.writes(nbformat.convert(deepcopy(notebook), 3), version=3).encode()


def latin_1(notebook: NotebookNode) -> bytes:
    notebook.cells.append(new_markdown_cell("é"))
    return json.dumps(json.loads(nbformat.writes(notebook)), ensure_ascii=False).encode(
        "latin-1", "replace"
    )


def own(source: str, kind: Callable = new_code_cell) -> Callable[[NotebookNode], None]:
    return lambda notebook: notebook.cells.append(kind(source))


def noisy(line: str) -> Callable[[NotebookNode], None]:
    """Let the right answer do one thing more when it is called."""

    def change(notebook: NotebookNode) -> None:
        answer = cell(notebook, ANSWER)
        name, wrapped = ANSWER, f"_right = {ANSWER}"
        answer.source += f"\n{wrapped}\ndef {name}(*args, **kwargs):\n    {line}\n"
        answer.source += "    return _right(*args, **kwargs)"

    return change


HTML = "<img src=x onerror=alert(1)><script>alert(2)</script>"
GRADED = {  # what was done to the notebook, and whether a note says so
    "h01 check deleted": (lambda n: n.cells.remove(cell(n, CHECK)), "is back"),
    "h02 check copied": (copied(CHECK), "appears twice"),
    "h02 answer copied": (copied(ANSWER), "appears twice"),
    "h03 made text": (retyped, "was changed"),
    "h04 grade: false": (metadata(CHECK, grade=False), ""),
    "h05 solution: true": (metadata(CHECK, solution=True), ""),
    "h06 unlocked": (metadata(CHECK, locked=False), ""),
    "h07 points": (metadata(CHECK, points=99), ""),
    "h08 metadata stripped": (stripped, "answer cell attention is missing"),
    "h09 unknown task": (foreign_task, "not of this assignment"),
    "h14 latin-1": (latin_1, "UTF-8"),
    "h15 format 3": (version_3, ""),
    "h16 minor 99": (text(lambda raw: raw.update(nbformat_minor=99)), ""),
    "h17 format 5": (text(lambda raw: raw.update(nbformat=5)), "read as 4"),
    "h18 kernel": (lambda n: n.metadata.update(kernelspec={"name": "julia"}), ""),
    "h19 html": (own(HTML, new_markdown_cell), ""),
    "metadata is a number": (text(lambda raw: raw["cells"][0].update(metadata=3)), ""),
    "a cell is a number": (text(lambda raw: raw["cells"].append(7)), "left out"),
    "check above its answer": (check_moved_up, "stood above"),
    "m1 warns": (noisy("import warnings; warnings.warn('deprecated')"), ""),
    "m2 prints": (noisy("print('here')"), ""),
}


def hand_in(course: Course, student: str, data: bytes | None, name: str = NAME) -> Path:
    folder = course.submitted(student, NAME)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if data is not None:
        (folder / f"{name}.ipynb").parent.mkdir(exist_ok=True)
        (folder / f"{name}.ipynb").write_bytes(data)
    return folder


def graded(warm, course: Course, student: str) -> Graded:
    return grade_here(warm, course, NAME, student)[student]


@pytest.mark.parametrize("case", GRADED)
def test_graded_as_it_was_meant(case: str, warm, course: Course, solved: NotebookNode) -> None:
    change, note = GRADED[case]
    notebook = deepcopy(solved)
    data = change(notebook)
    if not isinstance(data, bytes):
        data = nbformat.writes(notebook).encode()
    hand_in(course, "zoe", data)
    result = graded(warm, course, "zoe")
    assert (result.score, result.points) == (POINTS, POINTS), [p.message for p in result.parts]
    assert note in " ".join(result.notes)
    page = course.feedback("zoe", NAME) / f"{NAME}.html"
    assert "<script" not in page.read_text() and "<img" not in page.read_text()


@pytest.mark.parametrize("name", ["Untitled", "03/03-scaled (1)"])
def test_h11_another_name(name: str, warm, course: Course, solved: NotebookNode) -> None:
    hand_in(course, "zoe", nbformat.writes(solved).encode(), name)
    result = graded(warm, course, "zoe")
    assert result.score == POINTS and "was called" in result.notes[0]


REFUSED = {
    "h10 cut off": (b'{"nbformat": 4, "cells": [', "save it, and hand in again"),
    "h12 no notebook": (None, f"Hand in {NAME}.ipynb"),
    "h13 empty": (b"", "The file is empty"),
    "an archive": (b"PK\3\4", "Hand in the .ipynb file"),
    "h20 link": ("link", "Hand in the file itself"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_a_sentence_and_no_old_mark_stays(
    case: str, warm, course: Course, solved: NotebookNode
) -> None:
    data, advice = REFUSED[case]
    hand_in(course, "zoe", nbformat.writes(solved).encode())
    hand_in(course, "abe", nbformat.writes(solved).encode())
    assert graded(warm, course, "zoe").score == POINTS
    folder = hand_in(course, "zoe", None if data == "link" else data)
    if data == "link":
        (folder / f"{NAME}.ipynb").symlink_to(course.source(NAME))
    both = grade_here(warm, course, NAME, "zoe", "abe")
    assert advice in both["zoe"].refused and both["zoe"].score == 0
    assert both["abe"].score == POINTS
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(NAME, "zoe")
        assert submission.score == 0
        assert submission.needs_manual_grade == (case != "h12 no notebook")
        assert gradebook.find_comment(ANSWER, NAME, NAME, "zoe").comment == both["zoe"].refused
    # Formgrader lists a submission only if there is a notebook to show.
    shown = (course.autograded("zoe", NAME) / f"{NAME}.ipynb").read_text()
    assert "This submission was not graded" in shown and "SOLUTION" not in shown


def test_a_failure_of_the_grader_leaves_no_mark(warm, course: Course, solved) -> None:
    hand_in(course, "zoe", nbformat.writes(solved).encode())
    assert graded(warm, course, "zoe").score == POINTS
    source = nbformat.read(course.source(NAME), as_version=4)
    failure = refused(NAME, source, "zoe", GraderFailed("The grader itself failed here."))
    with Marks(course, NAME) as marks:
        keep(course, marks, failure)
    assert failure.score is None and failure.to_plain()["score"] is None
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(NAME, "zoe")
        assert submission.score == 0 and submission.needs_manual_grade
        assert gradebook.find_grade(CHECK, NAME, NAME, "zoe").auto_score is None


def test_marks_that_cannot_be_written_are_reported(warm, course: Course, solved) -> None:
    hand_in(course, "zoe", nbformat.writes(solved).encode())
    result = graded(warm, course, "zoe")
    with Marks(course, NAME) as marks, mock.patch.object(marks, "record", side_effect=OSError(28)):
        told = keep_or_say_why(course, marks, result)
    assert told.failed and "could not be written" in told.refused
    with Marks(course, NAME) as marks:
        assert not is_current(course, marks, "zoe", NAME)


# What a person grades --------------------------------------------------------------------------


def test_a_written_answer_waits_for_a_person_and_keeps_the_mark(warm, course, solved) -> None:
    about = {"grade_id": "why", "grade": True, "solution": True, "locked": False, "points": 3}
    about |= {"schema_version": 3, "task": False, "cell_type": "markdown"}
    essay = new_markdown_cell(f"Because {HTML}", metadata={"nbgrader": about}, id="why")
    source = nbformat.read(course.source(NAME), as_version=4)
    source.cells.append(deepcopy(essay))
    referee = Referee(NAME, source, course.key(), warm)
    answered = deepcopy(solved)
    answered.cells.append(deepcopy(essay))
    result = referee.grade(Submission("zoe", nbformat.writes(answered).encode()))
    (part,) = [part for part in result.parts if part.cell == "why"]
    assert part.score is None and part.needs_person and part.answer.startswith("Because")
    assert (result.score, result.awaited, result.points) == (POINTS, 3, POINTS + 3)
    shown = page(result)
    assert "A person grades this." in shown and "Because" in shown and "<img" not in shown
    answered.cells[-1].metadata.nbgrader["checksum"] = compute_checksum(answered.cells[-1])
    empty = referee.grade(Submission("zoe", nbformat.writes(answered).encode()))
    (part,) = [part for part in empty.parts if part.cell == "why"]
    assert part.score == 0 and not part.needs_person and "why" in empty.unanswered

    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_notebook(NAME, NAME)
        gradebook.update_or_create_grade_cell("why", NAME, NAME, max_score=3, cell_type="markdown")
        gradebook.update_or_create_solution_cell("why", NAME, NAME)
    hand_in(course, "ian", nbformat.writes(answered).encode())
    result = replace(result, student="ian")
    with Marks(course, NAME) as marks:
        keep(course, marks, result)
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("why", NAME, NAME, "ian")
        assert grade.auto_score is None and grade.needs_manual_grade
        grade.manual_score = 2
        gradebook.find_comment("why", NAME, NAME, "ian").manual_comment = "Nearly."
        gradebook.db.commit()
    with Marks(course, NAME) as marks:
        keep(course, marks, result)
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_grade("why", NAME, NAME, "ian").manual_score == 2
        assert gradebook.find_comment("why", NAME, NAME, "ian").comment == "Nearly."
        assert gradebook.find_submission(NAME, "ian").score == POINTS + 2
