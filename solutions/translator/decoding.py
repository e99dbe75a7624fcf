"""Chapter 13: writing a translation word by word."""

from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from translator.attention import attention
from translator.heads import MultiHeadAttention, merge_heads, split_heads
from translator.masks import causal_mask
from translator.recurrent import RecurrentTranslator
from translator.transformer import DecoderLayer, Transformer


@torch.no_grad()
def greedy_decode(
    model: Transformer | RecurrentTranslator,
    source: Int[Tensor, "B S"],
    source_keep_mask: Bool[Tensor, "B 1 1 S"],
    bos: int,
    eos: int,
    max_len: int,
) -> Int[Tensor, "B n"]:
    """Write the likeliest next word until each sentence has ended, or for `max_len` words.

    The answer is without `bos`; after its first `eos` a row holds only `eos`. The model is put
    into evaluation mode meanwhile: dropout would spoil the words.
    """
    was_training = model.training
    model.eval()
    memory = model.encode(source, source_keep_mask)  # (B, S, D)
    target = torch.full_like(source[:, :1], bos)  # (B, 1)
    ended = torch.zeros_like(target[:, 0], dtype=torch.bool)  # (B,)
    while target.size(1) <= max_len and not ended.all():
        mask = causal_mask(target.size(1), target.device)
        logits = model.decode(target, memory, mask, source_keep_mask)  # (B, n, V)
        word = logits[:, -1].argmax(dim=-1).masked_fill(ended, eos)
        target = torch.cat([target, word[:, None]], dim=1)
        ended = ended | (word == eos)
    model.train(was_training)
    return target[:, 1:]


class KVCache:
    """What the decoder need not compute again: the keys and values of every layer.

    Those of the source are complete from the start; those of the target grow by one a step.
    """

    def __init__(self, model: Transformer, memory: Float[Tensor, "B S d_model"]):
        """Project `memory` for the cross-attention of each layer, once."""
        self.length = 0
        layers: Any = model.decoder  # a ModuleList forgets the type of what it holds
        self.source = [project(layer.cross_attention, memory) for layer in layers]
        nothing = memory[:, :0]  # (B, 0, D)
        self.target = [project(layer.self_attention, nothing) for layer in layers]

    def extend(
        self, layer: int, keys: Float[Tensor, "B H n d"], values: Float[Tensor, "B H n d"]
    ) -> tuple[Float[Tensor, "B H L d"], Float[Tensor, "B H L d"]]:
        """Append to the target's keys and values of one layer, and return them all."""
        old_keys, old_values = self.target[layer]
        self.target[layer] = torch.cat([old_keys, keys], 2), torch.cat([old_values, values], 2)
        return self.target[layer]

    def select(self, rows: Int[Tensor, "n"]) -> None:
        """Keep the given rows of the batch, in the given order; a row may come twice."""
        self.source = [(keys[rows], values[rows]) for keys, values in self.source]
        self.target = [(keys[rows], values[rows]) for keys, values in self.target]


def project(
    heads: MultiHeadAttention, x: Float[Tensor, "B L d_model"]
) -> tuple[Float[Tensor, "B H L d"], Float[Tensor, "B H L d"]]:
    """Return the keys and the values that `heads` makes of `x`."""
    keys = split_heads(heads.W_k(x), heads.num_heads)
    return keys, split_heads(heads.W_v(x), heads.num_heads)


def attend(
    heads: MultiHeadAttention,
    x: Float[Tensor, "B Lq d_model"],
    keys: Float[Tensor, "B H Lk d"],
    values: Float[Tensor, "B H Lk d"],
    keep_mask: Bool[Tensor, "B 1 1 Lk"] | None = None,
) -> Float[Tensor, "B Lq d_model"]:
    """Attend from `x` to keys and values that are projected already."""
    query = split_heads(heads.W_q(x), heads.num_heads)  # (B, H, Lq, d)
    return heads.W_o(merge_heads(attention(query, keys, values, keep_mask)[0]))


def decode_step(
    model: Transformer,
    token: Int[Tensor, "B"],
    source_keep_mask: Bool[Tensor, "B 1 1 S"] | None,
    cache: KVCache,
) -> Float[Tensor, "B V"]:
    """Score the word that follows `token`, and add `token` to the cache.

    Equal to the last row of `model.decode` on the whole target so far. No mask is needed
    among the target words: the cache holds none that is later.
    """
    x = model.positions(model.target_embedding(token[:, None]), start=cache.length)  # (B, 1, D)
    layers: Any = model.decoder
    for i, layer in enumerate(layers):
        x = _layer_step(layer, x, source_keep_mask, cache, i)
    cache.length += 1
    return model.output(model.decoder_norm(x))[:, 0]


def _layer_step(
    layer: DecoderLayer,
    x: Float[Tensor, "B 1 d_model"],
    source_keep_mask: Bool[Tensor, "B 1 1 S"] | None,
    cache: KVCache,
    i: int,
) -> Float[Tensor, "B 1 d_model"]:
    """Do what `DecoderLayer.forward` does, with the keys and values of the cache."""
    target, source = layer.self_attention, layer.cross_attention
    x = layer.self_attention_connection(
        x, lambda y: attend(target, y, *cache.extend(i, *project(target, y)))
    )
    x = layer.cross_attention_connection(
        x, lambda y: attend(source, y, *cache.source[i], source_keep_mask)
    )
    return layer.feedforward_connection(x, layer.feedforward)
