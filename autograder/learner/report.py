"""Show verdicts where the learner works: as a card in a notebook, as text anywhere else."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from autograder.judging.verdict import Verdict
from autograder.learner.card import failed_card, note, passed_line, points
from autograder.learner.source import notebook_shell

OURS = Path(__file__).parents[1]


class CheckFailed(AssertionError):
    """An answer is not right yet. The message says which law broke, and how to get a hint."""

    shown = False

    def _render_traceback_(self) -> list[str]:
        """Let IPython show one line after the card, or the message: never our traceback."""
        return ["Not yet."] if self.shown else str(self).splitlines()


def report(verdicts: Sequence[Verdict], rung: int, kept: str = "") -> None:
    """Show the verdicts, the first failure up to the rung; raises CheckFailed if there is one."""
    __tracebackhide__ = True  # pytest shows the learner's line, not ours
    passed = [verdict for verdict in verdicts if verdict.passed]
    failed = [verdict for verdict in verdicts if not verdict.passed]
    text = [f"{verdict.up_to(1)}  ({points(verdict)})" for verdict in passed]
    html = [passed_line(verdict) for verdict in passed]
    if kept:
        text.append(f"  {kept}")
        html.append(note(kept))
    if not failed:
        _show("\n".join(text), "".join(html))
        return
    also = _also(failed, rung)
    message = "\n".join([failed[0].up_to(rung), "", *also]).strip()
    html.append(failed_card(failed[0], rung, also))
    error = CheckFailed(message)
    if notebook_shell():
        error.shown = True
        _show("\n".join([*text, message]), "".join(html))
    else:
        print("\n".join(text), end="\n" if text else "")
        if sys.excepthook is sys.__excepthook__:
            sys.excepthook = _end_at_the_learners_line
    raise error


def _also(failed: Sequence[Verdict], rung: int) -> list[str]:
    """Say how to get the next hint, and which parts fail too."""
    lines = []
    if rung <= len(failed[0].hints):
        # A notebook's session goes on; in a script every run is the first.
        how = "Run this check again" if notebook_shell() else f"Add hint={rung + 1}"
        lines.append(f"{how} {failed[0].hints[rung - 1].offer}.")
    if len(failed) > 1:
        lines.append(f"Not yet either: {', '.join(verdict.part for verdict in failed[1:])}.")
    return lines


def _show(text: str, html: str) -> None:
    if notebook_shell():
        from IPython.display import display

        display({"text/plain": text, "text/html": html}, raw=True)
    else:
        print(text)


def _end_at_the_learners_line(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print a script's last error as Python does, without the frames inside `check`."""
    step = trace if isinstance(error, CheckFailed) else None
    while step and step.tb_next:
        if Path(step.tb_next.tb_frame.f_code.co_filename).is_relative_to(OURS):
            step.tb_next = None
        step = step.tb_next
    sys.__excepthook__(kind, error, trace)
