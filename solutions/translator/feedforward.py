"""Chapter 8: the position-wise feed-forward network."""

from jaxtyping import Float
from torch import Tensor, nn


class PositionwiseFFN(nn.Module):
    """Widen each vector to d_ff, keep what is positive, and return to d_model.

    Source: Vaswani et al. 2017, equation 2. `dropout` acts on the hidden units.
    """

    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.0):
        """Make `W_1` (d_model -> d_ff) and `W_2` (d_ff -> d_model), both with bias."""
        super().__init__()
        self.W_1 = nn.Linear(d_model, d_ff)
        self.W_2 = nn.Linear(d_ff, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Float[Tensor, "... d_model"]) -> Float[Tensor, "... d_model"]:
        """Apply the same network to every position."""
        return self.W_2(self.dropout(self.W_1(x).relu()))
