"""What goes wrong in one soft lookup, and what is right and written differently."""

from collections.abc import Callable

import numpy as np
from by_hand.soft_lookup import softmax

from autograder.judging.exercise import Mistake, Variant


def bent(
    score: Callable = lambda q, K: K @ q,
    weigh: Callable = softmax,
    mix: Callable = lambda w, K, V: w @ V,
) -> Callable:
    """Build the lookup with the given steps: only one is wrong."""

    def attend(q, K, V):
        weights = weigh(score(q, K))
        return mix(weights, K, V), weights

    return attend


def _cosine(q, K):
    lengths = np.linalg.norm(K, axis=1) * np.linalg.norm(q)
    return K @ q / np.where(lengths == 0, 1, lengths)


def _hard(scores):
    return np.eye(len(scores))[scores.argmax()]


MISTAKES = (
    Mistake(
        "LKP-01",
        "a hard lookup",
        bent(weigh=_hard),
        "Two keys fit equally well. What does your lookup make of the second?",
    ),
    Mistake(
        "LKP-02",
        "the query on the wrong side of the keys",
        bent(score=lambda q, K: q @ K),
        "A score belongs to one key, which is a row of K. What do your sums run over?",
    ),
    Mistake(
        "LKP-03",
        "the weights on the wrong side of the values",
        bent(mix=lambda w, K, V: V @ w),
        "Weight i belongs to row i of V. Which axis of V must disappear?",
    ),
    Mistake(
        "LKP-04",
        "mixing the keys",
        bent(mix=lambda w, K, V: w @ K),
        "A key says how to find something. What says what to take from it?",
    ),
    Mistake(
        "LKP-05",
        "weighted values that are not added up",
        bent(mix=lambda w, K, V: w[:, None] * V),
        "How many answers did the one query ask for, and how many rows do you return?",
    ),
    Mistake(
        "LKP-06",
        "the mean of the weighted values",
        bent(mix=lambda w, K, V: (w[:, None] * V).mean(axis=0)),
        "The weights add up to 1 already. What does dividing by n do to the mix?",
    ),
    Mistake(
        "LKP-07",
        "scores divided by the root of d",
        bent(score=lambda q, K: K @ q / np.sqrt(len(q))),
        "You are a chapter ahead. Which scores does this docstring ask for?",
    ),
    Mistake(
        "LKP-08",
        "no softmax",
        bent(weigh=lambda scores: scores),
        "Can a share be negative? What turns scores into shares?",
    ),
    Mistake(
        "LKP-09",
        "the cosine in place of the dot product",
        bent(score=_cosine),
        "Make a key twice as long. Does q·k stay the same? Does your score?",
    ),
    Mistake(
        "LKP-10",
        "the distance in place of the dot product",
        bent(score=lambda q, K: -np.linalg.norm(K - q, axis=1)),
        "You asked how near the key lies. What is the product of two vectors, added up?",
    ),
    Mistake(
        "ATT-13",
        "only the output",
        lambda q, K, V: bent()(q, K, V)[0],
        "What does the docstring say it returns?",
    ),
    Mistake(
        "ATT-14",
        "weights first",
        lambda q, K, V: bent()(q, K, V)[::-1],
        "In which order does the docstring name the two?",
    ),
)


def by_loops(q, K, V):
    """One key after another."""
    weights = softmax(np.array([sum(k[i] * q[i] for i in range(len(q))) for k in K]))
    output = np.zeros(V.shape[1])
    for weight, value in zip(weights, V, strict=True):
        output += weight * value
    return output, weights


VARIANTS = (
    Variant("loops", by_loops),
    Variant("query first, keys turned", bent(score=lambda q, K: q @ K.T)),
    Variant("weighted sum", bent(mix=lambda w, K, V: (w[:, None] * V).sum(axis=0))),
    Variant("einsum", bent(lambda q, K: np.einsum("nd,d->n", K, q))),
    Variant("values turned", bent(mix=lambda w, K, V: V.T @ w)),
)
