"""Write marks into nbgrader's own gradebook, one transaction a submission."""

import logging
import warnings
from datetime import datetime
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Session

from autograder.grading.course import Course, NotACourse
from autograder.grading.record import Graded

NO_RESPONSE = "No response."


class Marks:
    """The course's gradebook. Use it as a context; one process at a time writes.

    Kept as they are: manual scores and comments, extra credit, extensions.
    """

    def __init__(self, course: Course, assignment: str):
        self._course, self._assignment_name = course, assignment

    def __enter__(self) -> "Marks":
        self._gradebook = Gradebook(self._course.db_url, self._course.course_id)
        try:
            self._assignment = self._gradebook.find_assignment(self._assignment_name)
        except MissingEntry as error:
            self._gradebook.close()
            raise NotACourse(
                f"The gradebook does not know {self._assignment_name}. Make the assignment with: "
                f"autograder release --course {self._course.root}"
            ) from error
        self._penalties = AssignLatePenalties(config=self._course.config)
        self._penalties.init_plugin()
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def record(self, graded: Graded, submitted: Path) -> None:
        """Write the marks of one submission, all or nothing."""
        session = self._gradebook.db
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)
                submission = self._submission(session, graded.student)
                if timestamp := _timestamp(submitted):
                    submission.timestamp = timestamp
                for notebook in submission.notebooks:
                    if notebook.name == graded.assignment:
                        self._fill(session, submission, notebook, graded)
                session.commit()
        except BaseException:
            session.rollback()
            raise

    def has(self, student: str) -> bool:
        """Say whether there are marks of this student."""
        found = self._gradebook.db.query(SubmittedAssignment).filter_by(
            assignment_id=self._assignment.id, student_id=student
        )
        return found.one_or_none() is not None

    def _submission(self, session: Session, name: str) -> SubmittedAssignment:
        """Find the submission or make it, as nbgrader's `add_submission` does, without a commit."""
        student = session.get(Student, name)
        if student is None:
            student = Student(id=name)
            session.add(student)
        found = session.query(SubmittedAssignment).filter_by(
            assignment_id=self._assignment.id, student_id=name
        )
        return found.one_or_none() or _new_submission(session, self._assignment, student)

    def _fill(
        self,
        session: Session,
        submission: SubmittedAssignment,
        notebook: SubmittedNotebook,
        graded: Graded,
    ) -> None:
        # One query each: a lazy `grade.cell` would ask the database about every cell.
        parts = {part.cell: part for part in graded.parts}
        grades = session.query(Grade, BaseCell.name).join(BaseCell, Grade.cell_id == BaseCell.id)
        for grade, name in grades.filter(Grade.notebook_id == notebook.id):
            if part := parts.get(name):
                grade.auto_score = part.score
                grade.needs_manual_grade = grade.manual_score is not None or part.needs_person
        comments = session.query(Comment, BaseCell.name)
        comments = comments.join(BaseCell, Comment.cell_id == BaseCell.id)
        for comment, name in comments.filter(Comment.notebook_id == notebook.id):
            comment.auto_comment = graded.refused or (
                NO_RESPONSE if name in graded.unanswered else None
            )
        notebook.late_submission_penalty = self._penalty(session, submission, notebook)

    def _penalty(
        self, session: Session, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> float | None:
        late = submission.total_seconds_late
        if late <= 0:
            return None
        session.flush()
        session.refresh(notebook)  # its score is computed by the database
        plugin = self._penalties.plugin_inst
        penalty = plugin.late_submission_penalty(submission.student_id, notebook.score, late)
        return None if penalty is None else min(max(penalty, 0), notebook.score)


def _new_submission(
    session: Session, assignment: Assignment, student: Student
) -> SubmittedAssignment:
    submission = SubmittedAssignment(assignment=assignment, student=student)
    for notebook in assignment.notebooks:
        copy = SubmittedNotebook(notebook=notebook, assignment=submission)
        for cell in notebook.grade_cells:
            Grade(cell_id=cell.id, notebook=copy)
        for cell in notebook.solution_cells:
            Comment(cell_id=cell.id, notebook=copy)
        for cell in notebook.task_cells:
            Comment(cell_id=cell.id, notebook=copy)
            Grade(cell_id=cell.id, notebook=copy)
    session.add(submission)
    session.flush()
    session.refresh(submission)
    return submission


def _timestamp(submitted: Path) -> datetime | None:
    """Read when it was handed in, if nbgrader's exchange put that down."""
    try:
        return parse_utc((submitted / "timestamp.txt").read_text().strip() or None)
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as error:
        logging.getLogger(__name__).warning("%s/timestamp.txt: %s", submitted, error)
        return None
