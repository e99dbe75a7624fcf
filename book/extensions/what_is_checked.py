"""`{what-is-checked}`: every exercise of the book, as the autograder knows it."""

from html import escape

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from extensions.exercise_card import titled

HEADINGS = [
    "| exercise | parts and points | known mistakes | other right ways |",
    "|---|---|--:|--:|",
]


class WhatIsChecked(SphinxDirective):
    """Write a section a chapter: a table of its exercises, and the names behind its numbers."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, made from the checks that grade."""
        # The checks import torch, which costs seconds: only this page pays them.
        from autograder.chapters import CHAPTERS
        from autograder.checks import exercises_of_chapter

        found = [(chapter, exercises_of_chapter(chapter.number)) for chapter in CHAPTERS]
        return [self._section(chapter, exercises) for chapter, exercises in found if exercises]

    def _section(self, chapter, exercises) -> nodes.section:
        title = f"{chapter.number} · {chapter.title}"
        section = nodes.section(ids=[f"checked-in-chapter-{chapter.number}"], names=[title])
        section += nodes.title(title, title)
        card = nodes.container(classes=["what-is-checked"])
        lines = [*HEADINGS, *map(row, exercises), ""]
        for exercise in exercises:
            lines += [*names_behind(exercise), ""]
        self.state.nested_parse(StringList(lines, self.get_location()), self.content_offset, card)
        section += card
        return section


def row(exercise) -> str:
    """Return one exercise as a row of a Markdown table."""
    return (
        f"| {titled(exercise)}<br><small><code>{exercise.name}</code></small> "
        f"| {parts(exercise)} | {len(mistakes(exercise))} | {len(variants(exercise))} |"
    )


def parts(exercise) -> str:
    """Name the parts with their points, or who looks at the answer."""
    if not exercise.parts:
        return f"graded by a person {exercise.points}"
    return ", ".join(f"{part.name}&nbsp;{part.points}" for part in exercise.parts)


def names_behind(exercise) -> list[str]:
    """Return folds with the names of the known mistakes and of the accepted variants."""
    lines = []
    for names, heading in (
        (mistakes(exercise), "known mistakes"),
        (variants(exercise), "other right ways"),
    ):
        if names:
            summary = f"<code>{exercise.name}</code> {heading}: {len(names)}"
            items = "".join(f"<li>{name}</li>" for name in names)
            lines.append(
                f'<details class="names"><summary>{summary}</summary><ul>{items}</ul></details>'
            )
    return lines


def mistakes(exercise) -> list[str]:
    """Name the known mistakes of an exercise, or the wrong values of a question."""
    known = getattr(exercise, "mistakes", ())
    named = [f"{escape(mistake.name)} <small>{mistake.id}</small>" for mistake in known]
    return named + [escape(wrong.name) for wrong in getattr(exercise, "wrong", ())]


def variants(exercise) -> list[str]:
    """Name the accepted variants of an exercise."""
    return [escape(variant.name) for variant in getattr(exercise, "variants", ())]


def setup(app: Sphinx) -> dict[str, bool]:
    """Its table is as old as the checks, which `freshness` watches."""
    app.add_directive("what-is-checked", WhatIsChecked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
