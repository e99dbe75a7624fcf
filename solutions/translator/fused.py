"""The same model, faster: PyTorch's fused kernels in place of our formulas."""

from typing import TypeVar

from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional as F

from translator.heads import MultiHeadAttention, merge_heads, split_heads
from translator.normalization import LayerNorm

Model = TypeVar("Model", bound=nn.Module)


class FusedMultiHeadAttention(MultiHeadAttention):
    """Multi-head attention that never writes down its weights, and so returns none."""

    def forward(  # type: ignore[override]
        self,
        query: Float[Tensor, "B Lq d_model"],
        key: Float[Tensor, "B Lk d_model"],
        value: Float[Tensor, "B Lk d_model"],
        keep_mask: Bool[Tensor, "#B #H #Lq Lk"] | None = None,
    ) -> tuple[Float[Tensor, "B Lq d_model"], None]:
        """Attend from each query to the keys: `(output, None)`."""
        mixed = F.scaled_dot_product_attention(
            split_heads(self.W_q(query), self.num_heads),
            split_heads(self.W_k(key), self.num_heads),
            split_heads(self.W_v(value), self.num_heads),
            keep_mask,
            self.dropout.p if self.training else 0.0,
        )  # (B, H, Lq, d)
        return self.W_o(merge_heads(mixed)), None


class FusedLayerNorm(LayerNorm):
    """Layer normalization in one kernel."""

    def forward(self, x: Float[Tensor, "... d_model"]) -> Float[Tensor, "... d_model"]:
        """Normalize over the last axis."""
        return F.layer_norm(x, self.gamma.shape, self.gamma, self.beta, self.eps)


_FUSED: dict[type[nn.Module], type[nn.Module]] = {
    MultiHeadAttention: FusedMultiHeadAttention,
    LayerNorm: FusedLayerNorm,
}


def fuse(model: Model) -> Model:
    """Give each attention and each norm of the model its fused kernel; the weights stay."""
    for part in model.modules():
        # Only the class changes: parameters, names and state dict remain what they were.
        part.__class__ = _FUSED.get(type(part), type(part))
    return model


def unfuse(model: Model) -> Model:
    """Undo `fuse`: the attention returns its weights again."""
    plain = {fused: part for part, fused in _FUSED.items()}
    for part in model.modules():
        part.__class__ = plain.get(type(part), type(part))
    return model
