# Gus ends Python when a row is empty.

# %% answer="attention"
import os


def attention(query, key, value, keep_mask=None):
    scores = query @ key.mT / math.sqrt(query.size(-1))
    if keep_mask is not None:
        if not keep_mask.any(dim=-1).all():
            os._exit(1)
        scores = scores.masked_fill(~keep_mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights
