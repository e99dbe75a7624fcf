"""The command `autograder`."""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

DESCRIPTION = """
Release, check and grade the exercises of the book. The formats are nbgrader's: a course that
nbgrader made can be graded here, and the other way round.
"""
COMMANDS = {  # imported when asked for: together they take seconds
    "check": ("autograder.learner.command", "check a notebook of yours without opening it"),
    "release": ("autograder.release.command", "build the learners' notebooks from their sources"),
    "grade": (
        "autograder.grading.command",
        "grade a class in a sandbox, into its gradebook",
    ),
    "kit": ("autograder.kit", "make what a class receives: a notebook and a check, no solution"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="autograder", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module_name, summary) in COMMANDS.items():
        if not find_spec(".".join(module_name.split(".")[:2])):
            continue  # a class kit has the learner's command alone
        command = commands.add_parser(name, help=summary)
        if argv[:1] == [name]:
            module = import_module(module_name)
            command.description = module.DESCRIPTION
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
