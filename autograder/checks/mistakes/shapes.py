"""What goes wrong with shapes, and what is right and written differently."""

import numpy as np

from autograder.judging.exercise import Mistake, Variant

# outer ----------------------------------------------------------------------------------------


def loops_into_float64(a, b):
    """Fill a table that np.zeros made, whose numbers are float64."""
    table = np.zeros((len(a), len(b)))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i, j] = x * y
    return table


OUTER_MISTAKES = (
    Mistake(
        "OUT-01",
        "rows and columns exchanged",
        lambda a, b: b[:, None] * a,
        "To which of the two numbers that met does row i belong, and to which column j?",
    ),
    Mistake(
        "OUT-02",
        "place by place",
        lambda a, b: a * b,
        "How many products are there between 2 numbers and 3? How many did you make?",
    ),
    Mistake(
        "OUT-03",
        "sums in place of products",
        lambda a, b: a[:, None] + b,
        "The grid is right. What should happen where a number meets another?",
    ),
    Mistake(
        "OUT-04",
        "one dot product",
        lambda a, b: a @ b,
        "A dot product adds up. Does the docstring ask for a sum?",
    ),
    Mistake(
        "OUT-05",
        "the products in one long row",
        lambda a, b: np.repeat(a, len(b)) * np.tile(b, len(a)),
        "The numbers are right. Which shape should hold them?",
    ),
    Mistake(
        "OUT-06",
        "both as columns",
        lambda a, b: a[:, None] * b[:, None],
        "Write one shape under the other, right ends aligned. Which axis should be 1 in each?",
    ),
    Mistake(
        "OUT-07",
        "a table of float64, whatever comes in",
        loops_into_float64,
        "Which dtype has np.zeros((2, 3)) if you do not say one?",
    ),
)


OUTER_VARIANTS = (
    Variant("np.outer", np.outer),
    Variant("einsum", lambda a, b: np.einsum("i,j->ij", a, b)),
    Variant("a matrix product", lambda a, b: a.reshape(-1, 1) @ b.reshape(1, -1)),
    Variant("a row at a time", lambda a, b: np.stack([x * b for x in a])),
    Variant("both axes written", lambda a, b: np.expand_dims(a, 1) * np.expand_dims(b, 0)),
    Variant("transposed at the end", lambda a, b: (b[:, None] * a).T),
)


# batched_dot ----------------------------------------------------------------------------------


def _transposed(y):
    return np.swapaxes(y, -1, -2)


BATCHED_MISTAKES = (
    Mistake(
        "BDT-01",
        "y not transposed",
        lambda x, y: x @ y,
        "Which axis of y does @ sum over: the last, or the one before it? Which holds the vectors?",
    ),
    Mistake(
        "BDT-02",
        "y reshaped in place of transposed",
        lambda x, y: x @ y.reshape(*y.shape[:-2], y.shape[-1], y.shape[-2]),
        "Reshape [[1, 2, 3], [4, 5, 6]] to (3, 2). Is its first column still one vector?",
    ),
    Mistake(
        "BDT-03",
        "all axes reversed by .T",
        lambda x, y: x @ y.T,
        "What is the shape of y.T for a y of (2, 5, 4)? Which two axes should change places?",
    ),
    Mistake(
        "BDT-04",
        "each vector with its partner only",
        lambda x, y: (x * y).sum(axis=-1),
        "Vector 0 of x should meet every vector of y. Which ones does it meet here?",
    ),
    Mistake(
        "BDT-05",
        "every item against the first item's y",
        lambda x, y: x @ _transposed(y[:1]),
        "Change y of the second sentence. Does your output move?",
    ),
    Mistake(
        "BDT-06",
        "every item against every item",
        lambda x, y: np.dot(x, _transposed(y)),
        "Do words of one sentence meet words of another here? How do np.dot and @ differ?",
    ),
    Mistake(
        "BDT-07",
        "x and y exchanged",
        lambda x, y: y @ _transposed(x),
        "Whose vectors should the rows belong to?",
    ),
    Mistake(
        "BDT-08",
        "axes counted from the front",
        lambda x, y: x @ np.transpose(y, (0, 2, 1)),
        "Where are the last two axes once heads stand in between? Count from the back.",
    ),
    Mistake(
        "BDT-09",
        "divided by the root of d",
        lambda x, y: x @ _transposed(y) / np.sqrt(x.shape[-1]),
        "That belongs to chapter 3. What does this docstring ask for?",
    ),
)


def one_item_after_another(x, y):
    """Loop over all axes in front."""
    lead = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    x, y = (np.broadcast_to(z, (*lead, *z.shape[-2:])) for z in (x, y))
    products = [x[place] @ y[place].T for place in np.ndindex(*lead)]
    return np.reshape(products, (*lead, x.shape[-2], y.shape[-2]))


