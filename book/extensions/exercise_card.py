"""`{exercise-card} 3`: a chapter's exercises, as the autograder knows them, and its notebook."""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

HARDEST = 4
HEADINGS = ["| exercise | points | minutes | difficulty |", "|---|--:|--:|---|"]


class ExerciseCard(SphinxDirective):
    """List a chapter's exercises with points, minutes and difficulty."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the card; points and minutes come from the checks that grade."""
        # The checks import torch, which costs seconds: only a page that is read again pays them.
        from autograder.chapters import slug
        from autograder.checks import exercises_of_chapter

        chapter = int(self.arguments[0])
        exercises = [e for e in exercises_of_chapter(chapter) if e.points]
        lines = [
            *HEADINGS,
            *map(row, exercises),
            "",
            totals(exercises),
            "",
            download(slug(chapter)),
        ]
        card = nodes.container(classes=["exercise-card"])
        self.state.nested_parse(StringList(lines, self.get_location()), self.content_offset, card)
        return [card]


def titled(exercise) -> str:
    """Return an exercise's title, marked if it is a stretch."""
    return exercise.title + (' <span class="stretch">stretch</span>' if exercise.stretch else "")


def row(exercise) -> str:
    """Return one exercise as a row of a Markdown table."""
    parts = ""
    if len(exercise.parts) > 1:
        listed = ", ".join(f"{part.name} {part.points}" for part in exercise.parts)
        parts = f"<br><small>parts: {listed}</small>"
    dots = "●" * exercise.difficulty + "○" * (HARDEST - exercise.difficulty)
    label = f"{exercise.difficulty} of {HARDEST}"
    return (
        f"| {titled(exercise)}{parts} | {exercise.points} | {exercise.minutes} "
        f'| <span role="img" aria-label="{label}">{dots}</span> |'
    )


def totals(exercises) -> str:
    """Say what full marks need, and what the stretch exercises add."""
    core = [exercise for exercise in exercises if not exercise.stretch]
    points = sum(exercise.points for exercise in core)
    minutes = sum(exercise.minutes for exercise in core)
    extra = sum(exercise.points for exercise in exercises if exercise.stretch)
    more = f" Stretch exercises add {extra} points of their own." if extra else ""
    return f"Full marks are {points} points, in about {minutes} minutes.{more}"


def download(name: str) -> str:
    """Return the links to the notebook and to how it works."""
    notebook = f"{{download}}`Download the notebook <../exercises/{name}/{name}.ipynb>`"
    return f"{notebook} [How the notebook and its check work](for-learners.md)"


def setup(app: Sphinx) -> dict[str, bool]:
    """The notebook is copied into the site by Sphinx's own `download`."""
    app.add_directive("exercise-card", ExerciseCard)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
