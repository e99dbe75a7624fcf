# %% [markdown]
# # 1 · Why not an RNN?
#
# *How many steps must word 50 wait for word 1?*
#
# You write a network that reads one word after another, and the gate that lets it remember longer.
# At the end your gate translates. The page of chapter 1 explains each step. Plan about an hour.
#
# Under each exercise stand cells that begin with `check`. Run them as often as you like.

# %%
# imports

# %% [markdown]
# ## Remember chapter 0
#
# `x` has the shape `(4, 7, 6)`: 4 sentences of 7 words, 6 numbers for each word. `W` has the shape
# `(6, 5)`. Which shape has `x[:, 2] @ W`? This one is worth no points.

# %%
# answer: shape_of_one_word

# %%
# check: shape_of_one_word

# %% [markdown]
# ## Do you know this chapter already?
#
# Three questions for no points. All three right? Go to the finale, at the end of this notebook.
#
# 1. The row $(1, 0)$ is multiplied by $\begin{pmatrix} 0.5 & 10 \\ 0 & 0.5 \end{pmatrix}$, and
#    the result once more. Both eigenvalues are 0.5. What is the second number now?

# %%
# answer: second_number

# %%
# check: second_number

# %% [markdown]
# 2. A GRU has the state 0.8 and the candidate -0.4. Its update gate is 0.25, by PyTorch's
#    convention. What is the new state?

# %%
# answer: new_state

# %%
# check: new_state

# %% [markdown]
# 3. A convolution of width 3 lets each word see itself and one neighbour on either side. How many
#    layers does it take until word 50 has seen word 1?

# %%
# answer: convolution_layers

# %%
# check: convolution_layers

# %% [markdown]
# ## E1.1 · Read a sentence ★
#
# A recurrent network keeps one vector, its state. Each word changes it:
#
# $$h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$$
#
# **By hand.** Words and state are single numbers, $W_x = 1$, $W_h = 0.5$, $b = 0$, and the first
# state is 0. The words are 1, 0 and 0:
#
# | word | inside the bracket | state |
# |---|---|---|
# | 1 | $1 \cdot 1 + 0.5 \cdot 0 = 1$ | $\tanh 1 = 0.762$ |
# | 0 | $0 + 0.5 \cdot 0.762 = 0.381$ | $\tanh 0.381 = 0.363$ |
# | 0 | $0 + 0.5 \cdot 0.363 = 0.182$ | $\tanh 0.182 = 0.180$ |
#
# Return all the states, one for each word.

# %%
# solution: by_hand.recurrent.rnn_forward

# %% [markdown]
# Your own function on the example. Do you see 0.762, 0.363 and 0.180?

# %%
one_then_nothing = np.array([[[1.0], [0.0], [0.0]]])
rnn_forward(one_then_nothing, np.zeros((1, 1)), np.ones((1, 1)), np.array([[0.5]]), np.zeros(1))

# %%
# check: rnn_forward

# %% [markdown]
# A picture of your own states: 24 words, 12 numbers in the state. Two sentences differ in word 1
# alone. The picture shows how far apart their states are. The trace of word 1 should fade.

# %% tags=["show"]
import matplotlib.pyplot as plt

rng = np.random.default_rng(1)
sentences = np.repeat(rng.normal(size=(1, 24, 5)), 2, axis=0)
sentences[1, 0] = -sentences[0, 0]
Wx, Wh = rng.normal(size=(5, 12)), 0.25 * rng.normal(size=(12, 12))
states = rnn_forward(sentences, np.zeros((2, 12)), Wx, Wh, np.zeros(12))
fig, ax = plt.subplots(figsize=(6, 2.4))
ax.imshow(np.abs(states[0] - states[1]).T, cmap="Blues", aspect="auto")
ax.set(xlabel="word", ylabel="number of the state", title="how far your states are apart")
plt.show()

# %% [markdown]
# ### Who forgets the sentence?
#
# Three colleagues read the same sentence. One of them restarts the state where it should go on.
#
# ```python
# def ada(words):
#     h, states = zeros(), []
#     for word in words:
#         h = step(word, h)
#         states.append(h)
#     return states
#
# def ben(words):
#     states = []
#     for word in words:
#         h = zeros()
#         h = step(word, h)
#         states.append(h)
#     return states
#
# def cem(words):
#     h, states = zeros(), []
#     for word in words:
#         states.append(step(word, h))
#         h = states[-1]
#     return states
# ```
#
# Answer with a name: `"Ada"`, `"Ben"` or `"Cem"`.

# %%
# answer: who_restarts

# %%
# check: who_restarts

# %% [markdown]
# ### How deep is it?
#
# A network of 2 layers reads 30 words in both directions. In each layer one reader goes from left
# to right and another from right to left. At each word, both readers of layer 2 need what both
# readers of layer 1 hold there. You have as many processors as you like, and one update of one
# state takes one step. How many steps until everything is computed?

# %%
# answer: sequential_depth

# %%
# check: sequential_depth

# %% [markdown]
# ### What is left?
#
# From one word to the next, 0.9 of a signal is left. It starts with 1 at word 1. How much arrives
# at word 50? Three digits are enough.

# %%
# answer: what_is_left

# %%
# check: what_is_left

