"""`check`, as the learner meets it in a notebook or a script."""

from typing import Any

from autograder.judging.case import Case, Outcome
from autograder.judging.judge import judge
from autograder.judging.play import play
from autograder.judging.verdict import Verdict
from autograder.keys import Key, part_names, visible_key


class CheckFailed(AssertionError):
    """An answer is not right yet. The message says which law broke, and asks a question."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show the message alone: the traceback would lead into our code."""
        return str(self).splitlines()


def check(
    answer: Any = None,
    /,
    *,
    part: str | None = None,
    exercise: str | None = None,
    **values: Any,
) -> None:
    """Say whether an answer is right, and if not, which mistake it is.

    `check(f)` checks every part of the exercise that is called like the function or class `f`,
    `check(f, part="masks")` one part. `check(f, exercise="attention")` takes an `f` of another
    name. `check(score_std=8)` checks the answer to a concept question.
    Raises CheckFailed if something is wrong, ValueError if there is no such exercise or part.
    """
    asked = dict(values)
    if answer is not None or exercise:
        asked[exercise or str(getattr(answer, "__name__", type(answer).__name__))] = answer
    if not asked:
        raise ValueError("check what? Write check(your_function) or check(name_of_question=answer)")
    for name, subject in asked.items():
        _report([_verdict(visible_key(name, p), subject) for p in _parts(name, part)])


def _parts(name: str, part: str | None) -> tuple[str, ...]:
    try:
        names = part_names(name)
    except KeyError:
        raise ValueError(f"no exercise is called {name!r}: keep the name of the stub") from None
    if part is not None and part not in names:
        raise ValueError(f"{name} has no part {part!r}; its parts are: {', '.join(names)}")
    return names if part is None else (part,)


def _verdict(key: Key, subject: Any) -> Verdict:
    def ask(case: Case) -> Outcome:
        return play(subject, case)

    return judge(key, ask)


def _report(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        if verdict.passed:
            print(f"{verdict}  ({_points(verdict)})")
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if failed:
        others = ", ".join(verdict.part for verdict in failed[1:])
        raise CheckFailed(str(failed[0]) + (f"\n\nNot yet either: {others}" if others else ""))


def _points(verdict: Verdict) -> str:
    return f"{verdict.points} point" + ("s" if verdict.points != 1 else "")
