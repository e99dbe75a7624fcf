"""Grade one submission: run its cells in the sandbox, and reach each verdict outside of it."""

import ast
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator, Sequence

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.grading import outputs
from autograder.grading.execution import Cell, Execution, GaveUp
from autograder.grading.record import Graded, Part
from autograder.grading.repair import repair
from autograder.grading.submission import NothingThere, Refused, Submission, parse
from autograder.judging.case import Case, Outcome
from autograder.judging.compare import Finding
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict
from autograder.keys import Key
from autograder.keys import key as answer_key
from autograder.sandbox.session import Ended, TooSlow
from autograder.sandbox.warm import WarmProcess

FORGED = "The submission's code wrote on the grader's own connection. Look at it in person."


class UnsoundAssignment(ValueError):
    """The course's own solution does not pass; the message says where."""


class Referee:
    """Grades submissions of one assignment, one after the other.

    `source` is the instructor's notebook: the locked cells are taken from it, never from a
    submission. The same submission gets the same verdict whenever it is graded.
    """

    def __init__(self, assignment: str, source: NotebookNode, secret: bytes, warm: WarmProcess):
        self.assignment, self.source = assignment, source
        self._secret, self._warm = secret, warm

    def grade(self, submission: Submission) -> Graded:
        """Grade one submission; whatever is wrong with it is in the result."""
        begun = time.monotonic()
        try:
            notebook, notes = parse(submission.data)
        except Refused as refusal:
            return refused(self.assignment, self.source, submission.student, refusal)
        notes += repair(notebook, self.source)
        unanswered = tuple(_unanswered(notebook))
        parts, seen = self._run(notebook, self._seed(submission.data))
        return Graded(
            student=submission.student,
            assignment=self.assignment,
            digest=digest(submission.data),
            parts=parts,
            notes=(*submission.notes, *notes, *seen),
            unanswered=unanswered,
            seconds=time.monotonic() - begun,
            notebook=nbformat.writes(notebook),
        )

    def try_solution(self) -> None:
        """Grade the course's own solution; raises UnsoundAssignment if it is not worth all points.

        It also makes the first submission as fast as the others.
        """
        solution = Submission("", nbformat.writes(self.source).encode())
        for part in self.grade(solution).parts:
            if part.score is not None and not part.passed:
                raise UnsoundAssignment(
                    f"The course's own solution fails at {part.exercise} · {part.part}, so that "
                    f"nobody could pass: {part.message}\nRelease the assignment again."
                )

    def _seed(self, data: bytes) -> int:
        """Derive the seed of the cases: secret, and the same whenever this is graded again."""
        message = self.assignment.encode() + b"\0" + data
        return int.from_bytes(hmac.digest(self._secret, message, "sha256")[:8], "big")

    def _run(self, notebook: NotebookNode, seed: int) -> tuple[tuple[Part, ...], list[str]]:
        """Run the notebook, fill in its outputs, and return the verdicts and what was noted."""
        with Execution(self._warm) as execution:
            parts = tuple(self._parts(notebook, seed, execution))
        return parts, [FORGED] if execution.forged else []

    def _parts(self, notebook: NotebookNode, seed: int, execution: Execution) -> Iterator[Part]:
        """Run the code cells in order, and judge the checks among them."""
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        slow: set[str] = set()
        for number, cell in enumerate(code, 1):
            cell.execution_count = number
            if _is_checked(cell):
                yield _judged(cell, execution, seed, slow)
            elif _is_graded(cell):
                yield _for_a_person(cell)
            elif "show" not in cell.metadata.get("tags", []):
                cell.outputs = _ran(Cell(cell.source, number), execution)


def _is_graded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _is_checked(cell: NotebookNode) -> bool:
    return _is_graded(cell) and "autograder" in cell.metadata


def _ran(cell: Cell, execution: Execution) -> list[NotebookNode]:
    """Run one cell of the learner's, and return its outputs."""
    try:
        ran = execution.run(cell)
    except Ended as ended:
        return [outputs.failed("PythonEnded", f"This cell was left out: {ended}.")]
    except GaveUp as reason:
        return [outputs.failed("NotRun", f"This cell was not run: {reason}.")]
    found = outputs.clean(ran.outputs, cell.number)
    if ran.too_slow:
        found.append(outputs.failed("TooSlow", "This cell took too long and was stopped."))
    return found


