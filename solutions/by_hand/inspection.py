"""Chapter 14: telling a difference from chance."""

import numpy as np
from jaxtyping import Float


def paired_bootstrap(
    scores_a: Float[np.ndarray, "n"], scores_b: Float[np.ndarray, "n"], resamples: int, seed: int
) -> float:
    """Return how often chance alone would undo that A is better than B.

    Each resample draws n sentences with replacement, the same for both systems; the answer is
    the share of resamples in which A's mean is not above B's. Source: Koehn 2004, section 4.2.

    >>> paired_bootstrap(np.array([2.0, 3.0]), np.array([1.0, 1.0]), resamples=100, seed=0)
    0.0
    """
    difference = np.asarray(scores_a) - np.asarray(scores_b)
    drawn = np.random.default_rng(seed).integers(len(difference), size=(resamples, len(difference)))
    return float((difference[drawn].mean(axis=1) <= 0).mean())
