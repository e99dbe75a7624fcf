"""nbgrader's own commands and ours agree about the same course."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.sample_class import LEARNERS, POINTS

DESERVED = {learner.name: POINTS - sum(learner.lost.values()) for learner in LEARNERS}
HONEST = [learner.name for learner in LEARNERS if learner.honest]


def nbgrader(course: Path, *arguments: str) -> str:
    """Run one of nbgrader's commands in a course."""
    programs = Path(sys.executable).parent  # nbgrader calls `alembic`, which lies there
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_nbgrader_exports_our_marks(graded_course, tmp_path: Path) -> None:
    nbgrader(graded_course.course.root, "export", "--to", str(tmp_path / "marks.csv"))
    with (tmp_path / "marks.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == DESERVED
    assert {float(row["max_score"]) for row in rows.values()} == {POINTS}


@pytest.fixture(scope="module")
def graded_by_nbgrader(new_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The honest learners, graded by plain nbgrader in its own kernels."""
    course = tmp_path_factory.mktemp("plain") / "course"
    shutil.copytree(new_course, course)
    assignment = next((course / "source").iterdir()).name
    for student in set(DESERVED) - set(HONEST):
        shutil.rmtree(course / "submitted" / student)
    nbgrader(course, "autograde", assignment)
    return course


@pytest.mark.parametrize("name", HONEST)
def test_plain_nbgrader_gives_the_same_marks(name: str, graded_by_nbgrader: Path) -> None:
    assignment = next((graded_by_nbgrader / "source").iterdir()).name
    with Gradebook(f"sqlite:///{graded_by_nbgrader}/gradebook.db") as gradebook:
        assert gradebook.find_submission(assignment, name).score == DESERVED[name]


def test_nbgrader_makes_its_feedback_from_our_notebooks(graded_course, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(graded_course.course.root, course)
    nbgrader(course, "generate_feedback", graded_course.assignment, "--student=cleo", "--force")
    (page,) = (course / "feedback" / "cleo").rglob("*.html")
    assert "ATT-01" in page.read_text()
