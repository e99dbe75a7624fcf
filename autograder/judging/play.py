"""Call a learner's object as a case says, and put down what happened.

The notebook's `check`, the sandbox and the reference itself are all played by this one function.
"""

import traceback
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import torch

from autograder.judging.case import Case, Outcome, Raised
from autograder.judging.encoding import Foreign, pack, unpack


class CannotLoad(Exception):
    """A module lacks a parameter that its stub names, or gives it another shape."""


def play(subject: Any, case: Case) -> Outcome:
    """Call `subject` on fresh copies of the case's arguments; an exception is an outcome too."""
    if case.value:
        return Outcome(result=plain(subject))
    args = unpack(pack(case.args))
    try:
        if case.devices:
            return Outcome(result=_device_probes(subject, case))
        if case.init is None:
            return _call(subject, args, case)
        module = _build(subject, case)
        parameters = {name: tuple(p.shape) for name, p in module.named_parameters()}
        return _call(module, args, case, parameters)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit in an answer is the answer's, too
        return Outcome(raised=_raised(error))


def _build(subject: Callable, case: Case) -> torch.nn.Module:
    module = subject(*(case.init or ()))
    if not isinstance(module, torch.nn.Module):
        raise CannotLoad(f"{type(module).__name__} is not an nn.Module")
    state = case.state or {}
    for tensor in state.values():
        module.to(tensor.dtype)
    slots = {**dict(module.named_parameters()), **dict(module.named_buffers())}
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


def _call(subject: Any, args: dict, case: Case, parameters: dict | None = None) -> Outcome:
    before = {name: pack(value) for name, value in args.items()}
    learned = dict(subject.named_parameters()) if parameters else {}
    if case.cotangent is not None:
        floats = {k: v for k, v in args.items() if torch.is_tensor(v) and v.is_floating_point()}
        for tensor in floats.values():
            tensor.requires_grad_()
        learned = {**floats, **learned}
    result = subject(*args.values())
    gradients: dict[str, Any] = {}
    if case.cotangent is not None:
        gradients = _gradients(result, case.cotangent, learned)
    changed = tuple(name for name, value in args.items() if pack(value) != before[name])
    return Outcome(plain(result), None, changed, gradients, parameters or {})


def _gradients(result: Any, cotangent: torch.Tensor, leaves: dict[str, torch.Tensor]) -> dict:
    first = result[0] if isinstance(result, tuple | list) and result else result
    reaches = torch.is_tensor(first) and first.requires_grad and first.shape == cotangent.shape
    if not reaches:
        return dict.fromkeys(leaves)
    tensors = list(leaves.values())
    found = torch.autograd.grad((first * cotangent).sum(), tensors, allow_unused=True)
    return {name: gradient for name, gradient in zip(leaves, found, strict=True)}


def plain(value: Any) -> Any:
    """Reduce what a learner returned to plain data; anything else becomes `Foreign`.

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


def _device_probes(subject: Any, case: Case) -> tuple[str, ...]:
    """Ask whether new tensors follow the input's device; '' means yes.

    What raises on the CPU raises here too. Then everything moves to `meta`: a tensor made on the
    CPU meets one on meta, and raises. Then the inputs live on the CPU while `meta` is the
    default: what is made without a device lands on meta. The first probe alone would refuse right
    answers that look at values, so an answer is wrong if both refuse. On a machine with a GPU a
    third probe runs there.
    """
    _run_on(subject, case, "cpu")
    answers = [_probe(subject, case, "meta"), _probe(subject, case, "cpu", default="meta")]
    if torch.cuda.is_available():
        answers.append(_probe(subject, case, "cuda"))
    return tuple(answers)


def _probe(subject: Any, case: Case, device: str, default: str | None = None) -> str:
    try:
        result = _run_on(subject, case, device, default)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    results = result if isinstance(result, tuple | list) else [result]
    strays = {t.device.type for t in results if torch.is_tensor(t)} - {device}
    return f"a result lies on {strays.pop()}, its input on {device}" if strays else ""


def _run_on(subject: Any, case: Case, device: str, default: str | None = None) -> Any:
    """Call the subject with its inputs on `device`, new tensors going to `default`."""
    values = unpack(pack(case.args)).values()
    args = [value.to(device) if torch.is_tensor(value) else value for value in values]
    module = subject if case.init is None else _build(subject, case).to(device)
    with torch.device(default) if default else nullcontext():
        return plain(module(*args))
