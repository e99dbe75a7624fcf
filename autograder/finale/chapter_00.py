"""Chapter 0: products, scores and masks inside the trained Transformer."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import torch
from by_hand.shapes import batched_dot, where_mask
from torch import Tensor, nn
from translator.decoding import greedy_decode
from translator.heads import MultiHeadAttention, merge_heads, split_heads
from translator.masks import padding_mask
from translator.models import TrainedModel
from translator.text import collate
from translator.transformer import Transformer
from translator.vocabulary import BOS, EOS, PAD

from autograder.finale.finale import PAIR, Finale, InferenceOnly

MODEL = "grammar-en-ko"  # it has four heads
# Four sentences, so that a mask which takes sentences for heads is not found out by its shape.
SENTENCES = (
    *PAIR,
    "the small dog saw the big student yesterday",
    "yesterday the teacher and the student saw the small dog in the garden",
)
LONGEST = 30


class HeadsByHand(nn.Module):
    """Multi-head attention that takes its scores and hides its padding by NumPy functions."""

    def __init__(self, heads: MultiHeadAttention, dot: Callable, mask: Callable):
        """Keep the projections of `heads`, and the two functions."""
        super().__init__()
        self.heads, self.dot = heads, InferenceOnly(dot)
        self.mask = InferenceOnly(lambda scores, keep: mask(scores, keep, -np.inf))

    def forward(
        self, query: Tensor, key: Tensor, value: Tensor, keep_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Attend from each query to the keys: `(output, weights)`."""
        q = split_heads(self.heads.W_q(query), self.heads.num_heads)  # (B, H, Lq, d)
        k = split_heads(self.heads.W_k(key), self.heads.num_heads)
        v = split_heads(self.heads.W_v(value), self.heads.num_heads)
        scores = self.dot(q, k) / q.size(-1) ** 0.5  # (B, H, Lq, Lk)
        scores = self.mask(scores, keep_mask[:, 0, 0])
        weights = scores.softmax(dim=-1).nan_to_num(0)  # a row without keys looks at nothing
        return self.heads.W_o(merge_heads(weights @ v)), weights


def attend_by_hand(
    model: Transformer, dot: Callable = batched_dot, mask: Callable = where_mask
) -> None:
    """Put the two functions wherever the model looks at the source."""
    encoder: Any = model.encoder  # a ModuleList forgets the type of what it holds
    decoder: Any = model.decoder
    for layer in encoder:
        layer.self_attention = HeadsByHand(layer.self_attention, dot, mask)
    for layer in decoder:
        layer.cross_attention = HeadsByHand(layer.cross_attention, dot, mask)


def number_the_places(model: Transformer, outer: Callable) -> None:
    """Build the table of positions from `outer`: each place times each rate is an angle."""
    length, d_model = model.positions.table.shape
    rates = 10000.0 ** -(np.arange(0, d_model, 2) / d_model)
    angles = outer(np.arange(float(length)), rates)  # (L, D / 2)
    table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(len(angles), -1)
    model.positions.table = torch.from_numpy(table).float()


def in_one_batch(trained: TrainedModel, sentences: Sequence[str]) -> list[str]:
    """Translate all sentences in one batch, whatever their lengths, by the taught decoder."""
    encode, decode = trained.vocabulary.encode, trained.vocabulary.decode
    source, _ = collate([(encode(sentence), [PAD]) for sentence in sentences], PAD)
    keep = padding_mask(source, PAD)
    model = cast(Transformer, trained.model)
    written = greedy_decode(model, source, keep, BOS, EOS, LONGEST)
    return [decode([token for token in row.tolist() if token != EOS]) for row in written]


FINALES = (
    Finale(
        "outer",
        MODEL,
        number_the_places,
        SENTENCES,
        {"OUT-07": "the table of places is rounded to float32 in any case"},
        in_one_batch,
    ),
    Finale(
        "batched_dot",
        MODEL,
        lambda model, dot: attend_by_hand(model, dot=dot),
        SENTENCES,
        translate=in_one_batch,
    ),
    Finale(
        "where_mask",
        MODEL,
        lambda model, mask: attend_by_hand(model, mask=mask),
        SENTENCES,
        {
            "MSK-22": "softmax turns -1e9 into 0 as well",
            "MSK-23": "nobody reads the unmasked scores again",
            "MSK-24": "the scores are float64 here already",
        },
        in_one_batch,
    ),
)
PATIENTS = (("outer", "OUT-03"), ("where_mask", "MSK-05"), ("where_mask", "MSK-21"))
