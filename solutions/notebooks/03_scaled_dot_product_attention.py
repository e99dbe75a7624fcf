# %% [markdown]
# # 3 · Scaled dot-product attention
#
# *Why does attention go blind when vectors get long?*
#
# In this notebook you write attention four times: once as the formula says, twice to see why the
# formula has a root in it, and once more in PyTorch, for any device. The page of chapter 3
# explains each step. Plan about an hour.
#
# Under each exercise stand cells that begin with `check`. Run them as often as you like. A check
# that fails says what it called and what was wrong. Run it again, and it gives a hint.

# %%
# imports

# %% [markdown]
# ## Do you remember?
#
# From chapter 2: all five scores of a row rise by 1. By how much does the largest weight change?

# %%
# answer: shifted_weight

# %%
# check: shifted_weight

# %% [markdown]
# ## A door for those who know this
#
# Three questions. If you can answer all three without looking anything up, go to the finale at the
# end, and come back for the points. They are worth none themselves.
#
# 1. Queries and keys have 256 independent entries of mean 0 and variance 1. By which number do we
#    divide a score?
# 2. Three keys have the same score, and the third is hidden. Which weight does the first one get?
# 3. `query` has the shape `(4, 6, 10, 32)`, `key` `(4, 6, 12, 32)`, `value` `(4, 6, 12, 48)`. Which
#    shape has the output?

# %%
# answer: door_divisor

# %%
# answer: door_weight

# %%
# answer: door_shape

# %%
# check: door_divisor

# %%
# check: door_weight

# %%
# check: door_shape

# %% [markdown]
# ## E3.1 · Attention, as the formula says ★★
#
# A query asks, keys answer how well they fit, and the values of the fitting keys are mixed:
#
# $$\text{output} = \text{softmax}\!\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V$$
#
# $Q$ holds one query a row, $K$ one key a row, and $V$ one value a row. $d_k$ is the length of a
# query, which is also the length of a key.
#
# **By hand.** One query and two keys of length $d_k = 4$, so the root is 2:
#
# | | vector | score $q \cdot k$ | divided by 2 | weight | value |
# |---|---|---|---|---|---|
# | query | $(2, 0, 0, 0)$ | | | | |
# | key 0 | $(\ln 3, 0, 0, 0)$ | $2 \ln 3$ | $\ln 3$ | $3/(3+1) = 0.75$ | 4 |
# | key 1 | $(0, 0, 0, 0)$ | $0$ | $0$ | $1/(3+1) = 0.25$ | 8 |
#
# The output is $0.75 \cdot 4 + 0.25 \cdot 8 = 5$.
#
# **The mask.** `keep_mask` is True where a query may attend. A forbidden key gets the weight 0, and
# the weights of the others still sum to 1. If a query may attend to nothing at all, its weights and
# its output are 0.
#
# The arrays may have any number of leading axes, a sentence and a head for example. `softmax` from
# chapter 2 is imported above. It gives weights of 0 to a row that is `-inf` everywhere.

# %%
# solution: by_hand.attention.scaled_dot_product_attention

# %% [markdown]
# Your own function on the example above. Do you see 5, and 0.75 next to 0.25?

# %%
query = np.array([[2.0, 0, 0, 0]])
key = np.array([[np.log(3), 0, 0, 0], [0, 0, 0, 0]])
value = np.array([[4.0], [8.0]])
scaled_dot_product_attention(query, key, value)

# %%
# check: scaled_dot_product_attention

# %% [markdown]
# A picture of your own weights: six words, each attending only to itself and to earlier words. The
# upper right should be empty, and every row should hold the same amount of ink.

# %% tags=["show"]
import matplotlib.pyplot as plt

rng = np.random.default_rng(3)
words = rng.normal(size=(6, 8))
_, weights = scaled_dot_product_attention(words, words, words, np.tri(6, dtype=bool))
fig, ax = plt.subplots(figsize=(3.2, 3.2))
ax.imshow(weights, cmap="Blues", vmin=0, vmax=1)
ax.set(xlabel="key", ylabel="query", title="your weights")
plt.show()

# %% [markdown]
# ## E3.2 · How far the scores spread ★
#
# A score is a sum of $d_k$ products. The longer the vectors, the more terms, and the further the
# scores lie apart. Measure it: return the standard deviation of all scores, as they are and divided
# by $\sqrt{d_k}$.
#
# **By hand.** The query $(3, 0, 0, 0)$ scores $3$ against $(1, 0, 0, 0)$ and $-3$ against
# $(-1, 0, 0, 0)$. The mean is 0, each score is 3 away from it, so the standard deviation is 3.
# Divided by $\sqrt 4 = 2$ it is 1.5.

# %%
# solution: by_hand.attention.score_spread

# %%
# check: score_spread

# %% [markdown]
# Your own measurement. Guess first: which of the two columns stays the same?

# %% tags=["show"]
for d_k in (4, 16, 64, 256, 1024):
    query, key = rng.normal(size=(200, d_k)), rng.normal(size=(200, d_k))
    raw, scaled = score_spread(query, key)
    print(f"d_k = {d_k:4d}   raw {raw:6.2f}   scaled {scaled:5.2f}")

