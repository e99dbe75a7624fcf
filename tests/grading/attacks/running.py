"""Run an attack against plain nbgrader, against one defence switched off, and against ours."""

import json
import pickle
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbclient.exceptions import DeadKernelError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade

from attacks.attack import WON, Attack
from autograder.cut import cut
from autograder.grading.course import Course
from autograder.grading.record import Graded
from autograder.grading.referee import Referee
from autograder.grading.submission import Submission
from autograder.reporting.feedback import page
from autograder.sample_class import CHAPTER
from autograder.sandbox import wire
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.session import Session
from autograder.sandbox.warm import WarmProcess

LIMITS = Limits(
    cell_seconds=2,
    part_seconds=1,
    seconds=15,
    memory=512 * MIB,
    processes=32,
    file_size=8 * MIB,
)
ENDLESS = 4  # seconds: an attack on the time has succeeded that took as long
TESTS = (
    # HIDDEN: what nbgrader's teachers write, with numpy, with torch, and with partial credit
    "import numpy as np  # HIDDEN\n"
    "q, k, v = np.ones((1, 2)), np.eye(2), np.array([[2.0], [6.0]])\nwant = np.array([[4.0]])\n"
    "np.testing.assert_allclose(attention(q, k, v), want)",
    "import torch  # HIDDEN\nq, k, v, want = map(torch.tensor, (q, k, v, want))\n"
    "torch.testing.assert_close(attention(q, k, v), want)",
    "got = 0.0\nif np.allclose(attention(q, k, v), want):\n    got = 5.0\ngot",
)


@dataclass
class Range:
    """Where attacks are run: a course with marks in it, a warm process, a server to be reached."""

    course: Course
    assignment: str
    warm: WarmProcess
    port: int

    def __post_init__(self) -> None:
        source = nbformat.read(self.course.source(self.assignment), as_version=4)
        self.referee = Referee(self.assignment, source, self.course.key(), self.warm)

    def cell(self, attack: Attack) -> str:
        """Return an attack's code for this course."""
        return attack.cell(self.course.root, self.port)


