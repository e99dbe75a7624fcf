"""Twins of the mistakes in one step of a GRU: cut weight by weight, squashed by PyTorch."""

import numpy as np
import torch


def squashed(a):
    return torch.from_numpy(a).sigmoid().numpy()


def step(squash=squashed, new=None, mix=None, swap=False, state_bias=1.0, restart=False):
    """Compute one step; `new(xn, h, Wn, bn, r)` is the candidate, `mix(z, h, n)` the state."""
    new = new or (lambda xn, h, Wn, bn, r: np.tanh(xn + r * (h @ Wn + bn)))
    mix = mix or (lambda z, h, n: n - z * n + z * h)

    def gru_step(x, h, Wx, Wh, bx, bh):
        n = Wh.shape[0]
        h, bh = (np.zeros(h.shape) if restart else h), state_bias * bh
        first, second = slice(0, n), slice(n, 2 * n)
        r, z = (
            squash(x @ Wx[:, cut] + h @ Wh[:, cut] + bx[cut] + bh[cut]) for cut in (first, second)
        )
        if swap:
            r, z = z, r
        xn = x @ Wx[:, 2 * n :] + bx[2 * n :]
        return mix(z, h, new(xn, h, Wh[:, 2 * n :], bh[2 * n :], r))

    return gru_step


def overflowing(a):
    return 1 - 1 / (1 + np.exp(a)) if np.abs(a).max() < 700 else np.exp(a) / (np.exp(a) + 1)


GRU = {
    "GRU-01": step(mix=lambda z, h, n: h + z * (n - h)),
    "GRU-02": step(swap=True),
    "GRU-03": step(new=lambda xn, h, Wn, bn, r: xn + r * bn + r * (h @ Wn)),
    "GRU-04": step(new=lambda xn, h, Wn, bn, r: np.tanh((h * r) @ Wn + bn + xn)),
    "GRU-05": step(new=lambda xn, h, Wn, bn, r: np.tanh(h @ Wn + (xn + bn))),
    "GRU-06": step(restart=True),
    "GRU-07": step(state_bias=0.0),
    "GRU-08": step(new=lambda xn, h, Wn, bn, r: np.tanh(r * xn + r * bn + r * (h @ Wn))),
    "GRU-09": step(squash=overflowing),
    "GRU-10": step(squash=np.positive),
    "GRU-11": step(mix=lambda z, h, n: n),
    "GRU-12": step(squash=lambda a: 2 * squashed(2 * a) - 1),
    "GRU-13": step(new=lambda xn, h, Wn, bn, r: np.tanh(xn + bn + r * (h @ Wn))),
}
