"""`autograder grade`: grade a class in the sandbox, and write its marks into the gradebook."""

import argparse
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path

DESCRIPTION = """
Grade the submissions of one assignment in an nbgrader course: submitted/STUDENT/ASSIGNMENT/.
Each runs in a sandbox of its own, and the verdicts are reached outside of it. Marks go to the
course's gradebook, executed notebooks to autograded/, a page for each student to feedback/.
Grading again gives the same marks; manual scores and comments stay.

exit codes
  0    graded, also if some submissions could not be read (they are listed)
  1    there was nothing to grade
  2    no such course, assignment or student; no sandbox or cluster; an assignment whose own
       solution fails; another grader at work
  3    the grader itself failed at some submissions: they are listed, and have no valid marks
  130  interrupted: what was graded is kept, go on with --only-new
"""
NO_WALLS = (
    "Warning: without a sandbox the students' code runs with your rights. It can read and change "
    "your files, other submissions, the gradebook and the course's key, and use the network."
)
KILLED = (
    "A grading process was killed, perhaps for lack of memory. What was graded is kept: go on with "
    "--only-new and fewer --jobs."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    from autograder.sandbox.limits import Limits

    limits = Limits()
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("course", type=Path, help="the course's folder")
    add("--assignment", required=True, help="for example 03-scaled-dot-product-attention")
    add("--student", action="append", metavar="ID", help="grade this student only; can be repeated")
    add("--only-new", action="store_true", help="leave out what was graded and has not changed")
    cores = len(os.sched_getaffinity(0))
    add("--jobs", type=_positive, default=cores, metavar="N", help=f"at a time (here: {cores})")
    add("--scheduler", metavar="ADDRESS", help="grade on this Dask cluster (tcp://HOST:8786)")
    add("--json", action="store_true", help="print the results as JSON, with every message")
    add("--no-sandbox", action="store_true", help="run code that you trust without a sandbox")
    for name, text in (
        ("cell_seconds", "for one cell"),
        ("part_seconds", "for all calls of one check"),
        ("seconds", "for one submission"),
    ):
        default = getattr(limits, name)
        flag = "--" + name.replace("_", "-")
        add(flag, type=float, default=default, metavar="S", help=f"{text} (default: {default:g})")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Grade, and return the exit code."""
    from autograder.grading.cluster import NoCluster
    from autograder.grading.course import NotACourse
    from autograder.grading.referee import UnsoundAssignment
    from autograder.sandbox.bubblewrap import SandboxUnavailable

    try:
        return _run(arguments)
    except (NotACourse, NoCluster, SandboxUnavailable, UnsoundAssignment) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenExecutor:
        print(KILLED, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted. What was graded is kept; go on with --only-new.", file=sys.stderr)
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from autograder.grading.batch import Task, grading
    from autograder.grading.course import Course
    from autograder.grading.gradebook import Marks
    from autograder.grading.results import is_current, keep_or_say_why
    from autograder.reporting.progress import show_marks, tracked
    from autograder.sandbox.limits import Limits

    course, assignment = Course(arguments.course), arguments.assignment
    limits = Limits(
        cell_seconds=arguments.cell_seconds,
        part_seconds=arguments.part_seconds,
        seconds=arguments.seconds,
    )
    source = course.source(assignment).read_text()
    task = Task(assignment, source, course.key(), limits, walls=not arguments.no_sandbox)
    if arguments.no_sandbox:
        print(NO_WALLS, file=sys.stderr)
    students = _students(course, arguments)
    with _alone(course.root), Marks(course, assignment) as marks:
        if arguments.only_new:
            students = [s for s in students if not is_current(course, marks, s, assignment)]
        if not students:
            print("There is nothing to grade.", file=sys.stderr)
            return 1
        folders = {student: course.submitted(student, assignment) for student in students}
        done = []
        jobs = min(arguments.jobs, len(students))
        with grading(task, folders, jobs, arguments.scheduler) as results:
            for graded in tracked(results, len(students)):
                done.append(keep_or_say_why(course, marks, graded))
    done.sort(key=lambda graded: graded.student)
    if arguments.json:
        print(json.dumps([graded.to_plain() for graded in done], ensure_ascii=False, indent=1))
    else:
        show_marks(done)
    return 3 if any(graded.failed for graded in done) else 0


def _students(course, arguments: argparse.Namespace) -> list[str]:
    from autograder.grading.course import NotACourse

    there = course.students(arguments.assignment)
    for student in arguments.student or ():
        if student not in there:
            folder = course.submitted(student, arguments.assignment)
            raise NotACourse(f"{student} has handed in nothing: there is no {folder}.")
    return sorted(set(arguments.student or there))


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep a second grader out of the course; raises NotACourse if one is at work."""
    from autograder.grading.course import NotACourse

    with (root / ".autograder-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotACourse(f"Another grader is at work in {root}.") from None
        yield