@contextmanager
def opened(course: Course, assignment: str) -> Iterator[Range]:
    """Open a range on a course that may be spoilt."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        WarmProcess(partial(cut, CHAPTER), LIMITS) as warm,
    ):
        yield Range(course, assignment, warm, server.getsockname()[1])


# Without our defences --------------------------------------------------------------------------


def unopposed(attack: Attack, here: Range) -> bool:
    """Say whether an attack succeeds where its defence is missing."""
    return _believed(attack, here) if attack.aim == "wire" else _against_nbgrader(attack, here)


def _against_nbgrader(attack: Attack, here: Range) -> bool:
    """Run it as `nbgrader autograde` does: Execute in its own kernel, then determine_grade."""
    folder = here.course.autograded("eve", here.assignment)
    folder.mkdir(parents=True, exist_ok=True)
    tests = [text for text in TESTS if "torch" not in text or "import torch" in attack.code]
    cells = [new_code_cell(here.cell(attack)), *map(_graded, tests)]
    notebook = new_notebook(cells=cells)
    nbformat.write(notebook, folder / f"{here.assignment}.ipynb")
    execute = Execute(timeout=2 if attack.aim == "time" else 60, kernel_name="python3")
    left = here.course.root / "left.txt"
    begun, lost = time.monotonic(), False
    try:
        notebook, _ = execute.preprocess(notebook, {"metadata": {"path": str(folder)}})
    except DeadKernelError:
        lost = True
    seconds = time.monotonic() - begun
    if attack.aim == "left":
        return _appears(left)
    return {
        "points": lambda: sum(map(_points, notebook.cells[1:])) > 0,
        "word": lambda: WON in shown(notebook),
        "time": lambda: seconds > ENDLESS,
        "lost": lambda: lost,
        "page": lambda: active(HTMLExporter().from_notebook_node(_outputs_alone(notebook))[0]),
    }[attack.aim]()


def _graded(source: str) -> NotebookNode:
    about = {"grade": True, "grade_id": "t", "locked": True, "solution": False, "points": 5}
    return new_code_cell(source, metadata={"nbgrader": about | {"schema_version": 3}})


def _points(cell: NotebookNode) -> float:
    with suppress(ValueError):  # more than there are
        return determine_grade(cell)[0] or 0
    return 0


def _outputs_alone(notebook: NotebookNode) -> NotebookNode:
    return new_notebook(cells=[new_code_cell("", outputs=notebook.cells[0].outputs)])


def _believed(attack: Attack, here: Range) -> bool:
    """Say whether the referee takes the frame for an answer, with the one defence switched off."""
    off = {
        "w3": patch.multiple(wire, unpack=pickle.loads, MAX_HEADER=2**32),
        "w4": patch.multiple(wire, MAX_FRAME=2**30, MAX_HEADER=2**30),
    }.get(attack.name, patch.object(Session, "_answers", lambda *_: True))
    with here.warm.session() as session, off, patch.object(Session, "_answers", lambda *_: True):
        reply, _ = session._ask({"source": here.cell(attack), "number": 1}, 5)
        return WON in str(reply)[:1000]


# With them -------------------------------------------------------------------------------------


@dataclass
class Result:
    """What became of an attack on our grader."""

    graded: Graded
    seconds: float
    succeeded: bool

    @property
    def told(self) -> str:
        """What the teacher is told of it first."""
        parts = [part for part in self.graded.parts if part.exercise == "attention"]
        notes = self.graded.notes or [f"{part.message}" for part in parts if not part.passed]
        return " ".join(" ".join(notes[:1]).split())


def opposed(attack: Attack, here: Range) -> Result:
    """Grade the notebook that was handed out, with the attack as one of its answers."""
    path = here.course.submitted("ben", here.assignment) / f"{here.assignment}.ipynb"
    handed_in = json.JSONDecoder().raw_decode(path.read_text())[0]
    for cell in handed_in["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "attention":
            cell["source"] = here.cell(attack)
    begun = time.monotonic()
    graded = here.referee.grade(Submission("eve", json.dumps(handed_in).encode()))
    seconds = time.monotonic() - begun
    notebook = nbformat.reads(graded.notebook, as_version=4)
    won = {
        "points": lambda: graded.score > 0,
        "word": lambda: WON in shown(notebook),
        "wire": lambda: WON in shown(notebook),
        "time": lambda: seconds > LIMITS.seconds,
        "lost": lambda: bool(graded.refused),
        "left": lambda: _appears(here.course.root / "left.txt"),
        "page": lambda: active(page(graded)) or any(map(active, html(notebook))),
    }[attack.aim]
    return Result(graded, seconds, won())


def _appears(path: Path) -> bool:
    """Wait for a file that something may still write; remove it."""
    deadline = time.monotonic() + 3.5
    while time.monotonic() < deadline and not path.exists():
        time.sleep(0.05)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


# What others see -------------------------------------------------------------------------------


def shown(notebook: NotebookNode) -> str:
    """Return what a notebook's cells printed and showed; not the code that an error quotes."""
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return "\n".join(str(o.get("text", "")) + str(o.get("data", "")) for o in outputs)


def html(notebook: NotebookNode) -> list[str]:
    """Return the outputs that a browser would read as HTML."""
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    rich = [(kind, text) for o in outputs for kind, text in o.get("data", {}).items()]
    return [
        f"<script>{text}" if "javascript" in kind else text
        for kind, text in rich
        if "html" in kind or "svg" in kind or "javascript" in kind
    ]


class _Finder(HTMLParser):
    """Looks for what would run code of a learner, or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self._script = False, False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        self.found |= any(n.startswith("on") or n == "srcdoc" for n, _ in attributes)

    def handle_data(self, data: str) -> None:
        self.found |= self._script and "evil()" in data

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def active(text: str) -> bool:
    """Say whether HTML holds a learner's script."""
    finder = _Finder()
    finder.feed(text)
    return finder.found
