"""One graded sample class, and one warm process, for all tests of the grader."""

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from courses import LIMITS, autograder

from autograder.cut import cut
from autograder.grading.course import Course
from autograder.sample_class import CHAPTER, build
from autograder.sandbox.warm import WarmProcess


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
    """The sample class, graded by the command."""
    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(new_course, folder)
    assignment = next((folder / "source").iterdir()).name
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        command = ["grade", folder, "--assignment", assignment, "--json", "--jobs", 1]
        assert autograder(*command, "--part-seconds", LIMITS.part_seconds) == 0
    graded = {one["student"]: one for one in json.loads(printed.getvalue())}
    return GradedCourse(Course(folder), assignment, graded)