# %% [markdown]
# ## E1.2 · What is left of each word ★★★ (stretch)
#
# Nudge a state a little. How far does the last state move? The chain rule multiplies one factor
# for each step between them:
#
# $$\frac{\partial h_T}{\partial h_t} = J_T \, J_{T-1} \cdots J_{t+1} \qquad
# J_s = \text{diag}(1 - h_s^2) \, W_h^\top$$
#
# The number asked for is the largest singular value of this product: the most by which it can
# stretch a nudge. `np.linalg.norm(matrix, ord=2)` measures it.
#
# **By hand.** $W_h = 0.5$ and three states of 0, where tanh has the slope 1. Both factors are 0.5.
# From the first state to the last it takes two: 0.25. From the second it takes one: 0.5. From the
# last to itself none: 1.

# %%
# solution: by_hand.recurrent.jacobian_norms

# %%
# check: jacobian_norms

# %% [markdown]
# Your own measurement on the 24 states above, from word 1 to word 24. The last is 1.

# %% tags=["show"]
read = rnn_forward(sentences[:1], np.zeros((1, 12)), Wx, Wh, np.zeros(12))
norms = jacobian_norms(Wh, read[0])
print(" ".join(f"{norm:.1g}" for norm in norms))

# %% [markdown]
# ## E1.3 · One step of a GRU ★★
#
# A gate is a number between 0 and 1. The reset gate $r$ says how much of the old state the
# candidate $n$ may see. The update gate $z$ says how much of the old state is kept:
#
# $$\begin{aligned}
# r &= \sigma(x W_x^r + b_x^r + h W_h^r + b_h^r) \\
# z &= \sigma(x W_x^z + b_x^z + h W_h^z + b_h^z) \\
# n &= \tanh(x W_x^n + b_x^n + r \odot (h W_h^n + b_h^n)) \\
# h' &= z \odot h + (1 - z) \odot n
# \end{aligned}$$
#
# $\sigma(a) = 1 / (1 + e^{-a})$ is the sigmoid, and $\odot$ multiplies number by number. `Wx` holds
# $W_x^r$, $W_x^z$ and $W_x^n$ side by side; so do `Wh`, `bx` and `bh`.
#
# **By hand.** All weights are 0, the state is 0.8. Both gates are $\sigma(0) = 0.5$, the candidate
# is $\tanh 0 = 0$. The new state is $0.5 \cdot 0.8 + 0.5 \cdot 0 = 0.4$.

# %%
# solution: by_hand.recurrent.gru_step

# %% [markdown]
# Your own step on the example. Do you see 0.4?

# %%
W, b = np.zeros((1, 3)), np.zeros(3)
gru_step(np.array([[1.0]]), np.array([[0.8]]), W, W, b, b)

# %%
# check: gru_step

# %% [markdown]
# Your own gate at work. The state begins at 1, and 50 empty words follow. Only the bias of the
# update gate differs. How far does it have to open?

# %% tags=["show"]
for bias in (0.0, 2.0, 4.0):
    h = np.array([[1.0]])
    for _ in range(50):
        h = gru_step(np.zeros((1, 1)), h, W, W, np.array([0.0, bias, 0.0]), b)
    print(f"bias {bias:.0f}: {h[0, 0]:.2g} of 1 is left after 50 words")

# %% [markdown]
# ### In your own words
#
# The translator of this chapter hands one vector of fixed size from its reader to its writer. Why
# is that a bottleneck for long sentences, although the vector can be made larger? Three to five
# sentences; a person reads them.

# %%
# answer: one_vector

# %% [markdown]
# ## Finale: your gate translates
#
# The course's recurrent translator has two GRU cells: one reads the English, the other writes the
# Korean. Here both take their steps with your function. (`rnn_forward` cannot stand in: it has no
# gates, so that trained weights of a GRU do not fit it.)

# %% tags=["finale"]
from autograder.finale import translate_with

translate_with(gru_step)

# %% [markdown]
# The first two are right. Our pair comes out garbled even with a right gate: one vector did not
# hold it, as the page has shown. A wrong gate fails in another way. This one restarts the state:


# %% tags=["finale"]
right_step = gru_step


def gru_step(x, h, *weights):
    return right_step(x, 0 * h, *weights)


translate_with(gru_step)
gru_step = right_step

# %% [markdown]
# How good is it? Twenty sentences that it has never seen, by their number of words. This is the
# number that the rest of the course will beat.

# %% tags=["finale"]
from autograder.finale import measure_with

measure_with(gru_step)

# %% [markdown]
# ## The clinic
#
# Three patients came in. Each is the same translator with one defect in its GRU step:
#
# - a: the reset gate and the update gate are swapped,
# - b: the update gate is turned round: it keeps what it should replace,
# - c: the state is restarted at every step,
# - d: there is no tanh around the candidate,
# - e: the reset gate is not used.
#
# Ask of each: does the source sentence matter at all? Are there whole words, and do they belong to
# the sentence? What would numbers do that nothing holds down?

# %% tags=["finale"]
from autograder.finale import clinic

clinic(1)

# %% [markdown]
# Answer with three letters, such as `("a", "b", "c")`.

# %%
# answer: clinic_1

# %%
# check: clinic_1
