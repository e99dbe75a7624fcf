"""What a finale is made of."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from translator.models import TrainedModel

PAIR = ("the student saw the dog", "the dog saw the student")


@dataclass(frozen=True)
class Finale:
    """A shipped model, and how the part of one exercise is put into it.

    `plug` changes the model that it is given, `translate` runs it. `unseen` names the known
    mistakes with which these sentences come out as ever, each with the reason.
    """

    exercise: str
    model: str
    plug: Callable[[Any, Any], None]
    sentences: tuple[str, ...] = PAIR
    unseen: Mapping[str, str] = field(default_factory=dict)
    translate: Callable[[TrainedModel, Sequence[str]], list[str]] = TrainedModel.translate

    def model_with(self, part: Any) -> TrainedModel:
        """Load the model and put `part` into it."""
        trained = TrainedModel.load(self.model)
        self.plug(trained.model, part)
        return trained

    def translations(self, part: Any) -> list[str]:
        """Translate the sentences with `part` in the model; what `part` raises passes through."""
        trained = self.model_with(part)
        with warnings.catch_warnings(action="ignore"):  # a wrong part may divide by zero
            return self.translate(trained, self.sentences)


def say_what_stopped(part: Any, error: Exception) -> None:
    """Print in one line what a learner's part raised: a traceback would lead through our code."""
    print(f"{part.__name__} stopped the translator. {type(error).__name__}: {error}")


class Called(nn.Module):
    """A function of tensors in a module's place."""

    def __init__(self, function: Callable):
        """Keep the function."""
        super().__init__()
        self.function = function

    def forward(self, *inputs: Tensor) -> Any:
        """Call the function."""
        return self.function(*inputs)


class InferenceOnly(Called):
    """A NumPy function in a module's place. It translates in float64; no gradient passes it."""

    def forward(self, *inputs: Tensor) -> Any:
        """Call the function with arrays, and return its arrays as tensors of the first's dtype."""
        arrays = [x.double().numpy() if x.is_floating_point() else x.numpy() for x in inputs]
        dtype = inputs[0].dtype
        result = self.function(*arrays)
        if isinstance(result, tuple):
            return tuple(torch.as_tensor(np.asarray(item)).to(dtype) for item in result)
        return torch.as_tensor(np.asarray(result)).to(dtype)
