"""The command as a teacher uses it, and what stays when it runs again."""

import fcntl
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from courses import LIMITS, autograder, autograder_alone, grade_here
from nbgrader.api import Gradebook

from autograder.grading.batch import Grader, Task
from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.results import is_current
from autograder.grading.submission import read
from autograder.sandbox import bubblewrap


@pytest.fixture
def course(graded_course, tmp_path: Path) -> Course:
    """A copy of the graded course, to be changed."""
    shutil.copytree(graded_course.course.root, tmp_path / "course")
    return Course(tmp_path / "course")


def test_grading_again_gives_the_same(warm, course: Course, graded_course) -> None:
    again = grade_here(warm, course, graded_course.assignment, "ada", "cleo", "ivo")
    for name, graded in again.items():
        parts = json.loads(json.dumps(graded.to_plain()))["parts"]
        assert parts == graded_course.graded[name]["parts"]


def test_another_key_asks_other_cases(warm, course: Course, graded_course) -> None:
    name = graded_course.assignment
    path = course.autograded("dan", name) / f"{name}.ipynb"
    before = path.read_text()
    (course.root / ".autograder-key").unlink()
    grade_here(warm, course, name, "dan")
    assert path.read_text() != before  # other numbers are off, by other amounts
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_submission(name, "dan").score == graded_course.graded["dan"]["score"]


def test_what_a_person_decided_stays(warm, course: Course, graded_course) -> None:
    name = graded_course.assignment
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("attention-masks", name, name, "ben")
        grade.manual_score, grade.extra_credit = 0.5, 0.25
        gradebook.find_comment("attention", name, name, "ben").manual_comment = "Come and see me."
        gradebook.db.commit()
    grade_here(warm, course, name, "ben")
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("attention-masks", name, name, "ben")
        assert (grade.manual_score, grade.extra_credit, grade.auto_score) == (0.5, 0.25, 0)
        assert grade.needs_manual_grade
        comment = gradebook.find_comment("attention", name, name, "ben")
        assert comment.comment == "Come and see me."
        assert gradebook.find_comment("score_std", name, name, "ben").comment == "No response."


def test_only_new_knows_what_has_changed(course: Course, graded_course) -> None:
    name = graded_course.assignment
    with Marks(course, name) as marks:
        assert is_current(course, marks, "ada", name)
        submitted = course.submitted("ada", name) / f"{name}.ipynb"
        submitted.write_text(submitted.read_text() + "\n")
        assert not is_current(course, marks, "ada", name)
        assert not is_current(course, marks, "nobody", name)


def test_time_of_handing_in_and_penalty_for_being_late(warm, course: Course, graded_course) -> None:
    name = graded_course.assignment
    (course.submitted("ada", name) / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(name, duedate="2026-01-01 12:00:00 UTC")
    grade_here(warm, Course(course.root), name, "ada")
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(name, "ada")
        assert submission.total_seconds_late == 24 * 3600
        assert submission.score - submission.late_submission_penalty == 0


def test_an_extension_and_manual_marks_count_when_it_is_graded_again(
    warm, course: Course, graded_course
) -> None:
    name = graded_course.assignment
    (course.submitted("ben", name) / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nget_config().LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(name, duedate="2026-01-01 12:00:00 UTC")
        gradebook.find_grade("attention-masks", name, name, "ben").manual_score = 1
        gradebook.db.commit()
    course = Course(course.root)
    grade_here(warm, course, name, "ben")
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(name, "ben")
        assert (submission.score, submission.late_submission_penalty) == (1, 1)
        gradebook.grant_extension(name, "ben", days=2)
    grade_here(warm, course, name, "ben")
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(name, "ben")
        assert submission.extension.days == 2 and submission.total_seconds_late == 0
        assert (submission.score, submission.late_submission_penalty) == (1, 0)


def test_an_unsound_assignment_is_found_before_anyone_is_graded(
    course: Course, graded_course, capsys: pytest.CaptureFixture
) -> None:
    name = graded_course.assignment
    path = course.source(name)
    source = nbformat.read(path, as_version=4)
    (cell,) = [c for c in source.cells if c.id == "score_std"]
    cell.source = "score_std = 9"
    nbformat.write(source, path)
    assert autograder("grade", course.root, "--assignment", name, "--student", "ada") == 2
    assert "own solution fails at score_std" in capsys.readouterr().err


def test_wrong_use_is_answered_in_a_sentence(
    course: Course, graded_course, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    name = graded_course.assignment
    for arguments, words in (
        ((tmp_path / "nowhere", "--assignment", name), "There is no folder"),
        ((course.root, "--assignment", "04"), f"There is: {name}"),
        ((course.root, "--assignment", name, "--student", "zoe"), "zoe has handed in nothing"),
    ):
        assert autograder("grade", *arguments) == 2
        assert words in capsys.readouterr().err
    with (course.root / ".autograder-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert autograder("grade", course.root, "--assignment", name) == 2
    assert "Another grader" in capsys.readouterr().err


def test_json_and_only_new(course: Course, graded_course, capsys: pytest.CaptureFixture) -> None:
    name = graded_course.assignment
    arguments = ("grade", course.root, "--assignment", name, "--student", "ada", "--json")
    assert autograder(*arguments, "--no-sandbox", "--jobs", 1) == 0
    printed = capsys.readouterr()
    (ada,) = json.loads(printed.out)
    assert ada["score"] == ada["points"] and "Warning: without a sandbox" in printed.err
    assert autograder(*arguments, "--only-new") == 1
    assert "nothing to grade" in capsys.readouterr().err


@pytest.mark.slow
def test_two_processes_give_what_one_gives(course: Course, graded_course) -> None:
    name = graded_course.assignment
    shutil.rmtree(course.root / "autograded")
    done = autograder_alone("grade", course.root, "--assignment", name, "--json", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    for graded in json.loads(done.stdout):
        before = graded_course.graded[graded["student"]]
        assert graded | {"seconds": 0} == before | {"seconds": 0}
    assert len(list((course.root / "autograded").rglob("verdicts.json"))) == 10


@pytest.mark.slow
def test_a_killed_warm_process_costs_one_submission(course: Course, graded_course) -> None:
    name = graded_course.assignment
    task = Task(name, course.source(name).read_text(), course.key(), LIMITS)
    ada = read(course.submitted("ada", name), "ada", name)
    with Grader(task) as grader:
        grader._warm._process.kill()
        lost = grader.grade(ada)
        assert "grader itself failed" in lost.refused and lost.needs_person and lost.failed
        assert lost.score is None
        assert grader.grade(ada).score == lost.points


def test_without_bubblewrap_it_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bubblewrap.SandboxUnavailable, match="apt install bubblewrap"):
        bubblewrap.command(tmp_path)
