"""Chapter 6: multi-head attention."""

import numpy as np
from jaxtyping import Bool, Float

from by_hand.attention import scaled_dot_product_attention


def split_heads(x: Float[np.ndarray, "B L D"], num_heads: int) -> Float[np.ndarray, "B H L d"]:
    """Cut each vector into `num_heads` pieces, and put the heads before the positions.

    >>> split_heads(np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]), 2).tolist()
    [[[[1.0], [3.0], [5.0]], [[2.0], [4.0], [6.0]]]]
    """
    batch, length, _ = x.shape
    return x.reshape(batch, length, num_heads, -1).transpose(0, 2, 1, 3)  # (B, H, L, d)


def merge_heads(y: Float[np.ndarray, "B H L d"]) -> Float[np.ndarray, "B L D"]:
    """Put the pieces of each vector together again: the inverse of `split_heads`."""
    batch, _, length, _ = y.shape
    return y.transpose(0, 2, 1, 3).reshape(batch, length, -1)  # (B, L, D)


def multi_head_attention(
    query: Float[np.ndarray, "B Lq D"],
    key: Float[np.ndarray, "B Lk D"],
    value: Float[np.ndarray, "B Lk D"],
    W_q: Float[np.ndarray, "D D"],
    W_k: Float[np.ndarray, "D D"],
    W_v: Float[np.ndarray, "D D"],
    W_o: Float[np.ndarray, "D D"],
    num_heads: int,
    keep_mask: Bool[np.ndarray, "#B #H #Lq #Lk"] | None = None,
) -> tuple[Float[np.ndarray, "B Lq D"], Float[np.ndarray, "B H Lq Lk"]]:
    """Project, split into heads, attend in each, merge, project: `(output, weights)`.

    `keep_mask` broadcasts to (B, H, Lq, Lk). Source: Vaswani et al. 2017, section 3.2.2.

    >>> x, one = np.array([[[1.0, 2.0]]]), np.eye(2)
    >>> multi_head_attention(x, x, x, one, one, one, one, num_heads=2)[0]
    array([[[1., 2.]]])
    """
    mixed, weights = scaled_dot_product_attention(
        split_heads(query @ W_q, num_heads),
        split_heads(key @ W_k, num_heads),
        split_heads(value @ W_v, num_heads),
        keep_mask,
    )  # (B, H, Lq, d), (B, H, Lq, Lk)
    return merge_heads(mixed) @ W_o, weights
