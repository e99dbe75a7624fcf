"""Chapter 14: reading attention, and telling a difference from chance."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float


def align(
    weights: Float[np.ndarray, "T S"], src: Sequence[str], tgt: Sequence[str]
) -> list[tuple[int, int]]:
    """Link each target word to the source word that it looks at most: `(source, target)` numbers.

    `src` and `tgt` are pieces, of which "▁" starts a word; weights are summed over the pieces of
    a source word and averaged over those of a target word.

    >>> weights = np.array([[0.1, 0.5, 0.4], [0.2, 0.2, 0.6]])
    >>> align(weights, ["▁dogs", "▁sl", "eep"], ["▁자", "요"])
    [(1, 0)]
    """
    by_source = _group(src) @ weights.T  # (source words, T)
    target = _group(tgt)  # (target words, T)
    by_word = by_source @ (target / target.sum(axis=1, keepdims=True)).T
    return [(int(by_word[:, j].argmax()), j) for j in range(by_word.shape[1])]


def _group(pieces: Sequence[str]) -> Float[np.ndarray, "words pieces"]:
    """Say which piece belongs to which word: 1 if it does, 0 if not."""
    starts = [i == 0 or piece.startswith("▁") for i, piece in enumerate(pieces)]
    word = np.cumsum(starts) - 1  # (pieces,)
    return (np.arange(word[-1] + 1)[:, None] == word).astype(float)


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
