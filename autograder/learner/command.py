"""`autograder check`: check a whole notebook without opening it."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.judging.compare import Finding
from autograder.judging.verdict import Verdict
from autograder.keys import visible_key
from autograder.learner.ladder import RUNGS
from autograder.learner.notebook import BadNotebook, Part, parts
from autograder.learner.results import Checked, Result

DESCRIPTION = """
Run a notebook of yours from top to bottom in a fresh Python, ask every check of its chapter, and
print what passed, the points, and what to look at next. The notebook itself stays as it is, and
needs no Jupyter to run. Parts that passed are kept in my_parts, as by the check in the notebook.
Your code runs with your rights, as it does in Jupyter. Save the notebook first.

examples:
  autograder check 03-scaled-dot-product-attention.ipynb
  autograder check --hint 3 exercises/*/*.ipynb
  python -m autograder check NOTEBOOK          in a class kit

exit codes: 0 all points are earned but those of stretch exercises; 1 not yet;
2 a file that cannot be checked; 130 interrupted
"""
TOP = Path(__file__).parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("notebooks", nargs="+", type=Path, metavar="NOTEBOOK", help="a notebook of the book")
    add(
        "--hint",
        type=int,
        choices=range(1, RUNGS + 1),
        default=1,
        help="1 says which law broke (the default), 2 which mistake it is, "
        "3 asks a question, 4 says where to read",
    )
    add("--seconds", type=float, default=120, metavar="S", help="for one notebook (default: 120)")
    add("--json", action="store_true", help="print everything as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check the notebooks, print what came of it, and return the exit code."""
    try:
        asked = {path: parts(path) for path in arguments.notebooks}
    except BadNotebook as error:
        print(error, file=sys.stderr)
        return 2
    try:
        checked = [_check(*one, arguments.hint, arguments.seconds) for one in asked.items()]
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    if arguments.json:
        print(json.dumps([one.to_plain() for one in checked], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(map(str, checked)))
        if arguments.hint < RUNGS and any(one.next for one in checked):
            print(f"\nFor a hint, add --hint {arguments.hint + 1}.")
    return 0 if all(one.complete for one in checked) else 1


def _check(notebook: Path, asked: list[Part], rung: int, seconds: float) -> Checked:
    """Run the notebook in a process of its own, and read what that has written."""
    with tempfile.TemporaryDirectory() as folder:
        findings = Path(folder) / "findings"
        findings.touch()
        ended = _run(notebook.resolve(), findings, rung, seconds)
        lines = [json.loads(line) for line in findings.read_text().splitlines()]
    results = {
        Part(line["exercise"], line["part"]): Result(**line) for line in lines if "points" in line
    }
    at = next((line["at"] for line in reversed(lines) if "at" in line), "its first line")
    why = f"{ended}, in {at}."
    return Checked(
        notebook=str(notebook),
        results=tuple(results.get(part) or _not_reached(part, why) for part in asked),
        kept=tuple(line["kept"] for line in lines if "kept" in line),
    )


def _run(notebook: Path, findings: Path, rung: int, seconds: float) -> str:
    """Run the notebook where it lies; return how the run ended, for those it did not reach."""
    found = [str(TOP), os.environ.get("PYTHONPATH")]  # a kit is not installed: it lies beside
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, found)), "MPLBACKEND": "Agg"}
    command: list[Any] = [sys.executable, "-m", "autograder.learner.run", notebook, findings, rung]
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=notebook.parent,
            env=os.environ | environment,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return f"Stopped after {seconds:g} s"
    return f"Python ended with exit code {done.returncode}"


def _not_reached(part: Part, why: str) -> Result:
    finding = Finding("not reached", why)
    return Result.of(Verdict(*part, visible_key(*part).points, finding), 1)
