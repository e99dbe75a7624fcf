"""Chapter 2: attention as a soft lookup."""

import numpy as np
from jaxtyping import Float, Real


def softmax(x: Real[np.ndarray, "..."], axis: int = -1) -> Float[np.ndarray, "..."]:
    """Turn scores into weights that are positive and sum to 1 along `axis`.

    A slice that is -inf everywhere has nothing to choose from: its weights are 0.
    float32 stays float32; whole numbers become float64.

    >>> softmax(np.array([0.0, np.log(3.0)]))
    array([0.25, 0.75])
    """
    highest = x.max(axis=axis, keepdims=True)
    # Subtracting the highest score changes no weight, and keeps exp from overflowing.
    exponentials = np.exp(x - np.where(np.isneginf(highest), 0, highest))
    total = exponentials.sum(axis=axis, keepdims=True)
    return exponentials / np.where(total == 0, 1, total)


def attend(
    q: Float[np.ndarray, "d"], K: Float[np.ndarray, "n d"], V: Float[np.ndarray, "n dv"]
) -> tuple[Float[np.ndarray, "dv"], Float[np.ndarray, "n"]]:
    """Look one query up: mix the values by how well their keys match it, `(output, weights)`.

    >>> attend(np.array([1.0]), np.array([[0.0], [np.log(3.0)]]), np.array([[4.0], [8.0]]))
    (array([7.]), array([0.25, 0.75]))
    """
    weights = softmax(K @ q)  # (n,)
    return weights @ V, weights


def additive_scores(
    Q: Float[np.ndarray, "Lq d"],
    K: Float[np.ndarray, "Lk d"],
    Wq: Float[np.ndarray, "d hidden"],
    Wk: Float[np.ndarray, "d hidden"],
    v: Float[np.ndarray, "hidden"],
) -> Float[np.ndarray, "Lq Lk"]:
    """Let a small network score each query against each key: v·tanh(q Wq + k Wk).

    Source: Bahdanau et al. 2015, appendix A.1.2.

    >>> one = np.ones((1, 1))
    >>> additive_scores(np.array([[0.0]]), np.array([[0.0], [1.0]]), one, one, np.ones(1)).round(3)
    array([[0.   , 0.762]])
    """
    hidden = np.tanh((Q @ Wq)[:, None] + (K @ Wk)[None])  # (Lq, Lk, hidden)
    return hidden @ v
