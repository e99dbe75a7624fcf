"""What goes wrong in measuring the spread of scores, and what is right and written differently."""

import statistics

import numpy as np

from autograder.judging.exercise import Mistake, Variant


def _scores(query, key):
    return query @ key.T


def _root(query):
    return np.sqrt(query.shape[-1])


def variance(query, key):
    """Measure the variance."""
    scores = _scores(query, key)
    return scores.var(), (scores / _root(query)).var()


def by_d_k(query, key):
    """Scale by d_k."""
    raw = _scores(query, key).std()
    return raw, raw / query.shape[-1]


def unbiased(query, key):
    """Divide by one less than the number of scores."""
    raw = _scores(query, key).std(ddof=1)
    return raw, raw / _root(query)


def around_zero(query, key):
    """Forget to subtract the mean."""
    raw = np.sqrt((_scores(query, key) ** 2).mean())
    return raw, raw / _root(query)


def mean_of_rows(query, key):
    """Average each query's own spread."""
    raw = _scores(query, key).std(axis=-1).mean()
    return raw, raw / _root(query)


def swapped(query, key):
    """Return the scaled spread first."""
    raw = _scores(query, key).std()
    return raw / _root(query), raw


def unscaled(query, key):
    """Return the raw spread twice."""
    raw = _scores(query, key).std()
    return raw, raw


def of_the_vectors(query, key):
    """Measure the vectors, not the scores."""
    raw = query.std()
    return raw, raw / _root(query)


MISTAKES = (
    Mistake(
        "SPR-01",
        "the variance",
        variance,
        "In which unit is a variance, and what turns it back into the unit of a score?",
    ),
    Mistake(
        "SPR-02",
        "dividing by d_k",
        by_d_k,
        "The variance grows with d_k. How does its root grow?",
    ),
    Mistake(
        "SPR-03",
        "dividing the sum of squares by one less",
        unbiased,
        "Are these a sample of scores, or all the scores there are? What does the docstring say?",
    ),
    Mistake(
        "SPR-04", "the mean is not subtracted", around_zero, "What if every score were exactly 3?"
    ),
    Mistake(
        "SPR-05",
        "one spread a query, averaged",
        mean_of_rows,
        "Does the docstring ask about each row, or about all scores together?",
    ),
    Mistake("SPR-06", "scaled first", swapped, "In which order does the docstring name the two?"),
    Mistake("SPR-07", "the raw spread twice", unscaled, "Which of the two should not grow?"),
    Mistake(
        "SPR-08", "the spread of the query", of_the_vectors, "What is a score made of? Of both?"
    ),
)


def by_hand_mean(query, key):
    """Square the distances from the mean."""
    scores = np.einsum("qd,kd->qk", query, key)
    raw = np.sqrt(np.mean((scores - scores.mean()) ** 2))
    return raw, raw * query.shape[-1] ** -0.5


def by_statistics(query, key):
    """Use the standard library."""
    raw = statistics.pstdev(_scores(query, key).ravel().tolist())
    return raw, raw / query.shape[1] ** 0.5


VARIANTS = (
    Variant("mean of squares", by_hand_mean),
    Variant("the standard library", by_statistics),
    Variant(
        "scores scaled first",
        lambda q, k: (_scores(q, k).std(), (_scores(q, k) / _root(q)).std()),
    ),
    Variant(
        "root of the variance",
        lambda q, k: [_scores(q, k).var() ** 0.5, _scores(q / _root(q), k).var() ** 0.5],
    ),
    Variant("key first", lambda q, k: ((k @ q.T).std(), (k @ q.T).std() / _root(k))),
)
