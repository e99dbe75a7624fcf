# Cleo forgets to divide by the square root of d_k.

# %% answer="scaled_dot_product_attention"
def scaled_dot_product_attention(query, key, value, keep_mask=None):
    scores = query @ np.swapaxes(key, -1, -2)
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores)
    return weights @ value, weights
