"""The two derivations agree: NumPy by hand, and PyTorch."""

import numpy as np
import pytest
import torch
from by_hand import (
    feedforward,
    heads,
    masks,
    normalization,
    positions,
    recurrent,
    soft_lookup,
    training,
)
from by_hand.attention import scaled_dot_product_attention
from translator.attention import attention
from translator.feedforward import PositionwiseFFN
from translator.heads import MultiHeadAttention
from translator.masks import causal_mask, decoder_mask, masked_softmax, padding_mask
from translator.normalization import LayerNorm
from translator.positions import Embedding, PositionalEncoding, sinusoidal_positions
from translator.recurrent import GRUCell
from translator.soft_lookup import AdditiveAttention
from translator.training import label_smoothed_loss


@pytest.fixture(autouse=True)
def float64():
    torch.manual_seed(3)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def close(actual, expected):
    np.testing.assert_allclose(actual.detach().numpy(), expected, rtol=1e-9, atol=1e-10)


def test_attention():
    q, k, v = torch.randn(2, 3, 5, 4), torch.randn(2, 3, 6, 4), torch.randn(2, 3, 6, 7)
    keep = torch.rand(2, 1, 5, 6) > 0.4
    keep[0, 0, 0] = False
    for mask in (None, keep):
        ours = attention(q, k, v, mask)
        expected = scaled_dot_product_attention(
            q.numpy(), k.numpy(), v.numpy(), None if mask is None else mask.numpy()
        )
        close(ours[0], expected[0])
        close(ours[1], expected[1])


def test_multi_head_attention():
    module = MultiHeadAttention(12, 3, bias=False)
    q, kv = torch.randn(3, 4, 12), torch.randn(3, 5, 12)
    keep = padding_mask(torch.tensor([[5, 5, 0, 0, 0], [5, 5, 5, 0, 0], [5] * 5]), 0)
    output, weights = module(q, kv, kv, keep)
    matrices = [
        m.weight.T.detach().numpy() for m in (module.W_q, module.W_k, module.W_v, module.W_o)
    ]
    expected = heads.multi_head_attention(
        q.numpy(), kv.numpy(), kv.numpy(), *matrices, 3, keep.numpy()
    )
    close(output, expected[0])
    close(weights, expected[1])


def test_feedforward_and_layer_norm():
    x = torch.randn(2, 3, 6)
    ffn, norm = PositionwiseFFN(6, 9), LayerNorm(6)
    torch.nn.init.normal_(norm.gamma)
    torch.nn.init.normal_(norm.beta)
    weights = [
        w.detach().numpy() for w in (ffn.W_1.weight.T, ffn.W_1.bias, ffn.W_2.weight.T, ffn.W_2.bias)
    ]
    close(ffn(x), feedforward.ffn(x.numpy(), *weights))
    small = 1e-3 * x  # a variance that does not drown eps
    gamma, beta = norm.gamma.detach().numpy(), norm.beta.detach().numpy()
    close(norm(small), normalization.layer_norm(small.numpy(), gamma, beta))


@pytest.mark.parametrize("d", [2, 7, 16])
def test_positions(d):
    close(sinusoidal_positions(50, d), positions.sinusoidal_pe(50, d))
    x = torch.randn(2, 4, d)
    close(PositionalEncoding(d)(x, start=3) - x, np.stack(2 * [positions.sinusoidal_pe(7, d)[3:]]))


def test_embedding():
    ids, module = torch.tensor([[0, 3, 3]]), Embedding(5, 4)
    close(module(ids), positions.embed(ids.numpy(), module.table.detach().numpy()))


def test_masks():
    ids = torch.tensor([[9, 4, 9, 5], [4, 9, 9, 9], [9, 9, 9, 9]])
    np.testing.assert_array_equal(padding_mask(ids, 9), masks.padding_mask(ids.numpy(), 9))
    np.testing.assert_array_equal(decoder_mask(ids, 9), masks.decoder_mask(ids.numpy(), 9))
    for n in (1, 4):
        np.testing.assert_array_equal(causal_mask(n), masks.causal_mask(n))
    scores = torch.randn(3, 1, 4, 4)
    filled = np.where(masks.decoder_mask(ids.numpy(), 9), scores.numpy(), -np.inf)
    close(masked_softmax(scores, decoder_mask(ids, 9)), soft_lookup.softmax(filled))


def test_gru_step():
    cell, x, h = GRUCell(3, 4), torch.randn(2, 3), torch.randn(2, 4)
    weights = (cell.W_x.weight.T, cell.W_h.weight.T, cell.W_x.bias, cell.W_h.bias)
    arrays = (w.detach().numpy() for w in weights)
    close(cell(x, h), recurrent.gru_step(x.numpy(), h.numpy(), *arrays))


def test_additive_attention():
    module, q, memory = AdditiveAttention(4), torch.randn(1, 2, 4), torch.randn(1, 3, 4)
    _, weights = module(q, memory, torch.ones(1, 2, 3, dtype=torch.bool))
    scores = soft_lookup.additive_scores(
        q[0].numpy(),
        memory[0].numpy(),
        module.W_q.weight.T.detach().numpy(),
        module.W_k.weight.T.detach().numpy(),
        module.v.weight[0].detach().numpy(),
    )
    close(weights[0], soft_lookup.softmax(scores))


@pytest.mark.parametrize("eps", [0.0, 0.1])
@pytest.mark.parametrize("pad", [0, 2])
def test_label_smoothed_loss(eps, pad):
    logits, y = torch.randn(6, 7), torch.tensor([1, pad, 3, 6, pad, 4])
    close(
        label_smoothed_loss(logits, y, eps, pad),
        training.label_smoothed_loss(logits.numpy(), y.numpy(), eps, pad),
    )
