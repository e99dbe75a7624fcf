"""Chapter 0: shapes, and how arrays of different shapes meet."""

import numpy as np
from jaxtyping import Bool, Float


def outer(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    """Multiply every number of `a` with every number of `b`.

    >>> outer(np.array([1.0, 2.0]), np.array([10.0, 20.0, 30.0]))
    array([[10., 20., 30.],
           [20., 40., 60.]])
    """
    return a[:, None] * b


def batched_dot(
    x: Float[np.ndarray, "B n d"], y: Float[np.ndarray, "B m d"]
) -> Float[np.ndarray, "B n m"]:
    """Take, within each item of the batch, the dot product of every vector of `x` and of `y`.

    >>> batched_dot(np.array([[[1.0, 2.0]]]), np.array([[[3.0, 4.0], [5.0, 6.0]]]))
    array([[[11., 17.]]])
    """
    return x @ np.swapaxes(y, -1, -2)  # (B, n, d) @ (B, d, m)


def where_mask(
    x: Float[np.ndarray, "..."], keep: Bool[np.ndarray, "..."], fill: float
) -> Float[np.ndarray, "..."]:
    """Copy `x`, with `fill` wherever `keep`, broadcast to the shape of `x`, is False.

    >>> where_mask(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([True, False]), fill=0.0)
    array([[1., 0.],
           [3., 0.]])
    """
    return np.where(keep, x, fill)
