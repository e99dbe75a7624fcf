"""On the same weights, our parts compute what PyTorch's do."""

import pytest
import torch
from torch import nn
from translator.fused import fuse, unfuse
from translator.heads import MultiHeadAttention
from translator.masks import causal_mask, decoder_mask, padding_mask
from translator.normalization import LayerNorm
from translator.recurrent import GRUCell
from translator.transformer import DecoderLayer, EncoderLayer, Transformer, TransformerConfig

D, H, D_FF = 12, 3, 20


@pytest.fixture(autouse=True)
def float64():
    torch.manual_seed(5)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def shake(module):
    """Draw every parameter anew: the defaults, ones and zeros, would hide mistakes."""
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.5)
    return module


def copy_attention(theirs, ours):
    weights = torch.cat([ours.W_q.weight, ours.W_k.weight, ours.W_v.weight])
    theirs.in_proj_weight.data.copy_(weights)
    theirs.in_proj_bias.data.copy_(torch.cat([ours.W_q.bias, ours.W_k.bias, ours.W_v.bias]))
    theirs.out_proj.load_state_dict(ours.W_o.state_dict())


def copy_layer(theirs, ours):
    copy_attention(theirs.self_attn, ours.self_attention)
    theirs.linear1.load_state_dict(ours.feedforward.W_1.state_dict())
    theirs.linear2.load_state_dict(ours.feedforward.W_2.state_dict())
    connections = [ours.self_attention_connection, ours.feedforward_connection]
    if isinstance(ours, DecoderLayer):
        copy_attention(theirs.multihead_attn, ours.cross_attention)
        connections.insert(1, ours.cross_attention_connection)
    for i, connection in enumerate(connections, start=1):
        norm = getattr(theirs, f"norm{i}")
        norm.weight.data.copy_(connection.layer_norm.gamma)
        norm.bias.data.copy_(connection.layer_norm.beta)


@pytest.fixture
def batch():
    source = torch.tensor([[4, 5, 6, 0, 0], [4, 5, 6, 7, 8], [4, 0, 0, 0, 0]])
    target = torch.tensor([[1, 5, 6, 7], [1, 5, 0, 0], [1, 4, 4, 0]])
    return source, target


def test_layer_norm():
    ours, theirs, x = shake(LayerNorm(D)), nn.LayerNorm(D), torch.randn(2, 3, D)
    theirs.weight.data.copy_(ours.gamma)
    theirs.bias.data.copy_(ours.beta)
    torch.testing.assert_close(ours(1e-3 * x), theirs(1e-3 * x))
    torch.testing.assert_close(fuse(ours)(x), theirs(x))


def test_multi_head_attention(batch):
    ours, theirs = shake(MultiHeadAttention(D, H)), nn.MultiheadAttention(D, H, batch_first=True)
    copy_attention(theirs, ours)
    query, key = torch.randn(3, 4, D), torch.randn(3, 5, D)
    keep = padding_mask(batch[0], 0)
    expected = theirs(query, key, key, key_padding_mask=~keep[:, 0, 0], average_attn_weights=False)
    for actual, wanted in zip(ours(query, key, key, keep), expected, strict=True):
        torch.testing.assert_close(actual, wanted)


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_encoder_layer(norm, batch):
    ours = shake(EncoderLayer(D, H, D_FF, norm=norm)).eval()
    theirs = nn.TransformerEncoderLayer(
        D, H, D_FF, 0.0, batch_first=True, norm_first=norm == "pre"
    ).eval()
    copy_layer(theirs, ours)
    x, keep = torch.randn(3, 5, D), padding_mask(batch[0], 0)
    expected = theirs(x, src_key_padding_mask=~keep[:, 0, 0])
    words = keep[:, 0, 0]  # PyTorch's fast path leaves zeros at the padding
    torch.testing.assert_close(ours(x, keep)[words], expected[words])


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_decoder_layer(norm, batch):
    ours = shake(DecoderLayer(D, H, D_FF, norm=norm)).eval()
    theirs = nn.TransformerDecoderLayer(
        D, H, D_FF, 0.0, batch_first=True, norm_first=norm == "pre"
    ).eval()
    copy_layer(theirs, ours)
    source, target = batch
    x, memory = torch.randn(3, 4, D), torch.randn(3, 5, D)
    actual = ours(x, memory, decoder_mask(target, 0), padding_mask(source, 0))
    expected = theirs(
        x,
        memory,
        tgt_mask=~causal_mask(4)[0, 0],
        tgt_key_padding_mask=target == 0,
        memory_key_padding_mask=source == 0,
    )
    torch.testing.assert_close(actual, expected)


def test_gru_cell():
    ours, theirs = shake(GRUCell(3, 4)), nn.GRUCell(3, 4)
    theirs.weight_ih.data.copy_(ours.W_x.weight)
    theirs.weight_hh.data.copy_(ours.W_h.weight)
    theirs.bias_ih.data.copy_(ours.W_x.bias)
    theirs.bias_hh.data.copy_(ours.W_h.bias)
    x, h = torch.randn(2, 3), torch.randn(2, 4)
    torch.testing.assert_close(ours(x, h), theirs(x, h))


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_the_fused_model_is_the_same_model(norm, batch):
    config = TransformerConfig(11, 13, D, H, D_FF, 2, 0.0, norm)
    model = shake(Transformer(config))
    source, target = batch
    masks = padding_mask(source, 0), decoder_mask(target, 0)
    before, gradients = model(source, target, *masks), []
    for change in (unfuse, fuse):
        model.zero_grad()
        output = change(model)(source, target, *masks)
        torch.testing.assert_close(output, before)
        output.square().sum().backward()
        gradients.append([p.grad.clone() for p in model.parameters()])
    torch.testing.assert_close(*gradients, rtol=1e-5, atol=1e-8)
    single = fuse(model).float()(source, target, *masks)
    torch.testing.assert_close(single, before.float(), rtol=1e-4, atol=1e-4)
