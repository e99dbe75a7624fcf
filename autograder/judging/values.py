"""Hold one value of plain data against another: structure, then form, then numbers.

No text shows an expected number, nor a difference from which it could be told, unless it is public.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.judging.case import Array
from autograder.judging.encoding import Foreign
from autograder.judging.tolerance import as_float64, dtype_name, off

Number = bool | int | float


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong: the law's name, and one or two sentences about it."""

    law: str
    text: str


def leaves(name: str, expected: Any, got: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the numbers, arrays and words of two values of the same structure, with their names.

    >>> list(leaves("pair", [1, "a"], [2, "b"]))
    [('pair[0]', 1, 2), ('pair[1]', 'a', 'b')]
    """
    if isinstance(expected, list | tuple):
        for index, (a, b) in enumerate(zip(expected, got, strict=True)):
            yield from leaves(f"{name}[{index}]", a, b)
    elif isinstance(expected, dict):
        for key in expected:
            yield from leaves(f"{name}[{key!r}]", expected[key], got[key])
    else:
        yield name, expected, got


def structure(name: str, expected: Any, got: Any) -> Finding | None:
    """Say where a list has too many items, or a dict no such key."""
    law = "wrong result"
    if isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            return Finding(law, f"The {name} should be {kind(expected)}, not {kind(got)}.")
        if len(expected) != len(got):
            too = "few" if len(got) < len(expected) else "many"
            return Finding(law, f"The {name} has {len(got)} items, which is too {too}.")
        pairs = zip(expected, got, strict=True)
        inside = (structure(f"{name}[{i}]", a, b) for i, (a, b) in enumerate(pairs))
        return next(filter(None, inside), None)
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return Finding(law, f"The {name} should be {kind(expected)}, not {kind(got)}.")
        if expected.keys() != got.keys():
            listed = ", ".join(map(repr, got)) or "nothing"
            return Finding(law, f"The {name} should name other things. It names {listed}.")
        inside = (structure(f"{name}[{k!r}]", expected[k], got[k]) for k in expected)
        return next(filter(None, inside), None)
    return None


def form(name: str, expected: Any, got: Any) -> Finding | None:
    """Compare two leaves in all but their numbers: type, shape, dtype, device."""
    if got is None and expected is not None:
        return Finding("wrong result", f"The {name} is None: is a `return` missing?")
    known = Number | np.ndarray | torch.Tensor
    other = {torch.is_tensor(expected), torch.is_tensor(got)} == {True, False}
    if not isinstance(expected, known):
        alike = type(expected) is type(got)
    else:
        alike = isinstance(got, known) and (isinstance(expected, Number) or not other)
    if not alike:
        return Finding("wrong result", f"The {name} should be {kind(expected)}, not {kind(got)}.")
    if not isinstance(expected, known):
        return None
    scalar = isinstance(expected, Number)
    expected, got = _array(expected), _array(got)
    if expected.shape != got.shape:
        shapes = f"{tuple(expected.shape)}. Yours has {tuple(got.shape)}"
        return Finding("wrong shape", f"The {name} should have the shape {shapes}.")
    if not scalar and dtype_name(expected) != dtype_name(got):
        dtypes = f"{dtype_name(expected)}, as the input. Yours has {dtype_name(got)}"
        return Finding("wrong dtype", f"The {name} should have the dtype {dtypes}.")
    if device(expected) != device(got):
        text = f"The {name} lies on {device(got)}, not on {device(expected)}."
        return Finding("wrong device", text)
    return None


def finite(name: str, expected: Any, got: Any) -> Finding | None:
    """Find a NaN or an infinity where the reference has a number."""
    if expected is None or isinstance(expected, str):
        return None
    values = as_float64(_array(got))
    bad = ~np.isfinite(values) & np.isfinite(as_float64(_array(expected)))
    if not bad.any():
        return None
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    text = f"The {name} holds {values[where]} at {list(where)}; "
    return Finding("not finite", f"{text}{bad.sum()} of {bad.size} are not finite.")


def numbers(name: str, expected: Any, got: Any, public: bool = False) -> Finding | None:
    """Compare two leaves of the same form in what they say."""
    if expected is None or isinstance(expected, str | bool):
        wrong_word = expected != got
        text = f"The {name} is wrong. Yours is {got!r}."
        return Finding("wrong result", text) if wrong_word else None
    expected, got = _array(expected), _array(got)
    wrong = off(expected, got)
    if not wrong.any():
        return None
    gap = np.where(wrong, np.abs(as_float64(got) - as_float64(expected)), 0)
    worst = tuple(int(i) for i in np.unravel_index(gap.argmax(), gap.shape))
    by = f"{gap[worst]:.3g}" if public else _roughly(gap[worst])
    text = f"The {name} is wrong. {wrong.sum()} of {wrong.size} numbers are off, "
    text += f"most at {list(worst)} by {by}."
    if wrong.size == 1:
        text = f"The {name} is off by {by}."
    if not worst:
        text += f" Yours is {as_float64(got)[worst]:.6g}."
    if public and wrong.size <= 16:
        text += f"\nyours    {_small(got)}\nshould   {_small(expected)}"
    return Finding("wrong numbers", text)


def alike(a: Any, b: Any) -> bool:
    """Say whether two values agree in everything."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    simple = str | list | tuple | dict | None
    if isinstance(a, simple) or isinstance(b, simple):
        return type(a) is type(b) and a == b
    a, b = _array(a), _array(b)
    same_form = a.shape == b.shape and dtype_name(a) == dtype_name(b) and device(a) == device(b)
    return same_form and (device(a) == "meta" or not off(a, b).any())


def _roughly(gap: float) -> str:
    """Give a difference by its power of ten alone: from more the expected number could be told.

    >>> _roughly(0.37), _roughly(2e-7), _roughly(math.inf)
    ('0.1 or more', '1e-07 or more', 'infinitely much')
    """
    if not math.isfinite(gap):
        return "infinitely much"
    return f"{10.0 ** math.floor(math.log10(gap)):g} or more"


def _array(value: Any) -> Array:
    return np.asarray(value) if isinstance(value, Number) else value


def device(array: Array) -> str:
    """Return the kind of device that an array lies on."""
    return array.device.type if isinstance(array, torch.Tensor) else "cpu"


def kind(value: Any) -> str:
    """Name a value's type as a sentence does."""
    if isinstance(value, Foreign):
        return f"a {value}"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    return "a tensor" if torch.is_tensor(value) else f"a {type(value).__name__}"


def _small(array: Array) -> str:
    return np.array2string(as_float64(array), precision=4, suppress_small=True, prefix=" " * 9)
