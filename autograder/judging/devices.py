"""Ask without a GPU whether an answer makes its tensors where its input lives."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

# Runs the answer with its inputs on one device while new tensors go to another by default.
Run = Callable[[str, str | None], Any]


def probes(run: Run) -> tuple[str, ...]:
    """Return what each probe objects to, '' for nothing.

    What raises on the CPU raises here too. Then the inputs live on the CPU while `meta` is the
    default: what is made without a device lands on meta. If something does, everything moves to
    `meta`: a tensor made on the CPU meets one on meta, and raises. An answer is wrong if both
    object: each alone refuses some that are right, the second those that look at values. It is
    left out where the first is content, also since PyTorch takes seconds to learn to work on
    `meta`. On a machine with a GPU a third probe runs there.
    """
    run("cpu", None)
    by_default = _objection(run, "cpu", "meta")
    answers = [by_default, by_default and _objection(run, "meta")]
    if torch.cuda.is_available():
        answers.append(_objection(run, "cuda"))
    return tuple(answers)


def refused(answers: tuple[str, ...]) -> str:
    """Return why an answer is wrong, from what the probes object to; '' if it is right."""
    by_default, on_meta, *on_gpu = answers
    return (on_meta if by_default else "") or "".join(on_gpu)


def _objection(run: Run, device: str, default: str | None = None) -> str:
    try:
        result = run(device, default)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    results = result if isinstance(result, tuple | list) else [result]
    strays = {t.device.type for t in results if torch.is_tensor(t)} - {device}
    return f"a result lies on {strays.pop()}, its input on {device}" if strays else ""


def slots(module: nn.Module) -> dict[str, torch.Tensor]:
    """Return a module's parameters and buffers by name: all that moves when the module does."""
    return {**dict(module.named_parameters()), **dict(module.named_buffers())}


def with_slots_of(module: nn.Module, twin: nn.Module) -> nn.Module:
    """Give `twin`, built with its tensors on meta, the parameters and buffers of `module`.

    A tensor that is a plain attribute stays on meta, where `module.to` would leave it behind too.
    """
    for ours, theirs in zip(module.modules(), twin.modules(), strict=True):
        theirs._parameters, theirs._buffers = ours._parameters, ours._buffers
    return twin
