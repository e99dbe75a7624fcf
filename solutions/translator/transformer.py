"""Chapter 10: encoder, decoder, and the whole machine."""

from dataclasses import dataclass
from typing import Literal

from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from translator.feedforward import PositionwiseFFN
from translator.heads import MultiHeadAttention
from translator.normalization import LayerNorm, SublayerConnection
from translator.positions import Embedding, PositionalEncoding


@dataclass(frozen=True)
class TransformerConfig:
    """The sizes of a Transformer; the defaults are the paper's base model.

    `tied` says which tables are one: "all" (one joint vocabulary), "output" (the target's
    embedding and the output layer: all that two vocabularies can share) or "none".
    """

    source_vocabulary: int
    target_vocabulary: int
    d_model: int = 512
    num_heads: int = 8
    d_ff: int = 2048
    num_layers: int = 6
    dropout: float = 0.1
    norm: Literal["post", "pre"] = "post"
    tied: Literal["all", "output", "none"] = "output"


class EncoderLayer(nn.Module):
    """Let each source word read the whole source, then think about it.

    Source: Vaswani et al. 2017, section 3.1.
    """

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm: Literal["post", "pre"] = "post",
    ):
        """Make the self-attention, the feed-forward network and their two connections."""
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, num_heads)
        self.feedforward = PositionwiseFFN(d_model, d_ff)
        self.self_attention_connection = SublayerConnection(d_model, dropout, norm)
        self.feedforward_connection = SublayerConnection(d_model, dropout, norm)

    def forward(
        self, x: Float[Tensor, "B S d_model"], keep_mask: Bool[Tensor, "#B 1 #S S"] | None = None
    ) -> Float[Tensor, "B S d_model"]:
        """Return the new vector of each source word."""
        x = self.self_attention_connection(x, lambda y: self.self_attention(y, y, y, keep_mask)[0])
        return self.feedforward_connection(x, self.feedforward)


class DecoderLayer(nn.Module):
    """Let each target word read the words before it, then the source, then think.

    Source: Vaswani et al. 2017, section 3.1.
    """

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.0,
        norm: Literal["post", "pre"] = "post",
    ):
        """Make self-attention, cross-attention, feed-forward network and three connections."""
        super().__init__()
        self.self_attention = MultiHeadAttention(d_model, num_heads)
        self.cross_attention = MultiHeadAttention(d_model, num_heads)
        self.feedforward = PositionwiseFFN(d_model, d_ff)
        self.self_attention_connection = SublayerConnection(d_model, dropout, norm)
        self.cross_attention_connection = SublayerConnection(d_model, dropout, norm)
        self.feedforward_connection = SublayerConnection(d_model, dropout, norm)

    def forward(
        self,
        x: Float[Tensor, "B T d_model"],
        memory: Float[Tensor, "B S d_model"],
        target_keep_mask: Bool[Tensor, "#B 1 #T T"] | None = None,
        source_keep_mask: Bool[Tensor, "#B 1 1 S"] | None = None,
    ) -> Float[Tensor, "B T d_model"]:
        """Return the new vector of each target word; `memory` is the encoder's output."""
        x = self.self_attention_connection(
            x, lambda y: self.self_attention(y, y, y, target_keep_mask)[0]
        )
        x = self.cross_attention_connection(
            x, lambda y: self.cross_attention(y, memory, memory, source_keep_mask)[0]
        )
        return self.feedforward_connection(x, self.feedforward)


