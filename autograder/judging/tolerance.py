"""How close two numbers must be, a dtype. The one place that says so."""

import numpy as np
import torch

from autograder.judging.case import Array

TOLERANCE = {  # dtype: (relative, absolute)
    "float64": (1e-9, 1e-10),
    "float32": (1e-4, 1e-4),
    "float16": (1e-2, 2e-3),
    "bfloat16": (4e-2, 1e-2),
}


def dtype_name(array: Array) -> str:
    """Name the dtype the same way for NumPy and PyTorch.

    >>> dtype_name(torch.zeros(1)), dtype_name(np.zeros(1))
    ('float32', 'float64')
    """
    return str(array.dtype).removeprefix("torch.")


def as_float64(array: Array) -> np.ndarray:
    """Return the numbers in float64, the precision in which they are compared."""
    if isinstance(array, torch.Tensor):
        return array.detach().double().cpu().numpy()
    return array.astype(np.float64)


def off(expected: Array, got: Array) -> np.ndarray:
    """Say for each number whether it is further away than the dtype of `expected` allows."""
    relative, absolute = TOLERANCE.get(dtype_name(expected), (0.0, 0.0))
    near = np.isclose(
        as_float64(got), as_float64(expected), rtol=relative, atol=absolute, equal_nan=True
    )
    return ~near
