"""What goes wrong in one step of a GRU, and what is right and written differently."""

from collections.abc import Callable

import numpy as np
import torch

from autograder.judging.exercise import Mistake, Variant


def sigmoid(a):
    """Squash into 0 to 1, without overflow."""
    return 0.5 * (1 + np.tanh(a / 2))


def _candidate(x_new, h_new, reset):
    return np.tanh(x_new + reset * h_new)


def _mix(update, h, candidate):
    return update * h + (1 - update) * candidate


def bent(squash=sigmoid, candidate=_candidate, mix=_mix, order=(0, 1, 2)) -> Callable:
    """Build the step with the given parts: only one is wrong."""

    def gru_step(x, h, Wx, Wh, bx, bh):
        of_x, of_h = np.split(x @ Wx + bx, 3, axis=-1), np.split(h @ Wh + bh, 3, axis=-1)
        reset, update = (squash(of_x[place] + of_h[place]) for place in order[:2])
        return mix(update, h, candidate(of_x[order[2]], of_h[order[2]], reset))

    return gru_step


def reset_before(x, h, Wx, Wh, bx, bh):
    """Let the reset gate act on the state before the product."""
    H = h.shape[-1]
    gates = sigmoid((x @ Wx + bx + h @ Wh + bh)[:, : 2 * H])
    new = (x @ Wx + bx + (gates[:, :H] * h) @ Wh + bh)[:, 2 * H :]
    return _mix(gates[:, H:], h, np.tanh(new))


def bias_not_reset(x, h, Wx, Wh, bx, bh):
    """Reset the product, and add the state's bias afterwards."""
    H = h.shape[-1]
    gates = sigmoid((x @ Wx + bx + h @ Wh + bh)[:, : 2 * H])
    new = (x @ Wx + bx + bh)[:, 2 * H :] + gates[:, :H] * (h @ Wh)[:, 2 * H :]
    return _mix(gates[:, H:], h, np.tanh(new))


right = bent()

MISTAKES = (
    Mistake(
        "GRU-01",
        "the update gate turned round",
        bent(mix=lambda z, h, c: (1 - z) * h + z * c),
        "Where the update gate is 1, which comes out here: the state or the candidate?",
    ),
    Mistake(
        "GRU-02",
        "reset and update swapped",
        bent(order=(1, 0, 2)),
        "Whose columns does the docstring put first?",
    ),
    Mistake(
        "GRU-03",
        "no tanh around the candidate",
        bent(candidate=lambda a, b, r: a + r * b),
        "What keeps the candidate between -1 and 1?",
    ),
    Mistake(
        "GRU-04",
        "the reset gate before the product",
        reset_before,
        "What does the gate multiply here: h, or h times its weights?",
    ),
    Mistake(
        "GRU-05",
        "the reset gate is not used",
        bent(candidate=lambda a, b, r: np.tanh(a + b)),
        "Close the reset gate. Does your candidate change?",
    ),
    Mistake(
        "GRU-06",
        "the state restarted at every step",
        lambda x, h, *weights: right(x, np.zeros_like(h), *weights),
        "Call it with two different states. Do two different states come out?",
    ),
    Mistake(
        "GRU-07",
        "the state's bias is missing",
        lambda x, h, Wx, Wh, bx, bh: right(x, h, Wx, Wh, bx, 0 * bh),
        "With x and h all zeros, what is left of the candidate?",
    ),
    Mistake(
        "GRU-08",
        "the reset gate acts on the input too",
        bent(candidate=lambda a, b, r: np.tanh(r * (a + b))),
        "With the reset gate closed, may the new word still come in?",
    ),
    Mistake(
        "GRU-09",
        "a sigmoid that overflows",
        bent(squash=lambda a: np.exp(a) / (1 + np.exp(a))),
        "What is exp(1000), and what is that divided by itself?",
    ),
    Mistake(
        "GRU-10",
        "gates that are not squashed",
        bent(squash=lambda a: a),
        "Can one keep 130 percent of something? What turns a number into a share?",
    ),
    Mistake(
        "GRU-11",
        "the candidate is the new state",
        bent(mix=lambda z, h, c: c),
        "Where does your answer use the update gate?",
    ),
    Mistake(
        "GRU-12",
        "tanh for the gates",
        bent(squash=np.tanh),
        "Between which two numbers does a gate lie, and where does tanh end?",
    ),
    Mistake(
        "GRU-13",
        "the state's bias is added after the reset",
        bias_not_reset,
        "Does the gate act on the product alone, or on product and bias?",
    ),
)


def in_torch(x, h, Wx, Wh, bx, bh):
    """Let PyTorch's own cell do it."""
    cell = torch.nn.GRUCell(x.shape[1], h.shape[1], dtype=torch.float64)
    with torch.no_grad():
        for own, given in (("weight_ih", Wx), ("weight_hh", Wh), ("bias_ih", bx), ("bias_hh", bh)):
            getattr(cell, own).copy_(torch.from_numpy(np.ascontiguousarray(given.T)))
        return cell(torch.from_numpy(x.copy()), torch.from_numpy(h.copy())).numpy()


def by_slices(x, h, Wx, Wh, bx, bh):
    """Cut the weights rather than the products, and move from the candidate to the state."""
    H = h.shape[1]

    def part(i, v, W, b):
        return v @ W[:, i * H : (i + 1) * H] + b[i * H : (i + 1) * H]

    with np.errstate(over="ignore"):
        r, z = (1 / (1 + np.exp(-(part(i, x, Wx, bx) + part(i, h, Wh, bh)))) for i in (0, 1))
    n = np.tanh(part(2, x, Wx, bx) + r * part(2, h, Wh, bh))
    return n + z * (h - n)


def row_by_row(x, h, *weights):
    """Take one sentence at a time."""
    return np.concatenate([right(x[i : i + 1], h[i : i + 1], *weights) for i in range(len(x))])


VARIANTS = (
    Variant("PyTorch's cell", in_torch),
    Variant("slices", by_slices),
    Variant("row by row", row_by_row),
    Variant("without the state's minus sign", bent(mix=lambda z, h, c: h - (1 - z) * (h - c))),
)
