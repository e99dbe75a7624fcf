"""What goes wrong in the slope of softmax, and what is right and written differently."""

import numpy as np
from by_hand.soft_lookup import softmax

from autograder.judging.exercise import Mistake, Variant


def _jacobian(w):
    return np.diag(w) - np.outer(w, w)


MISTAKES = (
    Mistake(
        "JAC-01",
        "only the diagonal",
        lambda weights: np.diag(weights * (1 - weights)),
        "If one weight rises and the sum stays 1, what must the others do?",
    ),
    Mistake(
        "JAC-02",
        "the sign turned round",
        lambda weights: np.outer(weights, weights) - np.diag(weights),
        "When a score rises, does its own weight rise or fall?",
    ),
    Mistake(
        "JAC-03",
        "the outer product is missing",
        np.diag,
        "What does each column sum to, and what should it sum to?",
    ),
    Mistake(
        "JAC-04",
        "the diagonal is missing",
        lambda weights: -np.outer(weights, weights),
        "What is the slope of a weight in its own score? Differentiate exp(s) over the sum.",
    ),
    Mistake(
        "JAC-05",
        "softmax taken again",
        lambda weights: _jacobian(softmax(weights)),
        "The argument is the output of softmax. What are you doing to it?",
    ),
    Mistake(
        "JAC-06",
        "one slope a weight",
        lambda weights: weights * (1 - weights),
        "How many pairs of weight and score are there?",
    ),
    Mistake(
        "JAC-07",
        "one minus the other weight off the diagonal",
        lambda weights: np.outer(weights, 1 - weights),
        "For two different places i and j, which factor is left when you differentiate the sum?",
    ),
    Mistake(
        "JAC-08",
        "the outer product is added",
        lambda weights: np.diag(weights) + np.outer(weights, weights),
        "Raise one score. Can all weights rise together?",
    ),
)


def by_loops(weights):
    """Fill entry by entry."""
    n = len(weights)
    jacobian = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            jacobian[i, j] = weights[i] * ((i == j) - weights[j])
    return jacobian


def by_columns(weights):
    """Broadcast a column against the identity."""
    return weights[:, None] * (np.eye(len(weights)) - weights)


def in_two_steps(weights):
    """Fill the diagonal last."""
    jacobian = -weights[:, None] * weights[None, :]
    np.fill_diagonal(jacobian, weights * (1 - weights))
    return jacobian


VARIANTS = (
    Variant("loops", by_loops),
    Variant("broadcasting", by_columns),
    Variant("diagonal last", in_two_steps),
    Variant("einsum", lambda w: np.diag(w) - np.einsum("i,j->ij", w, w)),
    Variant("matrix product", lambda w: np.diag(w) - w.reshape(-1, 1) @ w.reshape(1, -1)),
)
