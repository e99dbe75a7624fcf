"""From a py:percent source to the solved notebook, with nbgrader's metadata and fixed cell ids.

A code cell that holds one line `# solution: module.name` becomes the reference's source;
`# imports` the imports that the solutions need; `# check: name` one locked cell a part;
`# answer: name` the answer to a question, in code for a program or in sentences for a person. All
other cells stay as they are. Those with the tag `finale` need the whole course: see
`autograder.finale`.
"""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.chapters import chapter, importable
from autograder.checks import exercise
from autograder.judging.exercise import Essay, Question
from autograder.release import SOURCES
from autograder.release.stubs import BEGIN, END, import_lines, solution_cell

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def solved_notebook(number: int, sources: Path = SOURCES) -> NotebookNode:
    """Build the solved notebook of chapter `number`; the same bytes every time.

    Raises FileNotFoundError if the chapter has no source, ValueError for a wrong directive.
    """
    path = sources / (chapter(number).slug.replace("-", "_") + ".py")
    raw = jupytext.read(path, fmt="py:percent")
    cells = [cell for source in raw.cells for cell in _expanded(source, raw.cells, number)]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    for index, cell in enumerate(notebook.cells):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{index:02d}")
    nbformat.validate(notebook)
    return notebook


def _expanded(cell: NotebookNode, cells: list[NotebookNode], number: int) -> Iterator[NotebookNode]:
    """Yield the cells that one cell of the source stands for."""
    if cell.cell_type == "markdown":
        yield new_markdown_cell(cell.source)
        return
    word, _, name = cell.source.removeprefix("# ").partition(": ")
    if "\n" not in cell.source and cell.source.startswith("# ") and word in DIRECTIVES:
        yield from DIRECTIVES[word](name, cells, number)
        return
    tags = cell.metadata.get("tags", [])
    yield new_code_cell(cell.source, metadata={"tags": tags} if tags else {})


def _imports(_: str, cells: list[NotebookNode], number: int) -> Iterator[NotebookNode]:
    """One locked cell with all imports."""
    lines = import_lines({solution_cell(_reference(n)): _module(n) for n in _solutions(cells)})
    _refuse_later(lines, number)
    source = "\n".join([*lines, "from autograder import check"])
    yield _cell(source, "imports", locked=True)


def _solution(name: str, cells: list[NotebookNode], number: int) -> Iterator[NotebookNode]:
    """The reference's source, its body between the solution marks."""
    exercise_name = name.rsplit(".", 1)[1]
    yield _cell(solution_cell(_reference(name)), exercise_name, solution=True)


def _answer(name: str, cells: list[NotebookNode], number: int) -> Iterator[NotebookNode]:
    """The answer to a question; the stub says None, or leaves room for sentences."""
    question = exercise(name)
    if isinstance(question, Essay):
        yield _room_for_sentences(question)
        return
    if not isinstance(question, Question):
        raise ValueError(f"# answer: {name} is no question")
    source = f"{BEGIN}\n{name} = {question.answer!r}\n{END}"
    cell = _cell(source, name, solution=True)
    cell.metadata["autograder"] = {"stub": f"{name} = None  # replace None by your answer"}
    yield cell


def _check(name: str, cells: list[NotebookNode], number: int) -> Iterator[NotebookNode]:
    """One locked cell a part, each with its own points."""
    found = exercise(name)
    for part in found.parts:
        if isinstance(found, Question):
            source = f"check({name}={name})"
        else:
            source = f'check({name}, part="{part.name}")'
        # A cell worth nothing is locked and not graded.
        cell = _cell(source, f"{name}-{part.name}", points=part.points or None, locked=True)
        cell.metadata["autograder"] = {"exercise": name, "part": part.name}
        yield cell


DIRECTIVES: dict[str, Callable[..., Iterator[NotebookNode]]] = {
    "imports": _imports,
    "solution": _solution,
    "answer": _answer,
    "check": _check,
}


def _room_for_sentences(essay: Essay) -> NotebookNode:
    """Make the Markdown cell that a learner writes into and a person grades."""
    code = _cell("", essay.name, points=essay.points, solution=True)
    code.metadata.nbgrader["cell_type"] = "markdown"
    return new_markdown_cell(essay.look_for, metadata=code.metadata)


def _cell(
    source: str, grade_id: str, points: int | None = None, locked=False, solution=False
) -> NotebookNode:
    """Make a code cell with nbgrader's metadata."""
    nbgrader: dict[str, Any] = {
        "cell_type": "code",
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        nbgrader["points"] = points
    return new_code_cell(source, metadata={"nbgrader": nbgrader})


def _solutions(cells: list[NotebookNode]) -> list[str]:
    mark = "# solution: "
    return [cell.source.removeprefix(mark) for cell in cells if cell.source.startswith(mark)]


def _module(name: str) -> ModuleType:
    return importlib.import_module(name.rsplit(".", 1)[0])


def _reference(name: str) -> Any:
    return getattr(_module(name), name.rsplit(".", 1)[1])


def _refuse_later(lines: list[str], number: int) -> None:
    """A notebook may import the parts of earlier chapters only."""
    for line in lines:
        package, _, module = line.split()[1].partition(".")
        if package in ("by_hand", "translator") and module not in importable(number)[package]:
            raise ValueError(f"chapter {number} may not yet say: {line}")
