# %% [markdown]
# # 0 · Shapes you can see
#
# *What does `a[:, None] + b` look like?*
#
# In this notebook you write three small functions. Each makes arrays of different shapes meet, and
# the rest of the book stands on them. The page of chapter 0 explains each step. Plan about 40
# minutes.
#
# Under each exercise stand cells that begin with `check`. Run them as often as you like. A check
# that fails says what it called and what was wrong. Run it again, and it gives a hint.

# %%
# imports

# %% [markdown]
# ## Before you begin
#
# No points, for your own sake. What does Python make of `[1, 2] + [10, 20]`? These are lists, no
# arrays. Answer with a tuple: `(..., ...)`.

# %%
# answer: two_lists

# %%
# check: two_lists

# %% [markdown]
# **A door for those who know all this.** Three questions without points. If all three are right at
# the first try, write the functions without reading on, and go to the finale.
#
# 1. Which shape has `np.ones((8, 1, 6, 1)) + np.ones((7, 1, 5))`?

# %%
# answer: shape_of_a_sum

# %%
# check: shape_of_a_sum

# %% [markdown]
# 2. `x = np.arange(6).reshape(2, 3)`, then `y = x.T`, then `y[2, 0] = 9`. What is `x[0, 2]`?

# %%
# answer: through_the_view

# %%
# check: through_the_view

# %% [markdown]
# 3. A batch holds 32 sentences of 50 places, and its padding mask has the shape `(32, 50)`. Which
# shape must the mask be given, to hide padded keys in scores of the shape `(32, 8, 50, 50)`? The
# axes are sentence, head, query and key.

# %%
# answer: mask_shape

# %%
# check: mask_shape

# %% [markdown]
# ## E0.1 · Every number with every other ★
#
# Given `a` with $n$ numbers and `b` with $m$, make the table of all products. Row $i$ belongs to
# `a[i]`, column $j$ to `b[j]`.
#
# **By hand.** `a = [1, 2]` and `b = [10, 20, 30]`:
#
# | | 10 | 20 | 30 |
# |---|---|---|---|
# | **1** | 10 | 20 | 30 |
# | **2** | 20 | 40 | 60 |
#
# The table holds the dtype that came in: float32 stays float32.

# %%
# solution: by_hand.shapes.outer

# %% [markdown]
# Your own function on the example. Do you see two rows of three?

# %%
outer(np.array([1.0, 2.0]), np.array([10.0, 20.0, 30.0]))

# %%
# check: outer

# %% [markdown]
# A picture of your own table: the numbers 1 to 9 with themselves. The dark corner should lie at the
# lower right, and the picture should equal its mirror image along the diagonal.

# %% tags=["show"]
import matplotlib.pyplot as plt

numbers = np.arange(1.0, 10.0)
fig, ax = plt.subplots(figsize=(3.2, 3.2))
ax.imshow(outer(numbers, numbers), cmap="Blues")
ax.set(xlabel="b", ylabel="a", title="your table")
plt.show()

# %% [markdown]
# ## E0.2 · Dot products, sentence by sentence ★
#
# A sentence is a table with a word's vector in each row. `x` holds $n$ vectors of $d$ numbers for
# each sentence, `y` holds $m$. Take the dot product of every vector of `x` with every vector of `y`
# of the same sentence.
#
# **By hand.** One sentence, `x` holds $(1, 2)$, and `y` holds $(3, 4)$ and $(5, 6)$:
#
# | | $(3, 4)$ | $(5, 6)$ |
# |---|---|---|
# | $(1, 2)$ | $1 \cdot 3 + 2 \cdot 4 = 11$ | $1 \cdot 5 + 2 \cdot 6 = 17$ |
#
# The second part of the check puts more axes in front, heads for example, and lets them broadcast.
# Count your axes from the back.

# %%
# solution: by_hand.shapes.batched_dot

# %%
batched_dot(np.array([[[1.0, 2.0]]]), np.array([[[3.0, 4.0], [5.0, 6.0]]]))

# %%
# check: batched_dot

# %% [markdown]
# Two sentences whose words are random vectors, each against itself. A vector fits itself best, so
# the diagonals should be dark in both.

# %% tags=["show"]
words = np.random.default_rng(0).normal(size=(2, 6, 32))
fig, axes = plt.subplots(1, 2, figsize=(6, 3))
for sentence, ax in enumerate(axes):
    ax.imshow(batched_dot(words, words)[sentence], cmap="Blues")
    ax.set(title=f"sentence {sentence}", xlabel="word", ylabel="word")
plt.show()