class Transformer(nn.Module):
    """Read a source sentence, and score every next word of a target sentence.

    Source: Vaswani et al. 2017, figure 1. With norm="pre" each stack ends with one more norm.
    """

    def __init__(self, config: TransformerConfig):
        """Make all layers, tie the tables and initialize. Raises ValueError if they cannot tie."""
        super().__init__()
        self.config = config
        c = config
        self.source_embedding = Embedding(c.source_vocabulary, c.d_model)
        self.target_embedding = Embedding(c.target_vocabulary, c.d_model)
        self.positions = PositionalEncoding(c.d_model, c.dropout)
        sizes = (c.d_model, c.num_heads, c.d_ff, c.dropout, c.norm)
        self.encoder = nn.ModuleList(EncoderLayer(*sizes) for _ in range(c.num_layers))
        self.decoder = nn.ModuleList(DecoderLayer(*sizes) for _ in range(c.num_layers))
        last = LayerNorm if c.norm == "pre" else nn.Identity
        self.encoder_norm, self.decoder_norm = last(c.d_model), last(c.d_model)
        self.output = nn.Linear(c.d_model, c.target_vocabulary, bias=False)
        tie_and_initialize(self)

    def encode(
        self,
        source: Int[Tensor, "B S"],
        source_keep_mask: Bool[Tensor, "#B 1 1 S"] | None = None,
    ) -> Float[Tensor, "B S d_model"]:
        """Turn the source into one vector a word, all words at once."""
        x = self.positions(self.source_embedding(source))  # (B, S, D)
        for layer in self.encoder:
            x = layer(x, source_keep_mask)
        return self.encoder_norm(x)

    def decode(
        self,
        target: Int[Tensor, "B T"],
        memory: Float[Tensor, "B S d_model"],
        target_keep_mask: Bool[Tensor, "#B 1 #T T"] | None = None,
        source_keep_mask: Bool[Tensor, "#B 1 1 S"] | None = None,
    ) -> Float[Tensor, "B T V"]:
        """Score, at each target position, the word that follows it."""
        x = self.positions(self.target_embedding(target))  # (B, T, D)
        for layer in self.decoder:
            x = layer(x, memory, target_keep_mask, source_keep_mask)
        return self.output(self.decoder_norm(x))

    def forward(
        self,
        source: Int[Tensor, "B S"],
        target: Int[Tensor, "B T"],
        source_keep_mask: Bool[Tensor, "#B 1 1 S"] | None = None,
        target_keep_mask: Bool[Tensor, "#B 1 #T T"] | None = None,
    ) -> Float[Tensor, "B T V"]:
        """Score every next word of `target`, given `source`."""
        memory = self.encode(source, source_keep_mask)
        return self.decode(target, memory, target_keep_mask, source_keep_mask)


def tie_and_initialize(model: Transformer) -> None:
    """Make the tied tables one parameter, and draw each projection from Xavier's uniform.

    The embeddings keep their standard deviation 1/sqrt(d_model): tied to the output, larger
    ones would start with wild logits. Raises ValueError if two vocabularies should be one.
    Source: Press and Wolf 2017; Glorot and Bengio 2010.
    """
    config = model.config
    for layer in [*model.encoder, *model.decoder]:
        for part in layer.modules():
            if isinstance(part, nn.Linear):
                nn.init.xavier_uniform_(part.weight)
                nn.init.zeros_(part.bias)
    model.output.weight.data.normal_(std=config.d_model**-0.5)
    if config.tied in ("all", "output"):
        model.output.weight = model.target_embedding.table
    if config.tied == "all":
        if config.source_vocabulary != config.target_vocabulary:
            raise ValueError(
                f'tied="all" needs one joint vocabulary, but the source has '
                f"{config.source_vocabulary} tokens and the target {config.target_vocabulary}"
            )
        model.source_embedding.table = model.target_embedding.table


def count_parameters(config: TransformerConfig) -> int:
    """Count the parameters of `Transformer(config)` without making it.

    >>> count_parameters(TransformerConfig(37000, 37000, tied="all"))
    63082496
    """
    d, d_ff = config.d_model, config.d_ff
    attention = 4 * (d * d + d)
    feedforward = d * d_ff + d_ff + d_ff * d + d
    norm = 2 * d
    encoder_layer = attention + feedforward + 2 * norm
    decoder_layer = 2 * attention + feedforward + 3 * norm
    last_norms = 2 * norm if config.norm == "pre" else 0
    source, target = config.source_vocabulary * d, config.target_vocabulary * d
    tables = {"all": target, "output": source + target, "none": source + 2 * target}[config.tied]
    return config.num_layers * (encoder_layer + decoder_layer) + last_norms + tables
