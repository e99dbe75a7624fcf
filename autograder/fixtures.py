"""The course's fixtures: what the cases of an exercise name, since it cannot travel as bytes.

They are the same in the notebook, in the sandbox and in the referee, and learners may read them:
no answer to an exercise is in here. A seed stands for randomness.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.judging.fixture import fixture


@fixture
def source(items: Sequence[Any]) -> Iterator[Any]:
    """Give the items one by one, to an exercise that should not wait for the last."""
    return iter(items)


@fixture
def scripted_step(table: np.ndarray) -> Callable[[Sequence[Sequence[int]]], np.ndarray]:
    """Return a step function (n beginnings) -> (n, V) whose next word depends on the last alone.

    Row i of `table` (V, V) holds the probabilities of what follows word i.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(table)

    def step_fn(beginnings: Sequence[Sequence[int]]) -> np.ndarray:
        return logs[[words[-1] for words in beginnings]]

    return step_fn


class Reader(nn.Module):
    """A model (B, S), (B, T) -> (B, T, V) that reads its target through a mask (T, T)."""

    def __init__(self, seed: int, num_words: int, mask: Tensor, training_mask: Tensor):
        super().__init__()
        drawn = torch.Generator().manual_seed(seed)
        for name in ("source_table", "target_table", "output"):
            weights = torch.randn(num_words, num_words, generator=drawn, dtype=torch.float64)
            self.register_parameter(name, nn.Parameter(weights))
        self.mask, self.training_mask = mask, training_mask

    def forward(self, src: Tensor, tgt: Tensor) -> Tensor:
        """Mix, for each position, the target words that the mask shows it, and the source."""
        mask = self.training_mask if self.training else self.mask
        shown = mask[: tgt.size(1), : tgt.size(1)].double()
        mixed = shown / shown.sum(-1, keepdim=True) @ self.get_parameter("target_table")[tgt]
        mixed = mixed + self.get_parameter("source_table")[src].mean(1, keepdim=True)
        return torch.tanh(mixed) @ self.get_parameter("output")


@fixture
def reader(seed: int, num_words: int, mask: Tensor, training_mask: Tensor) -> Reader:
    """Return a model whose masks, in evaluation and in training, may show what they should hide."""
    return Reader(seed, num_words, mask, training_mask)


@fixture
def linear_model(seed: int, d_in: int, d_out: int) -> nn.Linear:
    """Return a linear layer in float64 with weights drawn from `seed`."""
    drawn = torch.Generator().manual_seed(seed)
    model = nn.Linear(d_in, d_out, dtype=torch.float64)
    for parameter in model.parameters():
        numbers = torch.randn(parameter.shape, generator=drawn, dtype=torch.float64)
        parameter.data = numbers
    return model


@fixture
def gradient_descent(model: nn.Module, lr: float) -> torch.optim.Optimizer:
    """Return an optimizer of the model's parameters."""
    return torch.optim.SGD(model.parameters(), lr=lr)


@fixture
def squared_error(x: Tensor, y: Tensor) -> Callable[[dict[str, Tensor]], Tensor]:
    """Return the mean squared error on this data, as a function of a linear layer's weights."""

    def loss(weights: dict[str, Tensor]) -> Tensor:
        return nn.functional.mse_loss(
            nn.functional.linear(x, weights["weight"], weights["bias"]), y
        )

    return loss
