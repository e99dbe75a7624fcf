"""What goes wrong in layer norm, and what is written differently and right."""

from collections.abc import Callable

import torch
from torch import nn

from autograder.judging.exercise import Forbidden, Mistake, Variant


def bent(normalize: Callable, shift: Callable = lambda y, gamma, beta: gamma * y + beta) -> type:
    """Build a LayerNorm with its own way to normalize, or to scale and shift."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.gamma = nn.Parameter(torch.ones(d_model))
            self.beta = nn.Parameter(torch.zeros(d_model))
            self.eps = eps

        def forward(self, x):
            return shift(normalize(x, self.eps), self.gamma, self.beta)

    return LayerNorm


def _over(*axes: int) -> Callable:
    """Normalize over the given axes."""

    def normalize(x, eps):
        centred = x - x.mean(axes, keepdim=True)
        return centred / torch.sqrt(centred.square().mean(axes, keepdim=True) + eps)

    return normalize


RIGHT = _over(-1)


def _by_std(unbiased: bool, inside: bool) -> Callable:
    """Normalize by torch's own standard deviation, with eps inside the root or outside."""

    def normalize(x, eps):
        variance = x.var(-1, keepdim=True, correction=int(unbiased))
        root = torch.sqrt(variance + eps) if inside else torch.sqrt(variance) + eps
        return (x - x.mean(-1, keepdim=True)) / root

    return normalize


def _centred(x):
    return x - x.mean(-1, keepdim=True)


def _power(x):
    return _centred(x).pow(2).sum(-1, keepdim=True) / x.size(-1)


def _by_var_mean(x, eps):
    variance, mean = torch.var_mean(x, -1, keepdim=True, correction=0)
    return (x - mean) / torch.sqrt(variance + eps)


def _difference_of_squares(x, eps):
    mean = x.mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(x.square().mean(-1, keepdim=True) - mean.square() + eps)


class PlainTensors(nn.Module):
    """Keep gamma and beta where no optimiser finds them."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.gamma, self.beta, self.eps = torch.ones(d_model), torch.zeros(d_model), eps

    def forward(self, x):
        """Normalize rightly."""
        return self.gamma * RIGHT(x, self.eps) + self.beta


class OneNumber(nn.Module):
    """Learn one gamma and one beta for all features."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(1)), nn.Parameter(torch.zeros(1))
        self.eps = eps

    def forward(self, x):
        """Normalize rightly."""
        return self.gamma * RIGHT(x, self.eps) + self.beta


class Detached(bent(RIGHT)):  # type: ignore[misc]
    """Cut the parameters out of the graph."""

    def forward(self, x):
        """Normalize rightly, with numbers that learn nothing."""
        return self.gamma.data * RIGHT(x, self.eps) + self.beta.data


class NewOnCpu(bent(RIGHT)):  # type: ignore[misc]
    """Make eps a tensor on the CPU."""

    def forward(self, x):
        """Normalize rightly, on one device."""
        eps = torch.full((x.size(-1),), self.eps, dtype=x.dtype)
        centred = x - x.mean(-1, keepdim=True)
        root = torch.sqrt(centred.square().mean(-1, keepdim=True) + eps)
        return self.gamma * centred / root + self.beta


MISTAKES = (
    Mistake(
        "LN-01",
        "the variance divided by d - 1",
        bent(_by_std(unbiased=True, inside=True)),
        "Normalize [1, 0, 0, 0] with eps 0: is the first number 1.73 or 1.5?",
    ),
    Mistake(
        "LN-02",
        "eps outside the root",
        bent(_by_std(unbiased=False, inside=False)),
        "What if the vector is almost constant? Which of the two then decides?",
    ),
    Mistake(
        "LN-03",
        "the variance divided by d - 1, and eps outside the root",
        bent(_by_std(unbiased=True, inside=False)),
        "Two places differ from the formula. What is under the root, and divided by what?",
    ),
    Mistake(
        "LN-04",
        "the words' axis",
        bent(_over(-2)),
        "Change another word of the sentence. Should this word move?",
    ),
    Mistake(
        "LN-05",
        "all axes together",
        bent(lambda x, eps: _over(*range(x.dim()))(x, eps)),
        "Change another sentence. Should this word move?",
    ),
    Mistake(
        "LN-06",
        "the sentences' axis",
        bent(_over(0)),
        "That is batch norm. What would it do with a batch of one?",
    ),
    Mistake(
        "LN-07",
        "words and features together",
        bent(lambda x, eps: _over(*range(max(x.dim() - 2, 0) - x.dim(), 0))(x, eps)),
        "Does each word get a mean and a variance of its own?",
    ),
    Mistake(
        "LN-08",
        "gamma is not used",
        bent(RIGHT, lambda y, gamma, beta: y + beta),
        "Double gamma. Does your output change?",
    ),
    Mistake(
        "LN-09",
        "E[x²] - E[x]²",
        bent(_difference_of_squares),
        "Subtract two numbers near 65,536 in float32. How many digits are left?",
    ),
    Mistake(
        "LN-10",
        "beta is not used",
        bent(RIGHT, lambda y, gamma, beta: gamma * y),
        "Set beta to 3. What should the mean of the output be?",
    ),
    Mistake(
        "LN-11",
        "beta scaled with the rest",
        bent(RIGHT, lambda y, gamma, beta: gamma * (y + beta)),
        "In the formula, is beta inside or outside the product with gamma?",
    ),
    Mistake(
        "LN-12",
        "dividing by the variance",
        bent(lambda x, eps: _centred(x) / (_power(x) + eps)),
        "Double x. Should the output double, halve or stay?",
    ),
    Mistake(
        "LN-13",
        "the mean is not subtracted",
        bent(lambda x, eps: x / torch.sqrt(x.square().mean(-1, keepdim=True) + eps)),
        "Add 5 to every feature. Should the output move?",
    ),
    Mistake(
        "LN-14",
        "eps is fixed at 1e-5",
        bent(lambda x, eps: RIGHT(x, 1e-5)),
        "The caller gave an eps. Where do you use it?",
    ),
    Mistake(
        "LN-15",
        "gamma and beta are plain tensors",
        PlainTensors,
        "How many parameters does PyTorch see in your module? What makes a tensor one?",
    ),
    Mistake(
        "LN-16",
        "one gamma and one beta for all features",
        OneNumber,
        "Should a network be able to turn one feature up and another down?",
    ),
    Mistake(
        "LN-17",
        "gamma and beta cut out of the graph",
        Detached,
        "After backward(), what is gamma.grad?",
    ),
    Mistake(
        "LN-18",
        "a tensor made on the CPU",
        NewOnCpu,
        "Where does a new tensor live if you do not say? Where does x live?",
    ),
)

VARIANTS = (
    Variant("var with correction 0", bent(_by_std(unbiased=False, inside=True))),
    Variant("torch.var_mean", bent(_by_var_mean)),
    Variant("rsqrt", bent(lambda x, eps: _centred(x) * (_power(x) + eps).rsqrt())),
    Variant("power -0.5", bent(lambda x, eps: _centred(x) * (_power(x) + eps) ** -0.5)),
    Variant("torch.addcmul", bent(RIGHT, lambda y, gamma, beta: torch.addcmul(beta, gamma, y))),
)

FORBIDDEN = (
    Forbidden(
        (
            "torch.nn.functional.layer_norm",
            "torch.nn.LayerNorm",
            "torch.native_layer_norm",
        ),
        "It is the whole of this exercise in one call.",
        "Which two numbers does it compute for each vector, and what does it do with them?",
    ),
)
