"""Mutated notebooks and random bytes on the wire: no crash of the grader."""

import json
from copy import deepcopy

import nbformat
import pytest
import test_malformed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.grading.course import Course
from autograder.grading.repair import repair
from autograder.grading.submission import Refused, parse
from autograder.sample_class import POINTS
from autograder.sandbox.session import Ended

# The same course and its fixtures.
NAME, CHECK, ANSWER = test_malformed.NAME, test_malformed.CHECK, test_malformed.ANSWER
course, solved = test_malformed.course, test_malformed.solved
hand_in, graded = test_malformed.hand_in, test_malformed.graded


def _deleted(notebook: NotebookNode, i: int, j: int) -> None:
    del notebook.cells[i]


def _doubled(notebook: NotebookNode, i: int, j: int) -> None:
    notebook.cells.insert(j, deepcopy(notebook.cells[i]))


def _moved(notebook: NotebookNode, i: int, j: int) -> None:
    notebook.cells.insert(j, notebook.cells.pop(i))


def _typed(notebook: NotebookNode, i: int, j: int) -> None:
    notebook.cells[i].cell_type = ("code", "markdown", "raw", "heading")[j % 4]


def _nameless(notebook: NotebookNode, i: int, j: int) -> None:
    notebook.cells[i].metadata = (NotebookNode(), [], None, 3)[j % 4]


def _renamed(notebook: NotebookNode, i: int, j: int) -> None:
    name = (None, 3, "x", CHECK, ANSWER, [])[j % 6]
    notebook.cells[i].metadata = NotebookNode(nbgrader={"grade_id": name, "points": float("nan")})


def _emptied(notebook: NotebookNode, i: int, j: int) -> None:
    notebook.cells[i].source = ("", None, 7, [], ["a", 1], {"a": 1}, "\ud800")[j % 7]


CHANGES = (_deleted, _doubled, _moved, _typed, _nameless, _renamed, _emptied)
mutations = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8
)
mangled = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3)), max_size=3)


def mutated(notebook: NotebookNode, changes: list, bytes_: list) -> bytes:
    notebook = deepcopy(notebook)
    for change, i, j in changes:
        if notebook.cells:
            change(notebook, i % len(notebook.cells), j % len(notebook.cells))
    data = bytearray(json.dumps(notebook).encode())
    for where, piece in bytes_:
        where %= len(data)
        data[where : where + len(piece)] = piece
    return bytes(data)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(changes=mutations, bytes_=mangled)
@example(changes=[(_deleted, 0, 0)] * 40, bytes_=[])
def test_a_mutated_notebook_is_whole_again_or_refused(changes, bytes_, course, solved) -> None:
    source = nbformat.read(course.source(NAME), as_version=4)
    try:
        notebook, _ = parse(mutated(solved, changes, bytes_))
    except Refused:
        return
    repair(notebook, source)
    nbformat.validate(notebook)
    locked = {c.id: c for c in source.cells if c.metadata.get("nbgrader", {}).get("locked")}
    found = [c for c in notebook.cells if c.id in locked]
    assert sorted(c.id for c in found) == sorted(locked)
    assert all(c.source == locked[c.id].source for c in found)


def _no_crash(warm, course: Course, data: bytes) -> None:
    hand_in(course, "fuzz", data)
    result = graded(warm, course, "fuzz")
    assert 0 <= result.score <= result.points == POINTS
    assert all(part.score in (0, part.points) for part in result.parts)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(changes=mutations, bytes_=mangled)
def test_no_mutation_crashes_the_grader(changes, bytes_, warm, course, solved) -> None:
    _no_crash(warm, course, mutated(solved, changes, bytes_))


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(changes=mutations, bytes_=mangled)
def test_none_of_many_mutations_crashes_the_grader(changes, bytes_, warm, course, solved) -> None:
    _no_crash(warm, course, mutated(solved, changes, bytes_))


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.binary(min_size=1, max_size=64))
def test_bytes_on_the_wire_end_their_author_alone(data: bytes, warm) -> None:
    with warm.session() as session, pytest.raises(Ended):
        session.run(f"import os\nos.write(3, {data!r})", seconds=0.3)
        session.run("pass", seconds=0.3)
    with warm.session() as session:
        assert session.run("1 + 1").succeeded
