"""Time per submission: our grader against `nbgrader autograde`, on the same notebooks.

Run `python -P benchmarks/grading.py`; -P, since the folder benchmarks/translator is no package. It
takes some minutes and writes `benchmarks/grading.md`.

The honest learners of the sample class are graded by both, in turns, in one process, so that a
busy machine slows both alike: all of them by one grader, then all of them by the other, as a class
is graded. Cells that draw pictures are left out. Ours includes the sandbox, the verdicts, the
executed notebook and the gradebook. nbgrader runs as its own screens run it. Its page for the
student is not counted, and ours is timed apart. So are imports and the start of our warm process.
"The arithmetic alone" runs the same cells and checks in this process: no sandbox, no files.
"""

import argparse
import contextlib
import logging
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
import torch
from nbgrader.apps import NbGraderAPI

from autograder.grading import results
from autograder.grading.batch import Grader, Task
from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.results import keep
from autograder.grading.submission import parse, read
from autograder.judging.judge import judge
from autograder.judging.play import play
from autograder.keys import key
from autograder.release.assignment import put_alembic_on_path
from autograder.sample_class import LEARNERS, build
from autograder.sandbox.limits import Limits

HONEST = [learner.name for learner in LEARNERS if learner.honest]
PAGE = Path(__file__).with_suffix(".md")

Grade = Callable[[str], float]
"""Grades one student and returns the marks."""


def main() -> None:
    """Measure in turns, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="turns (default: 5)")
    repeats = parser.parse_args().repeats
    put_alembic_on_path()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        assignment = build(ours)
        build(theirs)
        leave_out_pictures(ours)
        leave_out_pictures(theirs)
        course = Course(ours)
        source = course.source(assignment).read_text()
        task = Task(assignment, source, course.key(), Limits())
        begun = time.perf_counter()
        with Grader(task) as grader, Marks(course, assignment) as marks:
            start = time.perf_counter() - begun

            def with_ours(student: str) -> float:
                folder = course.submitted(student, assignment)
                graded = grader.grade(read(folder, student, assignment))
                keep(course, marks, graded)
                return graded.score or 0

            pages: list[float] = []
            with mock.patch.object(results, "page", apart(results.page, pages)):
                seconds = measure(with_ours, with_nbgrader(theirs, assignment), repeats, pages)
        alone = [arithmetic(course, assignment, student) for student in HONEST for _ in range(2)]
    PAGE.write_text(table(*seconds, pages, alone, start, repeats))
    print(PAGE.read_text())


def apart(function: Callable, taken: list[float]) -> Callable:
    """Wrap a function so that its seconds are put down."""

    def timed_apart(*arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            taken.append(time.perf_counter() - begun)

    return timed_apart


def arithmetic(course: Course, assignment: str, student: str) -> float:
    """Run a submission's cells and judge its checks here, where nothing protects us; time that."""
    found = read(course.submitted(student, assignment), student, assignment)
    notebook, _ = parse(found.data)
    begun = time.perf_counter()
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade"):
            name, _, part = about["grade_id"].rpartition("-")
            judge(key(name, part, 1), lambda case, n=name: play(names.get(n), case))
        elif cell.cell_type == "code":
            with contextlib.suppress(Exception):
                exec(cell.source, names)
    return time.perf_counter() - begun


def leave_out_pictures(course: Path) -> None:
    """Take the cells tagged `show` out of the submissions: ours would not run them anyway."""
    for path in (course / "submitted").rglob("*.ipynb"):
        if path.parts[-3] in HONEST:
            notebook = nbformat.read(path, as_version=4)
            cells = [c for c in notebook.cells if "show" not in c.metadata.get("tags", [])]
            notebook.cells = cells
            nbformat.write(notebook, path)


def with_nbgrader(root: Path, assignment: str) -> Grade:
    """Return a function that grades as nbgrader's formgrader does."""
    api = NbGraderAPI(config=Course(root).config)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)

    def grade(student: str) -> float:
        result = api.autograde(assignment, student, force=True, create=True)
        assert result["success"], result["error"]
        with api.gradebook as gradebook:
            return gradebook.find_submission(assignment, student).score

    return grade


def measure(
    ours: Grade, theirs: Grade, repeats: int, pages: list[float]
) -> tuple[list[float], list[float]]:
    """Time the whole class with both in turns, a submission's mean; the marks must agree."""
    for grade in (ours, theirs):  # the first time of all is not counted
        grade(HONEST[0])
    mine, other = [], []
    pages.clear()
    for turn in range(repeats):
        theirs_taken, theirs_marks = timed(theirs)
        before = sum(pages)
        ours_taken, ours_marks = timed(ours)
        ours_taken -= sum(pages) - before
        assert ours_marks == theirs_marks, f"{ours_marks} and {theirs_marks}"
        mine.append(ours_taken / len(HONEST))
        other.append(theirs_taken / len(HONEST))
        print(f"{turn + 1}: {mine[-1]:.3f} s, nbgrader {other[-1]:.2f} s")
    return mine, other


def timed(grade: Grade) -> tuple[float, list[float]]:
    """Return the seconds that the class took, and the marks."""
    begun = time.perf_counter()
    marks = [grade(student) for student in HONEST]
    return time.perf_counter() - begun, marks


def table(
    ours: list[float],
    theirs: list[float],
    pages: list[float],
    alone: list[float],
    start: float,
    repeats: int,
) -> str:
    """Write what was measured, and how."""
    ratio = statistics.median(other / mine for mine, other in zip(ours, theirs, strict=True))
    rows = [
        "| | median | fastest | slowest |",
        "|---|---|---|---|",
        f"| `autograder grade` | {summary(ours)} |",
        f"| `nbgrader autograde` | {summary(theirs)} |",
        f"| the student's page, on top of ours | {summary(pages)} |",
        f"| the arithmetic alone | {summary(alone)} |",
    ]
    how = (
        f"{len(HONEST)} notebooks of chapter 3 without their pictures, {repeats} times each, "
        "graded as a class by both in turns. "
        f"Median of the pairs' ratios: **{ratio:.0f} times faster**. Start of the warm process, "
        f"which tries the course's own solution first: {start:.1f} s, once. "
        f"{os.cpu_count()} cores, {processor()}; load {os.getloadavg()[0]:.1f} at the end; "
        f"Python {platform.python_version()}, torch {torch.__version__}."
    )
    made = f"Made by `python -P benchmarks/grading.py --repeats {repeats}`."
    return "\n".join(["# Seconds per submission", "", *rows, "", how, "", made, ""])


def summary(seconds: list[float]) -> str:
    """Write median, least and most as cells of a table."""
    return " | ".join(f"{f(seconds):.3g} s" for f in (statistics.median, min, max))


def processor() -> str:
    """Name the processor."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "?")


if __name__ == "__main__":
    main()