def _for_a_person(cell: NotebookNode) -> Part:
    name, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
    return Part(name, name, "", points, None, "A person grades this.", needs_person=True)


def _judged(cell: NotebookNode, execution: Execution, seed: int, slow: set[str]) -> Part:
    """Reach the verdict on one locked cell, and write it into the cell."""
    points = float(cell.metadata.nbgrader.points)
    exercise, part = cell.metadata.autograder["exercise"], cell.metadata.autograder["part"]
    subject = _subject(cell.source)

    def play(cases: Sequence[Case]) -> list[Outcome]:
        return execution.play(subject, cases, hurry=exercise in slow)

    needs_person = False
    try:
        verdict = _judge(answer_key(exercise, part, seed), play)
    except TooSlow:
        slow.add(exercise)
        finding = Finding("takes too long", "A call did not return. Is there a loop without end?")
        verdict = Verdict(exercise, part, 0, finding)
    except Ended as ended:
        finding = Finding("ends Python", f"A call brought down Python: {ended}.")
        verdict = Verdict(exercise, part, 0, finding)
    except GaveUp as reason:
        needs_person = True
        verdict = Verdict(exercise, part, 0, Finding("not judged", f"Not judged: {reason}."))
    except Exception as error:  # what came back is hostile; it must cost its author alone
        text = f"What it returned cannot be compared ({type(error).__name__})."
        verdict = Verdict(exercise, part, 0, Finding("not comparable", text))
    message = outputs.writable(verdict)
    write = outputs.printed if verdict.passed else _check_failed
    cell.outputs = [write(message)]
    return Part(
        cell=cell.metadata.nbgrader.grade_id,
        exercise=exercise,
        part=part,
        points=points,
        score=points if verdict.passed else 0,
        message=message,
        law=verdict.finding.law if verdict.finding else "",
        mistake=verdict.mistake.id if verdict.mistake else "",
        needs_person=needs_person,
    )


def _judge(key: Key, play: Callable[[Sequence[Case]], list[Outcome]]) -> Verdict:
    """Judge with all of a part's cases played in one go: each question to the sandbox costs."""
    cases = getattr(key, "cases", ())
    known: dict[int, Outcome] = {}

    def ask(case: Case) -> Outcome:
        if id(case) not in known:
            together = cases if any(case is one for one in cases) else (case,)
            known.update(zip(map(id, together), play(together), strict=True))
        return known[id(case)]

    return judge(key, ask)


def _check_failed(message: str) -> NotebookNode:
    return outputs.failed("CheckFailed", message)


def _subject(source: str) -> str:
    """Return what a locked cell checks, as an expression.

    >>> _subject('check(attention, part="masks")'), _subject("check(score_std=score_std)")
    ('attention', 'score_std')
    """
    call = ast.parse(source).body[-1].value  # type: ignore[attr-defined]
    checked = call.args[0] if call.args else call.keywords[0].value
    return ast.unparse(checked)


def digest(data: bytes) -> str:
    """Name a submission by its bytes."""
    return hashlib.sha256(data).hexdigest()


def _unanswered(notebook: NotebookNode) -> Iterator[str]:
    """Name the answer cells that are as they were handed out."""
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and nbgrader.get("checksum") == compute_checksum(cell):
            yield nbgrader.grade_id


def refused(assignment: str, source: NotebookNode, student: str, why: Refused) -> Graded:
    """Return the result of a submission in which there is nothing to grade: 0, and why.

    A person should look at it, unless nothing at all was handed in.
    """
    parts = []
    for cell in filter(_is_graded, source.cells):
        name, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
        about = cell.metadata.get("autograder", {"exercise": name, "part": ""})
        parts.append(
            Part(
                cell=name,
                exercise=about["exercise"],
                part=about["part"],
                points=points,
                score=0,
                message=str(why),
                law="not gradable",
                needs_person=not isinstance(why, NothingThere),
            )
        )
    return Graded(student, assignment, digest="", parts=tuple(parts), refused=str(why))
