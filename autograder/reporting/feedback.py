"""The page that a student gets back: what was earned, and what to look at next."""

from itertools import groupby
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader

from autograder.grading.record import Graded

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
)
_TAGS = {
    "h1",
    "h2",
    "p",
    "section",
    "ul",
    "li",
    "div",
    "span",
    "pre",
    "strong",
    "details",
    "summary",
}
_ATTRIBUTES = {"*": {"class"}}


def page(graded: Graded) -> str:
    """Return a web page that stands alone: it loads nothing, and runs nothing."""
    exercises = [
        (name, list(parts)) for name, parts in groupby(graded.parts, lambda part: part.exercise)
    ]
    body = _TEMPLATES.get_template("feedback_body.html").render(
        graded=graded, exercises=exercises, number=number
    )
    # Everything of the student's is escaped by the template. This is the second lock.
    safe = nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES)
    shell = _TEMPLATES.get_template("feedback_page.html")
    return shell.render(graded=graded, body=safe)


def number(value: float | None) -> str:
    """Write points without needless zeros.

    >>> number(2.0), number(0.5), number(None)
    ('2', '0.5', '?')
    """
    return "?" if value is None else f"{value:g}"
