"""Reach the verdict on one part: compare with the reference, then name the mistake."""

from collections.abc import Callable

import numpy as np
import torch

from autograder.judging.case import Case, Outcome
from autograder.judging.compare import Finding, compare, same
from autograder.judging.key import PartKey
from autograder.judging.question import QuestionKey, canonical, digest
from autograder.judging.shortcuts import SHORTCUT
from autograder.judging.tolerance import dtype_name
from autograder.judging.verdict import Named, Verdict

Ask = Callable[[Case], Outcome]


def judge(key: PartKey | QuestionKey, ask: Ask) -> Verdict:
    """Reach the verdict on one part.

    `ask` plays a case on the learner's object, here or in a sandbox; its answer is not trusted.
    """
    return _judge_question(key, ask) if isinstance(key, QuestionKey) else _judge_part(key, ask)


def _judge_part(key: PartKey, ask: Ask) -> Verdict:
    """Play every case, stop at the first that is wrong, and say which mistake it is."""
    outcomes: list[Outcome] = []
    for case, expected in zip(key.cases, key.expected, strict=True):
        outcomes.append(ask(case))
        finding = compare(expected, outcomes[-1], key.laws, key.returns, case)
        if finding:
            return _shortcut(key, outcomes[-1]) or _failed(key, ask, case, finding, outcomes)
    return Verdict(key.exercise, key.part, key.points)


def _shortcut(key: PartKey, outcome: Outcome) -> Verdict | None:
    """Say which forbidden operation was used, and why it is forbidden."""
    if not outcome.raised or outcome.raised.kind != SHORTCUT:
        return None
    used = outcome.raised.message
    for forbidden in key.forbidden:
        if used in forbidden.operations:
            finding = Finding("forbidden shortcut", f"Your code uses {used}. {forbidden.why}")
            name = "a call that does the exercise for you"
            mistake = Named("", name, forbidden.question)
            return Verdict(key.exercise, key.part, key.points, finding, mistake, read=key.read)
    return None


def _failed(
    key: PartKey,
    ask: Ask,
    case: Case,
    finding: Finding,
    outcomes: list[Outcome],
) -> Verdict:
    mistake = None
    if finding.law != "not written yet":
        mistake = _diagnose(key, ask, outcomes, finding)
    called = f"{key.exercise}({_signature(case)})"
    return Verdict(
        key.exercise, key.part, key.points, finding, mistake, called, case.about, key.read
    )


def _diagnose(key: PartKey, ask: Ask, outcomes: list[Outcome], finding: Finding) -> Named | None:
    """Name the known mistake that does the same as the learner's answer on every case."""
    suspects = key.rivals()
    wrong = len(outcomes) - 1  # the case that went wrong clears most suspects, so it comes first
    for number in sorted(range(len(key.cases)), key=lambda number: number != wrong):
        if not suspects:
            return None
        outcome = outcomes[number] if number <= wrong else ask(key.cases[number])
        suspects = tuple(r for r in suspects if same(r.outcome(number), outcome))
    found = (r for r in suspects if _breaks(key, wrong, r.outcome(wrong), finding))
    return next((rival.mistake for rival in found), None)


def _breaks(key: PartKey, number: int, outcome: Outcome, finding: Finding) -> bool:
    """Say whether an outcome breaks the same law: equal results may be come by differently."""
    found = compare(key.expected[number], outcome, key.laws, key.returns, key.cases[number])
    return bool(found) and found.law == finding.law  # type: ignore[union-attr]


def _signature(case: Case) -> str:
    """Show the arguments: shapes for arrays, numbers as they are."""
    built = f"{', '.join(map(str, case.init))})(" if case.init is not None else ""
    return built + ", ".join(f"{name} {_shown(value)}" for name, value in case.args.items())


def _shown(value: object) -> str:
    if isinstance(value, np.ndarray | torch.Tensor):
        dtype = dtype_name(value)
        return f"{tuple(value.shape)}" + ("" if dtype == "float64" else f" {dtype}")
    return repr(value)


def _judge_question(key: QuestionKey, ask: Ask) -> Verdict:
    """Ask for the value and look it up."""
    finding, mistake = _look_up(key, ask(Case("the answer itself", value=True)))
    return Verdict(key.exercise, key.part, key.points, finding, mistake, read=key.read)


def _look_up(key: QuestionKey, outcome: Outcome) -> tuple[Finding | None, Named | None]:
    if outcome.raised:
        return Finding("raises an error", f"{outcome.raised.kind}: {outcome.raised.message}"), None
    if outcome.result is None:
        return Finding("not answered yet", "Replace None by your answer."), None
    text = canonical(outcome.result, key.digits)
    found = digest(key.exercise, text)
    if found == key.right:
        return None, None
    return Finding("not right", f"{text} is not it."), key.wrong.get(found)
