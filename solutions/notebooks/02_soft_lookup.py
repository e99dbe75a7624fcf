# %% [markdown]
# # 2 · Attention as soft lookup
#
# *A dictionary returns one value. What would "mostly this one, a little of that" return?*
#
# In this notebook you write the lookup that turned a forgetful translator into a good one: the
# weights, the mix, and a small network that says which word fits. At the end your own code
# translates. The page of chapter 2 explains each step. Plan about an hour.
#
# Under each exercise stand cells that begin with `check`. Run them as often as you like. A check
# that fails says what it called and what was wrong. Run it again, and it gives a hint.

# %%
# imports

# %% [markdown]
# ## Before you begin
#
# From chapter 0, without running anything: `a` has the shape `(4, 1, 6)` and `b` the shape
# `(1, 5, 6)`. Which shape has `a + b`? You will need it in E2.3. Answer with a tuple.

# %%
# answer: sum_shape

# %%
# check: sum_shape

# %% [markdown]
# ### The door for those who know this chapter
#
# Three questions, for no points. If all three are right at the first attempt, write the three
# functions without reading further, and go to the finale.
#
# 1. Softmax of the scores $0$ and $\ln 3$ gives the second one $0.75$. What does it give at the
#    temperature $\tfrac12$?
# 2. Four queries and five keys are scored by $v \cdot (q W_q + k W_k)$: the tanh was forgotten.
#    After softmax over the keys, how many different rows do the weights have?
# 3. Three values $3$, $6$ and $12$ are looked up at a temperature without limit. What comes out?

# %%
# answer: half_temperature

# %%
# check: half_temperature

# %%
# answer: without_bend

# %%
# check: without_bend

# %%
# answer: flat_lookup

# %%
# check: flat_lookup

# %% [markdown]
# ## E2.1 · Softmax along any axis ★★
#
# Softmax turns scores into weights: raise e to every score, and divide by the total.
#
# $$w_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$$
#
# **By hand.** The scores $0$ and $\ln 3$: e to them is $1$ and $3$, together $4$. The weights are
# $0.25$ and $0.75$.
#
# Four things are asked, a part each:
#
# - **values**: a table holds one choice a row, and every row of weights adds up to 1;
# - **axes**: `axis` says along which axis the weights add up to 1, for arrays of any size;
# - **precision**: scores of ±1000 must not overflow. Adding the same number to all scores of a
#   slice changes no weight. Which number would you add?
# - **empty**: a score of `-inf` is a forbidden choice, with weight 0. If every choice of a slice is
#   forbidden, all its weights are 0.

# %%
# solution: by_hand.soft_lookup.softmax

# %% [markdown]
# Your own function on the example above. Do you see 0.25 and 0.75, and the same again below?

# %%
print(softmax(np.array([0, np.log(3)])))
print(softmax(np.array([1000, 1000 + np.log(3)])))

# %%
# check: softmax

# %% [markdown]
# A picture of your own softmax: the weights of three scores, 0, 1 and 2, at five temperatures.
# Dividing the scores by a temperature makes the choice harder or softer. Guess before you run:
# is the hardest choice on the left or on the right?

# %% tags=["show"]
import matplotlib.pyplot as plt

temperatures = [0.1, 0.5, 1, 2, 10]
bars = np.array([softmax(np.array([0.0, 1, 2]) / t) for t in temperatures])
bottoms = np.cumsum(bars, axis=1) - bars
fig, ax = plt.subplots(figsize=(4.4, 2.6))
for score in range(3):
    ax.bar(range(5), bars[:, score], bottom=bottoms[:, score], label=f"score {score}")
ax.set(xticks=range(5), xticklabels=temperatures, xlabel="temperature", title="your weights")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown]
# ### Three questions
#
# Take any number $a$ and any number $c$. What is the first weight of the softmax of
# $(a + c,\ a + c,\ a + c)$?

# %%
# answer: equal_scores

# %%
# check: equal_scores

# %% [markdown]
# Find the bug. A colleague wrote this and tried it on a list of scores, where it works:
#
# ```python
# def softmax(x):
#     e = np.exp(x - x.max())
#     return e / e.sum()
# ```
#
# Now `x` is `np.zeros((2, 3))`: two choices among three. What does the first row of the result
# add up to?

# %%
# answer: row_sum

# %%
# check: row_sum

# %% [markdown]
# Two scores have the weights $0.75$ and $0.25$. The first score rises by a tiny $\delta$. By how
# many $\delta$ does the first weight rise?

# %%
# answer: own_slope

# %%
# check: own_slope

# %% [markdown]
# ## E2.2 · One soft lookup ★
#
# A query `q` meets `n` keys, the rows of `K`. The score of a key is its dot product with the query.
# Softmax makes weights of the scores, and the weights mix the values, the rows of `V`.
#
# **By hand.** Three keys whose dot products with the query are $\ln 6$, $\ln 3$ and $0$. Softmax
# gives $0.6$, $0.3$ and $0.1$. The values are 10, 20 and 40, so the mix is $6 + 6 + 4 = 16$.
#
# Use your own `softmax`: if it is not right yet, this one cannot be right either.

# %%
# solution: by_hand.soft_lookup.attend

# %% [markdown]
# Your own function on the example above. Do you see 16?