# %% [markdown]
# ### Two questions
#
# The entries of query and key are independent, with mean 0 and variance 1. What is the standard
# deviation of one score $q \cdot k$ at $d_k = 64$?

# %%
# answer: score_std

# %%
# check: score_std

# %% [markdown]
# A batch of 2 sentences, 8 heads, 5 queries and 7 keys of length 64, values of length 32:
# `query` has the shape `(2, 8, 5, 64)`, `key` `(2, 8, 7, 64)` and `value` `(2, 8, 7, 32)`.
# Which shape have the weights? Answer with a tuple.

# %%
# answer: weights_shape

# %%
# check: weights_shape

# %% [markdown]
# ## E3.3 · The slope of softmax ★★★ (stretch)
#
# Training nudges the scores, so it needs to know how each weight moves with each score. If the
# weights are $w = \text{softmax}(s)$, then
#
# $$\frac{\partial w_i}{\partial s_j} = w_i\,(\delta_{ij} - w_j)$$
#
# where $\delta_{ij}$ is 1 if $i = j$ and 0 otherwise.
#
# **By hand.** Two even weights, $w = (0.5, 0.5)$: the diagonal is $0.5 \cdot (1 - 0.5) = 0.25$, the
# rest is $-0.5 \cdot 0.5 = -0.25$. What one weight gains, the other loses.

# %%
# solution: by_hand.attention.softmax_jacobian

# %%
# check: softmax_jacobian

# %% [markdown]
# When one weight takes everything, no slope is left: this is how attention goes blind.

# %% tags=["show"]
for weights in ([0.5, 0.5], [0.9, 0.1], [0.999, 0.001]):
    print(weights, "largest slope", softmax_jacobian(np.array(weights)).max().round(4))

# %% [markdown]
# ## E3.4 · The same attention in PyTorch ★★
#
# Write E3.1 again with tensors. Three things are new, and each has a part of its own:
#
# - gradients must flow back to query, key and value, and where a query may attend to nothing the
#   gradient is 0, never `nan`;
# - whatever you make inside lives where the input lives, on a CPU or on a GPU;
# - float16 and bfloat16 work as well as float64. Their largest numbers differ: `torch.finfo` knows.
#
# **By hand.** The example of E3.1 with two keys of zeros: both weights are 0.5, the output is
# $0.5 \cdot 4 + 0.5 \cdot 8 = 6$.

# %%
# solution: translator.attention.attention

# %%
# check: attention

# %% [markdown]
# ### Find the line
#
# A colleague's attention passed all of its tests. In each of them, queries, keys and values had the
# same length, and every query could attend to at least one key.
#
# ```python
# def attention(query, key, value, keep_mask):
#     s = torch.einsum("...qd,...kd->...qk", query, key)      # line 1
#     s = s / value.shape[-1] ** 0.5                          # line 2
#     s = s.masked_fill(~keep_mask, float("-inf"))            # line 3
#     w = torch.softmax(s, dim=-1)                            # line 4
#     return torch.einsum("...qk,...kd->...qd", w, value), w  # line 5
# ```
#
# Which line is wrong? Answer with its number.

# %%
# answer: wrong_line

# %%
# check: wrong_line

# %% [markdown]
# ## Finale: your attention translates
#
# `grammar-en-ko-gru-dot` is a translator that comes with the course. One recurrent network reads
# the English, another writes the Korean, and before each word the writer looks back at what was
# read: with scaled dot-product attention, and with vectors of 128 numbers. The next cell takes
# that attention out and puts yours in.

# %% tags=["finale"]
from autograder.finale import clinic, translate_with

translate_with(scaled_dot_product_attention)

# %% [markdown]
# Nobody trained your function, and yet it translates. It computes what the model's own attention
# computed, so that the trained weights around it find what they expect. The translator itself is
# small: of one dog that saw it makes several, 개들이. That is its own mistake and not yours.
#
# Now a wrong one. It mixes the keys, where it should mix the values. Guess what comes out before
# you run it.


# %% tags=["finale"]
def mixes_the_keys(query, key, value, keep_mask=None):
    weights = scaled_dot_product_attention(query, key, value, keep_mask)[1]
    return weights @ key, weights


translate_with(mixes_the_keys, exercise="scaled_dot_product_attention")

# %% [markdown]
# ## The clinic
#
# Three patients: the same translator, each with one defect in its attention. Look at what they say.

# %% tags=["finale"]
clinic(3)

# %% [markdown]
# Five defects are known in this ward:
#
# - **a** softmax runs over the queries, and there is one query at a time;
# - **b** scores are divided by $d_k$, so that all words are heard nearly alike;
# - **c** the mask is turned round, so that only padding is heard;
# - **d** the mask is not used, and padding is heard too;
# - **e** the keys are mixed in place of the values.
#
# Which defect has which patient? Answer with three letters, for example `("e", "d", "c")`.

# %%
# answer: clinic_3

# %%
# check: clinic_3

# %% [markdown]
# That is the heart of the Transformer. Every later chapter puts something around it: chapter 4 lets
# a sentence ask itself, chapter 6 asks several questions at once, and chapter 7 draws the masks.
