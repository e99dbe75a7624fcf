"""`autograder release`: rebuild the learners' notebooks, or set up an assignment in a course."""

import argparse
import sys
from pathlib import Path

from autograder.chapters import CHAPTERS, slug
from autograder.release import EXERCISES, SOURCES

DESCRIPTION = """
Build the learners' notebooks. Without --course they go to exercises/, one folder a chapter, the
same bytes every time. With --course the chapters become assignments of that nbgrader course: its
source/, its release/ and its gradebook.db.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "chapters", nargs="*", type=int, metavar="CHAPTER", help="chapter numbers (default: all)"
    )
    parser.add_argument("--course", type=Path, help="an nbgrader course's folder")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if exercises/ is out of date"
    )


def run(arguments: argparse.Namespace) -> int:
    """Build what was asked for, and return the exit code."""
    from autograder.release.assignment import learners_notebook, release

    stale = []
    for number in arguments.chapters or written():
        if arguments.course:
            print(release(number, arguments.course))
            continue
        path = EXERCISES / slug(number) / f"{slug(number)}.ipynb"
        built = learners_notebook(number)
        if path.exists() and path.read_bytes() == built:
            print(f"{path.parent.name}: unchanged")
        elif arguments.check:
            stale.append(path.parent.name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(built)
            print(f"{path.parent.name}: built")
    if stale:
        print(f"out of date: {', '.join(stale)}. Run `autograder release`.", file=sys.stderr)
    return 1 if stale else 0


def written() -> list[int]:
    """Return the numbers of the chapters that have a notebook."""
    return [c.number for c in CHAPTERS if (SOURCES / f"{c.slug.replace('-', '_')}.py").exists()]
