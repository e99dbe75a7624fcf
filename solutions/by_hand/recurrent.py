"""Chapter 1: networks that read one word after another."""

import numpy as np
from jaxtyping import Float


def rnn_forward(
    x: Float[np.ndarray, "B T D"],
    h0: Float[np.ndarray, "B H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
) -> Float[np.ndarray, "B T H"]:
    """Read a sequence: each state is tanh(x Wx + h Wh + b), with h the state before it.

    Returns the state after each of the T words. Source: Elman 1990.

    >>> one = np.ones((1, 1))
    >>> rnn_forward(np.zeros((1, 2, 1)), np.array([[1.0]]), one, one, np.zeros(1)).round(4)
    array([[[0.7616],
            [0.642 ]]])
    """
    state, states = h0, []
    for t in range(x.shape[1]):
        state = np.tanh(x[:, t] @ Wx + state @ Wh + b)  # (B, H)
        states.append(state)
    return np.stack(states, axis=1)


def jacobian_norms(
    Wh: Float[np.ndarray, "H H"], hs: Float[np.ndarray, "T H"]
) -> Float[np.ndarray, "T"]:
    """Measure how far the last state still feels each state `hs` of an RNN.

    Entry t is the largest singular value of d h_T / d h_t; the last entry is 1.
    Source: Pascanu, Mikolov and Bengio 2013, equation 5.

    >>> jacobian_norms(np.array([[0.5]]), np.zeros((3, 1)))
    array([0.25, 0.5 , 1.  ])
    """
    product = np.eye(len(Wh))  # d h_T / d h_t, (H, H)
    norms = [1.0]
    for state in hs[:0:-1]:
        # d h_t / d h_{t-1}: the slope of tanh at h_t, then the weights.
        product = product @ ((1 - state**2)[:, None] * Wh.T)
        norms.append(float(np.linalg.norm(product, ord=2)))
    return np.array(norms[::-1])


def gru_step(
    x: Float[np.ndarray, "B D"],
    h: Float[np.ndarray, "B H"],
    Wx: Float[np.ndarray, "D 3*H"],
    Wh: Float[np.ndarray, "H 3*H"],
    bx: Float[np.ndarray, "3*H"],
    bh: Float[np.ndarray, "3*H"],
) -> Float[np.ndarray, "B H"]:
    """Update the state `h` by one input: a gate says how much of it to keep.

    Each weight holds the reset gate's columns, then the update gate's, then the candidate's. The
    reset gate acts on h after its product with the weights, bias included, as in
    `torch.nn.GRUCell`. Source: Cho et al. 2014.

    >>> W, b = np.zeros((1, 3)), np.zeros(3)
    >>> gru_step(np.array([[1.0]]), np.array([[0.8]]), W, W, b, b)
    array([[0.4]])
    """
    x_reset, x_update, x_new = np.split(x @ Wx + bx, 3, axis=-1)  # (B, H) each
    h_reset, h_update, h_new = np.split(h @ Wh + bh, 3, axis=-1)
    # The same as 1 / (1 + exp(-x)), and tanh cannot overflow.
    reset = 0.5 + 0.5 * np.tanh(0.5 * (x_reset + h_reset))
    update = 0.5 + 0.5 * np.tanh(0.5 * (x_update + h_update))
    candidate = np.tanh(x_new + reset * h_new)
    return update * h + (1 - update) * candidate
