"""Twins of the mistakes in PyTorch attention."""

import math

import torch


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
