"""Hold an outcome against the reference's: first the laws, then the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.judging.case import Array, Outcome
from autograder.judging.encoding import Foreign
from autograder.judging.laws import Law
from autograder.judging.tolerance import as_float64, dtype_name, off


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong: the law's name, and one or two sentences about it."""

    law: str
    text: str


def compare(
    expected: Outcome,
    got: Outcome,
    laws: Sequence[Law] = (),
    returns: Sequence[str] = ("result",),
    public: bool = False,
) -> Finding | None:
    """Return what is wrong with `got`, or None. Its text shows no expected number unless public."""
    if got.raised:
        return _raised(got)
    if isinstance(expected.result, tuple) and _is_probe(expected.result):
        return _devices(got.result)
    if expected.parameters != got.parameters:
        return _parameters(expected.parameters, got.parameters)
    mine, theirs = _leaves(expected.result, returns), _leaves(got.result, returns)
    finding = _first(_form, mine, theirs) if len(mine) == len(theirs) else None
    if len(mine) != len(theirs):
        found = _describe(got.result)
        text = f"It should return {_listed(list(mine))}. It returned {found}."
        return Finding("wrong result", text)
    if finding:
        return finding
    if got.changed:
        names = _listed(list(got.changed))
        return Finding("changes its input", f"Your code changed its input {names} in place.")
    if finding := _first(_finite, mine, theirs):
        return finding
    for law in laws:
        if broken := law.broken(expected, got):
            return Finding(law.name, f"{broken[0].upper()}{broken[1:]}.")

    def numbers(name: str, a: Any, b: Any) -> Finding | None:
        return _numbers(name, a, b, public)

    return _first(numbers, mine, theirs) or _gradients(expected.gradients, got.gradients)


def same(a: Outcome, b: Outcome) -> bool:
    """Say whether two outcomes agree in everything: how a known mistake is recognised."""
    if a.raised or b.raised:
        return bool(
            a.raised
            and b.raised
            and (a.raised.kind, a.raised.message) == (b.raised.kind, b.raised.message)
        )
    if _is_probe(a.result) or _is_probe(b.result):
        if not (_is_probe(a.result) and _is_probe(b.result)):
            return False
        return [bool(x) for x in a.result] == [bool(x) for x in b.result]
    if (a.changed, a.parameters) != (b.changed, b.parameters):
        return False
    pairs = [(_leaves(a.result, ()), _leaves(b.result, ())), (a.gradients, b.gradients)]
    return all(x.keys() == y.keys() and all(_equal(x[k], y[k]) for k in x) for x, y in pairs)


def _equal(a: Any, b: Any) -> bool:
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return a is b if a is None or b is None else a == b
    a, b = _number(a), _number(b)
    alike = a.shape == b.shape and dtype_name(a) == dtype_name(b) and _device(a) == _device(b)
    return alike and (_device(a) == "meta" or not off(a, b).any())


def _first(
    check: Callable[[str, Any, Any], Finding | None], mine: dict[str, Any], theirs: dict[str, Any]
) -> Finding | None:
    findings = (check(name, mine[name], theirs[name]) for name in mine)
    return next((finding for finding in findings if finding), None)


def _raised(got: Outcome) -> Finding:
    raised = got.raised
    assert raised is not None
    if raised.kind == "NotImplementedError":
        return Finding("not written yet", "Nothing is written here yet.")
    at = f"\nat       {raised.line}" if raised.line else ""
    return Finding("raises an error", f"{raised.kind}: {raised.message}{at}")


def _is_probe(result: Any) -> bool:
    return (
        isinstance(result, tuple)
        and len(result) in (2, 3)
        and all(isinstance(x, str) and not isinstance(x, Foreign) for x in result)
    )


def _devices(result: Any) -> Finding | None:
    if not _is_probe(result):
        return Finding("wrong device", "The device of the result cannot be told.")
    on_meta, by_default, *on_gpu = result
    refused = (on_meta if by_default else "") or "".join(on_gpu)
    if not refused:
        return None
    text = f"A tensor is made on the CPU, wherever the input lives. ({refused})"
    return Finding("wrong device", text)


