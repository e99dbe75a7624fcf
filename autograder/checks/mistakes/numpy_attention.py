"""What goes wrong in NumPy attention, and what is written differently and right.

Most mistakes bend one of five steps: scale, hide, weigh, clear and mix.
"""

from collections.abc import Callable

import numpy as np
from by_hand.soft_lookup import softmax

from autograder.judging.exercise import Mistake, Variant


def _transposed(x: np.ndarray) -> np.ndarray:
    return np.swapaxes(x, -1, -2)


def _root_d_k(query: np.ndarray, key: np.ndarray, value: np.ndarray) -> float:
    return 1 / np.sqrt(query.shape[-1])


def _hide(scores: np.ndarray, keep: np.ndarray) -> np.ndarray:
    return np.where(keep, scores, -np.inf)


def _keep_weights(weights: np.ndarray, keep: np.ndarray) -> np.ndarray:
    return weights


def bent(
    scale: Callable = _root_d_k,
    hide: Callable = _hide,
    weigh: Callable = softmax,
    clear: Callable = _keep_weights,
    mix: Callable = np.matmul,
) -> Callable:
    """Build attention with the given steps: only one is wrong."""

    def attention(query, key, value, keep_mask=None):
        scores = query @ _transposed(key) * scale(query, key, value)
        if keep_mask is not None:
            scores = hide(scores, keep_mask)
        weights = weigh(scores)
        if keep_mask is not None:
            weights = clear(weights, keep_mask)
        return mix(weights, value), weights

    return attention


def naive_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Exponentiate without subtracting the highest score."""
    exponentials = np.exp(x)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def unguarded_softmax(x: np.ndarray) -> np.ndarray:
    """Subtract the highest score even where it is -inf."""
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def global_max_softmax(x: np.ndarray) -> np.ndarray:
    """Subtract one highest score from all rows."""
    exponentials = np.exp(x - x.max())
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def softmax_over_both(x: np.ndarray) -> np.ndarray:
    """Spend one budget for all queries together."""
    flat = x.reshape(*x.shape[:-2], -1)
    return softmax(flat).reshape(x.shape)


def output_only(query, key, value, keep_mask=None):
    """Forget to return the weights."""
    return bent()(query, key, value, keep_mask)[0]


def weights_first(query, key, value, keep_mask=None):
    """Return the right things in the wrong order."""
    return bent()(query, key, value, keep_mask)[::-1]


def mixes_keys(query, key, value, keep_mask=None):
    """Mix the keys, not the values."""
    weights = bent()(query, key, value, keep_mask)[1]
    return weights @ key, weights


def scales_in_place(query, key, value, keep_mask=None):
    """Scale the caller's own query."""
    query /= np.sqrt(query.shape[-1])
    return bent(scale=lambda *_: 1.0)(query, key, value, keep_mask)


ROOT = "What is the standard deviation of q·k when d_k is 64, and what brings it back to 1?"

