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
from autograder.grading.refusal import refused
from autograder.grading.repair import repair
from autograder.grading.submission import Refused, Submission, parse
from autograder.judging.case import Case, Outcome
from autograder.judging.compare import Finding
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict
from autograder.keys import Key
from autograder.keys import key as answer_key
from autograder.sandbox.session import Ended, TooSlow
from autograder.sandbox.warm import WarmProcess

# Pictures of the learner's own results, and what needs the whole course.
SKIPPED = {"show", "finale"}
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
        parts, seen = self._run(notebook, self._seed(submission.data))
        return Graded(
            student=submission.student,
            assignment=self.assignment,
            digest=digest(submission.data),
            parts=parts,
            notes=(*submission.notes, *notes, *seen),
            unanswered=tuple(c.id for c in notebook.cells if _is_unanswered(c)),
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
        keys = _Keys(list(filter(_is_checked, notebook.cells)), seed)
        with Execution(self._warm, keys.draw_next) as execution:
            parts = tuple(_parts(notebook, keys, execution))
        return parts, [FORGED] if execution.forged else []


def _parts(notebook: NotebookNode, keys: "_Keys", execution: Execution) -> Iterator[Part]:
    """Run the code cells in order, and judge the checks among them."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
    slow: set[str] = set()
    for cell in notebook.cells:
        if _is_checked(cell):
            yield _judged(cell, keys.of(cell), execution, slow)
            continue
        skipped = SKIPPED & set(cell.metadata.get("tags", ()))
        if cell.cell_type == "code" and not skipped:
            cell.outputs = _ran(Cell(cell.source, cell.execution_count), execution)
        if _is_graded(cell):
            yield _for_a_person(cell)


class _Keys:
    """The answer keys of a notebook's checks, drawn one by one while the sandbox is busy."""

    def __init__(self, checks: Sequence[NotebookNode], seed: int):
        self._checks, self._seed = iter(checks), seed
        self._drawn: dict[str, Key | Exception] = {}

    def draw_next(self) -> None:
        """Draw one more key, if there is one; what goes wrong is raised where it is asked for."""
        for cell in self._checks:
            about = cell.metadata.autograder
            try:
                key: Key | Exception = answer_key(about["exercise"], about["part"], self._seed)
            except Exception as error:
                key = error
            self._drawn[cell.id] = key
            return

    def of(self, cell: NotebookNode) -> Key:
        """Return the key of one check; the checks come in the notebook's order."""
        if cell.id not in self._drawn:
            self.draw_next()
        key = self._drawn[cell.id]
        if isinstance(key, Exception):
            raise key
        return key


def _is_graded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _is_checked(cell: NotebookNode) -> bool:
    written = cell.metadata.get("nbgrader", {}).get("solution")
    return _is_graded(cell) and not written and "autograder" in cell.metadata


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
    """Leave the marks to a person, but for an answer that is as it was handed out."""
    name, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
    if _is_unanswered(cell):
        return Part(name, name, "", points, 0, "Nothing is written here yet.", "not written yet")
    return Part(
        cell=name,
        exercise=name,
        part="",
        points=points,
        score=None,
        message="A person grades this.",
        law="a person grades this",
        needs_person=True,
        answer=cell.source,
    )


def _judged(cell: NotebookNode, key: Key, execution: Execution, slow: set[str]) -> Part:
    """Reach the verdict on one locked cell, and write it into the cell."""
    points = float(cell.metadata.nbgrader.points)
    exercise, part = key.exercise, key.part
    subject = _subject(cell.source)

    def play(cases: Sequence[Case]) -> list[Outcome]:
        return execution.play(subject, cases, hurry=exercise in slow)

    needs_person = False
    try:
        verdict = _judge(key, play)
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


def _is_unanswered(cell: NotebookNode) -> bool:
    """Say whether an answer cell is as it was handed out."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("solution")) and nbgrader.get("checksum") == compute_checksum(cell)
