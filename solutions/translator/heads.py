"""Chapter 6: multi-head attention."""

from jaxtyping import Bool, Float
from torch import Tensor, nn

from translator.attention import attention


def split_heads(x: Float[Tensor, "B L D"], num_heads: int) -> Float[Tensor, "B H L d"]:
    """Cut each vector into `num_heads` pieces, and put the heads before the positions.

    >>> import torch
    >>> split_heads(torch.tensor([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]), 2).tolist()
    [[[[1.0], [3.0], [5.0]], [[2.0], [4.0], [6.0]]]]
    """
    # Splitting straight into (B, H, L, d) would mix up the words: the heads are inside a vector.
    return x.unflatten(-1, (num_heads, -1)).transpose(1, 2)  # (B, L, H, d) -> (B, H, L, d)


def merge_heads(y: Float[Tensor, "B H L d"]) -> Float[Tensor, "B L D"]:
    """Put the pieces of each vector together again: the inverse of `split_heads`."""
    return y.transpose(1, 2).flatten(2)  # (B, L, H, d) -> (B, L, D)


class MultiHeadAttention(nn.Module):
    """Ask `num_heads` questions at once, each in its own projection of the vectors.

    Source: Vaswani et al. 2017, section 3.2.2. `dropout` acts on the weights.
    """

    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0, bias: bool = True):
        """Make `W_q`, `W_k`, `W_v` and `W_o`, each d_model -> d_model.

        Raises ValueError if `d_model` is not divisible by `num_heads`.
        """
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model={d_model} is not divisible by num_heads={num_heads}")
        self.num_heads = num_heads
        self.W_q = nn.Linear(d_model, d_model, bias=bias)
        self.W_k = nn.Linear(d_model, d_model, bias=bias)
        self.W_v = nn.Linear(d_model, d_model, bias=bias)
        self.W_o = nn.Linear(d_model, d_model, bias=bias)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        query: Float[Tensor, "B Lq d_model"],
        key: Float[Tensor, "B Lk d_model"],
        value: Float[Tensor, "B Lk d_model"],
        keep_mask: Bool[Tensor, "#B #H #Lq Lk"] | None = None,
    ) -> tuple[Float[Tensor, "B Lq d_model"], Float[Tensor, "B H Lq Lk"]]:
        """Attend from each query to the keys: `(output, weights)`.

        `keep_mask` is True where a query may attend; the weights are those before dropout.
        """
        q = split_heads(self.W_q(query), self.num_heads)  # (B, H, Lq, d)
        k = split_heads(self.W_k(key), self.num_heads)  # (B, H, Lk, d)
        v = split_heads(self.W_v(value), self.num_heads)  # (B, H, Lk, d)
        mixed, weights = attention(q, k, v, keep_mask)
        if self.training and self.dropout.p > 0:
            mixed = self.dropout(weights) @ v
        return self.W_o(merge_heads(mixed)), weights
