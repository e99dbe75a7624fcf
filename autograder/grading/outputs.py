"""What a sandboxed cell put out, as outputs of a notebook that is safe to open."""

from typing import Any

import nh3
from nbformat import NotebookNode

# No scripts, no SVG (which can hold scripts): others read these outputs in their browser.
TEXTS = ("text/plain", "text/latex")
PICTURES = ("image/png", "image/jpeg")


def clean(outputs: Any, number: int) -> list[NotebookNode]:
    """Keep of a hostile process's outputs what the notebook's cell `number` can safely hold."""
    found = outputs if isinstance(outputs, list) else []
    made = [_output(_of_json(item), number) for item in found if isinstance(item, dict)]
    return [output for output in made if output is not None]


def writable(text: Any) -> str:
    """Return a string without half characters, which no file can hold."""
    return str(text).encode("utf-8", "replace").decode()


def printed(text: str) -> NotebookNode:
    """Return text as a cell prints it."""
    return NotebookNode(output_type="stream", name="stdout", text=writable(text))


def failed(kind: str, text: str) -> NotebookNode:
    """Return an error as a cell raises it; nbgrader reads a failed check from it."""
    lines = writable(text).splitlines()
    return NotebookNode(
        output_type="error", ename=kind, evalue=lines[0] if lines else "", traceback=lines
    )


def _of_json(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if isinstance(value, str | list | dict)}


def _output(item: dict[str, Any], number: int) -> NotebookNode | None:
    kind = item.get("output_type")
    if kind == "stream":
        name = "stderr" if item.get("name") == "stderr" else "stdout"
        return NotebookNode(output_type="stream", name=name, text=writable(item.get("text", "")))
    if kind == "error":
        lines = item.get("traceback")
        lines = [writable(line) for line in lines] if isinstance(lines, list) else []
        name, value = writable(item.get("ename", "Error")), writable(item.get("evalue", ""))
        return NotebookNode(output_type="error", ename=name, evalue=value, traceback=lines)
    if kind in ("display_data", "execute_result") and isinstance(item.get("data"), dict):
        shown = NotebookNode(output_type=kind, data=_data(item["data"]), metadata={})
        if kind == "execute_result":
            shown.execution_count = number
        return shown
    return None


def _data(data: dict[str, Any]) -> dict[str, str]:
    kept = {kind: writable(data[kind]) for kind in (*TEXTS, *PICTURES) if kind in data}
    if "text/html" in data:
        kept["text/html"] = nh3.clean(writable(data["text/html"]))
    return kept
