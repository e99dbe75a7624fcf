"""Chapter 7: masks. True always means: may attend."""

from collections.abc import Callable

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn


def padding_mask(ids: Int[Tensor, "B L"], pad: int) -> Bool[Tensor, "B 1 1 L"]:
    """Keep every key that is a word, wherever the padding stands.

    >>> padding_mask(torch.tensor([[5, 7, 0]]), pad=0).tolist()
    [[[[True, True, False]]]]
    """
    return (ids != pad)[:, None, None, :]


def causal_mask(n: int, device: torch.device | None = None) -> Bool[Tensor, "1 1 n n"]:
    """Keep, for each of `n` queries, the keys up to its own position.

    >>> causal_mask(2).tolist()
    [[[[True, False], [True, True]]]]
    """
    return torch.ones(n, n, dtype=torch.bool, device=device).tril()[None, None]


def decoder_mask(ids: Int[Tensor, "B L"], pad: int) -> Bool[Tensor, "B 1 L L"]:
    """Keep the keys that are words and not later than the query."""
    return padding_mask(ids, pad) & causal_mask(ids.size(1), ids.device)


def masked_softmax(
    scores: Float[Tensor, "*batch Lq Lk"], keep_mask: Bool[Tensor, "*#batch #Lq Lk"]
) -> Float[Tensor, "*batch Lq Lk"]:
    """Turn the kept scores into weights that sum to 1; a row with nothing kept gets zeros.

    Neither the weights nor their gradient are ever NaN, in any float type.

    >>> masked_softmax(torch.zeros(2, 2), torch.tensor([[True, False], [False, False]])).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    lowest = torch.finfo(scores.dtype).min
    return scores.masked_fill(~keep_mask, lowest).softmax(dim=-1).masked_fill(~keep_mask, 0)


def leaks(
    model: Callable[[Tensor, Tensor], Tensor], src: Int[Tensor, "B S"], tgt: Int[Tensor, "B T"]
) -> bool:
    """Say whether `model(src, tgt)` (B, T, V) lets a position see a later target word.

    Each word is changed in turn; no logit before it may move. A module is tried both in
    training and in evaluation mode, since some forget the mask in one of them.
    """
    if not isinstance(model, nn.Module):
        return _leaks_now(model, src, tgt)
    was_training = model.training
    try:
        return any(_leaks_now(model.train(mode), src, tgt) for mode in (True, False))
    finally:
        model.train(was_training)


@torch.no_grad()
def _leaks_now(
    model: Callable[[Tensor, Tensor], Tensor], src: Int[Tensor, "B S"], tgt: Int[Tensor, "B T"]
) -> bool:
    def logits(target: Tensor) -> Tensor:
        # The same seed draws the same dropout, so that only the words differ.
        with torch.random.fork_rng():
            torch.manual_seed(0)
            return model(src, target)

    before = logits(tgt)  # (B, T, V)
    for t in range(1, tgt.size(1)):
        changed = tgt.clone()
        changed[:, t] = (tgt[:, t] + 1) % before.size(-1)
        if not torch.allclose(logits(changed)[:, :t], before[:, :t], atol=1e-6):
            return True
    return False
