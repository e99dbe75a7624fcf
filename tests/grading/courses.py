"""Run the grader on a course: as a teacher does, or with a warm process that is there already."""

import subprocess
import sys

import nbformat

from autograder.cli import main
from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.record import Graded
from autograder.grading.referee import Referee
from autograder.grading.refusal import refused
from autograder.grading.results import keep
from autograder.grading.submission import Refused, read
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.warm import WarmProcess

LIMITS = Limits(
    cell_seconds=10, part_seconds=3, seconds=60, memory=1024 * MIB, processes=32, file_size=8 * MIB
)


def autograder(*arguments: object) -> int:
    """Run the command in this process, where it starts sooner."""
    return main([str(argument) for argument in arguments])


def autograder_alone(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def grade_here(
    warm: WarmProcess, course: Course, assignment: str, *students: str
) -> dict[str, Graded]:
    """Grade some students in the warm process of the tests, and keep the results."""
    source = nbformat.read(course.source(assignment), as_version=4)
    referee = Referee(assignment, source, course.key(), warm)
    done = {}
    with Marks(course, assignment) as marks:
        for student in students:
            folder = course.submitted(student, assignment)
            try:
                done[student] = referee.grade(read(folder, student, assignment))
            except Refused as why:
                done[student] = refused(assignment, source, student, why)
            keep(course, marks, done[student])
    return done
