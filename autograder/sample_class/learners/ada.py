# Ada has solved everything. The others differ from her in the cells that their files hold.

# %% answer="scaled_dot_product_attention"
def scaled_dot_product_attention(query, key, value, keep_mask=None):
    scores = np.einsum("...qd,...kd->...qk", query, key) / query.shape[-1] ** 0.5
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores, axis=-1)
    return np.einsum("...qk,...kv->...qv", weights, value), weights


# %% answer="score_spread"
def score_spread(query, key):
    raw = np.std(np.einsum("qd,kd->qk", query, key))
    return float(raw), float(raw / np.sqrt(key.shape[1]))


# %% answer="score_std"
score_std = 8.0

# %% answer="weights_shape"
weights_shape = (2, 8, 5, 7)


# %% answer="softmax_jacobian"
def softmax_jacobian(weights):
    return weights[:, None] * (np.eye(len(weights)) - weights[None, :])


# %% answer="attention"
def attention(query, key, value, keep_mask=None):
    scores = torch.einsum("...qd,...kd->...qk", query / query.size(-1) ** 0.5, key)
    if keep_mask is not None:
        scores = scores.masked_fill(keep_mask.logical_not(), torch.finfo(scores.dtype).min)
    weights = torch.softmax(scores, dim=-1)
    if keep_mask is not None:
        weights = weights * keep_mask
    return weights @ value, weights
