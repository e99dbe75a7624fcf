"""What passed is kept with all that it uses, and works in another process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from by_hand.attention import scaled_dot_product_attention
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from notebooks import HELPED, NAME, saved

from autograder import my_part
from autograder.learner.source import module_source

IMPORTS = (
    "import numpy as np\nfrom autograder import check\nfrom by_hand.soft_lookup import softmax"
)
PARTS = ("values", "masks", "empty", "stability")
LATER = """
from autograder import check, my_part
from by_hand.attention import scaled_dot_product_attention
scaled_dot_product_attention = my_part(scaled_dot_product_attention)
check(scaled_dot_product_attention)
print(scaled_dot_product_attention.__module__)
"""


def one(part: str) -> str:
    return f'check(scaled_dot_product_attention, part="{part}")'


@pytest.fixture
def course(tmp_path) -> Path:
    """A learner's folder, with an empty notebook in that of chapter 3."""
    return saved(new_notebook(), tmp_path).parents[1]


def run(course: Path, *cells: str, **environment: str) -> str:
    """Run cells as a notebook of chapter 3 in a real kernel; return what they printed."""
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, allow_errors=True, kernel_name="python3")
    client.execute(cwd=str(course / NAME), env=os.environ | environment)
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    return "\n".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in outputs)


def python(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)


def kept(course: Path) -> Path:
    return course / "my_parts" / "scaled_dot_product_attention.py"


def test_a_part_of_a_chapter_3_notebook_is_assembled_in_a_fresh_process(course):
    said = run(course, IMPORTS, "unrelated = 1", HELPED, *map(one, PARTS))
    assert said.count("kept in ../my_parts/scaled_dot_product_attention.py") == 1
    text = kept(course).read_text()
    assert text.startswith('"""') and "# the learner's own words" in text
    assert "ROOT = 0.5" in text and "unrelated" not in text and "check" not in text.split('"""')[2]
    later = python(course / "10-transformer", LATER)
    assert later.stdout.count("✓") == len(PARTS), later.stderr
    assert "yours, from ../my_parts" in later.stdout and "my_parts.scaled" in later.stdout
    plain = python(course, "import my_parts.scaled_dot_product_attention as kept; print(kept.ROOT)")
    assert plain.stdout == "0.5\n"


def test_nothing_is_kept_before_every_part_has_passed_with_the_same_code(course):
    other = HELPED.replace("ROOT = 0.5", "ROOT = 1 / 2")
    run(course, IMPORTS, HELPED, *map(one, PARTS[:2]), other, *map(one, PARTS[2:]))
    assert not kept(course).exists()


def test_a_failing_version_never_replaces_a_passing_one_and_a_newer_one_does(course):
    whole = "check(scaled_dot_product_attention)"
    wrong = HELPED.replace("ROOT = 0.5", "ROOT = 1")
    newer = HELPED.replace("ROOT = 0.5", "ROOT = 1 / 2")
    run(course, IMPORTS, HELPED, whole, wrong, whole)
    assert "ROOT = 0.5" in kept(course).read_text()
    run(course, IMPORTS, wrong, whole, newer, whole)
    assert "ROOT = 1 / 2" in kept(course).read_text()
    assert [path.name for path in kept(course).parent.iterdir()] == [kept(course).name]


def test_what_works_in_its_notebook_alone_is_not_kept(course):
    hidden = HELPED.replace("ROOT = 0.5", "ROOT = {}").replace("** ROOT", '** ROOT["two"]')
    said = run(course, IMPORTS, hidden, "ROOT['two'] = 0.5", "check(scaled_dot_product_attention)")
    assert said.count("✓") == len(PARTS)
    assert "not kept for later chapters: outside this notebook it fails. KeyError" in said
    assert not kept(course).exists()


def test_a_grader_keeps_nothing(course):
    whole = "check(scaled_dot_product_attention)"
    assert run(course, IMPORTS, HELPED, whole, NBGRADER_EXECUTION="autograde").count("✓") == 4
    assert not kept(course).exists()


def test_where_no_notebook_lies_nothing_is_kept(tmp_path):
    (tmp_path / "mine.py").write_text(f"{IMPORTS}\n{HELPED}\ncheck(scaled_dot_product_attention)")
    script = [sys.executable, "mine.py"]
    subprocess.run(script, cwd=tmp_path, check=True, capture_output=True)
    assert not (tmp_path / "my_parts").exists()
    (tmp_path / "mine.ipynb").touch()
    subprocess.run(script, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "my_parts").is_dir()  # beside a notebook that lies in no chapter's folder


def test_without_a_part_of_yours_ours_is_used_and_you_are_told(course, monkeypatch, capsys):
    monkeypatch.chdir(course / NAME)
    assert my_part(scaled_dot_product_attention) is scaled_dot_product_attention
    assert "scaled_dot_product_attention: ours" in capsys.readouterr().out
    kept(course).parent.mkdir()
    kept(course).write_text("def scaled_dot_product_attention(query\n")
    assert my_part(scaled_dot_product_attention) is scaled_dot_product_attention
    assert "does not load: SyntaxError" in capsys.readouterr().out


# The source -----------------------------------------------------------------------------------


def test_the_last_definition_counts_and_code_that_cannot_be_read_is_passed_over():
    cells = ["N = 1", "def f(): return N", "%not python", "N = 2", "def f(): return N + 1"]
    assert module_source("f", cells) == "N = 2\n\n\ndef f(): return N + 1"


def test_a_name_that_is_bound_again_from_itself_keeps_its_history():
    cells = ["from a import f, g", "def wrap(f): return f", "f = wrap(f)"]
    assert module_source("f", cells).splitlines()[0] == "from a import f"
    assert module_source("f", cells).endswith("f = wrap(f)")


def test_locals_attributes_and_arguments_are_no_globals():
    cells = ["x = y = z = 1", "def f(x):\n    y = [z for z in x]\n    return y.x"]
    assert module_source("f", cells) == cells[1]


def test_a_class_comes_with_its_base_its_decorator_and_its_constants():
    cells = ["import dataclasses", "class A: pass", "SIZE = 3"]
    cells += ["@dataclasses.dataclass\nclass B(A):\n    x: int = SIZE"]
    assert module_source("B", cells).split() == " ".join(cells).split()
