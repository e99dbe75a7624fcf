"""Chapter 14: looking inside a trained translator."""

from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from translator.fused import fuse, unfuse
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
    caught: list[Tensor] = []
    layers: Any = model.decoder
    hooks = [
        layer.cross_attention.register_forward_hook(lambda _, __, out: caught.append(out[1]))
        for layer in layers
    ]
    try:
        # The fused kernels never write their weights down.
        mask = causal_mask(inputs.size(1), inputs.device)
        memory = unfuse(model).encode(source, source_keep_mask)
        model.decode(inputs, memory, mask, source_keep_mask)
    finally:
        fuse(model)
        for hook in hooks:
            hook.remove()
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
