"""Chapter 3: scaled dot-product attention."""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn


def attention(
    query: Float[Tensor, "*batch Lq d_k"],
    key: Float[Tensor, "*batch Lk d_k"],
    value: Float[Tensor, "*batch Lk d_v"],
    keep_mask: Bool[Tensor, "*#batch #Lq #Lk"] | None = None,
) -> tuple[Float[Tensor, "*batch Lq d_v"], Float[Tensor, "*batch Lq Lk"]]:
    """Mix the values for each query by how well its key matches: `(output, weights)`.

    `keep_mask` is True where a query may attend, and broadcasts to the scores' shape.
    A query that may attend to nothing gets weights 0 and output 0, and sends back no gradient.
    Source: Vaswani et al. 2017, equation 1.

    >>> query, key = torch.tensor([[2.0, 0, 0, 0]]), torch.zeros(2, 4)
    >>> attention(query, key, torch.tensor([[4.0], [8.0]]))
    (tensor([[6.]]), tensor([[0.5000, 0.5000]]))
    """
    # Scaling the query first keeps float16 scores from overflowing before the division.
    scores = (query / math.sqrt(query.size(-1))) @ key.transpose(-2, -1)  # (..., Lq, Lk)
    if keep_mask is None:
        weights = scores.softmax(dim=-1)
    else:
        # A finite fill: a row of -inf would turn into NaN, and so would its gradient.
        scores = scores.masked_fill(~keep_mask, torch.finfo(scores.dtype).min)
        weights = scores.softmax(dim=-1).masked_fill(~keep_mask, 0)
    return weights @ value, weights


class DotProductAttention(nn.Module):
    """Look up a recurrent translator's memory with scaled dot products.

    As `AdditiveAttention`, it learns what to ask with and what to be found by.
    Source: Luong et al. 2015, section 3.1 ("general"), with the scale of Vaswani et al. 2017.
    """

    def __init__(self, d_model: int):
        """Make `W_q` and `W_k` (d_model -> d_model) without bias."""
        super().__init__()
        self.W_q = nn.Linear(d_model, d_model, bias=False)
        self.W_k = nn.Linear(d_model, d_model, bias=False)

    def forward(
        self,
        query: Float[Tensor, "B Lq d_model"],
        memory: Float[Tensor, "B Lk d_model"],
        keep_mask: Bool[Tensor, "B #Lq Lk"],
    ) -> tuple[Float[Tensor, "B Lq d_model"], Float[Tensor, "B Lq Lk"]]:
        """Mix the memory for each query: `(context, weights)`."""
        return attention(self.W_q(query), self.W_k(memory), memory, keep_mask)
