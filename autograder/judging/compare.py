"""Hold an outcome against the reference's: first the laws, then the numbers."""

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any

from autograder.judging.case import Case, Outcome
from autograder.judging.devices import refused
from autograder.judging.laws import Law
from autograder.judging.lending import Lending
from autograder.judging.values import Finding, alike, finite, form, kind, leaves, numbers, structure

PLAIN = Case("")


def compare(
    expected: Outcome,
    got: Outcome,
    laws: Sequence[Law] = (),
    returns: Sequence[str] = ("result",),
    case: Case = PLAIN,
) -> Finding | None:
    """Return what is wrong with `got`, or None. Its text shows no expected number unless public."""
    if case.raises:
        return _should_raise(case.raises, got)
    if got.raised:
        return _raised(got)
    if expected.devices:
        return _devices(got.devices)
    if expected.parameters != got.parameters:
        return _parameters(expected.parameters, got.parameters)
    if finding := _stream(expected, got) or _inputs(expected, got):
        return finding
    mine, theirs = _named(expected, expected.result, returns), _named(expected, got.result, returns)
    if len(mine) != len(theirs):
        text = f"It should return {_listed(list(mine))}. It returned {_describe(got.result)}."
        return Finding("wrong result", text)
    for name, value in _asked_in_place(expected).items():
        mine[f"{name} after the call"], theirs[f"{name} after the call"] = value, got.changed[name]
    if finding := _first(structure, [(name, mine[name], theirs[name]) for name in mine]):
        return finding
    pairs = [leaf for name in mine for leaf in leaves(name, mine[name], theirs[name])]
    if finding := _first(form, pairs) or _first(finite, pairs):
        return finding
    if case.loss:
        return _loss(case, got)
    return (
        _law(laws, expected, got, of_use=False)
        or _first(lambda name, a, b: numbers(name, a, b, case.public), pairs)
        or _gradients(expected.gradients, got.gradients)
        or _law(laws, expected, got, of_use=True)
    )


def same(a: Outcome, b: Outcome) -> bool:
    """Say whether two outcomes agree in all but their uses: how a known mistake is recognised."""
    if (a.ended, a.parameters) != (b.ended, b.parameters):
        return False
    if [bool(x) for x in a.devices] != [bool(x) for x in b.devices]:
        return False
    if a.raised or b.raised:
        both = [(x.raised.kind, x.raised.message) if x.raised else None for x in (a, b)]
        return both[0] == both[1] and alike(a.result, b.result)
    return all(
        alike(getattr(a, name), getattr(b, name)) for name in ("result", "changed", "gradients")
    )


def _first(check: Callable[..., Finding | None], leaves: Sequence[tuple]) -> Finding | None:
    return next(filter(None, starmap(check, leaves)), None)


def _law(laws: Sequence[Law], expected: Outcome, got: Outcome, of_use: bool) -> Finding | None:
    for law in laws:
        if law.of_use == of_use and (broken := law.broken(expected, got)):
            return Finding(law.name, f"{broken[0].upper()}{broken[1:]}.")
    return None


def _raised(got: Outcome) -> Finding:
    raised = got.raised
    assert raised is not None
    if raised.kind == "NotImplementedError":
        return Finding("not written yet", "Nothing is written here yet.")
    at = f"\nat       {raised.line}" if raised.line else ""
    if isinstance(got.result, list) and got.result:
        at += f"\nafter    {len(got.result)} items that had come out"
    return Finding("raises an error", f"{raised.kind}: {raised.message}{at}")


def _should_raise(wanted: str, got: Outcome) -> Finding | None:
    if got.raised and got.raised.kind == wanted:
        return None
    if got.raised and got.raised.kind == "NotImplementedError":
        return _raised(got)
    did = f"raises {got.raised.kind}" if got.raised else f"returns {_describe(got.result)}"
    text = f"This call cannot be answered. It should raise {wanted} and say why; yours {did}."
    return Finding("no clear error", text)


