"""Chapter 7: masks. True always means: may attend."""

import numpy as np
from jaxtyping import Bool, Int


def padding_mask(ids: Int[np.ndarray, "B L"], pad: int) -> Bool[np.ndarray, "B 1 1 L"]:
    """Keep every key that is a word, wherever the padding stands.

    >>> padding_mask(np.array([[5, 7, 0]]), pad=0)
    array([[[[ True,  True, False]]]])
    """
    return (ids != pad)[:, None, None, :]


def causal_mask(n: int) -> Bool[np.ndarray, "1 1 n n"]:
    """Keep, for each of `n` queries, the keys up to its own position.

    >>> causal_mask(2)
    array([[[[ True, False],
             [ True,  True]]]])
    """
    position = np.arange(n)
    return (position <= position[:, None])[None, None]


def decoder_mask(ids: Int[np.ndarray, "B L"], pad: int) -> Bool[np.ndarray, "B 1 L L"]:
    """Keep the keys that are words and not later than the query."""
    return padding_mask(ids, pad) & causal_mask(ids.shape[1])
