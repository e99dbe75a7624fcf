"""Twins of the mistakes in additive scores."""

import math

import numpy as np


def paired(score):
    """Scores of every query and key by `score(query's part, key's part, v)`, in a loop."""

    def additive_scores(Q, K, Wq, Wk, v):
        return np.array([[score(q @ Wq, k @ Wk, v) for k in K] for q in Q])

    return additive_scores


def right(q, k, v):
    return sum(c * math.tanh(a + b) for a, b, c in zip(q, k, v, strict=True))


def exchanged(Q, K, Wq, Wk, v):
    return paired(right)(Q, K, Wk, Wq, v)


def turned(Q, K, Wq, Wk, v):
    queries = np.matmul(Q, np.swapaxes(Wq, 0, 1))
    keys = np.matmul(K, np.swapaxes(Wk, 0, 1))
    return np.tanh(np.expand_dims(queries, 1) + np.expand_dims(keys, 0)) @ v


def one_by_one(Q, K, Wq, Wk, v):
    return np.matmul(np.tanh(np.add(Q @ Wq, K @ Wk)), v)


def columns(Q, K, Wq, Wk, v):
    return np.swapaxes(paired(right)(Q, K, Wq, Wk, v), 0, 1)


def weights(Q, K, Wq, Wk, v):
    e = np.exp(paired(right)(Q, K, Wq, Wk, v))
    return e / np.einsum("qk->q", e)[:, None]


def quotient(q, k, v):
    up, down = np.exp(q + k), np.exp(-q - k)
    return ((up - down) / (up + down)) @ v


ADDITIVE = {
    "ADD-01": paired(lambda q, k, v: np.dot(q, v) + np.dot(k, v)),
    "ADD-02": paired(lambda q, k, v: math.tanh(np.dot(q + k, v))),
    "ADD-03": paired(lambda q, k, v: np.dot(np.tanh(q), v) + np.dot(np.tanh(k), v)),
    "ADD-04": columns,
    "ADD-05": exchanged,
    "ADD-06": paired(lambda q, k, v: right(q, -k, v)),
    "ADD-07": paired(lambda q, k, v: np.dot(np.tanh(q * k), v)),
    "ADD-08": paired(lambda q, k, v: right(q, k, np.ones_like(v))),
    "ADD-09": weights,
    "ADD-10": paired(lambda q, k, v: np.dot(np.clip(q + k, 0, None), v)),
    "ADD-11": paired(lambda q, k, v: right(q, k, v) / len(v)),
    "ADD-12": turned,
    "ADD-13": one_by_one,
    "ADD-14": paired(quotient),
}
