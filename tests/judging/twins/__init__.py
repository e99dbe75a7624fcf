"""Independently written twins of the known mistakes: the same bug in another spelling.

A mistake always equals itself, so feeding it back to the check would prove nothing. These were
written from the mistake's one-line description, not from its code: other operations, other
order, loops where the original broadcasts.
"""

from twins.additive import ADDITIVE
from twins.gru import GRU
from twins.jacobian import JACOBIAN
from twins.layer_norm import LAYER_NORM
from twins.lookup import LOOKUP
from twins.numpy_attention import NUMPY_ATTENTION
from twins.recurrent import NORMS, RNN
from twins.shapes import BATCHED_DOT, OUTER, WHERE_MASK
from twins.softmax import SOFTMAX
from twins.spread import SPREAD
from twins.torch_attention import TORCH_ATTENTION

TWINS = {
    "softmax": SOFTMAX,
    "attend": LOOKUP,
    "additive_scores": ADDITIVE,
    "outer": OUTER,
    "batched_dot": BATCHED_DOT,
    "where_mask": WHERE_MASK,
    "rnn_forward": RNN,
    "jacobian_norms": NORMS,
    "gru_step": GRU,
    "scaled_dot_product_attention": NUMPY_ATTENTION,
    "attention": TORCH_ATTENTION,
    "score_spread": SPREAD,
    "softmax_jacobian": JACOBIAN,
    "LayerNorm": LAYER_NORM,
}
