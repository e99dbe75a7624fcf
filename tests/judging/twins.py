"""Independently written twins of the known mistakes: the same bug in another spelling.

A mistake always equals itself, so feeding it back to the check would prove nothing. These were
written from the mistake's one-line description, not from its code: other operations, other
order, loops where the original broadcasts.
"""

import math

import numpy as np
import torch
from torch import nn

# NumPy attention ------------------------------------------------------------------------------


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


# PyTorch attention ----------------------------------------------------------------------------


def torch_attention(divide, fill=None, axis=-1):
    def attention(query, key, value, keep_mask=None):
        scores = torch.einsum("...id,...jd->...ij", query / divide(query, key, value), key)
        if keep_mask is None:
            weights = torch.softmax(scores, axis)
        else:
            weights = (fill or cleared)(scores, keep_mask.expand(scores.shape))
        return torch.einsum("...ij,...jv->...iv", weights, value), weights

    return attention


def cleared(scores, keep):
    low = torch.finfo(scores.dtype).min
    weights = torch.softmax(torch.where(keep, scores, low), -1)
    return torch.where(keep, weights, 0)


def torch_root(query, key, value):
    return key.shape[-1] ** 0.5


def torch_filled(number, axis=-1):
    return lambda scores, keep: torch.softmax(torch.where(keep, scores, number), axis)


def torch_transposed(query, key, value, keep_mask=None):
    _, weights = torch_attention(torch_root)(query, key, value, keep_mask)
    return torch.matmul(weights.mT, value), weights


def torch_only_output(query, key, value, keep_mask=None):
    output, _ = torch_attention(torch_root)(query, key, value, keep_mask)
    return output


def without_graph(query, key, value, keep_mask=None):
    with torch.no_grad():
        return torch_attention(torch_root)(query, key, value, keep_mask)


def torch_zeroed(scores, keep):
    return torch.softmax(scores, -1) * keep.to(scores.dtype)


def added_and_cleaned(scores, keep):
    weights = torch.softmax(scores + torch.log(keep.to(scores.dtype)), -1)
    return torch.where(torch.isnan(weights), 0.0, weights)


def large_fill(scores, keep):
    weights = torch.softmax(scores.masked_fill(keep.logical_not(), -1e9), -1)
    return weights.masked_fill(keep.logical_not(), 0.0)


def index_on_cpu(query, key, value, keep_mask=None):
    if keep_mask is None:
        keep_mask = torch.ones((query.shape[-2], key.shape[-2])).bool()
    return torch_attention(torch_root)(query, key, value, keep_mask)


def single_precision(query, key, value, keep_mask=None):
    query, key, value = (x.to(torch.float32) for x in (query, key, value))
    return torch_attention(torch_root)(query, key, value, keep_mask)


TORCH_ATTENTION = {
    "ATT-01": torch_attention(lambda *_: 1),
    "ATT-02": torch_attention(lambda q, k, v: q.shape[-1]),
    "ATT-03": torch_attention(lambda q, k, v: v.shape[-1] ** 0.5),
    "ATT-07": torch_attention(torch_root, torch_filled(-math.inf, -2), axis=-2),
    "ATT-08": torch_attention(torch_root, torch_filled(-math.inf, 1), axis=1),
    "ATT-09": torch_transposed,
    "ATT-13": torch_only_output,
    "ATT-17": without_graph,
    "MSK-01": torch_attention(torch_root, lambda s, keep: cleared(s, keep.logical_not())),
    "MSK-02": torch_attention(torch_root, torch_zeroed),
    "MSK-03": torch_attention(torch_root, torch_filled(0.0)),
    "MSK-04": torch_attention(torch_root, torch_filled(-10.0)),
    "MSK-05": torch_attention(torch_root, lambda s, keep: torch.softmax(s, -1)),
    "MSK-07": torch_attention(torch_root, torch_filled(-math.inf)),
    "MSK-18": torch_attention(
        torch_root, lambda s, k: torch_filled(torch.finfo(s.dtype).min)(s, k)
    ),
    "MSK-19": torch_attention(torch_root, added_and_cleaned),
    "MSK-20": torch_attention(torch_root, large_fill),
    "DEV-01": index_on_cpu,
    "DEV-02": single_precision,
}


# The spread of scores, the slope of softmax ---------------------------------------------------


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


def table(entry):
    return lambda weights: np.array(
        [[entry(weights, i, j) for j in range(len(weights))] for i in range(len(weights))]
    )


