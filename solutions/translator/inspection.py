"""Chapter 14: looking inside a trained translator."""

import copy
from collections.abc import Sequence
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from translator.fused import unfuse
from translator.masks import causal_mask
from translator.recurrent import RecurrentTranslator
from translator.transformer import Transformer


@torch.no_grad()
def source_weights(
    model: nn.Module,
    source: Int[Tensor, "B S"],
    inputs: Int[Tensor, "B T"],
    source_keep_mask: Bool[Tensor, "B 1 1 S"],
) -> Float[Tensor, "layers B H T S"]:
    """Return how much each target position looks at each source position.

    `inputs` is what the decoder is given; row t holds the look that chooses word t. A recurrent
    translator has one layer with one head. Raises ValueError if the model has no attention.
    """
    if isinstance(model, RecurrentTranslator):
        return _recurrent_weights(model, source, inputs, source_keep_mask)
    if not isinstance(model, Transformer):
        raise ValueError(f"a {type(model).__name__} has no attention to look at")
    # The fused kernels never write their weights down: look into a copy without them.
    plain = unfuse(copy.deepcopy(model))
    caught: list[Tensor] = []
    for layer in plain.decoder:
        heads: Any = layer.cross_attention
        heads.register_forward_hook(lambda _, __, output: caught.append(output[1]))
    plain(source, inputs, source_keep_mask, causal_mask(inputs.size(1), inputs.device))
    return torch.stack(caught)


def _recurrent_weights(
    model: RecurrentTranslator,
    source: Int[Tensor, "B S"],
    inputs: Int[Tensor, "B T"],
    source_keep_mask: Bool[Tensor, "B 1 1 S"],
) -> Float[Tensor, "1 B 1 T S"]:
    memory = model.encode(source, source_keep_mask)
    state, rows = memory[:, -1], []
    for token in inputs.unbind(dim=1):
        _, state, weights = model.step(token, state, memory, source_keep_mask)
        if weights is None:
            raise ValueError("this translator has no attention: it sees one context vector")
        rows.append(weights)  # (B, 1, S)
    return torch.cat(rows, dim=1)[None, :, None]


def align(
    weights: Float[Tensor, "T S"], src: Sequence[str], tgt: Sequence[str]
) -> list[tuple[int, int]]:
    """Link each target word to the source word that it looks at most: `(source, target)` numbers.

    `src` and `tgt` are pieces, of which "▁" starts a word; weights are summed over the pieces of
    a source word and averaged over those of a target word.

    >>> weights = torch.tensor([[0.1, 0.5, 0.4], [0.2, 0.2, 0.6]])
    >>> align(weights, ["▁dogs", "▁sl", "eep"], ["▁자", "요"])
    [(1, 0)]
    """
    source, target = _group(src).to(weights), _group(tgt).to(weights)
    looks = (target / target.sum(dim=1, keepdim=True)) @ weights @ source.T  # (words, words)
    return [(int(i), j) for j, i in enumerate(looks.argmax(dim=1))]


def _group(pieces: Sequence[str]) -> Bool[Tensor, "words pieces"]:
    """Say which piece belongs to which word."""
    starts = torch.tensor([i == 0 or piece.startswith("▁") for i, piece in enumerate(pieces)])
    word = starts.cumsum(0) - 1  # (pieces,)
    return torch.arange(int(word[-1]) + 1)[:, None] == word
