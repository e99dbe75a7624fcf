"""Twins of the mistakes in layer norm."""

import torch
from torch import nn


class Norm(nn.Module):
    """The frame that the twins share: parameters under the stub's names."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.gamma = nn.Parameter(torch.full((d_model,), 1.0))
        self.beta = nn.Parameter(torch.full((d_model,), 0.0))

    def forward(self, x):
        return torch.addcmul(self.beta, self.gamma, self.normal(x))

    def normal(self, x):
        centre = x.sum(-1, keepdim=True) / x.shape[-1]
        return (x - centre) / self.root(((x - centre) ** 2).sum(-1, keepdim=True), x.shape[-1])

    def root(self, squares, d):
        return torch.sqrt(squares / d + self.eps)


def norm(**methods):
    return type("LayerNorm", (Norm,), methods)


def along(*axes):
    def normal(self, x):
        places = [axis % x.dim() for axis in axes] if axes else list(range(x.dim()))
        variance, mean = torch.var_mean(x, places, keepdim=True, correction=0)
        return (x - mean) * torch.rsqrt(variance + self.eps)

    return normal


def two_last(self, x):
    return along(-2, -1)(self, x) if x.dim() > 1 else along(-1)(self, x)


def moments(self, x):
    first = x.sum(-1, keepdim=True) / x.shape[-1]
    second = (x * x).sum(-1, keepdim=True) / x.shape[-1]
    return (x - first) * torch.rsqrt(second - first * first + self.eps)


class NoParameters(Norm):
    def __init__(self, d_model, eps=1e-5):
        nn.Module.__init__(self)
        self.eps, self.gamma, self.beta = eps, torch.full((d_model,), 1.0), torch.zeros(d_model)


class Single(Norm):
    def __init__(self, d_model, eps=1e-5):
        super().__init__(1, eps)


class Frozen(Norm):
    def forward(self, x):
        return self.normal(x) * self.gamma.detach() + self.beta.detach()


class CpuConstant(Norm):
    def root(self, squares, d):
        small = torch.tensor([self.eps] * d, dtype=squares.dtype)
        return torch.sqrt(squares / d + small)


LAYER_NORM = {
    "LN-01": norm(root=lambda self, s, d: torch.sqrt(s / (d - 1) + self.eps)),
    "LN-02": norm(root=lambda self, s, d: torch.sqrt(s / d) + self.eps),
    "LN-03": norm(root=lambda self, s, d: (s / (d - 1)).sqrt() + self.eps),
    "LN-04": norm(normal=along(-2)),
    "LN-05": norm(normal=along()),
    "LN-06": norm(normal=along(0)),
    "LN-07": norm(normal=two_last),
    "LN-08": norm(forward=lambda self, x: self.normal(x) + self.beta),
    "LN-09": norm(normal=moments),
    "LN-10": norm(forward=lambda self, x: self.normal(x) * self.gamma),
    "LN-11": norm(forward=lambda self, x: self.gamma * self.normal(x) + self.gamma * self.beta),
    "LN-12": norm(root=lambda self, s, d: s / d + self.eps),
    "LN-13": norm(normal=lambda self, x: x * ((x * x).mean(-1, keepdim=True) + self.eps) ** -0.5),
    "LN-14": norm(root=lambda self, s, d: (s / d + 0.00001) ** 0.5),
    "LN-15": NoParameters,
    "LN-16": Single,
    "LN-17": Frozen,
    "LN-18": CpuConstant,
}
