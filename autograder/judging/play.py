"""Call a learner's object as a case says, and put down what happened.

The notebook's `check`, the sandbox and the reference itself are all played by this one function.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.judging import devices
from autograder.judging.case import Case, Outcome, Raised
from autograder.judging.encoding import Foreign, pack, unpack
from autograder.judging.lending import Lending
from autograder.judging.shortcuts import SHORTCUT, watched


class CannotLoad(Exception):
    """A module lacks a parameter that its stub names, or gives it another shape."""


class _Halfway(Exception):
    """A generator broke, after `items`."""

    def __init__(self, items: list[Any]):
        self.items = items


def play(subject: Any, case: Case) -> Outcome:
    """Call `subject` on fresh copies of the case's arguments; an exception is an outcome too."""
    if case.value:
        return Outcome(result=plain(subject))
    with watched(subject, case.forbidden) as used:
        try:
            outcome = Outcome() if used else _play(subject, case)
        except KeyboardInterrupt:
            raise
        except _Halfway as broke:
            outcome = Outcome(result=broke.items, raised=_raised(broke.__cause__ or broke))
        except BaseException as error:  # SystemExit in an answer is the answer's, too
            outcome = Outcome(raised=_raised(error))
    return Outcome(raised=Raised(SHORTCUT, used[0])) if used else outcome


def _play(subject: Any, case: Case) -> Outcome:
    if case.devices:
        return Outcome(devices=devices.probes(lambda *where: _run_on(subject, case, *where)))
    with Lending() as lending:
        args = _lent(case, lending)
        if case.init is None:
            return _call(subject, args, case, lending)
        module = _build(subject, case, lending)
        parameters = {name: tuple(p.shape) for name, p in module.named_parameters()}
        return _call(module, args, case, lending, parameters)


def _lent(case: Case, lending: Lending) -> dict[str, Any]:
    return {name: lending.lend(value, name) for name, value in unpack(pack(case.args)).items()}


def _build(subject: Callable, case: Case, lending: Lending) -> nn.Module:
    module = subject(*lending.lend(case.init or (), "init"))
    if not isinstance(module, nn.Module):
        raise CannotLoad(f"{type(module).__name__} is not an nn.Module")
    state = case.state or {}
    for tensor in state.values():
        module.to(tensor.dtype)
    slots = devices.slots(module)
    for name, tensor in state.items():
        if name not in slots:
            found = ", ".join(slots) or "none"
            raise CannotLoad(f"there is no parameter named {name}; PyTorch sees: {found}")
        if slots[name].shape != tensor.shape:
            shapes = f"{tuple(slots[name].shape)}, not {tuple(tensor.shape)}"
            raise CannotLoad(f"the parameter {name} has the shape {shapes}")
        with torch.no_grad():
            slots[name].copy_(tensor)
    return module.eval()


def _call(
    subject: Any, args: dict, case: Case, lending: Lending, parameters: dict | None = None
) -> Outcome:
    before = {name: pack(plain(value)) for name, value in args.items()}
    learned = dict(subject.named_parameters()) if parameters else {}
    if case.cotangent is not None:
        floats = {k: v for k, v in args.items() if torch.is_tensor(v) and v.is_floating_point()}
        for tensor in floats.values():
            tensor.requires_grad_()
        learned = {**floats, **learned}
    result, ended, at_first = subject(*args.values()), None, lending.uses
    if case.take is not None and isinstance(result, Iterator):
        result, at_first = _taken(result, case.take, lending)
        ended = len(result) < case.take
    gradients: dict[str, Any] = {}
    if case.cotangent is not None:
        gradients = _gradients(result, case.cotangent, learned)
    after = {name: pack(plain(value)) for name, value in args.items()}
    return Outcome(
        result=plain(result),
        changed={name: unpack(now) for name, now in after.items() if now != before[name]},
        gradients=gradients,
        parameters=parameters or {},
        ended=ended,
        uses={name: (at_first.get(name, 0), n) for name, n in lending.uses.items()},
    )


def _taken(stream: Iterator, take: int, lending: Lending) -> tuple[list[Any], dict[str, int]]:
    """Take at most so many items; return them, and the uses of fixtures up to the first."""
    items: list[Any] = []
    at_first: dict[str, int] = {}
    try:
        for item in islice(stream, take):
            at_first = at_first if items else dict(lending.uses)
            items.append(unpack(pack(plain(item))))  # a copy: the stream may write into it later
        if hasattr(stream, "close"):
            stream.close()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _Halfway(items) from error
    return items, at_first


def _gradients(result: Any, cotangent: torch.Tensor, leaves: dict[str, torch.Tensor]) -> dict:
    first = result[0] if isinstance(result, tuple | list) and result else result
    reaches = torch.is_tensor(first) and first.requires_grad and first.shape == cotangent.shape
    if not reaches:
        return dict.fromkeys(leaves)
    tensors = list(leaves.values())
    found = torch.autograd.grad((first * cotangent).sum(), tensors, allow_unused=True)
    return {name: gradient for name, gradient in zip(leaves, found, strict=True)}


def plain(value: Any) -> Any:
    """Reduce what a learner returned to plain data: a module to its weights.

    Anything else becomes `Foreign`.

    >>> plain((np.float64(2.0), object()))
    (2.0, 'object')
    """
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        items = [plain(item) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, nn.Module):
        return {name: plain(tensor) for name, tensor in value.state_dict().items()}
    if isinstance(value, torch.Tensor):
        return value.detach().as_subclass(torch.Tensor)
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    return Foreign(type(value).__name__)


def _raised(error: BaseException) -> Raised:
    """Name the exception and the last line of the learner's own code on the way to it."""
    here = __file__.rsplit("/", 2)[0]
    frames = [f for f in traceback.extract_tb(error.__traceback__) if here not in f.filename]
    own = [f for f in frames if "site-packages" not in f.filename and f.line]
    return Raised(type(error).__name__, str(error)[:500], (own[-1].line or "") if own else "")


def _run_on(subject: Any, case: Case, device: str, default: str | None) -> Any:
    """Call the subject with its inputs on `device`, new tensors going to `default`."""
    with Lending() as lending:
        args = _lent(case, lending)
        movable = torch.Tensor | nn.Module
        moved = [v.to(device) if isinstance(v, movable) else v for v in args.values()]
        if case.init is not None:
            subject = _build_on(subject, case, lending, device, default)
        with torch.device(default) if default else nullcontext():
            return plain(subject(*moved))


def _build_on(
    subject: Any, case: Case, lending: Lending, device: str, default: str | None
) -> nn.Module:
    module = _build(subject, case, lending).to(device)
    if default is None:
        return module
    with torch.device(default):
        twin = subject(*lending.lend(case.init or (), "init"))
    return devices.with_slots_of(module, twin).eval()
