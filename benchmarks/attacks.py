"""What became of every attack of tests/grading/attacks: without its defence, and on our grader.

Run `python -P benchmarks/attacks.py`. It takes some minutes and writes `benchmarks/attacks.md`.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "grading"))

from attacks import ATTACKS, Attack
from attacks.running import LIMITS, Range, opened, opposed, unopposed

from autograder.cli import main as autograder
from autograder.grading.course import Course
from autograder.sample_class import build

PAGE = Path(__file__).with_suffix(".md")
AGAINST = {"wire": "a referee without the check"}
MEANT = {
    "points": "points for nothing",
    "word": "does what it says",
    "time": "takes all the time there is",
    "lost": "nothing can be graded",
    "left": "outlives its submission",
    "page": "a script in what others open",
    "wire": "a frame is believed",
}


def main() -> None:
    """Run them all, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "course")
        assignment = build(root)
        autograder(["grade", str(root), "--assignment", assignment, "--jobs", "1"])
        with opened(Course(root), assignment) as here:
            rows = [row(attack, here) for attack in ATTACKS]
    head = ["| | attack | succeeds against | there | points here | the teacher is told |"]
    how = (
        f"{len(ATTACKS)} hostile answers, each put in place of one answer in a notebook that "
        "solves nothing. `succeeds against` was tried in the same run: plain nbgrader means its "
        "own `Execute` in a kernel and its own `determine_grade`. Ours ran with "
        f"{LIMITS.cell_seconds:g} s for a cell and {LIMITS.seconds:g} s for a submission. "
        "Made by `python -P benchmarks/attacks.py`."
    )
    lines = ["# Attacks", "", how, "", *head, "|---|---|---|---|---|---|", *rows, ""]
    PAGE.write_text("\n".join(lines))


def row(attack: Attack, here: Range) -> str:
    """Run one attack both ways, and write its line."""
    against = AGAINST.get(attack.aim, "plain nbgrader")
    if not unopposed(attack, here):
        against = f"nothing: it failed against {against}"
    result = opposed(attack, here)
    points = f"{result.graded.score:g}" + (", **succeeded**" if result.succeeded else "")
    told = result.told.replace("|", "/")[:110]
    print(attack.name, against, points, f"{result.seconds:.1f} s", told, sep=" | ", flush=True)
    return (
        f"| {attack.name} | {attack.what} | {against} | {MEANT[attack.aim]} | {points} | {told} |"
    )


if __name__ == "__main__":
    main()
