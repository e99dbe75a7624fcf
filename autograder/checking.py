"""`check`, as the learner meets it in a notebook or a script."""

from typing import Any

from autograder.keys import has_keys, part_names, visible_verdict
from autograder.learner.ladder import RUNGS, Ladder
from autograder.learner.report import report
from autograder.learner.shelf import Shelf

# What this session remembers: hints that were given, and parts that have passed.
_ladder, _shelf = Ladder(), Shelf()


def check(
    answer: Any = None,
    /,
    *,
    part: str | None = None,
    exercise: str | None = None,
    hint: int | None = None,
    **values: Any,
) -> None:
    """Say whether an answer is right, and if not, which law it breaks.

    `check(f)` checks every part of the exercise that is called like the function or class `f`,
    `check(f, part="masks")` one part. `check(f, exercise="attention")` takes an `f` of another
    name. `check(score_std=8)` checks the answer to a concept question. Failing again in the same
    way brings the next hint: the mistake, a question, where to read. `hint=3` asks for the third
    rung at once.
    Raises CheckFailed if something is wrong, ValueError if there is no such exercise or part.
    """
    __tracebackhide__ = True  # pytest shows the learner's line, not ours
    if hint not in (None, *range(1, RUNGS + 1)):
        raise ValueError(f"hint={hint!r}: a hint is a number from 1, the law, to {RUNGS}")
    asked = dict(values)
    if answer is not None or exercise:
        asked[exercise or str(getattr(answer, "__name__", type(answer).__name__))] = answer
    if not asked:
        raise ValueError("check what? Write check(your_function) or check(name_of_question=answer)")
    if not has_keys():
        print("check answers in your own notebook; here a grader reads it")
        return
    for name, subject in asked.items():
        _check(name, subject, _parts(name, part), hint)


def _check(name: str, subject: Any, parts: tuple[str, ...], hint: int | None) -> None:
    __tracebackhide__ = True
    verdicts = [visible_verdict(name, part, subject) for part in parts]
    failed = [verdict for verdict in verdicts if not verdict.passed]
    for verdict in verdicts:
        if verdict.passed:
            _ladder.leave(verdict)
    rung = _ladder.climb(failed[0], hint) if failed else 0
    report(verdicts, rung, kept=_shelf.put(subject, verdicts))


def _parts(name: str, part: str | None) -> tuple[str, ...]:
    try:
        names = part_names(name)
    except KeyError:
        raise ValueError(f"no exercise is called {name!r}: keep the name of the stub") from None
    if not names:
        raise ValueError(f"{name} is answered in sentences, which a person grades")
    if part is not None and part not in names:
        raise ValueError(f"{name} has no part {part!r}; its parts are: {', '.join(names)}")
    return names if part is None else (part,)
