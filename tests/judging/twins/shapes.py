"""Twins of the mistakes with shapes."""

import numpy as np


def turned_grid(a, b):
    return np.array([[x * y for x in a] for y in b], dtype=a.dtype)


def grid_of_sums(a, b):
    return np.add.outer(a, b)


def buffer(a, b):
    rows = np.empty((a.size, b.size))
    rows[:] = a.reshape(-1, 1)
    rows *= b
    return rows


OUTER = {
    "OUT-01": turned_grid,
    "OUT-02": lambda a, b: np.multiply(a, b),
    "OUT-03": grid_of_sums,
    "OUT-04": lambda a, b: np.matmul(a, b),
    "OUT-05": lambda a, b: np.outer(a, b).ravel(),
    "OUT-06": lambda a, b: np.multiply(np.reshape(a, (-1, 1)), np.reshape(b, (-1, 1))),
    "OUT-07": buffer,
}


def refolded(y):
    *lead, m, d = y.shape
    return np.ravel(y).reshape(*lead, d, m)


def crossed(x, y):
    return np.tensordot(x, y, axes=([-1], [-1]))


BATCHED_DOT = {
    "BDT-01": lambda x, y: np.matmul(x, y),
    "BDT-02": lambda x, y: np.matmul(x, refolded(y)),
    "BDT-03": lambda x, y: np.matmul(x, np.transpose(y)),
    "BDT-04": lambda x, y: np.add.reduce(np.multiply(x, y), axis=-1),
    "BDT-05": lambda x, y: np.einsum("...nd,...md->...nm", x, y[0][None]),
    "BDT-06": crossed,
    "BDT-07": lambda x, y: np.einsum("...nd,...md->...mn", x, y),
    "BDT-08": lambda x, y: np.matmul(x, y.transpose([0, 2, 1])),
    "BDT-09": lambda x, y: np.einsum("...nd,...md->...nm", x * x.shape[-1] ** -0.5, y),
}


def masked(spread, hole=None):
    """Fill a copy where the mask, spread by `spread`, is False."""

    def where_mask(x, keep, fill):
        hidden = np.logical_not(spread(keep, x))
        return np.where(hidden, x.dtype.type(fill if hole is None else hole), x)

    return where_mask


def spread(keep, x):
    return keep.reshape(len(keep), 1, 1, keep.shape[-1])


def weighted(x, keep, fill):
    return x + np.logical_not(spread(keep, x)) * np.float64(fill)


def overwritten(x, keep, fill):
    for scores, row in zip(x, keep, strict=True):
        scores[..., ~row] = fill
    return x


def widened(x, keep, fill):
    table = np.empty(x.shape)
    table[...] = fill
    np.copyto(table, x, where=spread(keep, x))
    return table


def indexed(x, keep, fill):
    filled = np.array(x)
    filled[np.logical_not(keep)] = fill
    return filled


def unmasked(x, keep, fill):
    return +x


WHERE_MASK = {
    "MSK-01": lambda x, keep, fill: masked(spread)(x, ~keep, fill),
    "MSK-03": masked(spread, 0.0),
    "MSK-05": unmasked,
    "MSK-06": weighted,
    "MSK-08": masked(lambda keep, x: np.swapaxes(spread(keep, x), 2, 3)),
    "MSK-17": masked(lambda keep, x: np.expand_dims(keep, 1)),
    "MSK-20": masked(lambda keep, x: keep),
    "MSK-21": masked(lambda keep, x: keep[:1, None, None]),
    "MSK-22": masked(spread, -1e9),
    "MSK-23": overwritten,
    "MSK-24": widened,
    "MSK-25": indexed,
}
