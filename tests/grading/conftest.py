"""One graded sample class, and one warm process, for all tests of the grader."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.cut import cut
from autograder.grading.batch import Task, grading
from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.record import Graded
from autograder.grading.results import keep
from autograder.sample_class import CHAPTER, build
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.warm import WarmProcess

LIMITS = Limits(
    cell_seconds=10, case_seconds=3, seconds=60, memory=1024 * MIB, processes=32, file_size=8 * MIB
)


@pytest.fixture(scope="session")
def bubblewrap() -> None:
    """Skip without bubblewrap, except where the project proves itself."""
    if shutil.which("bwrap") is None:
        message = "bubblewrap is missing; install it to test the sandbox: apt install bubblewrap"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


@pytest.fixture(scope="session")
def warm(bubblewrap: None) -> Iterator[WarmProcess]:
    """A warm process in a sandbox."""
    with WarmProcess(partial(cut, CHAPTER), LIMITS) as process:
        yield process


@pytest.fixture(scope="session")
def new_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample class, ungraded. Copy it; do not change it."""
    folder = tmp_path_factory.mktemp("class") / "course"
    build(folder)
    return folder


@dataclass(frozen=True)
class GradedCourse:
    """A graded course, and what the command printed about each student."""

    course: Course
    assignment: str
    graded: dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def graded_course(
    bubblewrap: None, new_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> GradedCourse:
    """The sample class, graded by the command with two processes."""
    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(new_course, folder)
    assignment = next((folder / "source").iterdir()).name
    command = ["grade", folder, "--assignment", assignment, "--json", "--jobs", "2"]
    limits = ["--case-seconds", LIMITS.case_seconds]
    done = run_autograder(*command, *limits)
    assert done.returncode == 0, done.stderr
    graded = {one["student"]: one for one in json.loads(done.stdout)}
    return GradedCourse(Course(folder), assignment, graded)


def run_autograder(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command `autograder` as a teacher does."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def grade_here(course: Course, assignment: str, students: list[str]) -> dict[str, Graded]:
    """Grade some students in this process, and keep the results."""
    folders = {student: course.submitted(student, assignment) for student in students}
    task = Task(assignment, course.source(assignment), course.key(), LIMITS)
    done = {}
    with Marks(course, assignment) as marks, grading(task, folders) as results:
        for graded in results:
            keep(course, marks, graded)
            done[graded.student] = graded
    return done
