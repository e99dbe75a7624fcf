"""Twins of the mistakes in the slope of softmax."""

import numpy as np


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
