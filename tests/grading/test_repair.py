"""Broken notebooks are repaired and graded as they were meant, or refused with advice."""

import json
import os
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.repair import repair
from autograder.grading.submission import Refused, parse, read


@pytest.fixture(scope="module")
def source(new_course: Path) -> NotebookNode:
    (path,) = (new_course / "source").rglob("*.ipynb")
    return nbformat.read(path, as_version=4)


@pytest.fixture
def handed_in(new_course: Path) -> NotebookNode:
    (path,) = (new_course / "submitted" / "ada").rglob("*.ipynb")
    return nbformat.read(path, as_version=4)


def named(notebook: NotebookNode, name: str) -> NotebookNode:
    (cell,) = [c for c in notebook.cells if _id(c) == name]
    return cell


def _id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def checks(notebook: NotebookNode) -> list[str]:
    """Name the graded cells, in order."""
    return [_id(c) for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]


CHECK = "attention-masks"


def deleted(notebook: NotebookNode) -> None:
    notebook.cells.remove(named(notebook, CHECK))


def stripped(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


def unlocked_and_rewritten(notebook: NotebookNode) -> None:
    cell = named(notebook, CHECK)
    cell.source = "print('✓')"
    cell.metadata.nbgrader.update(locked=False, points=99, grade=False)


def made_text(notebook: NotebookNode) -> None:
    index = notebook.cells.index(named(notebook, CHECK))
    notebook.cells[index] = new_markdown_cell("nothing", metadata=notebook.cells[index].metadata)


def doubled(notebook: NotebookNode) -> None:
    for name in (CHECK, "attention"):
        cell = named(notebook, name)
        notebook.cells.insert(notebook.cells.index(cell) + 1, deepcopy(cell))


def another_task(notebook: NotebookNode) -> None:
    strange = new_code_cell("x = 1")
    strange.metadata["nbgrader"] = {"grade_id": "bonus", "task": True, "points": 50, "grade": True}
    notebook.cells.append(strange)


DAMAGES = (deleted, unlocked_and_rewritten, made_text, doubled, another_task)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_locked_cells_are_the_courses_own(damage, handed_in, source) -> None:
    whole = deepcopy(handed_in)
    damage(handed_in)
    assert repair(handed_in, source)  # a note says what was repaired
    assert sorted(checks(handed_in)) == sorted(checks(source))
    for name in checks(source):
        mine, theirs = named(handed_in, name), named(source, name)
        assert (mine.source, mine.metadata) == (theirs.source, theirs.metadata)
    assert named(handed_in, "attention").source == named(whole, "attention").source
    nbformat.validate(handed_in)


def test_lost_metadata_comes_back_by_the_text(handed_in, source) -> None:
    stripped(handed_in)
    repair(handed_in, source)
    assert checks(handed_in) == checks(source)
    texts = [c.source for c in handed_in.cells]
    answer = next(i for i, text in enumerate(texts) if text.startswith("def attention("))
    assert answer < texts.index('check(attention, part="values")')


def test_a_whole_notebook_needs_no_note(handed_in, source) -> None:
    before = [cell.source for cell in handed_in.cells]
    assert repair(handed_in, source) == []
    assert [cell.source for cell in handed_in.cells] == before


def test_no_solution_comes_back_with_a_deleted_answer(handed_in, source) -> None:
    handed_in.cells = [c for c in handed_in.cells if _id(c) != "attention"]
    assert any("attention is missing" in note for note in repair(handed_in, source))
    assert not any("SOLUTION" in cell.source for cell in handed_in.cells)


def test_repairing_twice_changes_nothing_more(handed_in, source) -> None:
    for damage in DAMAGES[:-1]:
        damage(handed_in)
        repair(handed_in, source)
        again = deepcopy(handed_in)
        repair(again, source)
        assert again == handed_in


# Reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "empty"),
        (b'{"nbformat": 4, "cells": [', "cut off"),
        (b"[]", "Save it as .ipynb"),
        (b'{"nbformat": 4, "cells": 7}', "damaged"),
        (b'{\n<<<<<<< HEAD\n "cells": []', "Choose one version"),
        (b"PK\x03\x04", "Hand in the .ipynb file"),
        (b"[" * 100_000, "Hand in the .ipynb file"),
    ],
)
def test_what_is_no_notebook_is_refused_with_advice(data: bytes, advice: str) -> None:
    with pytest.raises(Refused, match=advice):
        parse(data)


def _notebook(text: str) -> dict:
    cell = {"cell_type": "code", "source": [text], "metadata": {}, "outputs": []}
    return {"nbformat": 4, "nbformat_minor": 99, "metadata": {}, "cells": [cell]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings_are_understood(encoding: str) -> None:
    data = json.dumps(_notebook("x = 'é'"), ensure_ascii=False).encode(encoding)
    notebook, notes = parse(data)
    assert notebook.cells[0].source == "x = 'é'"
    assert bool(notes) == (encoding == "latin-1")


def test_old_notebooks_are_converted() -> None:
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    notebook, _ = parse(json.dumps(old).encode())
    assert notebook.cells[0].source == "x = 1"


def test_half_characters_can_be_written_back() -> None:
    notebook, _ = parse(json.dumps(_notebook("x = '\ud800'")).encode())
    nbformat.writes(notebook).encode()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nbgrader", "grade_id", "tags", "a"]), inner, max_size=3)
    ),
    max_leaves=8,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "x", 3]),
        "source": json_values,
        "metadata": json_values,
        "outputs": json_values,
    },
)


@given(st.lists(cells, max_size=4), st.sampled_from([2, 3, 4]), st.data())
def test_any_json_is_a_valid_notebook_or_refused(found, version, data) -> None:
    raw = {"nbformat": version, "metadata": data.draw(json_values), "cells": found}
    text = json.dumps(raw)
    if data.draw(st.booleans()):
        text = text[: data.draw(st.integers(0, len(text)))]
    try:
        notebook, _ = parse(text.encode())
    except Refused:
        return
    repair(notebook, nbformat.v4.new_notebook())
    nbformat.validate(notebook)


# Finding ---------------------------------------------------------------------------------------


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("{}")
    folder = tmp_path / "eve" / "03"
    folder.mkdir(parents=True)
    (folder / "03.ipynb").symlink_to(tmp_path / "private")
    with pytest.raises(Refused, match="Hand in the file itself"):
        read(folder, "eve", "03")
    (tmp_path / "eve2").symlink_to(tmp_path / "eve")
    with pytest.raises(Refused, match="link"):
        read(tmp_path / "eve2" / "03", "eve2", "03")


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "03.ipynb")
    with pytest.raises(Refused, match="ordinary file"):
        read(tmp_path, "eve", "03")


def test_the_only_notebook_counts_whatever_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Hand in 03\.ipynb"):
        read(tmp_path, "eve", "03")
    (tmp_path / "Untitled.ipynb").write_text("{}")
    found = read(tmp_path, "eve", "03")
    assert found.data == b"{}" and "Untitled" in found.notes[0]
    (tmp_path / "Untitled1.ipynb").write_text("{}")
    with pytest.raises(Refused, match="not clear"):
        read(tmp_path, "eve", "03")
