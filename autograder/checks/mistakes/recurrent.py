"""What goes wrong in an RNN and in its gradients, and what is right and written differently."""

import numpy as np

from autograder.judging.exercise import Mistake, Variant

# Reading a sentence ---------------------------------------------------------------------------


def read(x, h0, step, order=None):
    """Return the state after each word; `step(word, state)` makes the next one."""
    state, states = h0, []
    for t in order or range(x.shape[1]):
        state = step(x[:, t], state)
        states.append(state)
    return np.stack(states, axis=1)


def each_from_h0(x, h0, Wx, Wh, b):
    """Let every word see the first state."""
    return np.tanh(x @ Wx + (h0 @ Wh)[:, None] + b)


def linear(x, h0, Wx, Wh, b):
    """Leave tanh out."""
    return read(x, h0, lambda word, h: word @ Wx + h @ Wh + b)


def without_bias(x, h0, Wx, Wh, b):
    """Leave the bias out."""
    return read(x, h0, lambda word, h: np.tanh(word @ Wx + h @ Wh))


def from_zero(x, h0, Wx, Wh, b):
    """Begin with zeros, whatever h0 is."""
    return right(x, np.zeros_like(h0), Wx, Wh, b)


def last_only(x, h0, Wx, Wh, b):
    """Return the last state alone."""
    return right(x, h0, Wx, Wh, b)[:, -1]


def time_first(x, h0, Wx, Wh, b):
    """Put the words before the sentences."""
    return right(x, h0, Wx, Wh, b).swapaxes(0, 1)


def backwards(x, h0, Wx, Wh, b):
    """Read from right to left."""
    last_to_first = range(x.shape[1] - 1, -1, -1)
    return read(x, h0, lambda word, h: np.tanh(word @ Wx + h @ Wh + b), last_to_first)


def before_each_word(x, h0, Wx, Wh, b):
    """Return the state before each word."""
    return np.concatenate([h0[:, None], right(x, h0, Wx, Wh, b)[:, :-1]], axis=1)


def transposed(x, h0, Wx, Wh, b):
    """Multiply by the transposed weights of the state."""
    return right(x, h0, Wx, Wh.T, b)


def memory_outside(x, h0, Wx, Wh, b):
    """Squash the word, and add the memory afterwards."""
    return read(x, h0, lambda word, h: np.tanh(word @ Wx + b) + h @ Wh)


def right(x, h0, Wx, Wh, b):
    """Do it right."""
    return read(x, h0, lambda word, h: np.tanh(word @ Wx + h @ Wh + b))


RNN_MISTAKES = (
    Mistake("RNN-01", "every word sees h0", each_from_h0, "Which state should word 3 see?"),
    Mistake("RNN-02", "no tanh", linear, "How large can a state get if nothing squashes it?"),
    Mistake("RNN-03", "no bias", without_bias, "With x and h0 all zeros, what should come out?"),
    Mistake("RNN-04", "h0 is not used", from_zero, "Change h0. Does your first state move?"),
    Mistake("RNN-05", "the last state only", last_only, "How many words, and how many states?"),
    Mistake("RNN-06", "words before sentences", time_first, "Which axis comes first: B or T?"),
    Mistake("RNN-07", "right to left", backwards, "Which word should state 1 have read?"),
    Mistake(
        "RNN-08",
        "the state before each word",
        before_each_word,
        "Has your first state read its word?",
    ),
    Mistake(
        "RNN-09", "Wh transposed", transposed, "The state is a row. On which side stands Wh then?"
    ),
    Mistake(
        "RNN-10",
        "the memory added after tanh",
        memory_outside,
        "Which three terms stand inside the bracket of tanh?",
    ),
)


def inputs_first(x, h0, Wx, Wh, b):
    """Multiply all words at once, before the loop."""
    driven = np.einsum("btd,dh->bth", x, Wx) + b
    states = np.empty((x.shape[0], x.shape[1], Wh.shape[0]))
    previous = h0
    for t in range(x.shape[1]):
        states[:, t] = previous = np.tanh(driven[:, t] + previous @ Wh)
    return states


def one_matrix(x, h0, Wx, Wh, b):
    """Glue word and state together, as Elman drew it."""
    both = np.concatenate([Wx, Wh])
    return read(x, h0, lambda word, h: np.tanh(np.concatenate([word, h], axis=1) @ both + b))


RNN_VARIANTS = (
    Variant("inputs first", inputs_first),
    Variant("one matrix", one_matrix),
    Variant(
        "a loop over sentences",
        lambda x, h0, *w: np.concatenate(
            [right(x[i : i + 1], h0[i : i + 1], *w) for i in range(len(x))]
        ),
    ),
)


