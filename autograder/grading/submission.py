"""Read what a student handed in, whatever state it is in."""

import json
import os
import stat
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
    others = sorted(p for p in folder.glob("*.ipynb") if p.is_file() and not p.is_symlink())
    if len(others) == 1:
        return others[0], [f"The notebook was called {others[0].name}, not {path.name}."]
    if not others:
        raise NothingThere(f"There is no notebook in the folder. Hand in {path.name}.")
    names = ", ".join(other.name for other in others)
    raise Refused(f"It is not clear which notebook counts: {names}. Hand in {path.name} alone.")


def parse(data: bytes) -> tuple[NotebookNode, list[str]]:
    """Turn bytes into a notebook of format 4, with a note on each thing that was mended.

    Raises Refused for anything that no notebook can be made of.
    """
    text, notes = _decoded(data)
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(
            "The file is not a notebook: it is empty, or was cut off while it was saved. "
            "Open it in Jupyter, save it, and hand in again."
        ) from None
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise Refused("The file is not a notebook. Save it as .ipynb and hand in again.")
    if raw["nbformat"] > 4:
        raise Refused("The notebook's format is newer than version 4. Save it as version 4.")
    return _as_version_4(raw), notes


def _decoded(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["The file was not encoded in UTF-8."]


def _as_version_4(raw: dict[str, Any]) -> NotebookNode:
    try:
        notebook = nbformat.from_dict(_writable(raw))
        if notebook.nbformat < 4:
            notebook = nbformat.convert(notebook, 4)
        cells = [_sound(cell) for cell in notebook.cells if cell.get("cell_type") in CELL_TYPES]
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


CELL_TYPES = ("code", "markdown", "raw")


def _sound(cell: NotebookNode) -> NotebookNode:
    """Keep what counts of a cell: its text, and the metadata that names it."""
    source = cell.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    given = cell.get("metadata", {})
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