MISTAKES = (
    Mistake("ATT-01", "no scaling", bent(scale=lambda q, k, v: 1.0), ROOT),
    Mistake(
        "ATT-02",
        "dividing by d_k",
        bent(scale=lambda q, k, v: 1 / q.shape[-1]),
        "By how much does the standard deviation of a score grow with d_k? And its variance?",
    ),
    Mistake(
        "ATT-03",
        "the root of d_v",
        bent(scale=lambda q, k, v: 1 / np.sqrt(v.shape[-1])),
        "Which vectors meet in the dot product, and how long are they?",
    ),
    Mistake(
        "ATT-05",
        "multiplying by the root of d_k",
        bent(scale=lambda q, k, v: np.sqrt(q.shape[-1])),
        "Long vectors score too high. Does your factor shrink their scores?",
    ),
    Mistake(
        "ATT-06",
        "the root of the number of keys",
        bent(scale=lambda q, k, v: 1 / np.sqrt(k.shape[-2])),
        "Which axis does the dot product sum over: words or features?",
    ),
    Mistake(
        "ATT-07",
        "softmax over the queries",
        bent(weigh=lambda s: softmax(s, axis=-2)),
        "Each query has a budget of 1 to spend on keys. Along which axis do you add up?",
    ),
    Mistake(
        "ATT-08",
        "softmax over axis 1, whatever the shape",
        bent(weigh=lambda s: softmax(s, axis=1)),
        "Where are the keys when there are leading axes? Count from the end.",
    ),
    Mistake(
        "ATT-09",
        "the weights transposed before they meet the values",
        bent(mix=lambda w, v: _transposed(w) @ v),
        "To which word does row i of the weights belong: to a query or to a key?",
    ),
    Mistake(
        "ATT-10",
        "scaling after softmax",
        bent(scale=lambda q, k, v: 1.0, weigh=lambda s: softmax(s) / np.sqrt(s.shape[-1])),
        "What do your rows sum to after the division?",
    ),
    Mistake(
        "ATT-11",
        "no softmax",
        bent(weigh=lambda s: np.where(np.isneginf(s), 0, s)),
        "Can a share of attention be negative? What turns scores into shares?",
    ),
    Mistake(
        "ATT-12",
        "one softmax over queries and keys together",
        bent(weigh=softmax_over_both),
        "If there are twice as many queries, should each one get half as much?",
    ),
    Mistake("ATT-13", "only the output", output_only, "What does the docstring say it returns?"),
    Mistake(
        "ATT-14", "weights first", weights_first, "In which order does the docstring name the two?"
    ),
    Mistake(
        "ATT-15",
        "mixing the keys",
        mixes_keys,
        "A key says how to find a word. What says what to take from it?",
    ),
    Mistake(
        "ATT-16",
        "scaling the caller's query in place",
        scales_in_place,
        "Call your function twice with the same query. Why does the second answer differ?",
    ),
    Mistake(
        "MSK-01",
        "the mask turned round",
        bent(hide=lambda s, keep: np.where(keep, -np.inf, s)),
        "Print the weight that you give to a forbidden key. What does True mean here?",
    ),
    Mistake(
        "MSK-02",
        "weights zeroed after softmax",
        bent(hide=lambda s, keep: s, clear=lambda w, keep: w * keep),
        "What do your rows add up to now?",
    ),
    Mistake(
        "MSK-03",
        "forbidden scores set to 0",
        bent(hide=lambda s, keep: s * keep),
        "What is exp(0)?",
    ),
    Mistake(
        "MSK-04",
        "forbidden scores set to -10",
        bent(hide=lambda s, keep: np.where(keep, s, -10.0)),
        "What happens when the other scores are near -15?",
    ),
    Mistake(
        "MSK-05",
        "the mask is not used",
        bent(hide=lambda s, keep: s),
        "Change a value that the mask hides. Does your output move?",
    ),
    Mistake(
        "MSK-06",
        "the mask added to the scores",
        bent(hide=lambda s, keep: s + keep),
        "True counts as 1. How far does that push a forbidden key away?",
    ),
    Mistake(
        "MSK-07",
        "0/0 in a row with nothing to attend to",
        bent(weigh=unguarded_softmax),
        "What is -inf minus -inf, and in which row do you compute it?",
    ),
    Mistake(
        "MSK-18",
        "an even spread in a row with nothing to attend to",
        bent(hide=lambda s, keep: np.where(keep, s, -1e9)),
        "If every score is -1e9, what does softmax make of the row?",
    ),
    Mistake(
        "SM-01",
        "no subtraction of the highest score",
        bent(weigh=naive_softmax),
        "What is exp(1000) on this machine?",
    ),
    Mistake(
        "SM-02",
        "one highest score for all rows",
        bent(weigh=global_max_softmax),
        "One row lies near -10,000. What is exp of it minus the other row's highest score?",
    ),
)


# Right, and written differently ---------------------------------------------------------------


def by_einsum(query, key, value, keep_mask=None):
    """Name the axes."""
    scores = np.einsum("...qd,...kd->...qk", query, key) * query.shape[-1] ** -0.5
    weights = softmax(scores if keep_mask is None else _hide(scores, keep_mask))
    return np.einsum("...qk,...kd->...qd", weights, value), weights


def scales_query_first(query, key, value, keep_mask=None):
    """Divide the query before the product."""
    return bent(scale=lambda *_: 1.0)(query / np.sqrt(query.shape[-1]), key, value, keep_mask)


def scales_both(query, key, value, keep_mask=None):
    """Divide query and key by the fourth root each."""
    root = query.shape[-1] ** 0.25
    return bent(scale=lambda *_: 1.0)(query / root, key / root, value, keep_mask)


def row_by_row(query, key, value, keep_mask=None):
    """Loop over the queries of every sentence and head."""
    lead = query.shape[:-2]
    Lq, Lk = query.shape[-2], key.shape[-2]
    keep = np.broadcast_to(True if keep_mask is None else keep_mask, (*lead, Lq, Lk))
    weights = np.zeros((*lead, Lq, Lk))
    output = np.zeros((*lead, Lq, value.shape[-1]))
    for place in np.ndindex(*lead, Lq):
        allowed = keep[place]
        if allowed.any():
            scores = key[place[:-1]][allowed] @ query[place] / np.sqrt(query.shape[-1])
            shares = np.exp(scores - scores.max())
            weights[place][allowed] = shares / shares.sum()
        output[place] = weights[place] @ value[place[:-1]]
    return output, weights


def clears_after(query, key, value, keep_mask=None):
    """Fill with a finite number, then clear the forbidden weights."""
    return bent(
        hide=lambda s, keep: np.where(keep, s, -1e30), clear=lambda w, keep: np.where(keep, w, 0)
    )(query, key, value, keep_mask)


def masks_before_scaling(query, key, value, keep_mask=None):
    """Hide first, scale then."""
    scores = query @ _transposed(key)
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores / np.sqrt(query.shape[-1]))
    return weights @ value, weights


VARIANTS = (
    Variant("einsum", by_einsum),
    Variant("query scaled first", scales_query_first),
    Variant("query and key scaled by the fourth root", scales_both),
    Variant("loops", row_by_row),
    Variant("finite fill, then cleared", clears_after),
    Variant("mask before scaling", masks_before_scaling),
    Variant(
        "fill of -1e9",
        bent(hide=lambda s, keep: np.where(keep, s, -1e9)),
        ("values", "masks", "stability"),
    ),
    Variant(
        "additive mask",
        bent(hide=lambda s, keep: s + np.where(keep, 0, -np.inf), weigh=unguarded_softmax),
        ("values", "masks", "stability"),
    ),
)
