"""The two meta probes refuse what is made on the wrong device, and nothing else."""

import subprocess
import sys

import pytest
import torch
from torch import nn

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


def refused(subject, init=None):
    case = Case("devices", {"x": torch.rand(3, 4)}, devices=True, init=init)
    right = play(Buffer if init else identity, case)
    return compare(right, play(subject, case))


class Buffer(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.register_buffer("table", torch.arange(n).float(), persistent=False)
        self.scale = nn.Parameter(torch.ones(n))

    def forward(self, x):
        return x * self.scale + self.table


class ListOfLayers(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(n, n), Buffer(n)])

    def forward(self, x):
        return self.layers[1](self.layers[0](x))


class PlainAttribute(Buffer):
    def __init__(self, n):
        nn.Module.__init__(self)
        self.table, self.scale = torch.arange(n).float(), nn.Parameter(torch.ones(n))


@pytest.mark.parametrize("right", [Buffer, ListOfLayers])
def test_a_buffer_moves_with_its_module(right):
    assert refused(right, (4,)) is None


def test_a_plain_attribute_stays_behind():
    assert refused(PlainAttribute, (4,)).law == "wrong device"


def test_a_right_answer_costs_no_import_of_the_compiler():
    script = """
import sys, torch
from autograder import check
from translator.attention import attention
from translator.normalization import LayerNorm
check(attention, part="device")
check(LayerNorm, part="device")
assert "torch._dynamo" not in sys.modules
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
