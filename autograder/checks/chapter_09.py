"""Chapter 9, residuals and layer norm: its exercises, cases, mistakes and variants."""

import numpy as np
import torch
import translator.normalization

from autograder.checks.mistakes import layer_norm
from autograder.judging.case import Case
from autograder.judging.exercise import Exercise, Part

Generator = np.random.Generator


def _state(rng: Generator, d_model: int, dtype: torch.dtype = torch.float64) -> dict:
    """Draw gamma and beta: with ones and zeros, three mistakes would not show."""
    return {
        "gamma": torch.from_numpy(rng.uniform(0.5, 2.0, d_model)).to(dtype),
        "beta": torch.from_numpy(rng.normal(size=d_model)).to(dtype),
    }


def _case(about: str, rng: Generator, x: np.ndarray, eps: float = 1e-5, **more) -> Case:
    d_model = x.shape[-1]
    state = _state(rng, d_model)
    return Case(about, {"x": torch.from_numpy(x)}, init=(d_model, eps), state=state, **more)


def value_cases(rng: Generator) -> list[Case]:
    """Random vectors, almost constant ones, a large eps, a constant row, one feature."""
    constant = rng.normal(size=(2, 3, 6))
    constant[0, 1] = 7.0
    return [
        _case("random vectors", rng, rng.normal(size=(2, 3, 6))),
        _case("almost constant vectors", rng, 1e-3 * rng.normal(size=(2, 3, 6))),
        _case("eps = 0.1", rng, rng.normal(size=(3, 2, 5)), eps=0.1),
        _case("a constant vector among others", rng, constant),
        _case("no leading axes", rng, rng.normal(size=6)),
        _case("a single feature", rng, rng.normal(size=(2, 2, 1))),
    ]


def gradient_cases(rng: Generator) -> list[Case]:
    """Gradients of x, gamma and beta."""
    cotangent = torch.from_numpy(rng.normal(size=(2, 3, 6)))
    return [
        _case("with a backward pass", rng, rng.normal(size=(2, 3, 6)), cotangent=cotangent),
    ]


def device_cases(rng: Generator) -> list[Case]:
    """Where tensors are made, and float32 numbers far from zero."""
    # Measured over 200 draws: F.layer_norm is off by at most 6e-5 here, E[x²] - E[x]² by 1e-3.
    far = torch.from_numpy(256 + rng.integers(-16, 16, size=(2, 3, 8)) / 8).float()
    return [
        _case("on another device", rng, rng.normal(size=(2, 3, 6)), devices=True),
        Case(
            "float32, values near 256",
            {"x": far},
            init=(8, 1e-5),
            state=_state(rng, 8, torch.float32),
        ),
    ]


LAYER_NORM = Exercise(
    name="LayerNorm",
    title="Layer norm as a module",
    chapter=9,
    minutes=15,
    difficulty=2,
    reference=translator.normalization.LayerNorm,
    returns=("normalized x",),
    parts=(
        Part("values", 2, "the numbers, with given gamma and beta", value_cases),
        Part("gradients", 1, "gradients of x, gamma and beta", gradient_cases),
        Part("device", 1, "any device, and float32 far from zero", device_cases),
    ),
    mistakes=layer_norm.MISTAKES,
    variants=layer_norm.VARIANTS,
    forbidden=layer_norm.FORBIDDEN,
)

EXERCISES = (LAYER_NORM,)