BATCHED_VARIANTS = (
    Variant("einsum", lambda x, y: np.einsum("...nd,...md->...nm", x, y)),
    Variant("einsum of one batch", lambda x, y: np.einsum("bnd,bmd->bnm", x, y), ("batch",)),
    Variant("np.matmul", lambda x, y: np.matmul(x, np.moveaxis(y, -1, -2))),
    Variant("product and sum", lambda x, y: (x[..., None, :] * y[..., None, :, :]).sum(-1)),
    Variant("the matrix transpose", lambda x, y: x @ y.mT),
    Variant("loops", one_item_after_another),
)


# where_mask -----------------------------------------------------------------------------------


def _spread(keep):
    return keep[:, None, None, :]


def fills_in_place(x, keep, fill):
    """Write into the caller's scores."""
    x[~np.broadcast_to(_spread(keep), x.shape)] = fill
    return x


def indexes_the_first_axes(x, keep, fill):
    """Use the mask as an index, which takes the first axes."""
    copy = x.copy()
    copy[~keep] = fill
    return copy


MASK_MISTAKES = (
    Mistake(
        "MSK-01",
        "the mask turned round",
        lambda x, keep, fill: np.where(_spread(keep), fill, x),
        "What does True mean: hide it, or keep it?",
    ),
    Mistake(
        "MSK-03",
        "0 in place of the fill",
        lambda x, keep, fill: x * _spread(keep),
        "Which number does the caller want where there is padding? Is 0 always lower than a score?",
    ),
    Mistake(
        "MSK-05",
        "the mask is not used",
        lambda x, keep, fill: x.copy(),
        "Turn one True of the mask into False. Does your output move?",
    ),
    Mistake(
        "MSK-06",
        "the fill added, weighted by the mask",
        lambda x, keep, fill: x + (1 - _spread(keep)) * fill,
        "What is 0 times infinity? Should a hidden score still matter?",
    ),
    Mistake(
        "MSK-08",
        "queries hidden in place of keys",
        lambda x, keep, fill: np.where(keep[:, None, :, None], x, fill),
        "Name the four axes of your mask. On which one should padding lie: Lq or Lk?",
    ),
    Mistake(
        "MSK-17",
        "the sentences' masks dealt out to the heads",
        lambda x, keep, fill: np.where(keep[:, None, :], x, fill),
        "Write (B, 1, Lk) under (B, H, Lq, Lk), right ends aligned. What stands over your B?",
    ),
    Mistake(
        "MSK-20",
        "the sentences' masks dealt out to the queries",
        lambda x, keep, fill: np.where(keep, x, fill),
        "Write (B, Lk) under (B, H, Lq, Lk), right ends aligned. What stands over your B?",
    ),
    Mistake(
        "MSK-21",
        "the first sentence's mask for all",
        lambda x, keep, fill: np.where(keep[0], x, fill),
        "Change the padding of the second sentence. Does your output move?",
    ),
    Mistake(
        "MSK-22",
        "-1e9, whatever the fill",
        lambda x, keep, fill: np.where(_spread(keep), x, -1e9),
        "The caller says what to fill in. Do you use it?",
    ),
    Mistake(
        "MSK-23",
        "the caller's scores changed in place",
        fills_in_place,
        "Whose array does your assignment write into? What will the caller find in it afterwards?",
    ),
    Mistake(
        "MSK-24",
        "a fill of float64",
        lambda x, keep, fill: np.where(_spread(keep), x, np.full(x.shape, fill)),
        "Which dtype has np.full if you do not say one, and what comes of float32 beside it?",
    ),
    Mistake(
        "MSK-25",
        "the mask as an index of the first two axes",
        indexes_the_first_axes,
        "An index takes axes from the left. Which two does (B, Lk) take from (B, H, Lq, Lk)?",
    ),
)


def a_copy_with_holes(x, keep, fill):
    """Copy first, then write into the copy."""
    copy = x.copy()
    copy[~np.broadcast_to(_spread(keep), x.shape)] = fill
    return copy


def a_sentence_at_a_time(x, keep, fill):
    """Let one sentence meet its own row of the mask."""
    return np.stack([np.where(row, scores, fill) for scores, row in zip(x, keep, strict=True)])


def keys_first(x, keep, fill):
    """Bring the sentences and the keys side by side, and back."""
    filled = np.where(keep[:, :, None, None], np.moveaxis(x, -1, 1), fill)
    return np.moveaxis(filled, 1, -1)


MASK_VARIANTS = (
    Variant("a copy with holes", a_copy_with_holes),
    Variant("a sentence at a time", a_sentence_at_a_time),
    Variant("keys first", keys_first),
    Variant("expand_dims", lambda x, keep, fill: np.where(np.expand_dims(keep, (1, 2)), x, fill)),
    Variant(
        "reshape, and the mask turned on purpose",
        lambda x, keep, fill: np.where(~keep.reshape(len(keep), 1, 1, -1), fill, x),
    ),
)
