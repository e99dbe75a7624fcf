"""What goes wrong in additive scores, and what is right and written differently."""

from collections.abc import Callable

import numpy as np
from by_hand.soft_lookup import softmax

from autograder.judging.exercise import Mistake, Variant


def _sum(queries, keys):
    return queries[:, None] + keys[None]  # (Lq, Lk, hidden)


def bent(
    project: Callable = lambda Q, K, Wq, Wk: (Q @ Wq, K @ Wk),
    meet: Callable = _sum,
    bend: Callable = np.tanh,
    judge: Callable = np.matmul,
) -> Callable:
    """Build the scores with the given steps: only one is wrong."""

    def additive_scores(Q, K, Wq, Wk, v):
        return judge(bend(meet(*project(Q, K, Wq, Wk))), v)

    return additive_scores


def _tanh_by_quotient(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def _tanh_before(queries, keys):
    return _sum(np.tanh(queries), np.tanh(keys))


MISTAKES = (
    Mistake(
        "ADD-01",
        "no tanh",
        bent(bend=lambda x: x),
        "The query now adds one number to its whole row of scores. What does softmax make of it?",
    ),
    Mistake(
        "ADD-02",
        "tanh taken of the score",
        bent(bend=lambda x: x, judge=lambda x, v: np.tanh(x @ v)),
        "Where does tanh stand in the formula: before the sum over the hidden units, or after?",
    ),
    Mistake(
        "ADD-03",
        "tanh taken of query and key apart",
        bent(meet=_tanh_before, bend=lambda x: x),
        "Query and key must meet inside the bend. Where do yours meet?",
    ),
    Mistake(
        "ADD-04",
        "keys in the rows, queries in the columns",
        bent(meet=lambda queries, keys: queries[None] + keys[:, None]),
        "Row i holds the scores of one of the two. Of a query or of a key?",
    ),
    Mistake(
        "ADD-05",
        "the two matrices exchanged",
        bent(project=lambda Q, K, Wq, Wk: (Q @ Wk, K @ Wq)),
        "Which of the two matrices is made for the query?",
    ),
    Mistake(
        "ADD-06",
        "the difference of query and key",
        bent(meet=lambda queries, keys: queries[:, None] - keys[None]),
        "Why are these scores called additive?",
    ),
    Mistake(
        "ADD-07",
        "the product of query and key",
        bent(meet=lambda queries, keys: queries[:, None] * keys[None]),
        "Why are these scores called additive?",
    ),
    Mistake(
        "ADD-08",
        "the hidden units added up without v",
        bent(judge=lambda x, v: x.sum(axis=-1)),
        "Which argument have you not used?",
    ),
    Mistake(
        "ADD-09",
        "weights in place of scores",
        bent(judge=lambda x, v: softmax(x @ v)),
        "The docstring asks for scores. Which step have you taken too many?",
    ),
    Mistake(
        "ADD-10",
        "ReLU in place of tanh",
        bent(bend=lambda x: np.maximum(x, 0)),
        "Which bend does the formula name? What does yours do to -1?",
    ),
    Mistake(
        "ADD-11",
        "the mean over the hidden units",
        bent(judge=lambda x, v: (x * v).mean(axis=-1)),
        "A product with v adds up. What else did you do to the sum?",
    ),
    Mistake(
        "ADD-12",
        "the matrices turned",
        bent(project=lambda Q, K, Wq, Wk: (Q @ Wq.T, K @ Wk.T)),
        "Wq has a row for each number of a query. Which axis of Q must meet it?",
    ),
    Mistake(
        "ADD-13",
        "query i with key i only",
        bent(meet=lambda queries, keys: queries + keys),
        "How many pairs of a query and a key are there, and how many sums do you make?",
    ),
    Mistake(
        "ADD-14",
        "tanh as a quotient that overflows",
        bent(bend=_tanh_by_quotient),
        "What is exp(1000) here, and what is infinity divided by infinity?",
    ),
)


def by_loops(Q, K, Wq, Wk, v):
    """One pair after another."""
    return np.array([[float(np.tanh(q @ Wq + k @ Wk) @ v) for k in K] for q in Q])


def joined(Q, K, Wq, Wk, v):
    """Write query and key into one vector, and the matrices below each other."""
    pairs = [[np.concatenate([q, k]) for k in K] for q in Q]
    return np.tanh(np.array(pairs) @ np.concatenate([Wq, Wk])) @ v


def by_sigmoid(x):
    """Write tanh as a stretched sigmoid, from the side that cannot overflow."""
    small = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - small) / (1 + small)


VARIANTS = (
    Variant("loops", by_loops),
    Variant("query and key in one vector", joined),
    Variant("tanh from exponentials", bent(bend=by_sigmoid)),
    Variant("weighted sum", bent(judge=lambda x, v: (x * v).sum(axis=-1))),
    Variant("einsum", bent(judge=lambda x, v: np.einsum("qkh,h->qk", x, v))),
)