def _parameters(expected: dict, got: dict) -> Finding:
    def listed(parameters: dict) -> str:
        return ", ".join(f"{name} {shape}" for name, shape in parameters.items()) or "none"

    text = f"PyTorch should see the parameters {listed(expected)}. It sees: {listed(got)}."
    return Finding("wrong parameters", text)


def _leaves(result: Any, returns: Sequence[str]) -> dict[str, Any]:
    """Name each part of a result: by its name, or by its place."""
    items = list(result) if isinstance(result, tuple | list) else [result]
    names = list(returns) + [f"item {i}" for i in range(len(returns), len(items))]
    return dict(zip(names, items, strict=False))


def _form(name: str, expected: Any, got: Any) -> Finding | None:
    if got is None:
        return Finding("wrong result", f"The {name} is None: is a `return` missing?")
    if not isinstance(got, bool | int | float | np.ndarray | torch.Tensor):
        return Finding("wrong result", f"The {name} should be {_kind(expected)}, not {_kind(got)}.")
    kinds = {torch.is_tensor(expected), torch.is_tensor(got)}
    if not isinstance(expected, bool | int | float) and len(kinds) == 2:
        return Finding("wrong result", f"The {name} should be {_kind(expected)}, not {_kind(got)}.")
    scalar = isinstance(expected, bool | int | float)
    expected, got = _number(expected), _number(got)
    if expected.shape != got.shape:
        shapes = f"{tuple(expected.shape)}. Yours has {tuple(got.shape)}"
        return Finding("wrong shape", f"The {name} should have the shape {shapes}.")
    if not scalar and dtype_name(expected) != dtype_name(got):
        dtypes = f"{dtype_name(expected)}, as the input. Yours has {dtype_name(got)}"
        return Finding("wrong dtype", f"The {name} should have the dtype {dtypes}.")
    if _device(expected) != _device(got):
        return Finding(
            "wrong device", f"The {name} lies on {_device(got)}, not on {_device(expected)}."
        )
    return None


def _finite(name: str, expected: Any, got: Any) -> Finding | None:
    bad = ~np.isfinite(as_float64(_number(got))) & np.isfinite(as_float64(_number(expected)))
    if not bad.any():
        return None
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    value = as_float64(_number(got))[where]
    text = f"The {name} holds {value} at {list(where)}; {bad.sum()} of {bad.size} are not finite."
    return Finding("not finite", text)


def _numbers(name: str, expected: Any, got: Any, public: bool) -> Finding | None:
    expected, got = _number(expected), _number(got)
    wrong = off(expected, got)
    if not wrong.any():
        return None
    gap = np.abs(as_float64(got) - as_float64(expected))
    worst = tuple(int(i) for i in np.unravel_index(gap.argmax(), gap.shape))
    text = f"The {name} is wrong. {wrong.sum()} of {wrong.size} numbers are off, "
    text += f"most at {list(worst)} by {gap[worst]:.3g}."
    if wrong.size == 1:
        text = f"The {name} is off by {gap[worst]:.3g}."
    if not worst:
        text += f" Yours is {as_float64(got)[worst]:.6g}."
    if public and wrong.size <= 16:
        both = f"\nyours    {_small(got)}\nshould   {_small(expected)}"
        return Finding("wrong numbers", text + both)
    return Finding("wrong numbers", text)


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
        if finding := _finite(f"gradient of {name}", wanted, found):
            return finding
        if off(wanted, found).any():
            gap = np.abs(as_float64(wanted) - as_float64(found)).max()
            return Finding("wrong gradient", f"The gradient of {name} is off by up to {gap:.3g}.")
    return None


def _number(value: Any) -> Array:
    return np.asarray(value) if isinstance(value, bool | int | float) else value


def _device(array: Array) -> str:
    return array.device.type if isinstance(array, torch.Tensor) else "cpu"


def _kind(value: Any) -> str:
    if isinstance(value, Foreign):
        return f"a {value}"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    return "a tensor" if torch.is_tensor(value) else f"a {type(value).__name__}"


def _describe(result: Any) -> str:
    if isinstance(result, tuple | list):
        return f"{len(result)} things"
    return "nothing" if result is None else f"one thing, {_kind(result)}"


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> _listed(["output", "weights"])
    'output and weights'
    """
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _small(array: Array) -> str:
    return np.array2string(as_float64(array), precision=4, suppress_small=True, prefix=" " * 9)