# The norms of the Jacobians -------------------------------------------------------------------


def products(Wh, hs, slope=lambda h: 1 - h**2):
    """Return d h_T / d h_t for each t; the last is the identity."""
    found = [np.eye(len(Wh))]
    for state in hs[:0:-1]:
        found.append(found[-1] @ np.diag(slope(state)) @ Wh.T)
    return found[::-1]


def sizes(matrices, order=2):
    """Measure every matrix."""
    return np.array([np.linalg.norm(matrix, order) for matrix in matrices])


def radius(Wh, hs):
    """Take the largest eigenvalue."""
    return np.array([np.abs(np.linalg.eigvals(m)).max() for m in products(Wh, hs)])


def bound(Wh, hs):
    """Multiply the factors' norms."""
    factors = [np.linalg.norm((1 - h**2)[:, None] * Wh.T, 2) for h in hs[1:]]
    return np.cumprod([1.0, *factors[::-1]])[::-1]


def one_too_many(Wh, hs):
    """Count the step into each state too."""
    found, product = [], np.eye(len(Wh))
    for state in hs[::-1]:
        product = product @ ((1 - state**2)[:, None] * Wh.T)
        found.append(product)
    return sizes(found[::-1])


def wrong_side(Wh, hs):
    """Multiply on the left."""
    found = [np.eye(len(Wh))]
    for state in hs[:0:-1]:
        found.append(((1 - state**2)[:, None] * Wh.T) @ found[-1])
    return sizes(found[::-1])


def state_before(Wh, hs):
    """Take tanh's slope at the state before."""
    return sizes(products(Wh, np.concatenate([hs[:1], hs[:-1]])))


def right_norms(Wh, hs):
    """Do it right."""
    return sizes(products(Wh, hs))


NORM_MISTAKES = (
    Mistake(
        "JN-01",
        "the slope of tanh is missing",
        lambda Wh, hs: sizes(products(Wh, hs, slope=np.ones_like)),
        "At a state of 0.99, how steep is tanh?",
    ),
    Mistake(
        "JN-02",
        "the largest eigenvalue",
        radius,
        "What is the largest eigenvalue of [[0, 9], [0, 0]], and how far does it stretch (0, 1)?",
    ),
    Mistake(
        "JN-03",
        "the product of the norms",
        bound,
        "Do the factors all stretch in the same direction? Which is first: product or norm?",
    ),
    Mistake(
        "JN-04",
        "the root of the sum of squares",
        lambda Wh, hs: sizes(products(Wh, hs), "fro"),
        "What is your norm of the identity, and by how much does it stretch a vector?",
    ),
    Mistake(
        "JN-05",
        "in the order of the distance",
        lambda Wh, hs: right_norms(Wh, hs)[::-1],
        "Which entry belongs to the last state, and what is d h_T / d h_T?",
    ),
    Mistake(
        "JN-06",
        "the slope at the state before",
        state_before,
        "tanh made h_t. At which of the two states do you read off its slope?",
    ),
    Mistake(
        "JN-07",
        "one factor too many",
        one_too_many,
        "How many steps lie between the last state and itself?",
    ),
    Mistake(
        "JN-08",
        "1 - h for the slope",
        lambda Wh, hs: sizes(products(Wh, hs, slope=lambda h: 1 - h)),
        "The slope of tanh(a) is 1 - tanh(a) squared. Which part is h?",
    ),
    Mistake(
        "JN-09",
        "the smallest singular value",
        lambda Wh, hs: sizes(products(Wh, hs), -2),
        "Do you ask for the direction that is stretched most, or least?",
    ),
    Mistake(
        "JN-10",
        "the factors in the wrong order",
        wrong_side,
        "Which factor stands next to d h_T: the last step's or the first one's?",
    ),
)


def by_singular_values(Wh, hs):
    """Take the first singular value."""
    return np.array([np.linalg.svd(m, compute_uv=False)[0] for m in products(Wh, hs)])


def transposed_products(Wh, hs):
    """Multiply the transposes: a matrix and its transpose stretch alike."""
    product, norms = np.eye(len(Wh)), np.ones(len(hs))
    for t in range(len(hs) - 2, -1, -1):
        product = (Wh * (1 - hs[t + 1] ** 2)) @ product
        norms[t] = np.sqrt(np.linalg.eigvalsh(product.T @ product).max().clip(0))
    return norms


NORM_VARIANTS = (
    Variant("singular values", by_singular_values),
    Variant("transposed", transposed_products),
    Variant(
        "the product anew for each state",
        lambda Wh, hs: np.array([right_norms(Wh, hs[t:])[0] for t in range(len(hs))]),
    ),
)
