"""Chapter 9: residual connections and layer normalization."""

from collections.abc import Callable, Sequence

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


class SublayerConnection(nn.Module):
    """Add a sublayer's output to its input, with dropout and layer normalization.

    "post" normalizes the sum (the paper); "pre" normalizes what the sublayer reads.
    Source: Vaswani et al. 2017, sections 3.1 and 5.4; Xiong et al. 2020 for "pre".
    """

    def __init__(self, d_model: int, dropout: float, norm: str = "post"):
        """Make the layer norm. Raises ValueError if `norm` is neither "post" nor "pre"."""
        super().__init__()
        if norm not in ("post", "pre"):
            raise ValueError(f'norm={norm!r} is neither "post" nor "pre"')
        self.norm = norm
        self.layer_norm = LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Float[Tensor, "... d_model"], f: Callable[[Tensor], Tensor]
    ) -> Float[Tensor, "... d_model"]:
        """Return x plus what the sublayer `f` makes of it."""
        if self.norm == "post":
            return self.layer_norm(x + self.dropout(f(x)))
        return x + self.dropout(f(self.layer_norm(x)))


def depth_gradients(
    layers: Sequence[Callable[[Tensor], Tensor]], x: Float[Tensor, "... d_model"]
) -> list[float]:
    """Measure how much of the gradient reaches each layer's input.

    Entry i is the norm of the gradient of the summed output by the input of layer i.

    >>> depth_gradients([lambda x: 3 * x, lambda x: 2 * x], torch.ones(1))
    [6.0, 2.0]
    """
    inputs = [x.detach().requires_grad_()]
    for layer in layers:
        inputs.append(layer(inputs[-1]))
    gradients = torch.autograd.grad(inputs[-1].sum(), inputs[:-1])
    return [gradient.norm().item() for gradient in gradients]
