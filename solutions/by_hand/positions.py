"""Chapter 5: embeddings, and where each word stands."""

import numpy as np
from jaxtyping import Float, Int


def embed(
    ids: Int[np.ndarray, "B L"], table: Float[np.ndarray, "V D"]
) -> Float[np.ndarray, "B L D"]:
    """Look up one row of `table` for each id, and scale it by sqrt(D).

    Source: Vaswani et al. 2017, section 3.4.

    >>> embed(np.array([[1]]), np.array([[0.0, 0, 0, 0], [1.0, 2, 3, 4]]))
    array([[[2., 4., 6., 8.]]])
    """
    return table[ids] * np.sqrt(table.shape[1])


def sinusoidal_pe(L: int, d: int, base: float = 10000.0) -> Float[np.ndarray, "L d"]:
    """Give each position a vector of sines and cosines.

    Feature 2i is sin(position / base^(2i/d)), feature 2i+1 the cosine of the same angle.
    An odd `d` ends with a sine: its cosine is dropped.
    Source: Vaswani et al. 2017, section 3.5.

    >>> sinusoidal_pe(2, 3).round(4)
    array([[0.    , 1.    , 0.    ],
           [0.8415, 0.5403, 0.0022]])
    """
    angle = np.arange(L)[:, None] / base ** (np.arange(0, d, 2) / d)  # (L, ceil(d / 2))
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(L, -1)[:, :d]


def shift_matrix(k: int, d: int, base: float = 10000.0) -> Float[np.ndarray, "d d"]:
    """Build the rotation that moves every position's code by `k`: M PE(p) = PE(p + k).

    Raises ValueError if `d` is odd: a sine without its cosine cannot be rotated.

    >>> shift_matrix(1, 2) @ sinusoidal_pe(1, 2)[0] - sinusoidal_pe(2, 2)[1]
    array([0., 0.])
    """
    if d % 2:
        raise ValueError(f"d={d} is odd: the last sine has no cosine to turn with")
    angle = k / base ** (np.arange(0, d, 2) / d)  # (d / 2,)
    matrix = np.zeros((d, d))
    even, odd = np.arange(0, d, 2), np.arange(1, d, 2)
    matrix[even, even] = matrix[odd, odd] = np.cos(angle)
    matrix[even, odd], matrix[odd, even] = np.sin(angle), -np.sin(angle)
    return matrix
