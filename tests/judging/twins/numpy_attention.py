"""Twins of the mistakes in NumPy attention."""

import math

import numpy as np


def rows(scores):
    """Softmax over the last axis, written out."""
    e = np.exp(scores - np.amax(scores, axis=-1)[..., None])
    return e / np.add.reduce(e, axis=-1)[..., None]


def numpy_attention(divide, fill=None):
    """Attention with its own divisor, and its own way to hide a score in a copy."""

    def attention(query, key, value, keep_mask=None):
        scores = np.einsum("...id,...jd->...ij", query, key)
        scores = scores / divide(query, key, value, scores)
        if keep_mask is None:
            weights = rows(scores)
        else:
            keep = np.broadcast_to(keep_mask, scores.shape)
            weights = (fill or hidden)(scores, keep)
        return np.einsum("...ij,...jv->...iv", weights, value), weights

    return attention


def hidden(scores, keep):
    e = np.exp(np.clip(scores - np.max(np.where(keep, scores, -1e300), -1)[..., None], None, 0))
    e = e * keep
    total = e.sum(-1)[..., None]
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


def root(query, key, value, scores):
    return math.sqrt(query.shape[-1])


def filled(number):
    def fill(scores, keep):
        copy = scores.copy()
        copy[~keep] = number
        return rows(copy)

    return fill


def softmax_after(transform):
    """Attention without a mask whose weights come from `transform`; masks by -1e300."""

    def attention(query, key, value, keep_mask=None):
        scores = query @ np.moveaxis(key, -1, -2) / root(query, key, value, None)
        if keep_mask is not None:
            scores = np.where(keep_mask, scores, -np.inf)
        weights = transform(scores)
        return weights @ value, weights

    return attention


def over_axis(axis):
    def transform(scores):
        top = scores.max(axis=axis, keepdims=True)
        e = np.exp(scores - np.where(top == -np.inf, 0, top))
        total = e.sum(axis=axis, keepdims=True)
        return np.divide(e, total, out=np.zeros_like(e), where=total != 0)

    return transform


def safe(scores):
    return over_axis(-1)(scores)


def transposed_weights(query, key, value, keep_mask=None):
    weights = np.array(numpy_attention(root)(query, key, value, keep_mask)[1])
    return np.matmul(np.moveaxis(weights, -2, -1), value), weights


def scaled_after(query, key, value, keep_mask=None):
    _, weights = numpy_attention(lambda *_: 1)(query, key, value, keep_mask)
    weights = weights * key.shape[-2] ** -0.5
    return weights @ value, weights


def raw_scores(query, key, value, keep_mask=None):
    weights = (query / root(query, key, value, None)) @ np.moveaxis(key, -1, -2)
    if keep_mask is not None:
        weights = weights * keep_mask
    return weights @ value, weights


def joint(scores):
    top = scores.max(axis=(-2, -1), keepdims=True)
    e = np.exp(scores - top)
    return e / e.sum(axis=(-2, -1), keepdims=True)


def only_output(query, key, value, keep_mask=None):
    output, _ = numpy_attention(root)(query, key, value, keep_mask)
    return output


def turned_pair(query, key, value, keep_mask=None):
    output, weights = numpy_attention(root)(query, key, value, keep_mask)
    return weights, output


def keys_mixed(query, key, value, keep_mask=None):
    return numpy_attention(root)(query, key, key, keep_mask)


def query_changed(query, key, value, keep_mask=None):
    np.divide(query, np.sqrt(query.shape[-1]), out=query)
    return numpy_attention(lambda *_: 1)(query, key, value, keep_mask)


def zeroed(scores, keep):
    weights = rows(scores)
    weights[~keep] = 0
    return weights


def naive(scores):
    e = np.exp(scores)
    return e / np.sum(e, axis=-1)[..., None]


def one_maximum(scores):
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=-1)[..., None]


def dead_rows(scores, keep):
    return rows(np.where(keep, scores, -np.inf))


NUMPY_ATTENTION = {
    "ATT-01": numpy_attention(lambda *_: 1),
    "ATT-02": numpy_attention(lambda q, k, v, s: k.shape[-1]),
    "ATT-03": numpy_attention(lambda q, k, v, s: math.sqrt(v.shape[-1])),
    "ATT-05": numpy_attention(lambda q, k, v, s: q.shape[-1] ** -0.5),
    "ATT-06": numpy_attention(lambda q, k, v, s: math.sqrt(s.shape[-1])),
    "ATT-07": softmax_after(over_axis(-2)),
    "ATT-08": softmax_after(over_axis(1)),
    "ATT-09": transposed_weights,
    "ATT-10": scaled_after,
    "ATT-11": raw_scores,
    "ATT-12": softmax_after(joint),
    "ATT-13": only_output,
    "ATT-14": turned_pair,
    "ATT-15": keys_mixed,
    "ATT-16": query_changed,
    "MSK-01": numpy_attention(root, lambda s, keep: hidden(s, np.logical_not(keep))),
    "MSK-02": numpy_attention(root, zeroed),
    "MSK-03": numpy_attention(root, filled(0.0)),
    "MSK-04": numpy_attention(root, filled(-10.0)),
    "MSK-05": numpy_attention(root, lambda s, keep: rows(s)),
    "MSK-06": numpy_attention(root, lambda s, keep: rows(s + keep.astype(float))),
    "MSK-07": numpy_attention(root, dead_rows),
    "MSK-18": numpy_attention(root, filled(-1e12)),
    "SM-01": softmax_after(naive),
    "SM-02": softmax_after(one_maximum),
}
