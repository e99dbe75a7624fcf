"""Set up an assignment in an nbgrader course, and the learners' notebook for `exercises/`."""

import logging
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from traitlets.config import Config

from autograder.chapters import slug
from autograder.release.notebook import solved_notebook


class ClearSolutionsAndAnswers(ClearSolutions):
    """nbgrader's ClearSolutions, but an answer cell is cleared to `name = None`."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple:
        """Replace the solution region by the cell's own stub, or by nbgrader's."""
        stub = cell.metadata.get("autograder", {}).get("stub")
        if stub is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = stub
        return cell, resources


def release(number: int, course: Path) -> Path:
    """Put chapter `number` into the course's source/, release/ and gradebook; return the release.

    Raises RuntimeError if nbgrader cannot make the assignment.
    """
    name = slug(number)
    source = course / "source" / name / f"{name}.ipynb"
    source.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(solved_notebook(number), source)
    converter = GenerateAssignment(coursedir=_directory(course, name), config=_config(course))
    converter.force = True
    converter.log.setLevel(logging.ERROR)
    put_alembic_on_path()
    converter.start()
    released = course / "release" / name / f"{name}.ipynb"
    if not released.exists():
        raise RuntimeError(f"nbgrader made no {released}")
    return released


def learners_notebook(number: int) -> bytes:
    """Build the learners' notebook of chapter `number`, as it stands in `exercises/`."""
    with tempfile.TemporaryDirectory() as folder:
        return release(number, Path(folder)).read_bytes()


def put_alembic_on_path() -> None:
    """nbgrader calls the program `alembic`, which lies beside the interpreter of a venv."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]


def _directory(course: Path, name: str) -> CourseDirectory:
    return CourseDirectory(config=_config(course), assignment_id=name)


def _config(course: Path) -> Config:
    config = Config()
    config.CourseDirectory.root = str(course.resolve())
    config.CourseDirectory.db_url = f"sqlite:///{course.resolve()}/gradebook.db"
    config.ClearSolutionsAndAnswers.code_stub = {
        "python": '# YOUR CODE HERE\nraise NotImplementedError("not written yet")'
    }
    config.GenerateAssignment.preprocessors = [
        ClearSolutionsAndAnswers if p is ClearSolutions else p
        for p in GenerateAssignment.class_traits()["preprocessors"].default()
    ]
    return config
