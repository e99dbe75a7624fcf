"""Time per submission: our grader against `nbgrader autograde`, on the same notebooks.

Run `python -P benchmarks/grading.py`; -P, since the folder benchmarks/translator is no package. It
takes some minutes and writes `benchmarks/grading.md`.

The honest learners of the sample class are graded by both, in turns, in one process, so that a
busy machine slows both alike. Cells that draw pictures are left out. Ours includes the sandbox, the
verdicts, the executed notebook, the gradebook and the student's page. nbgrader runs as its own
screens run it; its page is not counted. Imports and the start of our warm process are kept apart.
"""

import argparse
import logging
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import torch
from nbgrader.apps import NbGraderAPI

from autograder.grading.batch import Grader, Task
from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.results import keep
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
        task = Task(assignment, course.source(assignment), course.key(), Limits())
        begun = time.perf_counter()
        with Grader(task) as grader, Marks(course, assignment) as marks:
            start = time.perf_counter() - begun

            def with_ours(student: str) -> float:
                graded = grader.grade(student, course.submitted(student, assignment))
                keep(course, marks, graded)
                return graded.score

            seconds = measure(with_ours, with_nbgrader(theirs, assignment), repeats)
    PAGE.write_text(table(*seconds, start, repeats))
    print(PAGE.read_text())


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


def measure(ours: Grade, theirs: Grade, repeats: int) -> tuple[list[float], list[float]]:
    """Time both on every student in turns; the marks must agree."""
    for grade in (ours, theirs):  # the first time of all is not counted
        grade(HONEST[0])
    mine, other = [], []
    for turn in range(repeats):
        for student in HONEST:
            theirs_taken, theirs_marks = timed(theirs, student)
            ours_taken, ours_marks = timed(ours, student)
            assert ours_marks == theirs_marks, f"{student}: {ours_marks} and {theirs_marks}"
            mine.append(ours_taken)
            other.append(theirs_taken)
            print(f"{turn + 1} {student}: {ours_taken:.3f} s, nbgrader {theirs_taken:.2f} s")
    return mine, other


def timed(grade: Grade, student: str) -> tuple[float, float]:
    """Return the seconds that it took, and the marks."""
    begun = time.perf_counter()
    marks = grade(student)
    return time.perf_counter() - begun, marks


def table(ours: list[float], theirs: list[float], start: float, repeats: int) -> str:
    """Write what was measured, and how."""
    ratio = statistics.median(other / mine for mine, other in zip(ours, theirs, strict=True))
    rows = [
        "| | median | fastest | slowest |",
        "|---|---|---|---|",
        f"| `autograder grade` | {summary(ours)} |",
        f"| `nbgrader autograde` | {summary(theirs)} |",
    ]
    how = (
        f"{len(HONEST)} notebooks of chapter 3 without their pictures, {repeats} times each, "
        "graded by both in turns. "
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
