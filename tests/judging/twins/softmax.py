"""Twins of the mistakes in softmax."""

import numpy as np


def last(rows):
    """Softmax that brings the asked axis to the end, and treats a table of rows there."""

    def softmax(x, axis=-1):
        moved = np.swapaxes(x, axis, -1)
        table = moved.reshape(-1, moved.shape[-1])
        return np.swapaxes(rows(table).reshape(moved.shape), axis, -1)

    return softmax


def exponentials(table):
    top = np.amax(table, 1)
    return np.exp(table - np.where(top == -np.inf, 0, top)[:, None])


def over(e, total):
    return np.divide(e, total[:, None], out=np.zeros_like(e), where=(total != 0)[:, None])


def shared(e):
    return over(e, np.einsum("ij->i", e))


def right(x, axis):
    return last(lambda table: shared(exponentials(table)))(x, axis)


def without_axis_kept(x, axis=-1):
    e = np.exp(np.subtract(x, np.amax(x, axis)))
    return np.divide(e, np.add.reduce(e, axis))


def flat_total(x, axis=-1):
    e = np.exp(x - np.expand_dims(np.amax(x, axis), axis))
    return np.divide(e, np.add.reduce(e, axis))


def callers_own(x, axis=-1):
    top = np.amax(x, axis, keepdims=True)
    weights = right(x, axis)
    np.subtract(x, np.where(top == -np.inf, 0, top).astype(x.dtype), out=x)
    return weights


def even_when_empty(table):
    low = np.where(table == -np.inf, -1e30, table)
    e = np.exp(low - np.amax(low, 1)[:, None])
    return shared(e)


def not_a_number(table):
    e = np.exp(np.subtract(table, np.amax(table, 1)[:, None]))
    return np.divide(e, e.sum(1)[:, None])


def halves(table):
    return np.where(table == -np.inf, 0, 1) / (1 + np.exp(np.negative(table)))


def proportions(table):
    kept = np.where(table == -np.inf, 0, table)
    return kept / np.einsum("ij->i", kept)[:, None]


def logs(table):
    top = np.amax(table, 1)
    top = np.where(top == -np.inf, 0, top)
    total = np.exp(table - top[:, None]).sum(1)
    return table - (top + np.log(total))[:, None]


def lowest_wins(table):
    e = 1 / np.exp(table - np.where(table.max(1) == -np.inf, 0, table.max(1))[:, None])
    return e / e.sum(1)[:, None]


def one_shift(x, axis=-1):
    return last(shared)(np.exp(x - np.amax(x)), axis)


def one_total(x, axis=-1):
    e = last(exponentials)(x, axis)
    return e if e.sum() == 0 else e / e.sum()


def truncated(x, axis=-1):
    return right(x, axis).astype(x.dtype)


SOFTMAX = {
    "SM-01": lambda x, axis=-1: last(shared)(np.exp(x), axis),
    "SM-02": one_shift,
    "SM-03": lambda x, axis=-1: right(x, 0),
    "SM-04": lambda x, axis=-1: right(x, x.ndim - 1),
    "SM-05": without_axis_kept,
    "SM-06": one_total,
    "SM-07": last(lambda t: exponentials(t) / (1e-8 + exponentials(t).sum(1))[:, None]),
    "SM-08": callers_own,
    "SM-09": last(not_a_number),
    "SM-10": last(even_when_empty),
    "SM-11": last(halves),
    "SM-12": last(proportions),
    "SM-13": last(lambda t: over(exponentials(t), np.amax(exponentials(t), 1))),
    "SM-14": last(logs),
    "SM-15": last(lowest_wins),
    "SM-16": last(lambda t: shared(exponentials(t * np.log(2).astype(exponentials(t).dtype)))),
    "SM-17": lambda x, axis=-1: np.float64(right(x.astype(float), axis)),
    "SM-18": truncated,
    "SM-19": flat_total,
    "SM-20": lambda x, axis=-1: np.divide(np.exp(x), np.add.reduce(np.exp(x), axis)),
}
