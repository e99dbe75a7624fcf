"""An IPython shell that keeps what its cells print and show, as a notebook's outputs."""

import io
import os
import sys
import tempfile
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

ITEM = 1024  # what an output counts beside its text, so that many small ones end too


class Outputs:
    """What one cell has put out so far. All cells share one allowance of bytes."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.allowance = 0

    def take(self) -> list[dict[str, Any]]:
        """Return what was put out, and begin anew."""
        items, self.items = self.items, []
        return items

    def stream(self, name: str, text: str) -> None:
        """Add text that was printed; neighbours of the same name become one output."""
        text = self._within(text)
        if not text:
            return
        last = self.items[-1] if self.items else {}
        if last.get("name") == name:
            last["text"] += text
        else:
            self.items.append({"output_type": "stream", "name": name, "text": text})
            self.allowance -= ITEM

    def add(self, kind: str, **content: Any) -> None:
        """Add a picture, a value or an error; one that is too large is left out."""
        size = len(repr(content)) + ITEM
        if size > self.allowance:
            self.stream("stdout", "[output left out: it is too large]\n")
            return
        self.allowance -= size
        self.items.append({"output_type": kind, **content})

    def _within(self, text: str) -> str:
        if self.allowance <= 0:
            return ""
        if len(text) > self.allowance:
            text = text[: self.allowance] + "\n[output cut: it is too long]\n"
            self.allowance = 0
        self.allowance -= len(text)
        return text


class Stream(io.TextIOBase):
    """A `sys.stdout` whose text goes to the outputs."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs):
        self.name, self._outputs = name, outputs

    def writable(self) -> bool:
        """Say that text can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor that subprocesses write to."""
        return 1 if self.name == "stdout" else 2

    def write(self, text: str) -> int:
        """Keep the text."""
        self._outputs.stream(self.name, str(text))
        return len(text)


class _Publisher(DisplayPublisher):
    shell: "NotebookShell"

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.shell.outputs.add("display_data", data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.take()


class _Hook(DisplayHook):
    shell: "NotebookShell"

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.outputs.add("execute_result", data=format_dict, metadata=md_dict or {})

    def finish_displayhook(self) -> None:
        pass


class NotebookShell(InteractiveShell):
    """IPython as a notebook's kernel has it, without a kernel."""

    def __init__(self, **options: Any):
        self.outputs = Outputs()
        super().__init__(**options, display_pub_class=_Publisher, displayhook_class=_Hook)
        self.system = self.system_raw  # type: ignore[method-assign]

    @classmethod
    def warm(cls) -> "NotebookShell":
        """Make the one shell of this process, which remembers nothing on disk."""
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        return cls.instance(config=config)

    def capture(self, allowance: int) -> None:
        """Take over stdout and stderr, of Python and of subprocesses."""
        self.outputs.allowance = allowance
        sys.stdout, sys.stderr = (Stream(name, self.outputs) for name in ("stdout", "stderr"))
        with tempfile.TemporaryFile() as printed:
            for descriptor in (1, 2):
                os.dup2(printed.fileno(), descriptor)

    def run(self, source: str, number: int) -> tuple[list[dict[str, Any]], bool]:
        """Run a cell, the notebook's `number`-th; return its outputs, and whether it succeeded."""
        self.execution_count = number
        ran = self.run_cell(source, store_history=True)
        sys.stdout.flush()
        self._collect_subprocesses()
        return self.outputs.take(), bool(ran.success)

    def _collect_subprocesses(self) -> None:
        size = os.fstat(1).st_size
        if size:
            text = os.pread(1, max(self.outputs.allowance, 0) + 1, 0).decode("utf-8", "replace")
            self.outputs.stream("stdout", text)
            os.ftruncate(1, 0)
            os.lseek(1, 0, os.SEEK_SET)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.outputs.add(
            "error", ename=etype.__name__, evalue=_text(evalue), traceback=[str(x) for x in stb]
        )


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:  # an exception of a learner may fail to describe itself
        return f"<{type(value).__name__}>"
