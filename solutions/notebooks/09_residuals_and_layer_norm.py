# %% [markdown]
# # 9 · Layer norm
#
# A network of many layers multiplies many times. Numbers grow or shrink with every layer, unless
# something brings them back. Layer norm does: it gives each word's vector mean 0 and variance 1,
# and then lets the network choose another size and another middle. Plan about 15 minutes.

# %%
# imports

# %% [markdown]
# ## E9.2 · Layer norm as a module ★★
#
# For one vector $x$ of length $d$:
#
# $$\mu = \frac1d \sum_i x_i \qquad \sigma^2 = \frac1d \sum_i (x_i - \mu)^2 \qquad
# y_i = \gamma_i \, \frac{x_i - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta_i$$
#
# $\gamma$ and $\beta$ are learned, one number a feature. $\varepsilon$ (`eps`) keeps the root away
# from 0 when all features are equal.
#
# **By hand.** $x = (1, 3)$: the mean is 2, both features are 1 away from it, so the variance is 1.
# With $\gamma = 1$, $\beta = 0$ and $\varepsilon = 0$ the result is $(-1, 1)$.
#
# Name the parameters `gamma` and `beta`: the check loads its own numbers into them.

# %%
# solution: translator.normalization.LayerNorm

# %%
# check: LayerNorm

# %% [markdown]
# Your own module on vectors far from 0. Each row should come back with mean 0 and spread 1.

# %% tags=["show"]
x = 50 + 10 * torch.randn(3, 8, generator=torch.Generator().manual_seed(9))
y = LayerNorm(8)(x)
for before, after in zip(x, y, strict=True):
    print(f"mean {before.mean():6.2f} → {after.mean():5.2f}   ", end="")
    print(f"spread {before.std(correction=0):5.2f} → {after.std(correction=0):4.2f}")