def _devices(answers: tuple[str, ...]) -> Finding | None:
    if len(answers) not in (2, 3):
        return Finding("wrong device", "The device of the result cannot be told.")
    if not (why := refused(answers)):
        return None
    text = f"A tensor is made on the CPU, wherever the input lives. ({why})"
    return Finding("wrong device", text)


def _parameters(expected: dict, got: dict) -> Finding:
    def listed(parameters: dict) -> str:
        return ", ".join(f"{name} {shape}" for name, shape in parameters.items()) or "none"

    text = f"PyTorch should see the parameters {listed(expected)}. It sees: {listed(got)}."
    return Finding("wrong parameters", text)


def _stream(expected: Outcome, got: Outcome) -> Finding | None:
    """Say how a generator ends wrongly: how many items are right stays untold."""
    if expected.ended is None:
        return None
    if got.ended is None or not isinstance(got.result, list):
        text = "It should give one item after the other, with `yield`. "
        text += f"It returned {_describe(got.result)}."
        return Finding("no generator", text)
    if len(got.result) < len(expected.result):
        return Finding("ends too early", f"It ended after {len(got.result)} items.")
    if len(got.result) > len(expected.result):
        how = "ended only" if got.ended else "had not ended and was stopped"
        return Finding("ends too late", f"It {how} after {len(got.result)} items.")
    return None


def _asked_in_place(expected: Outcome) -> dict[str, Any]:
    """Return what must be changed in place, and to what.

    A change that is the result itself may be made or not: the weights that are returned may be
    those of the given model or of a copy.
    """
    changes = expected.changed.items()
    return {name: value for name, value in changes if not alike(value, expected.result)}


def _inputs(expected: Outcome, got: Outcome) -> Finding | None:
    """Say which inputs were changed in place that should not be, or should be and were not."""
    strange = [name for name in got.changed if name not in expected.changed]
    if strange:
        text = f"Your code changed its input {_listed(strange)} in place."
        return Finding("changes its input", text)
    left = [name for name in _asked_in_place(expected) if name not in got.changed]
    if left:
        text = f"Your code should change {_listed(left)} in place, and left it as it was."
        return Finding("leaves its input as it was", text)
    return None


def _named(expected: Outcome, result: Any, returns: Sequence[str]) -> dict[str, Any]:
    """Name the things returned: several, if the reference returns a tuple."""
    if isinstance(expected.result, tuple) and isinstance(result, list | tuple):
        names = list(returns) + [f"item {i}" for i in range(len(returns), len(result))]
        return dict(zip(names, result, strict=False))
    return {(returns or ("result",))[0]: result}


def _loss(case: Case, got: Outcome) -> Finding | None:
    """Compute the loss of what came back, here and not where the learner's code runs."""
    try:
        with Lending() as lending:
            loss = float(lending.lend(case.loss, "loss")(got.result))
    except Exception as error:
        text = f"The loss of what it returned cannot be computed: {error}"
        return Finding("no loss", text[:500])
    if loss < case.below:
        return None
    text = f"The loss of what it returned is {loss:.4g}. It should be below {case.below:g}."
    return Finding("loss too high", text)


def _gradients(expected: dict[str, Any], got: dict[str, Any]) -> Finding | None:
    for name, wanted in expected.items():
        found = got.get(name)
        if found is None or wanted is None:
            if found is None and wanted is None:
                continue
            text = f"No gradient reaches {name}." if found is None else f"{name} gets a gradient."
            return Finding("wrong gradient", f"{text} Was the result cut out of the graph?")
        if found.shape != wanted.shape:
            return Finding("wrong gradient", f"The gradient of {name} has the wrong shape.")
        leaf = (f"gradient of {name}", wanted, found)
        if finding := finite(*leaf):
            return finding
        if finding := numbers(*leaf):
            return Finding("wrong gradient", finding.text)
    return None


def _describe(result: Any) -> str:
    if isinstance(result, tuple | list):
        return f"{len(result)} things"
    return "nothing" if result is None else f"one thing, {kind(result)}"


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> _listed(["output", "weights"])
    'output and weights'
    """
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
