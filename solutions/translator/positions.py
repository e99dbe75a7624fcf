"""Chapter 5: embeddings, and where each word stands."""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class Embedding(nn.Module):
    """Look up one vector for each token, and scale it by sqrt(d_model).

    Source: Vaswani et al. 2017, section 3.4.
    """

    def __init__(self, vocabulary: int, d_model: int):
        """Make `table` (vocabulary, d_model), normal with standard deviation 1/sqrt(d_model)."""
        super().__init__()
        self.table = nn.Parameter(torch.randn(vocabulary, d_model) / math.sqrt(d_model))

    def forward(self, ids: Int[Tensor, "B L"]) -> Float[Tensor, "B L d_model"]:
        """Return the scaled vectors."""
        return self.table[ids] * math.sqrt(self.table.size(1))  # (B, L, D)


def sinusoidal_positions(
    length: int, d_model: int, base: float = 10000.0
) -> Float[Tensor, "length d_model"]:
    """Give each position a vector of sines and cosines, computed in float64.

    Feature 2i is sin(position / base^(2i/d_model)), feature 2i+1 the cosine of the same angle.
    An odd `d_model` ends with a sine: its cosine is dropped.
    Source: Vaswani et al. 2017, section 3.5.

    >>> sinusoidal_positions(2, 3).round(decimals=4).tolist()
    [[0.0, 1.0, 0.0], [0.8415, 0.5403, 0.0022]]
    """
    position = torch.arange(length, dtype=torch.float64)[:, None]  # (L, 1)
    exponent = torch.arange(0, d_model, 2, dtype=torch.float64) / d_model  # (ceil(D / 2),)
    angle = position / base**exponent  # (L, ceil(D / 2))
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)[:, :d_model]


class PositionalEncoding(nn.Module):
    """Add to each vector the code of its position, then drop out.

    Source: Vaswani et al. 2017, sections 3.5 and 5.4.
    """

    table: Tensor

    def __init__(self, d_model: int, dropout: float = 0.0, max_len: int = 1024):
        """Make the buffer `table` (max_len, d_model): it moves with the model, unlearned."""
        super().__init__()
        table = sinusoidal_positions(max_len, d_model).to(torch.get_default_dtype())
        self.register_buffer("table", table, persistent=False)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Float[Tensor, "B L d_model"], start: int = 0
    ) -> Float[Tensor, "B L d_model"]:
        """Add the codes of positions `start`, `start` + 1, and so on.

        Raises ValueError if a position lies beyond `max_len`.
        """
        end = start + x.size(1)
        if end > self.table.size(0):
            raise ValueError(f"position {end - 1} does not fit: max_len is {self.table.size(0)}")
        return self.dropout(x + self.table[start:end].to(x.dtype))
