# June's answers are right, and warn.

# %% answer="scaled_dot_product_attention"
import warnings


def scaled_dot_product_attention(query, key, value, keep_mask=None):
    warnings.warn("the scores can become large", stacklevel=1)
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    weights = softmax(scores)
    return weights @ value, weights
