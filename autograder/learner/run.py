"""Run a learner's notebook and check it: the process that `autograder check` starts for it.

What the notebook prints and shows is dropped. Each finding is a line of JSON, written when it is
there, so that a notebook that hangs or ends Python takes with it only what comes after.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.judging.compare import Finding
from autograder.judging.verdict import Verdict
from autograder.keys import visible_key, visible_verdict
from autograder.learner.notebook import Cell, Part, code_cells, parts
from autograder.learner.results import Result
from autograder.learner.shelf import Shelf

SKIPPED = {"show", "finale"}  # pictures of the learner's own results, and what the course alone has
Line = dict[str, object]


def main(notebook: Path, findings: Path, rung: int) -> None:
    """Check the notebook; write where the run is, each result, and what was kept."""
    with findings.open("w", buffering=1) as file, Path(os.devnull).open("w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        for line in _Run(rung).lines(code_cells(notebook), parts(notebook)):
            print(json.dumps(line), file=file)


class _Run:
    """A fresh IPython with what the notebook has defined so far."""

    def __init__(self, rung: int) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        self._shell = InteractiveShell.instance(config=config)
        self._shelf = Shelf()
        self._rung = rung
        self._errors: dict[str, str] = {}

    def lines(self, cells: list[Cell], left: list[Part]) -> Iterator[Line]:
        """Run the cells in order; judge a part where its cell stands, or at the end."""
        for cell in cells:
            if cell.part in left:
                left.remove(cell.part)
                yield from self._judge(cell.part)
            elif not cell.part and not SKIPPED & cell.tags:
                yield {"at": f"cell {cell.number}"}
                self._run(cell)
        for part in left:
            yield from self._judge(part)

    def _run(self, cell: Cell) -> None:
        ran = self._shell.run_cell(cell.source, store_history=True)
        error = ran.error_before_exec or ran.error_in_exec
        if error:
            self._errors[cell.name] = f" Its cell raises {type(error).__name__}: {error}."

    def _judge(self, part: Part) -> Iterator[Line]:
        yield {"at": f"the check of {part.exercise} · {part.name}"}
        if part.exercise not in self._shell.user_ns:
            why = f"No cell defines {part.exercise}.{self._errors.get(part.exercise, '')}"
            points = visible_key(*part).points
            finding = Finding("not defined", why)
            yield asdict(Result.of(Verdict(*part, points, finding), self._rung))
            return
        subject = self._shell.user_ns[part.exercise]
        verdict = visible_verdict(*part, subject)
        yield asdict(Result.of(verdict, self._rung))
        if kept := self._shelf.put(subject, [verdict]):
            yield {"kept": f"{part.exercise} {kept}"}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
