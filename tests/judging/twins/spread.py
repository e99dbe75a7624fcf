"""Twins of the mistakes in measuring the spread of scores."""

import math

import numpy as np


def products(query, key):
    return np.einsum("qd,kd->qk", query, key).ravel()


def spread_of(numbers):
    return math.sqrt(sum((x - sum(numbers) / len(numbers)) ** 2 for x in numbers) / len(numbers))


def pair(raw, length):
    return raw, raw / math.sqrt(length)


def per_query(query, key):
    return pair(float(np.mean([spread_of(key @ q) for q in query])), query.shape[1])


def sample_spread(query, key):
    scores = products(query, key)
    n = len(scores)
    return pair(spread_of(scores) * math.sqrt(n / (n - 1)) if n > 1 else math.nan, key.shape[1])


SPREAD = {
    "SPR-01": lambda q, k: (
        spread_of(products(q, k)) ** 2,
        spread_of(products(q, k)) ** 2 / q.shape[1],
    ),
    "SPR-02": lambda q, k: (spread_of(products(q, k)), spread_of(products(q, k)) / q.shape[1]),
    "SPR-03": sample_spread,
    "SPR-04": lambda q, k: pair(
        float(np.linalg.norm(products(q, k))) / math.sqrt(len(q) * len(k)), q.shape[1]
    ),
    "SPR-05": per_query,
    "SPR-06": lambda q, k: pair(spread_of(products(q, k)), q.shape[1])[::-1],
    "SPR-07": lambda q, k: (spread_of(products(q, k)),) * 2,
    "SPR-08": lambda q, k: pair(spread_of(q.ravel()), q.shape[1]),
}
