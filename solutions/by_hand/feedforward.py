"""Chapter 8: the position-wise feed-forward network."""

import numpy as np
from jaxtyping import Float


def ffn(
    x: Float[np.ndarray, "... d_model"],
    W1: Float[np.ndarray, "d_model d_ff"],
    b1: Float[np.ndarray, "d_ff"],
    W2: Float[np.ndarray, "d_ff d_model"],
    b2: Float[np.ndarray, "d_model"],
) -> Float[np.ndarray, "... d_model"]:
    """Widen each vector, keep what is positive, and return to its size: relu(x W1 + b1) W2 + b2.

    Source: Vaswani et al. 2017, equation 2.

    >>> ffn(np.array([[3.0]]), np.array([[1.0, -1.0]]), np.zeros(2), np.ones((2, 1)), np.ones(1))
    array([[4.]])
    """
    return np.maximum(0, x @ W1 + b1) @ W2 + b2


def param_share(d: int, d_ff: int, h: int, n: int) -> float:
    """Return the share of the feed-forward networks among `n` layers' parameters.

    A layer is one multi-head attention with `h` heads and one network, all with biases.

    >>> round(param_share(512, 2048, h=8, n=6), 4)
    0.6665
    """
    attention = 4 * (d * d + d)
    feedforward = d * d_ff + d_ff + d_ff * d + d
    return n * feedforward / (n * (attention + feedforward))
