"""Read what a student handed in, whatever state it is in."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

MAX_BYTES = 32 * 2**20


class Refused(Exception):
    """The submission cannot be graded; the message tells its author what to do."""


class NothingThere(Refused):
    """No notebook was handed in."""


class GraderFailed(Refused):
    """The grader itself failed, so that there are no marks; the message says how."""


@dataclass(frozen=True)
class Submission:
    """The bytes of a notebook as handed in, and what was strange about finding them."""

    student: str
    data: bytes
    notes: tuple[str, ...] = ()


def read(folder: Path, student: str, assignment: str) -> Submission:
    """Find and read the notebook in a submitted folder; raises Refused."""
    path, notes = _find(folder, assignment)
    try:
        # A link could lead to any file of the grader's; a pipe would never end.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Refused(f"{path.name} cannot be opened. Hand in the file itself.") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(f"{path.name} is not an ordinary file. Hand in the notebook itself.")
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        size = f"{MAX_BYTES // 2**20} MiB"
        raise Refused(
            f"{path.name} is larger than {size}. In Jupyter choose Edit → Clear Outputs of All "
            "Cells, save, and hand in again."
        )
    return Submission(student, data, tuple(notes))


def _find(folder: Path, assignment: str) -> tuple[Path, list[str]]:
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("The folder is a link. Hand in the folder itself.")
    path = folder / f"{assignment}.ipynb"
    if path.is_symlink() or path.exists():
        return path, []
    others = list(_notebooks(folder))
    if len(others) == 1:
        return others[0], [f"The notebook was called {others[0].name}, not {path.name}."]
    if not others:
        raise NothingThere(f"There is no notebook in the folder. Hand in {path.name}.")
    names = ", ".join(other.name for other in others)
    raise Refused(f"It is not clear which notebook counts: {names}. Hand in {path.name} alone.")


def _notebooks(folder: Path) -> Iterator[Path]:
    """Find the notebooks in a folder and in those below it, but for Jupyter's own copies."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in sorted(Path(where, name) for name in files):
            if path.suffix.lower() == ".ipynb" and path.name[0] != "." and not path.is_symlink():
                yield path


def parse(data: bytes) -> tuple[NotebookNode, list[str]]:
    """Turn bytes into a notebook of format 4, with a note on each thing that was mended.

    Raises Refused for anything that no notebook can be made of.
    """
    text, notes = _decoded(data)
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(_why_no_notebook(text)) from None
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise Refused("The file is not a notebook. Save it as .ipynb and hand in again.")
    if raw["nbformat"] > 4:
        notes.append(f"The notebook says that its format is {raw['nbformat']}. It was read as 4.")
    return _as_version_4(raw, notes), notes


def _why_no_notebook(text: str) -> str:
    beginning = text.lstrip()[:200]
    if not beginning:
        return "The file is empty. Open your notebook in Jupyter, save it, and hand in again."
    if "\n<<<<<<< " in text:
        return (
            "Two versions of the notebook are mixed in the file: git left its marks <<<<<<< in it. "
            "Choose one version, save it in Jupyter, and hand in again."
        )
    if not beginning.startswith("{"):
        return "The file is not a notebook. Hand in the .ipynb file that Jupyter saved."
    return (
        "The file is not a notebook: it is damaged, or was cut off while it was saved. "
        "Open it in Jupyter, save it, and hand in again."
    )


def _decoded(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["The file was not encoded in UTF-8."]


def _as_version_4(raw: dict[str, Any], notes: list[str]) -> NotebookNode:
    try:
        notebook = nbformat.from_dict(_writable(raw))
        if notebook.nbformat < 4:
            notebook = nbformat.convert(notebook, 4)
        cells = [_sound(cell) for cell in notebook.cells if _is_cell(cell)]
        if len(cells) < len(notebook.cells):
            notes.append("A cell was damaged and is left out.")
        return NotebookNode(
            cells=cells,
            metadata=NotebookNode(language_info=NotebookNode(name="python")),
            nbformat=4,
            nbformat_minor=5,
        )
    except Exception:  # what JSON can get wrong about a notebook cannot be listed
        raise Refused(
            "The notebook's cells are damaged. Open it in Jupyter, save it, and hand in again."
        ) from None


def _is_cell(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") in CELL_TYPES


CELL_TYPES = ("code", "markdown", "raw")


def _sound(cell: NotebookNode) -> NotebookNode:
    """Keep what counts of a cell: its text, and the metadata that names it."""
    source = cell.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    given = cell.get("metadata", {})
    given = given if isinstance(given, dict) else {}
    metadata = {k: given[k] for k in ("nbgrader", "tags") if k in given}
    nbgrader = metadata.get("nbgrader")
    if not isinstance(nbgrader, dict) or not isinstance(nbgrader.get("grade_id"), str):
        metadata.pop("nbgrader", None)
    if "tags" in metadata:
        tags = metadata["tags"] if isinstance(metadata["tags"], list) else []
        sound_tags = [tag for tag in tags if isinstance(tag, str) and tag and "," not in tag]
        metadata["tags"] = list(dict.fromkeys(sound_tags))
    sound = NotebookNode(cell_type=cell.cell_type, source=source, metadata=NotebookNode(metadata))
    if cell.cell_type == "code":
        sound.update(outputs=[], execution_count=None)
    return sound


def _writable(value: Any) -> Any:
    """Replace what JSON can name and no file can hold: half characters."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_writable(item) for item in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(item) for key, item in value.items()}
    return value
