"""What the teacher sees in the terminal: a bar while grading, a table of marks at the end."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from autograder.grading.record import Graded
from autograder.reporting.feedback import number


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} a second" if task.speed else "")


def tracked(results: Iterable[Graded], total: int) -> Iterator[Graded]:
    """Pass the results on, and show on stderr how far it is."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("grading", total=total)
        for graded in results:
            yield graded
            progress.update(task, advance=1, description=Text(graded.student[:20]).plain)


def show_marks(graded: list[Graded], console: Console | None = None) -> None:
    """Print one line a student: points, and the first thing to look at."""
    table = Table(box=None, pad_edge=False)
    for name, justify in (("student", "left"), ("points", "right"), ("of", "right"), ("", "left")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for one in graded:
        remark = Text(_remark(one), overflow="ellipsis", no_wrap=True)
        table.add_row(Text(one.student), number(one.score), number(one.points), remark)
    (console or Console()).print(table)


def _remark(graded: Graded) -> str:
    """Say in a few words what is to know about a submission."""
    if graded.refused:
        return graded.refused
    lost = [part for part in graded.parts if not part.passed]
    lost.sort(key=lambda part: part.score is None)  # what a person has yet to grade comes last
    if not lost:
        return graded.notes[0] if graded.notes else ""
    first = lost[0]
    where = " · ".join(filter(None, (first.exercise, first.part)))
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    return f"{where}: {first.mistake or first.law}{more}"
