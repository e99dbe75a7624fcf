"""Keep the result of a submission: executed notebook, page for the student, marks, our record."""

import json
from dataclasses import replace

from autograder.grading.course import Course
from autograder.grading.files import write_atomically
from autograder.grading.gradebook import Marks
from autograder.grading.record import Graded
from autograder.grading.referee import digest
from autograder.grading.submission import Refused, read
from autograder.reporting.feedback import page

RECORD = "verdicts.json"


def keep(course: Course, marks: Marks, graded: Graded) -> None:
    """Write everything; the record comes last, and says that all before it is there."""
    assignment = graded.assignment
    executed = course.autograded(graded.student, assignment)
    (executed / RECORD).unlink(missing_ok=True)
    write_atomically(executed / f"{assignment}.ipynb", graded.notebook)
    write_atomically(
        course.feedback(graded.student, assignment) / f"{assignment}.html", page(graded)
    )
    marks.record(graded, course.submitted(graded.student, assignment))
    record = json.dumps(graded.to_plain(), ensure_ascii=False, indent=1)
    write_atomically(executed / RECORD, record + "\n")


def keep_or_say_why(course: Course, marks: Marks, graded: Graded) -> Graded:
    """Keep the result and return it; if it cannot be written, return one that says so instead."""
    try:
        keep(course, marks, graded)
    except Exception as error:  # a full disk, a locked database: the others must not be lost
        why = f"The marks could not be written ({error}). What is in the gradebook is not valid."
        return replace(graded, refused=why, failed=True)
    return graded


def is_current(course: Course, marks: Marks, student: str, assignment: str) -> bool:
    """Say whether exactly what is handed in now has been graded and kept."""
    try:
        record = json.loads((course.autograded(student, assignment) / RECORD).read_text())
        submitted = read(course.submitted(student, assignment), student, assignment)
    except (OSError, ValueError, Refused):
        return False
    return marks.has(student) and record.get("digest") == digest(submitted.data)
