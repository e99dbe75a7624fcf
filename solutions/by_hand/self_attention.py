"""Chapter 4: a sentence reads itself."""

import math
from collections.abc import Callable

import numpy as np
from jaxtyping import Bool, Float, Int

from by_hand.attention import scaled_dot_product_attention


def self_attention(
    x: Float[np.ndarray, "B L D"],
    W_q: Float[np.ndarray, "D d_k"],
    W_k: Float[np.ndarray, "D d_k"],
    W_v: Float[np.ndarray, "D d_v"],
    keep_mask: Bool[np.ndarray, "... #L L"] | None = None,
) -> tuple[Float[np.ndarray, "B L d_v"], Float[np.ndarray, "B L L"]]:
    """Let each word ask all words of its own sentence: `(output, weights)`.

    >>> one = np.ones((1, 1))
    >>> self_attention(np.array([[[0.0], [1.0]]]), one, one, one)[1].round(3)
    array([[[0.5  , 0.5  ],
            [0.269, 0.731]]])
    """
    return scaled_dot_product_attention(x @ W_q, x @ W_k, x @ W_v, keep_mask)


def is_equivariant(
    f: Callable[[Float[np.ndarray, "B L D"]], Float[np.ndarray, "B L d"]],
    x: Float[np.ndarray, "B L D"],
    perm: Int[np.ndarray, "L"],
) -> bool:
    """Say whether shuffling the words of `x` shuffles the outputs of `f` in the same way.

    >>> x = np.array([[[1.0], [2.0], [4.0]]])
    >>> is_equivariant(lambda x: 2 * x, x, perm=np.array([2, 0, 1]))
    True
    >>> is_equivariant(lambda x: x.cumsum(axis=1), x, perm=np.array([2, 0, 1]))
    False
    """
    return bool(np.allclose(f(x[:, perm]), f(x)[:, perm]))


def layer_cost(n: int, d: int, kind: str, k: int = 3) -> tuple[int, int, int]:
    """Count what one layer costs on `n` vectors of size `d`: `(macs, sequential_steps, max_path)`.

    A mac is one multiply-add in a matrix product. The path is what a signal travels from the
    first word to the last: steps of the RNN, or layers. A convolution reads `k` (odd) words, as
    many to the left as to the right. Source: Vaswani et al. 2017, table 1, with the projections.

    >>> layer_cost(50, 512, "rnn"), layer_cost(50, 512, "attention")
    ((26214400, 50, 49), (41881600, 1, 1))
    """
    if kind == "rnn":
        return n * 2 * d * d, n, n - 1
    if kind == "conv":
        return n * k * d * d, 1, math.ceil((n - 1) / ((k - 1) // 2))
    if kind == "attention":
        return 3 * n * d * d + 2 * n * n * d, 1, min(1, n - 1)
    raise ValueError(f'kind={kind!r} is none of "rnn", "conv", "attention"')
