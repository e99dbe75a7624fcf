"""Chapter 9: residual connections and layer normalization."""

import numpy as np
from jaxtyping import Float


def layer_norm(
    x: Float[np.ndarray, "... d_model"],
    gamma: Float[np.ndarray, "d_model"],
    beta: Float[np.ndarray, "d_model"],
    eps: float = 1e-5,
) -> Float[np.ndarray, "... d_model"]:
    """Give each vector mean 0 and variance 1, then scale it by `gamma` and shift it by `beta`.

    Source: Ba, Kiros and Hinton 2016, equations 3 and 4; `eps` inside the root.

    >>> layer_norm(np.array([1.0, 3.0]), gamma=np.ones(2), beta=np.zeros(2), eps=0.0)
    array([-1.,  1.])
    """
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + eps) + beta
