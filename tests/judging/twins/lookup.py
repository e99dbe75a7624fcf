"""Twins of the mistakes in one soft lookup."""

import math

import numpy as np


def shares(scores):
    e = [math.exp(score - max(scores)) for score in scores]
    return np.array([x / math.fsum(e) for x in e])


def mixed(weights, rows):
    return sum((w * row for w, row in zip(weights, rows, strict=True)), np.zeros(rows.shape[1]))


def scored(score):
    """A lookup whose score of one key is `score(q, k)`."""

    def attend(q, K, V):
        weights = shares([score(q, k) for k in K])
        return mixed(weights, V), weights

    return attend


def dot(q, k):
    return math.fsum(q * k)


def cosine(q, k):
    return dot(q, k) / (math.hypot(*q) * math.hypot(*k) or 1)


def best_only(q, K, V):
    weights = np.zeros(len(K))
    weights[int(np.argmax(K @ q))] = 1
    return mixed(weights, V), weights


def turned_keys(q, K, V):
    weights = shares(np.matmul(q, K))
    return np.matmul(weights, V), weights


def turned_values(q, K, V):
    weights = scored(dot)(q, K, V)[1]
    return np.matmul(V, weights), weights


def keys_again(q, K, V):
    return scored(dot)(q, K, K)


def every_row(q, K, V):
    weights = scored(dot)(q, K, V)[1]
    return np.einsum("n,nv->nv", weights, V), weights


def thinned(q, K, V):
    output, weights = scored(dot)(q, K, V)
    return output / len(K), weights


def raw(q, K, V):
    scores = np.array([dot(q, k) for k in K])
    return mixed(scores, V), scores


LOOKUP = {
    "LKP-01": best_only,
    "LKP-02": turned_keys,
    "LKP-03": turned_values,
    "LKP-04": keys_again,
    "LKP-05": every_row,
    "LKP-06": thinned,
    "LKP-07": scored(lambda q, k: dot(q, k) / math.sqrt(len(k))),
    "LKP-08": raw,
    "LKP-09": scored(cosine),
    "LKP-10": scored(lambda q, k: -math.dist(q, k)),
    "ATT-13": lambda q, K, V: scored(dot)(q, K, V)[0],
    "ATT-14": lambda q, K, V: tuple(reversed(scored(dot)(q, K, V))),
}
