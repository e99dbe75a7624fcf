"""What a class may read: everything but the solutions."""

import ast
import html
import inspect
import re
import textwrap
from pathlib import Path

import pytest

from autograder.checks import exercises_of_chapter


def body_lines(reference: object) -> list[str]:
    """Return the lines of a function's body, without its docstring and without short ones."""
    source = textwrap.dedent(inspect.getsource(reference))
    (function,) = ast.parse(source).body
    first = function.body[1] if ast.get_docstring(function) else function.body[0]
    lines = [bare(line.split("#")[0]) for line in source.splitlines()[first.lineno - 1 :]]
    return [line for line in lines if len(line) > 12]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def readable(site: Path) -> str:
    """Return all that a browser can fetch, as text without tags and without spaces."""
    files = [f for kind in ("*.html", "*.js", "*.ipynb", "*.md") for f in site.rglob(kind)]
    text = " ".join(f.read_text() for f in files)
    return bare(html.unescape(re.sub(r"<[^>]+>", "", text)))


SOLUTIONS = [
    line
    for exercise in exercises_of_chapter(3)
    if hasattr(exercise, "reference")
    for line in body_lines(exercise.reference)
]


def test_the_class_edition_shows_no_line_of_a_solution(class_site):
    text = readable(class_site)
    assert [line for line in SOLUTIONS if line in text] == []


def test_the_public_edition_shows_them_folded(site):
    text = readable(site)
    assert len([line for line in SOLUTIONS if line in text]) > 5
    page = (site / "03-scaled-dot-product-attention.html").read_text()
    folded = re.findall(r"<details class=.?ours.*?</details>", page, flags=re.DOTALL)
    assert len(folded) == 3 and all("<pre" in fold for fold in folded)


@pytest.mark.parametrize("name", ["index.html", "for-learners.html"])
def test_the_editions_differ_in_nothing_else(site, class_site, name):
    assert (site / name).read_text() == (class_site / name).read_text()


def test_the_card_says_what_the_checks_say(site):
    page = re.sub(r"<[^>]+>", " ", (site / "03-scaled-dot-product-attention.html").read_text())
    page = " ".join(html.unescape(page).split())
    exercises = [exercise for exercise in exercises_of_chapter(3) if exercise.points]
    for exercise in exercises:
        assert exercise.title in page
    core = sum(exercise.points for exercise in exercises if not exercise.stretch)
    assert f"Full marks are {core} points" in page


def test_where_to_read_names_sections_of_the_page():
    page = (Path(__file__).parents[2] / "book/03-scaled-dot-product-attention.md").read_text()
    headings = set(re.findall(r"^##+ (.*)$", page, flags=re.MULTILINE))
    for exercise in exercises_of_chapter(3):
        assert set(re.findall("“(.*?)”", exercise.read)) <= headings
