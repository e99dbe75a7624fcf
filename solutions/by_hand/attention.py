"""Chapter 3: scaled dot-product attention."""

import numpy as np
from jaxtyping import Bool, Float

from by_hand.soft_lookup import softmax


def scaled_dot_product_attention(
    query: Float[np.ndarray, "*batch Lq d_k"],
    key: Float[np.ndarray, "*batch Lk d_k"],
    value: Float[np.ndarray, "*batch Lk d_v"],
    keep_mask: Bool[np.ndarray, "*#batch #Lq #Lk"] | None = None,
) -> tuple[Float[np.ndarray, "*batch Lq d_v"], Float[np.ndarray, "*batch Lq Lk"]]:
    """Mix the values for each query by how well its key matches: `(output, weights)`.

    `keep_mask` is True where a query may attend, and broadcasts to the scores' shape.
    A query that may attend to nothing gets weights 0 and output 0.
    Source: Vaswani et al. 2017, equation 1.

    >>> query, key = np.array([[2.0, 0, 0, 0]]), np.array([[np.log(3), 0, 0, 0], [0, 0, 0, 0]])
    >>> scaled_dot_product_attention(query, key, np.array([[4.0], [8.0]]))
    (array([[5.]]), array([[0.75, 0.25]]))
    """
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])  # (..., Lq, Lk)
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores)
    return weights @ value, weights


def score_spread(
    query: Float[np.ndarray, "Lq d_k"], key: Float[np.ndarray, "Lk d_k"]
) -> tuple[float, float]:
    """Measure the standard deviation of all scores, raw and scaled by 1/sqrt(d_k).

    The mean is subtracted and the sum divided by the number of scores, as `np.std` does.

    >>> score_spread(np.array([[3.0, 0, 0, 0]]), np.array([[1.0, 0, 0, 0], [-1.0, 0, 0, 0]]))
    (3.0, 1.5)
    """
    scores = query @ key.T  # (Lq, Lk)
    raw = float(scores.std())
    return raw, raw / float(np.sqrt(query.shape[-1]))


def softmax_jacobian(weights: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n n"]:
    """Differentiate softmax at the point where its output is `weights`.

    Entry (i, j) says how much weight i moves when score j rises.

    >>> softmax_jacobian(np.array([0.5, 0.5]))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    return np.diag(weights) - np.outer(weights, weights)
