"""Chapter 9: residual connections and layer normalization."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class LayerNorm(nn.Module):
    """Give each vector mean 0 and variance 1, then scale it by `gamma` and shift it by `beta`.

    Source: Ba, Kiros and Hinton 2016, equations 3 and 4; `eps` inside the root.

    >>> LayerNorm(2, eps=0.0)(torch.tensor([[1.0, 3.0]])).tolist()
    [[-1.0, 1.0]]
    """

    def __init__(self, d_model: int, eps: float = 1e-5):
        """Make `gamma` (d_model,) of ones and `beta` (d_model,) of zeros, both learned."""
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(d_model))
        self.beta = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x: Float[Tensor, "... d_model"]) -> Float[Tensor, "... d_model"]:
        """Normalize over the last axis."""
        centred = x - x.mean(dim=-1, keepdim=True)
        variance = centred.square().mean(dim=-1, keepdim=True)  # (..., 1)
        return self.gamma * centred / torch.sqrt(variance + self.eps) + self.beta
