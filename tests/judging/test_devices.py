"""The two meta probes refuse what is made on the wrong device, and nothing else."""

import pytest
import torch

from autograder.judging.case import Case
from autograder.judging.compare import compare
from autograder.judging.play import play


def identity(x):
    return x


def like(x):
    return x + torch.ones_like(x)


def on_its_device(x):
    return x + torch.arange(4, device=x.device)


def looks_at_values(x):
    if torch.isnan(x).any():
        raise ValueError("nan")
    return x * 2


def scalar(x):
    return x * torch.tensor(2.0)


def asks_for_a_number(x):
    return x / x.abs().max().item()


def arange(x):
    return x + torch.arange(4)


def mask(x):
    return x.masked_fill(torch.ones(4).bool(), 0)


def where(x):
    return torch.where(torch.zeros(4).bool(), x, 0)


def returns_new(x):
    return torch.zeros(4)


@pytest.mark.parametrize(
    "right", [identity, like, on_its_device, looks_at_values, scalar, asks_for_a_number]
)
def test_right_answers_pass(right):
    assert refused(right) is None


@pytest.mark.parametrize("wrong", [arange, mask, where, returns_new])
def test_tensors_made_on_the_cpu_are_refused(wrong):
    assert refused(wrong).law == "wrong device"


def refused(function):
    case = Case("devices", {"x": torch.rand(3, 4)}, devices=True)
    return compare(play(identity, case), play(function, case))
