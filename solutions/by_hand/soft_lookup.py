"""Chapter 2: attention as a soft lookup."""

import numpy as np
from jaxtyping import Float


def softmax(x: Float[np.ndarray, "..."], axis: int = -1) -> Float[np.ndarray, "..."]:
    """Turn scores into weights that are positive and sum to 1 along `axis`.

    A slice that is -inf everywhere has nothing to choose from: its weights are 0.

    >>> softmax(np.array([0.0, np.log(3.0)]))
    array([0.25, 0.75])
    """
    highest = x.max(axis=axis, keepdims=True)
    # Subtracting the highest score changes no weight, and keeps exp from overflowing.
    exponentials = np.exp(x - np.where(np.isneginf(highest), 0, highest))
    total = exponentials.sum(axis=axis, keepdims=True)
    return exponentials / np.where(total == 0, 1, total)