# %%
q = np.array([1.0, 0.0])
K = np.array([[np.log(6), 1.0], [np.log(3), 0.0], [0.0, 2.0]])
V = np.array([[10.0], [20.0], [40.0]])
attend(q, K, V)

# %%
# check: attend

# %% [markdown]
# A picture of your own lookup: the values of the example while the query grows longer, from nothing
# to three times its length. Where does the curve start, and where is it going?

# %% tags=["show"]
lengths = np.linspace(0, 3, 40)
fig, ax = plt.subplots(figsize=(4.4, 2.6))
ax.plot(lengths, [attend(length * q, K, V)[0][0] for length in lengths])
ax.set(xlabel="length of the query", ylim=(0, 42), title="your output")
for value in V[:, 0]:
    ax.axhline(value, color="silver", zorder=0)
plt.show()

# %% [markdown]
# ## E2.3 · Scores from a small network ★★
#
# A translator's query comes from the network that writes, its keys from the network that reads. A
# dot product would compare them number by number. Here a small network learns how to compare:
#
# $$\text{score}(q, k) = v \cdot \tanh(q W_q + k W_k)$$
#
# Each row of `Q` is a query, each row of `K` a key. Return the score of every query for every key,
# a row for each query.
#
# **By hand.** One number a vector, and all weights 1: the query $0$ scores $\tanh(0 + 0) = 0$
# against the key $0$, and $\tanh(0 + 1) = 0.762$ against the key $1$.
#
# No loop is needed. The question at the top of this notebook has shown how sums of all pairs arise.

# %%
# solution: by_hand.soft_lookup.additive_scores

# %% [markdown]
# Your own function on the example above.

# %%
one = np.ones((1, 1))
additive_scores(np.array([[0.0]]), np.array([[0.0], [1.0]]), one, one, np.ones(1))

# %%
# check: additive_scores

# %% [markdown]
# A picture of your own scores, with random weights: six queries and nine keys. Each row should look
# different from its neighbours.

# %% tags=["show"]
rng = np.random.default_rng(2)
shapes = [(6, 4), (9, 4), (4, 8), (4, 8), (8,)]
scores = additive_scores(*(rng.normal(size=shape) for shape in shapes))
fig, ax = plt.subplots(figsize=(3.8, 2.6))
ax.imshow(softmax(scores), cmap="Blues", vmin=0)
ax.set(xlabel="key", ylabel="query", title="your weights from your scores")
plt.show()

# %% [markdown]
# ## Finale · Your lookup translates
#
# A translator was trained with additive scores: one network reads the English sentence, a second
# one writes Korean, and at every step it looks the reader's states up. We take our softmax out and
# put yours in.

# %% tags=["finale"]
from autograder.finale import translate_with

translate_with(softmax)

# %% [markdown]
# Then your scores, with the trained weights. Our pair should come out right. `개는` says that the
# dog is what the sentence is about; `개가` would be right as well.

# %% tags=["finale"]
translate_with(additive_scores)

# %% [markdown]
# Where does your part look? A row is a step of the writer, and what it writes stands at the end of
# the row. The darker the block, the greater the weight. Korean says `개를 본`, "who saw the dog",
# before it names the student, and your rows jump accordingly.

# %% tags=["finale"]
from autograder.finale.chapter_02 import draw_alignment, score_with

draw_alignment(score_with, additive_scores)

# %% [markdown]
# Now two wrong versions, made of your own parts, to see what each was for.
#
# - The first lowers the temperature to a millionth: the best word takes everything.
# - The second has no bend. Near 0, tanh is a straight line, and vectors that are a million times
#   smaller never leave it.


# %% tags=["finale"]
def hard_choice(x, axis=-1):
    """Give everything to the highest score."""
    return softmax(1e6 * x, axis)


def straight_scores(Q, K, Wq, Wk, v):
    """Stay where tanh is straight."""
    return 1e6 * additive_scores(1e-6 * Q, 1e-6 * K, Wq, Wk, v)


hard_choice.__name__, straight_scores.__name__ = "softmax", "additive_scores"
translate_with(hard_choice)
print()
translate_with(straight_scores)
draw_alignment(score_with, straight_scores)

# %% [markdown]
# A query from one sentence that looks up keys and values from another: you have just built
# **cross-attention**. The Transformer has it in every layer of its decoder.
#
# ## The clinic
#
# Three copies of the translator are ill. Each has one defect in its softmax or in its scores.
#
# | letter | defect |
# |---|---|
# | a | every score becomes a weight by itself, $1/(1+e^{-s})$, whatever the others are |
# | b | the highest score of the whole batch is subtracted, where each row's own should be |
# | c | tanh is taken of $qW_q$ and of $kW_k$ apart, and the results are added |
# | d | powers of 2 stand where powers of e should |
# | e | the exponentials are divided by the largest one, where it should be their total |

# %% tags=["finale"]
from autograder.finale import clinic

clinic(2)

# %% [markdown]
# Which defect has patient 1, which patient 2, which patient 3? Two letters are left over. If you
# doubt, break your own function in that way and let it translate, as above. Answer with three
# letters, for example `("a", "b", "c")`.

# %%
# answer: clinic_02

# %%
# check: clinic_02

# %% [markdown]
# Chapter 3 takes a shortcut: it drops the small network and scores with the dot product alone. Then
# it asks why that goes wrong when the vectors get long.
