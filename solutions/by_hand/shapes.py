"""Chapter 0: shapes, and how arrays of different shapes meet."""

import numpy as np
from jaxtyping import Bool, Float


def outer(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    """Multiply every number of `a` with every number of `b`: row i belongs to a[i].

    >>> outer(np.array([1.0, 2.0]), np.array([10.0, 20.0, 30.0]))
    array([[10., 20., 30.],
           [20., 40., 60.]])
    """
    return a[:, None] * b  # (n, 1) * (m,) -> (n, m)


def batched_dot(
    x: Float[np.ndarray, "*#batch n d"], y: Float[np.ndarray, "*#batch m d"]
) -> Float[np.ndarray, "*#batch n m"]:
    """Take the dot product of every vector of `x` with every vector of `y`, item by item.

    Entry [..., i, j] is x[..., i, :] · y[..., j, :]. The axes in front broadcast.

    >>> batched_dot(np.array([[[1.0, 2.0]]]), np.array([[[3.0, 4.0], [5.0, 6.0]]]))
    array([[[11., 17.]]])
    """
    return x @ np.swapaxes(y, -1, -2)  # (..., n, d) @ (..., d, m) -> (..., n, m)


def where_mask(
    x: Float[np.ndarray, "B H Lq Lk"], keep: Bool[np.ndarray, "B Lk"], fill: float
) -> Float[np.ndarray, "B H Lq Lk"]:
    """Copy the scores `x`, with `fill` wherever the key is padding in its sentence.

    `keep[b, k]` is True if place k of sentence b holds a word. It counts for every head and query.

    >>> scores = np.array([1.0, 2.0, 3.0]).reshape(1, 1, 1, 3)
    >>> where_mask(scores, np.array([[True, True, False]]), fill=-1.0)
    array([[[[ 1.,  2., -1.]]]])
    """
    return np.where(keep[:, None, None, :], x, fill)  # (B, 1, 1, Lk) meets (B, H, Lq, Lk)
