"""Small tools to write cases with."""

from typing import Any

import numpy as np
import torch


def strided(array: Any) -> Any:
    """Return the same numbers, of an array or a tensor, as a view that is not contiguous.

    >>> strided(np.arange(3.0)).flags.c_contiguous
    False
    """
    if isinstance(array, torch.Tensor):
        return array.repeat_interleave(2, dim=-1)[..., ::2]
    return np.repeat(array, 2, axis=-1)[..., ::2]


def tensors(args: dict[str, Any], dtype: str = "float64") -> dict[str, Any]:
    """Turn arrays into tensors: floats to `dtype`, masks and ids as they are."""
    return {name: _tensor(value, dtype) for name, value in args.items()}


def _tensor(value: Any, dtype: str) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    tensor = torch.from_numpy(np.ascontiguousarray(value))
    if tensor.is_floating_point():
        tensor = tensor.to(getattr(torch, dtype))
    return tensor if value.flags.c_contiguous else strided(tensor)