def softened(weights):
    e = np.exp(weights)
    return e / e.sum()


JACOBIAN = {
    "JAC-01": table(lambda w, i, j: w[i] - w[i] ** 2 if i == j else 0.0),
    "JAC-02": table(lambda w, i, j: w[i] * (w[j] - (i == j))),
    "JAC-03": table(lambda w, i, j: w[i] * (i == j)),
    "JAC-04": table(lambda w, i, j: -w[i] * w[j]),
    "JAC-05": lambda w: table(lambda s, i, j: s[i] * ((i == j) - s[j]))(softened(w)),
    "JAC-06": lambda w: w - np.square(w),
    "JAC-07": table(lambda w, i, j: w[i] - w[i] * w[j]),
    "JAC-08": table(lambda w, i, j: w[i] * ((i == j) + w[j])),
}


# Layer norm -----------------------------------------------------------------------------------


class Norm(nn.Module):
    """The frame that the twins share: parameters under the stub's names."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.gamma = nn.Parameter(torch.full((d_model,), 1.0))
        self.beta = nn.Parameter(torch.full((d_model,), 0.0))

    def forward(self, x):
        return torch.addcmul(self.beta, self.gamma, self.normal(x))

    def normal(self, x):
        centre = x.sum(-1, keepdim=True) / x.shape[-1]
        return (x - centre) / self.root(((x - centre) ** 2).sum(-1, keepdim=True), x.shape[-1])

    def root(self, squares, d):
        return torch.sqrt(squares / d + self.eps)


def norm(**methods):
    return type("LayerNorm", (Norm,), methods)


def along(*axes):
    def normal(self, x):
        places = [axis % x.dim() for axis in axes] if axes else list(range(x.dim()))
        variance, mean = torch.var_mean(x, places, keepdim=True, correction=0)
        return (x - mean) * torch.rsqrt(variance + self.eps)

    return normal


def two_last(self, x):
    return along(-2, -1)(self, x) if x.dim() > 1 else along(-1)(self, x)


def moments(self, x):
    first = x.sum(-1, keepdim=True) / x.shape[-1]
    second = (x * x).sum(-1, keepdim=True) / x.shape[-1]
    return (x - first) * torch.rsqrt(second - first * first + self.eps)


class NoParameters(Norm):
    def __init__(self, d_model, eps=1e-5):
        nn.Module.__init__(self)
        self.eps, self.gamma, self.beta = eps, torch.full((d_model,), 1.0), torch.zeros(d_model)


class Single(Norm):
    def __init__(self, d_model, eps=1e-5):
        super().__init__(1, eps)


class Frozen(Norm):
    def forward(self, x):
        return self.normal(x) * self.gamma.detach() + self.beta.detach()


class CpuConstant(Norm):
    def root(self, squares, d):
        small = torch.tensor([self.eps] * d, dtype=squares.dtype)
        return torch.sqrt(squares / d + small)


LAYER_NORM = {
    "LN-01": norm(root=lambda self, s, d: torch.sqrt(s / (d - 1) + self.eps)),
    "LN-02": norm(root=lambda self, s, d: torch.sqrt(s / d) + self.eps),
    "LN-03": norm(root=lambda self, s, d: (s / (d - 1)).sqrt() + self.eps),
    "LN-04": norm(normal=along(-2)),
    "LN-05": norm(normal=along()),
    "LN-06": norm(normal=along(0)),
    "LN-07": norm(normal=two_last),
    "LN-08": norm(forward=lambda self, x: self.normal(x) + self.beta),
    "LN-09": norm(normal=moments),
    "LN-10": norm(forward=lambda self, x: self.normal(x) * self.gamma),
    "LN-11": norm(forward=lambda self, x: self.gamma * self.normal(x) + self.gamma * self.beta),
    "LN-12": norm(root=lambda self, s, d: s / d + self.eps),
    "LN-13": norm(normal=lambda self, x: x * ((x * x).mean(-1, keepdim=True) + self.eps) ** -0.5),
    "LN-14": norm(root=lambda self, s, d: (s / d + 0.00001) ** 0.5),
    "LN-15": NoParameters,
    "LN-16": Single,
    "LN-17": Frozen,
    "LN-18": CpuConstant,
}

TWINS = {
    "scaled_dot_product_attention": NUMPY_ATTENTION,
    "attention": TORCH_ATTENTION,
    "score_spread": SPREAD,
    "softmax_jacobian": JACOBIAN,
    "LayerNorm": LAYER_NORM,
}
