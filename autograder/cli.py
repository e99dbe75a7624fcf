"""The command `autograder`."""

import argparse
import sys
from importlib import import_module

DESCRIPTION = """
Release, check and grade the exercises of the book. The formats are nbgrader's: a course that
nbgrader made can be graded here, and the other way round.
"""
COMMANDS = {
    "release": "autograder.release.command",
    "grade": "autograder.grading.command",
    "kit": "autograder.kit",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="autograder", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = import_module(module_name)
        command = commands.add_parser(name, help=module.HELP, description=module.DESCRIPTION)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
