"""A verdict as a notebook shows it: HTML that needs no style sheet, no script and no network.

Its colours are few and stand out from white and from black alike; all text takes the colour of
the page. So it can be read in JupyterLab's light and dark looks, in other editors, and, without
any of its styles, where outputs are stripped down.
"""

from collections.abc import Sequence
from html import escape

from autograder.judging.verdict import Verdict

GREEN, AMBER = "#2b9348", "#c8641f"
QUIET = "opacity:.75"
MONO = "font-family:ui-monospace,monospace;font-size:.95em"


def passed_line(verdict: Verdict) -> str:
    """Return one compact line for a part that passed."""
    return (
        f'<div style="line-height:1.7">{_mark("✓", GREEN)} {_place(verdict)} '
        f'<span style="{QUIET}">· {points(verdict)}</span></div>'
    )


def points(verdict: Verdict) -> str:
    """Say what a part is worth."""
    return f"{verdict.points} point" + ("s" if verdict.points != 1 else "")


def note(text: str) -> str:
    """Return a quiet line."""
    return f'<div style="line-height:1.7;{QUIET}">{escape(text)}</div>'


def failed_card(verdict: Verdict, rung: int, also: Sequence[str]) -> str:
    """Return a calm card: the law, the facts, the hints up to the rung, and what is left."""
    assert verdict.finding
    law = f'<strong style="color:inherit">{escape(verdict.finding.law)}</strong>'
    head = f"<div>{_mark('✗', AMBER)} {_place(verdict)}: {law}</div>"
    rows = "".join(_row(label, text) for label, text in verdict.facts.items())
    hints = "".join(_hint(hint.text) for hint in verdict.hints[: rung - 1])
    return (
        f'<div style="border-left:4px solid {AMBER};margin:.4em 0;padding:.3em 0 .3em 1em;'
        f'max-width:48em;line-height:1.6">{head}<div style="display:grid;margin:.6em 0;'
        f'grid-template-columns:max-content 1fr;gap:.1em 1.2em">{rows}</div>{hints}'
        + "".join(note(line) for line in also)
        + "</div>"
    )


def _mark(sign: str, colour: str) -> str:
    return f'<strong style="color:{colour}">{sign}</strong>'


def _place(verdict: Verdict) -> str:
    return f'<span style="{MONO}">{escape(verdict.exercise)}</span> · {escape(verdict.part)}'


def _row(label: str, text: str) -> str:
    wrapped = f"{MONO};white-space:pre-wrap;overflow-wrap:anywhere"
    return f'<div style="{QUIET}">{escape(label)} </div><div style="{wrapped}">{escape(text)}</div>'


def _hint(text: str) -> str:
    return f'<div style="margin:.5em 0">{escape(text)}</div>'
