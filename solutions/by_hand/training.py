"""Chapter 12: the loss that the translator learns from."""

import numpy as np
from jaxtyping import Float, Int


def label_smoothed_loss(
    logits: Float[np.ndarray, "N V"], y: Int[np.ndarray, "N"], eps: float, pad: int
) -> float:
    """Sum over the words of `y` the cross-entropy to a target that is not quite sure.

    The target gives 1 - eps + eps/V to the right word and eps/V to each of the other V - 1.
    Positions where `y` is `pad` count nothing. Source: Szegedy et al. 2016, section 7.

    >>> round(label_smoothed_loss(np.zeros((2, 4)), np.array([3, 0]), eps=0.1, pad=0), 4)
    1.3863
    """
    logits, y = logits[y != pad], y[y != pad]
    highest = logits.max(axis=-1, keepdims=True)
    log_sum = highest + np.log(np.exp(logits - highest).sum(axis=-1, keepdims=True))
    log_probabilities = logits - log_sum  # (N, V)
    right = log_probabilities[np.arange(len(y)), y]  # (N,)
    return float(-((1 - eps) * right + eps * log_probabilities.mean(axis=-1)).sum())
