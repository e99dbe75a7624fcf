"""Ten learners get what they deserve, and a message of their own."""

import json
from collections import Counter

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.sample_class import ALL, LEARNERS, POINTS, Learner

by_name = pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)


@by_name
def test_points_are_those_deserved(learner: Learner, graded_course) -> None:
    graded = graded_course.graded[learner.name]
    lost: Counter[str] = Counter()
    for part in graded["parts"]:
        lost[part["exercise"]] += part["points"] - part["score"]
    assert {name: points for name, points in lost.items() if points} == learner.lost
    assert graded["points"] == POINTS == sum(ALL.values())


@by_name
def test_message_is_the_learners_own(learner: Learner, graded_course) -> None:
    graded = graded_course.graded[learner.name]
    messages = " ".join(part["message"] for part in graded["parts"])
    assert learner.says in messages
    assert {part["mistake"] for part in graded["parts"]} - {""} == learner.mistakes


@by_name
def test_gradebook_has_the_same_marks(learner: Learner, graded_course) -> None:
    course, assignment = graded_course.course, graded_course.assignment
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(assignment, learner.name)
        assert submission.score == POINTS - sum(learner.lost.values())
        # A person looks at what could not be read, and at nothing else.
        assert submission.needs_manual_grade == (learner.name == "hana")


@by_name
def test_executed_notebook_is_valid_and_shows_the_verdicts(learner, graded_course) -> None:
    course, assignment = graded_course.course, graded_course.assignment
    path = course.autograded(learner.name, assignment) / f"{assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert "SOLUTION" not in path.read_text()
    parts = {part["cell"]: part for part in graded_course.graded[learner.name]["parts"]}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            (output,) = cell.outputs
            passed = parts[cell.metadata.nbgrader.grade_id]["score"] > 0
            assert output.output_type == ("stream" if passed else "error")


@by_name
def test_page_for_the_learner_stands_alone(learner: Learner, graded_course) -> None:
    course, assignment = graded_course.course, graded_course.assignment
    page = (course.feedback(learner.name, assignment) / f"{assignment}.html").read_text()
    assert learner.name in page and f"of {POINTS} points" in page
    for loading in ("<script", "src=", "href=", "url(", "@import"):
        assert loading not in page
    assert course.key().decode() not in page


def test_record_holds_every_part(graded_course) -> None:
    course, assignment = graded_course.course, graded_course.assignment
    record = json.loads((course.autograded("cleo", assignment) / "verdicts.json").read_text())
    assert len(record["parts"]) == 14
    assert record["score"] == graded_course.graded["cleo"]["score"]
    assert "notebook" not in record


def test_key_is_readable_by_its_owner_alone(graded_course) -> None:
    path = graded_course.course.root / ".autograder-key"
    assert path.stat().st_mode & 0o777 == 0o600
