"""Make a submission whole again: the locked cells are the course's, whatever was handed in."""

from collections.abc import Iterator
from copy import deepcopy

from nbformat import NotebookNode


def repair(submitted: NotebookNode, source: NotebookNode) -> list[str]:
    """Repair `submitted` in place, after the instructor's `source`; return a note on each repair.

    Locked cells get the source's text and metadata, missing ones come back, copies lose their name.
    A learner's own cells and answers stay where and as they are.
    """
    notes: list[str] = []
    originals = {_name(cell): cell for cell in source.cells if _name(cell)}
    _recognise(submitted, originals)
    submitted.cells = list(_restored(submitted, originals, notes))
    for cell in _too_early(submitted):
        notes.append(f"The check {_name(cell)} stood above its answer. It is below it again.")
        submitted.cells.remove(cell)
        submitted.cells.insert(_place(cell, submitted, source), cell)
    for cell in _missing(submitted, originals):
        if _is_locked(cell):
            notes.append(f"The locked cell {_name(cell)} was missing. It is back.")
            submitted.cells.insert(_place(cell, submitted, source), deepcopy(cell))
        else:
            notes.append(f"The answer cell {_name(cell)} is missing.")
    for number, cell in enumerate(submitted.cells):
        cell["id"] = _name(cell) or f"cell-{number}"
    return notes


def _recognise(submitted: NotebookNode, originals: dict[str, NotebookNode]) -> None:
    """Give back its name to a locked cell that lost its metadata but kept its text."""
    present = {_name(cell) for cell in submitted.cells}
    by_text = {c.source.strip(): c for n, c in originals.items() if _is_locked(c)}
    for cell in submitted.cells:
        original = by_text.get(cell.source.strip())
        if original and not _name(cell) and _name(original) not in present:
            present.add(_name(original))
            cell.metadata = deepcopy(original).metadata


def _restored(
    submitted: NotebookNode, originals: dict[str, NotebookNode], notes: list[str]
) -> Iterator[NotebookNode]:
    seen: set[str] = set()
    for cell in submitted.cells:
        name = _name(cell)
        original = originals.get(name)
        if original is None or name in seen:
            if name:
                what = "is not of this assignment" if original is None else "appears twice"
                notes.append(f"The cell {name} {what}. The extra one counts as your own cell.")
            cell.metadata.pop("nbgrader", None)
            yield cell
            continue
        seen.add(name)
        if _is_locked(original):
            if (cell.source, cell.cell_type) != (original.source, original.cell_type):
                notes.append(f"The locked cell {name} was changed. It is as it was.")
            yield deepcopy(original)
        else:
            if cell.cell_type != original.cell_type:
                notes.append(f"The answer cell {name} is a {original.cell_type} cell again.")
            answer = deepcopy(original)
            answer.source = cell.source
            checksum = cell.metadata.nbgrader.get("checksum")
            if isinstance(checksum, str):
                answer.metadata.nbgrader["checksum"] = checksum
            yield answer


def _too_early(submitted: NotebookNode) -> list[NotebookNode]:
    """Find the checks that stand above the answer that they check, where it is not known yet."""
    early, unseen = [], {_name(cell) for cell in submitted.cells}
    for cell in submitted.cells:
        unseen.discard(_name(cell))
        if cell.metadata.get("autograder", {}).get("exercise") in unseen:
            early.append(cell)
    return early


def _missing(submitted: NotebookNode, originals: dict[str, NotebookNode]) -> list[NotebookNode]:
    present = {_name(cell) for cell in submitted.cells}
    return [cell for name, cell in originals.items() if name not in present]


def _place(cell: NotebookNode, submitted: NotebookNode, source: NotebookNode) -> int:
    """Find where a missing cell belongs: after its nearest neighbour above that is still there.

    If all above it lost their names, a check goes to the end, where the answers are known.
    """
    index = source.cells.index(cell)
    above = {_name(c) for c in source.cells[:index] if _name(c)}
    answer = cell.metadata.get("autograder", {}).get("exercise")
    places = [i for i, c in enumerate(submitted.cells) if _name(c) in above]
    answered = not answer or any(_name(submitted.cells[i]) == answer for i in places)
    if places and answered:
        return places[-1] + 1
    return len(submitted.cells) if answer else 0


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _is_locked(cell: NotebookNode) -> bool:
    nbgrader = cell.metadata.nbgrader
    return bool(nbgrader.get("locked") or nbgrader.get("grade")) and not nbgrader.get("solution")