# %% [markdown]
# ### A question
#
# `x` has the shape `(2, 1, 5, 4)` and `z` the shape `(1, 3, 4, 7)`. Which shape has `x @ z`?

# %%
# answer: product_shape

# %%
# check: product_shape

# %% [markdown]
# ## E0.3 · Hide the padding ★★
#
# Scores have four axes: sentence, head, query and key, `(B, H, Lq, Lk)`. The mask `keep` has two,
# `(B, Lk)`: True where a sentence has a word, False where it has padding. Return the scores with
# `fill` wherever the key is padding. Leave the caller's array as it is.
#
# **By hand.** One sentence, one head, two queries, two keys. The second place is padding, and the
# fill is $-1$:
#
# | scores | key 0 | key 1 |
# |---|---|---|
# | query 0 | 1 | 2 → $-1$ |
# | query 1 | 3 | 4 → $-1$ |
#
# The first part of the check has one sentence, the second has many.

# %%
# solution: by_hand.shapes.where_mask

# %%
scores = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
where_mask(scores, np.array([[True, False]]), -1.0)

# %%
# check: where_mask

# %% [markdown]
# Your own mask on three sentences of 2, 5 and 3 words. Guess first: are the empty stripes upright
# or lying, and how many has each picture?

# %% tags=["show"]
keep = np.arange(5) < np.array([2, 5, 3])[:, None]
hidden = where_mask(np.ones((3, 2, 5, 5)), keep, 0.0)
fig, axes = plt.subplots(1, 3, figsize=(7, 2.6))
for sentence, ax in enumerate(axes):
    ax.imshow(hidden[sentence, 0], cmap="Blues", vmin=0, vmax=1.5)
    ax.set(title=f"sentence {sentence}", xlabel="key", ylabel="query")
plt.show()

# %% [markdown]
# ### Find the bug
#
# ```python
# def hide_padding(scores, keep):  # scores (B, 8, 50, 50), keep (B, 50)
#     return np.where(keep[:, None, :], scores, -np.inf)
# ```
#
# With 32 sentences this raises an error, and its author would mend it at once. With one sentence
# its result is right. At which other batch size does it run, and give a wrong result?

# %%
# answer: silent_batch

# %%
# check: silent_batch

# %% [markdown]
# ### Eight numbers
#
# Two words have vectors of four numbers: word 0 has 0, 1, 2, 3 and word 1 has 4, 5, 6, 7. Two heads
# share each vector: head 0 gets the first two numbers of a word, head 1 the last two.
#
# ```python
# np.arange(8).reshape(1, 2, 2, 2).transpose(0, 2, 1, 3)  # (B, L, H, d) to (B, H, L, d)
# ```
#
# List the eight numbers in the order of the result: head 0 first, and in it word 0 first. Write
# them as one tuple. Then run the line in a cell of your own, and compare it with
# `np.arange(8).reshape(1, 2, 2, 2)`.

# %%
# answer: heads_in_order

# %%
# check: heads_in_order

# %% [markdown]
# ## The finale
#
# The trained translator of this course holds a table of places, scores and masks. Here your three
# functions take over, one at a time: `outer` numbers the places, `batched_dot` makes the scores,
# and `where_mask` hides the padding. All four sentences go through in one batch.

# %% tags=["finale"]
from autograder.finale import translate_with

for function in (outer, batched_dot, where_mask):
    print(function.__name__)
    translate_with(function)

# %% [markdown]
# Now the bug from above, in the same translator. It has four heads, and this batch holds four
# sentences. What do you expect: an error, or a wrong word?

# %% tags=["finale"]
ours = where_mask


def where_mask(x, keep, fill):
    return np.where(keep[:, None, :], x, fill)


translate_with(where_mask)
where_mask = ours

# %% [markdown]
# No error. The dog now sees <span lang="ko">소년</span>, a boy, and the small dog sees
# <span lang="ko">궁전</span>, a palace.
#
# ## The clinic
#
# Three translators are ill, each with one of these defects:
#
# - **a** the padding is not hidden at all;
# - **b** the mask is turned round, so that the words are hidden and the padding is heard;
# - **c** every sentence wears the first sentence's mask;
# - **d** the places are numbered by sums, where products belong;
# - **e** the dot products are divided once too often.
#
# Look at who is ill in each batch: short sentences or long ones, and in which way. Read the three,
# then answer with three letters.

# %% tags=["finale"]
from autograder.finale import clinic

clinic(0)

# %% [markdown]
# Patients 1, 2 and 3, as a tuple like `("a", "b", "c")`:

# %%
# answer: clinic_0

# %%
# check: clinic_0

# %% [markdown]
# Next comes chapter 1: a network that reads one word after another, and what it forgets on the way.
