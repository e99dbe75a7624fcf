"""The finale of a notebook as a class kit shows it: with what it printed in the course.

A kit holds no trained model, since the model holds the solution.
"""

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.release.notebook import solved_notebook


def with_recorded_finale(learners: bytes, number: int) -> bytes:
    """Replace each cell with the tag `finale` by its text and its output in the solved notebook."""
    notebook = nbformat.reads(learners.decode(), as_version=4)
    places = [index for index, cell in enumerate(notebook.cells) if _is_finale(cell)]
    if not places:
        return learners
    printed = _printed(solved_notebook(number))
    for index in places:
        cell = notebook.cells[index]
        shown = f"```python\n{cell.source}\n```\n\nWith our own parts this prints:\n\n"
        shown += f"```text\n{printed[cell.id]}\n```"
        notebook.cells[index] = new_markdown_cell(shown, id=cell.id)
    return nbformat.writes(notebook).encode()


def _is_finale(cell: NotebookNode) -> bool:
    return "finale" in cell.metadata.get("tags", ())


def _printed(solved: NotebookNode) -> dict[str, str]:
    """Run the solved notebook, and return what its finale cells print."""
    NotebookClient(solved, timeout=120, kernel_name="python3").execute()
    return {
        cell.id: "".join(output.get("text", "") for output in cell.outputs).rstrip()
        for cell in solved.cells
        if _is_finale(cell)
    }
