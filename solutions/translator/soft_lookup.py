"""Chapter 2: attention as a soft lookup, on top of the recurrent translator."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn


class AdditiveAttention(nn.Module):
    """Look up the memory with scores v·tanh(W_q q + W_k k).

    Source: Bahdanau et al. 2015, section 3.1 and appendix A.1.2.
    """

    def __init__(self, d_model: int):
        """Make `W_q` and `W_k` (d_model -> d_model) without bias, and `v` (d_model -> 1)."""
        super().__init__()
        self.W_q = nn.Linear(d_model, d_model, bias=False)
        self.W_k = nn.Linear(d_model, d_model, bias=False)
        self.v = nn.Linear(d_model, 1, bias=False)

    def forward(
        self,
        query: Float[Tensor, "B Lq d_model"],
        memory: Float[Tensor, "B Lk d_model"],
        keep_mask: Bool[Tensor, "B #Lq Lk"],
    ) -> tuple[Float[Tensor, "B Lq d_model"], Float[Tensor, "B Lq Lk"]]:
        """Mix the memory for each query: `(context, weights)`."""
        # A sentence has at least one word, so no row is empty.
        scores = self.scores(query, memory).masked_fill(~keep_mask, -torch.inf)
        weights = scores.softmax(dim=-1)  # (B, Lq, Lk)
        return weights @ memory, weights

    def scores(
        self, query: Float[Tensor, "B Lq d_model"], memory: Float[Tensor, "B Lk d_model"]
    ) -> Float[Tensor, "B Lq Lk"]:
        """Say how well each place of the memory fits each query."""
        queries, keys = self.W_q(query)[:, :, None], self.W_k(memory)[:, None]
        return self.v(torch.tanh(queries + keys)).squeeze(-1)
