"""A verdict in a notebook: a card that can be read in light and dark, and an error that counts."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

CELLS = {
    "wrong": """
import numpy as np
from autograder import check
from by_hand.soft_lookup import softmax
def scaled_dot_product_attention(query, key, value, keep_mask=None):
    scores = query @ np.swapaxes(key, -1, -2)
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    return softmax(scores) @ value, softmax(scores)
""",
    "passes": 'check(scaled_dot_product_attention, part="masks")',
    "first": 'check(scaled_dot_product_attention, part="values")',
    "second": 'check(scaled_dot_product_attention, part="values")',
    "all": "check(scaled_dot_product_attention)",
    "markup": "def score_spread(query, key):\n    raise ValueError('<script>alert(1)</script>')",
    "escaped": "check(score_spread)",
}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """A notebook that was run, and the file that it was saved in."""
    graded = {"grade": True, "points": 2, "solution": False, "locked": True}
    cells = [
        new_code_cell(source, id=name, metadata={"nbgrader": graded})
        for name, source in CELLS.items()
    ]
    notebook = new_notebook(cells=cells)
    path = tmp_path_factory.mktemp("cards") / "cards.ipynb"
    client = NotebookClient(notebook, allow_errors=True, kernel_name="python3")
    client.execute(cwd=str(path.parent))
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module")
def cells(notebook):
    return {cell.id: cell for cell in nbformat.read(notebook, as_version=4).cells}


def data(cell):
    (shown,) = [o for o in cell.outputs if o.output_type == "display_data"]
    return shown.data


def test_a_pass_is_one_small_line(cells):
    assert data(cells["passes"])["text/html"].count("<div") == 1
    assert data(cells["passes"])["text/plain"].splitlines() == [
        "✓ scaled_dot_product_attention · masks  (2 points)"
    ]


def test_the_card_says_what_the_text_says(cells):
    for name in ("first", "second", "all"):
        html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", data(cells[name])["text/html"]))
        words = re.findall(r"\w+", data(cells[name])["text/plain"])
        assert [word for word in words if word not in html and word != "points"] == []


def test_running_again_climbs(cells):
    assert "ATT-01" not in data(cells["first"])["text/html"]
    assert "ATT-01" in data(cells["second"])["text/html"]


def test_it_is_small_and_loads_nothing(cells):
    html = data(cells["all"])["text/html"]
    assert len(html) < 4000
    assert not re.search(r"https?:|src=|url\(|<script|<style|<link", html)


def test_what_the_learner_wrote_is_text(cells):
    assert "<script" not in data(cells["escaped"])["text/html"]
    assert "&lt;script&gt;" in data(cells["escaped"])["text/html"]


def test_a_failure_raises_and_shows_nothing_of_ours(cells):
    for name in ("first", "second", "all", "escaped"):
        (error,) = [o for o in cells[name].outputs if o.output_type == "error"]
        assert error.ename == "CheckFailed" and error.traceback == ["Not yet."]


def test_plain_nbgrader_gives_all_or_nothing(cells):
    assert determine_grade(cells["passes"]) == (2, 2)
    assert determine_grade(cells["first"]) == determine_grade(cells["all"]) == (0, 2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_in_jupyterlabs_looks(notebook, theme, chromium):
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--template", "lab"]
    page_path = Path(notebook).with_name(f"{theme}.html")
    command += ["--theme", theme, "--output", page_path.name, notebook.name]
    subprocess.run(command, cwd=notebook.parent, check=True, capture_output=True)
    page = chromium.new_page(viewport={"width": 600, "height": 800})
    page.route("http*://**", lambda route: route.abort())  # nbconvert's own MathJax
    page.goto(page_path.as_uri())
    results = Axe().run(
        page,
        context=".jp-OutputArea-output",
        options={"runOnly": {"type": "rule", "values": ["color-contrast"]}},
    )
    assert results.response["passes"]
    report = results.response["violations"]
    ours = [node["html"] for rule in report for node in rule["nodes"] if "Not yet" not in str(node)]
    assert ours == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()
