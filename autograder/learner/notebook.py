"""Read a learner's notebook: its code cells, and the parts of the book that it answers."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from autograder.keys import names_beside, part_names


class BadNotebook(ValueError):
    """There is nothing to check in this file; the message says why, and what to do."""


class Part(NamedTuple):
    """One part of an exercise."""

    exercise: str
    name: str


@dataclass(frozen=True)
class Cell:
    """A code cell: its number, its name in the course, its tags, and the part that it checks."""

    number: int
    source: str
    name: str
    tags: frozenset[str]
    part: Part | None


def code_cells(path: Path) -> list[Cell]:
    """Read the code cells of a notebook; raises BadNotebook."""
    found = _parsed(path).get("cells")
    if not isinstance(found, list):
        raise BadNotebook(f"{path} has no cells. If it is old, open it in Jupyter and save it.")
    code = [cell for cell in found if cell.get("cell_type") == "code"]
    return [_cell(number, cell) for number, cell in enumerate(code, 1)]


def parts(path: Path) -> list[Part]:
    """Return every part of the notebook's chapter in the book's order; raises BadNotebook.

    A part whose cell was deleted is among them.
    """
    checks = [cell.part for cell in code_cells(path) if cell.part]
    if not checks:
        raise BadNotebook(f"{path} is no notebook of the book: none of its cells is a check.")
    try:
        names = names_beside(checks[0].exercise)
    except KeyError:
        raise BadNotebook(
            f"{path} asks for {checks[0].exercise}, which is not checked here. A kit checks the "
            "notebook of its own chapter."
        ) from None
    return [Part(name, part) for name in names for part in part_names(name)]


def _parsed(path: Path) -> dict[str, Any]:
    if path.is_dir():
        inside = ", ".join(str(p) for p in sorted(path.glob("*.ipynb"))) or "there is none in it"
        raise BadNotebook(f"{path} is a folder. Name a notebook: {inside}.")
    if not path.exists():
        beside = ", ".join(str(p) for p in sorted(path.parent.glob("*.ipynb")))
        raise BadNotebook(f"There is no {path}." + (f" There is: {beside}." if beside else ""))
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # of JSON or of the encoding
        raise BadNotebook(
            f"{path} is not a notebook ({error}). Was it cut off? Jupyter keeps its last saved "
            "state in .ipynb_checkpoints."
        ) from None
    if not isinstance(notebook, dict):
        raise BadNotebook(f"{path} is not a notebook: it holds a {type(notebook).__name__}.")
    return notebook


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    metadata = cell.get("metadata", {})
    about = metadata.get("autograder", {})
    return Cell(
        number=number,
        source="".join(cell.get("source", "")),  # Jupyter writes a list of lines
        name=metadata.get("nbgrader", {}).get("grade_id", ""),
        tags=frozenset(metadata.get("tags", ())),
        part=Part(about["exercise"], about["part"]) if "part" in about else None,
    )
