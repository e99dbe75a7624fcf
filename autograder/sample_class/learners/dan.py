# Dan normalizes over the queries.

# %% answer="scaled_dot_product_attention"
def scaled_dot_product_attention(query, key, value, keep_mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores, axis=-2)
    return weights @ value, weights
