"""What goes wrong in PyTorch attention, and what is written differently and right."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F

from autograder.checks.mistakes.numpy_attention import ROOT
from autograder.judging.exercise import Forbidden, Mistake, Variant


def _weigh(scores, keep):
    """Fill with the lowest finite score, then clear: right, also in an empty row."""
    lowest = torch.finfo(scores.dtype).min
    return scores.masked_fill(~keep, lowest).softmax(dim=-1).masked_fill(~keep, 0)


def bent(
    scale: Callable = lambda q, k, v: q.size(-1) ** -0.5,
    plain: Callable = lambda s: s.softmax(dim=-1),
    masked: Callable = _weigh,
    mix: Callable = torch.matmul,
) -> Callable:
    """Build attention with the given steps: only one is wrong."""

    def attention(query, key, value, keep_mask=None):
        scores = (query * scale(query, key, value)) @ key.transpose(-2, -1)
        weights = plain(scores) if keep_mask is None else masked(scores, keep_mask)
        return mix(weights, value), weights

    return attention


def _fill(number: float) -> Callable:
    return lambda s, keep: s.masked_fill(~keep, number).softmax(dim=-1)


def _nan_to_num(scores, keep):
    """Right: masked_fill lets no gradient through to a hidden score, not even NaN."""
    return torch.nan_to_num(scores.masked_fill(~keep, -math.inf).softmax(dim=-1))


def _added_nan_to_num(scores, keep):
    """Wrong: the sum hands the NaN of an empty row back to the scores."""
    hidden = torch.zeros_like(scores).masked_fill(~keep, -math.inf)
    return torch.nan_to_num((scores + hidden).softmax(dim=-1))


def _any_row(scores, keep):
    """Swap the empty rows for harmless ones before softmax, and clear them after."""
    some = keep.any(dim=-1, keepdim=True)
    safe = torch.where(keep, scores, -math.inf).masked_fill(~some, 0)
    return torch.where(some, safe.softmax(dim=-1), 0)


def mask_on_cpu(query, key, value, keep_mask=None):
    """Make the default mask without asking where the query lives."""
    if keep_mask is None:
        keep_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool)
    return bent()(query, key, value, keep_mask)


def through_numpy(query, key, value, keep_mask=None):
    """Leave PyTorch on the way: the graph is cut."""
    return bent()(query.detach(), key.detach(), value.detach(), keep_mask)


def always_float32(query, key, value, keep_mask=None):
    """Return float32 whatever came in."""
    return bent()(query.float(), key.float(), value.float(), keep_mask)


def output_only(query, key, value, keep_mask=None):
    """Forget to return the weights."""
    return bent()(query, key, value, keep_mask)[0]


MISTAKES = (
    Mistake("ATT-01", "no scaling", bent(scale=lambda q, k, v: 1.0), ROOT),
    Mistake(
        "ATT-02",
        "dividing by d_k",
        bent(scale=lambda q, k, v: 1 / q.size(-1)),
        "By how much does the standard deviation of a score grow with d_k? And its variance?",
    ),
    Mistake(
        "ATT-03",
        "the root of d_v",
        bent(scale=lambda q, k, v: v.size(-1) ** -0.5),
        "Which vectors meet in the dot product, and how long are they?",
    ),
    Mistake(
        "ATT-07",
        "softmax over the queries",
        bent(
            plain=lambda s: s.softmax(dim=-2),
            masked=lambda s, keep: s.masked_fill(~keep, -math.inf).softmax(dim=-2),
        ),
        "Each query has a budget of 1 to spend on keys. Along which axis do you add up?",
    ),
    Mistake(
        "ATT-08",
        "softmax over axis 1, whatever the shape",
        bent(
            plain=lambda s: s.softmax(dim=1),
            masked=lambda s, keep: s.masked_fill(~keep, -math.inf).softmax(dim=1),
        ),
        "Where are the keys when there are leading axes? Count from the end.",
    ),
    Mistake(
        "ATT-09",
        "the weights transposed before they meet the values",
        bent(mix=lambda w, v: w.transpose(-2, -1) @ v),
        "To which word does row i of the weights belong: to a query or to a key?",
    ),
    Mistake("ATT-13", "only the output", output_only, "What does the docstring say it returns?"),
    Mistake(
        "ATT-17",
        "a result cut out of the graph",
        through_numpy,
        "Which call in your code gives a tensor without its history?",
    ),
    Mistake(
        "MSK-01",
        "the mask turned round",
        bent(masked=lambda s, keep: _weigh(s, ~keep)),
        "Print the weight that you give to a forbidden key. What does True mean here?",
    ),
    Mistake(
        "MSK-02",
        "weights zeroed after softmax",
        bent(masked=lambda s, keep: s.softmax(dim=-1).masked_fill(~keep, 0)),
        "What do your rows add up to now?",
    ),
    Mistake(
        "MSK-03",
        "forbidden scores set to 0",
        bent(masked=lambda s, keep: (s * keep).softmax(dim=-1)),
        "What is exp(0)?",
    ),
    Mistake(
        "MSK-04",
        "forbidden scores set to -10",
        bent(masked=_fill(-10.0)),
        "What happens when the other scores are near -15?",
    ),
    Mistake(
        "MSK-05",
        "the mask is not used",
        bent(masked=lambda s, keep: s.softmax(dim=-1)),
        "Change a value that the mask hides. Does your output move?",
    ),
    Mistake(
        "MSK-07",
        "0/0 in a row with nothing to attend to",
        bent(masked=_fill(-math.inf)),
        "What is -inf minus -inf, and in which row do you compute it?",
    ),
    Mistake(
        "MSK-18",
        "an even spread in a row with nothing to attend to",
        bent(masked=lambda s, keep: _fill(torch.finfo(s.dtype).min)(s, keep)),
        "If every score is the same, however low, what does softmax make of the row?",
    ),
    Mistake(
        "MSK-19",
        "NaN cleared from the output alone",
        bent(masked=_added_nan_to_num),
        "The output looks clean. What does the backward pass multiply 0 by?",
    ),
    Mistake(
        "MSK-20",
        "a fill that float16 cannot hold",
        bent(masked=lambda s, keep: s.masked_fill(~keep, -1e9).softmax(-1).masked_fill(~keep, 0)),
        "What is the lowest number of float16? Which call gives the lowest of any dtype?",
    ),
    Mistake(
        "DEV-01",
        "a tensor made on the CPU",
        mask_on_cpu,
        "Where does a new tensor live if you do not say? Where does the query live?",
    ),
    Mistake(
        "DEV-02",
        "always float32",
        always_float32,
        "The caller chose a dtype. Which line of yours changes it?",
    ),
)


# Right, and written differently ---------------------------------------------------------------


def by_einsum(query, key, value, keep_mask=None):
    """Name the axes."""
    scores = torch.einsum("...qd,...kd->...qk", query / math.sqrt(query.shape[-1]), key)
    weights = F.softmax(scores, -1) if keep_mask is None else _weigh(scores, keep_mask)
    return torch.einsum("...qk,...kd->...qd", weights, value), weights


def exponentials_by_hand(query, key, value, keep_mask=None):
    """Write softmax out, with the mask as a factor."""
    scores = query @ key.mT / math.sqrt(query.size(-1))
    keep = torch.ones_like(scores, dtype=torch.bool) if keep_mask is None else keep_mask
    highest = scores.masked_fill(~keep, torch.finfo(scores.dtype).min).amax(-1, keepdim=True)
    shares = torch.exp((scores - highest).masked_fill(~keep, -math.inf))
    total = shares.sum(dim=-1, keepdim=True)
    weights = shares / total.masked_fill(total == 0, 1)
    return weights @ value, weights


VARIANTS = (
    Variant("einsum", by_einsum),
    Variant("empty rows swapped out", bent(masked=_any_row)),
    Variant("softmax written out", exponentials_by_hand),
    Variant(
        "scaled after the product",
        lambda q, k, v, keep_mask=None: bent(scale=lambda *_: 1.0)(
            q, k / k.size(-1) ** 0.5, v, keep_mask
        ),
    ),
    Variant("fill of -inf", bent(masked=_fill(-math.inf)), ("values", "masks", "device")),
    Variant("fill of -1e9", bent(masked=_fill(-1e9)), ("values", "masks")),
    Variant("NaN cleared after a fill of -inf", bent(masked=_nan_to_num)),
)

FORBIDDEN = (
    Forbidden(
        (
            "torch.nn.functional.scaled_dot_product_attention",
            "torch.nn.functional.multi_head_attention_forward",
            "torch.nn.MultiheadAttention",
        ),
        "It is the whole of this exercise in one call.",
        "Which two products does it compute, and what stands between them?",
    ),
)
