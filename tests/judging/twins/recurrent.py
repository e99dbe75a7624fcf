"""Twins of the mistakes in reading with an RNN, and in the norms of its Jacobians."""

import math

import numpy as np


def rnn(cell=None, squash=np.tanh, words=lambda row: row, keep=lambda states: states):
    """Read number by number: `cell(word, state, Wx, Wh, b)` gives what is squashed."""
    cell = cell or (lambda word, h, Wx, Wh, b: word @ Wx + h @ Wh + b)

    def forward(x, h0, Wx, Wh, b):
        rows = []
        for sentence, start in zip(x, h0, strict=True):
            states = [start]
            for word in words(sentence):
                states.append(squash(cell(word, states[-1], Wx, Wh, b)))
            rows.append(keep(states))
        return np.array(rows)

    return forward


def after(states):
    return states[1:]


def always_the_first(x, h0, Wx, Wh, b):
    one_word = rnn(keep=after)
    pieces = [one_word(x[:, t : t + 1], h0, Wx, Wh, b) for t in range(x.shape[1])]
    return np.concatenate(pieces, axis=1)


def memory_added_later(x, h0, Wx, Wh, b):
    rows = []
    for sentence, h in zip(x, h0, strict=True):
        states = []
        for word in sentence:
            h = np.tanh(b + word @ Wx) + np.einsum("h,hk->k", h, Wh)
            states.append(h)
        rows.append(states)
    return np.array(rows)


RNN = {
    "RNN-01": always_the_first,
    "RNN-02": rnn(squash=lambda a: a, keep=after),
    "RNN-03": rnn(lambda word, h, Wx, Wh, b: h @ Wh + word @ Wx, keep=after),
    "RNN-04": lambda x, h0, *weights: rnn(keep=after)(x, 0 * h0, *weights),
    "RNN-05": rnn(keep=lambda states: states[-1]),
    "RNN-06": lambda *args: np.einsum("bth->tbh", rnn(keep=after)(*args)),
    "RNN-07": rnn(words=lambda row: row[::-1], keep=after),
    "RNN-08": rnn(keep=lambda states: states[:-1]),
    "RNN-09": rnn(lambda word, h, Wx, Wh, b: Wh @ h + word @ Wx + b, keep=after),
    "RNN-10": memory_added_later,
}


def factor(Wh, state, slope):
    return np.array([[slope(h) * Wh[j, i] for j in range(len(Wh))] for i, h in enumerate(state)])


def steep(h):
    return 1 - h * h


def chain(Wh, states, slope=steep):
    """Multiply the factors of these states, the last on the left."""
    product = np.identity(len(Wh))
    for state in states:
        product = factor(Wh, state, slope) @ product
    return product


def stretch(matrix):
    return math.sqrt(max(np.linalg.eigvalsh(matrix.T @ matrix).max(), 0))


def each(measure, slope=steep):
    return lambda Wh, hs: np.array([measure(chain(Wh, hs[t + 1 :], slope)) for t in range(len(hs))])


def multiplied_norms(Wh, hs):
    return np.array(
        [math.prod(stretch(factor(Wh, h, steep)) for h in hs[t + 1 :]) for t in range(len(hs))]
    )


def turned(Wh, hs):
    norms = []
    for t in range(len(hs)):
        product = np.identity(len(Wh))
        for state in hs[t + 1 :]:
            product = product @ factor(Wh, state, steep)
        norms.append(stretch(product))
    return np.array(norms)


NORMS = {
    "JN-01": each(stretch, slope=lambda h: 1.0),
    "JN-02": each(lambda m: max(abs(np.linalg.eigvals(m)))),
    "JN-03": multiplied_norms,
    "JN-04": each(lambda m: math.sqrt((m * m).sum())),
    "JN-05": lambda Wh, hs: np.flip(each(stretch)(Wh, hs)),
    "JN-06": lambda Wh, hs: np.array([stretch(chain(Wh, hs[t:-1])) for t in range(len(hs))]),
    "JN-07": lambda Wh, hs: np.array([stretch(chain(Wh, hs[t:])) for t in range(len(hs))]),
    "JN-08": each(stretch, slope=lambda h: 1 - h),
    "JN-09": each(lambda m: np.linalg.svd(m)[1][-1]),
    "JN-10": turned,
}
