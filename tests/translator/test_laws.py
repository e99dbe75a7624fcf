"""Laws of every part: no leak, no padding, no order, right gradients, any device and dtype."""

import copy

import pytest
import torch
from torch import nn
from translator.attention import DotProductAttention, attention
from translator.feedforward import PositionwiseFFN
from translator.fused import fuse
from translator.heads import MultiHeadAttention, merge_heads, split_heads
from translator.masks import causal_mask, decoder_mask, leaks, masked_softmax, padding_mask
from translator.models import WithoutPositions
from translator.normalization import LayerNorm, SublayerConnection, depth_gradients
from translator.positions import Embedding, PositionalEncoding
from translator.recurrent import GRUCell, RecurrentTranslator
from translator.soft_lookup import AdditiveAttention
from translator.transformer import (
    DecoderLayer,
    EncoderLayer,
    Transformer,
    TransformerConfig,
    count_parameters,
)

D, H, V = 8, 2, 11
KINDS = ("post", "pre", "fused", "gru", "additive", "dot")


def make(kind, dropout=0.0):
    torch.manual_seed(0)
    lookups = {"additive": AdditiveAttention(D), "dot": DotProductAttention(D)}
    if kind == "gru":
        return RecurrentTranslator(V, V, D, dropout)
    if kind in lookups:
        return RecurrentTranslator(V, V, D, dropout, lookups[kind])
    norm = "post" if kind == "post" else "pre"
    model = Transformer(TransformerConfig(V, V, D, H, 12, 2, dropout, norm, "all"))
    return fuse(model) if kind == "fused" else model


@pytest.fixture(params=KINDS)
def model(request):
    return make(request.param, dropout=0.1)


SOURCE = torch.tensor([[4, 5, 6, 7], [8, 9, 10, 0], [5, 0, 0, 0]])
TARGET = torch.tensor([[1, 5, 6], [1, 4, 0], [1, 9, 10]])


def run(model, source=SOURCE, target=TARGET):
    return model(source, target, padding_mask(source, 0), decoder_mask(target, 0))


def test_no_later_word_is_seen_in_training_or_evaluation(model):
    assert not leaks(lambda s, t: run(model.train(), s, t), SOURCE, TARGET)
    assert not leaks(lambda s, t: run(model.eval(), s, t), SOURCE, TARGET)


class Scores(nn.Module):
    """Stands for a model: `see(t, training)` says up to which word position t sees."""

    def __init__(self, see):
        super().__init__()
        self.see = see

    def forward(self, source, target):
        sums = target.float().cumsum(1)  # (B, T)
        last = target.size(1) - 1
        seen = [min(self.see(t, self.training), last) for t in range(target.size(1))]
        return sums[:, seen, None] * torch.ones(V)


@pytest.mark.parametrize(
    ("see", "answer"),
    [
        (lambda t, training: t, False),
        (lambda t, training: max(t - 1, 0), False),
        (lambda t, training: 99, True),
        (lambda t, training: t + 1, True),
        (lambda t, training: t if training else 99, True),
    ],
)
def test_leaks_finds_each_leak_and_no_other(see, answer):
    model = Scores(see)
    assert leaks(model, SOURCE, TARGET) is answer
    assert model.training


def test_padding_on_the_right_changes_nothing(model):
    model.eval()
    source = torch.nn.functional.pad(SOURCE, (0, 3))
    target = torch.nn.functional.pad(TARGET, (0, 2))
    torch.testing.assert_close(run(model, source, target)[:, :3], run(model), atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_padding_on_the_left_changes_nothing_but_positions(kind):
    model = make(kind).eval()
    if isinstance(model, Transformer):
        model.positions = WithoutPositions(0.0)
    source = torch.nn.functional.pad(SOURCE, (2, 0))
    target = torch.nn.functional.pad(TARGET, (2, 0)) if isinstance(model, Transformer) else TARGET
    outputs = run(model, source, target)[:, -3:]
    torch.testing.assert_close(outputs, run(model), atol=1e-6, rtol=1e-5)


def test_without_positions_a_shuffled_source_gives_the_same_translation_scores():
    model, order = make("pre").eval(), torch.tensor([2, 0, 3, 1])
    assert not torch.allclose(run(model, SOURCE[:, order]), run(model), atol=1e-3)
    model.positions = WithoutPositions(0.0)
    torch.testing.assert_close(run(model, SOURCE[:, order]), run(model), atol=1e-6, rtol=1e-5)


def test_another_source_gives_other_scores(model):
    model.eval()
    assert not torch.allclose(run(model), run(model, SOURCE.flip(0)), atol=1e-4)


def test_gradients_are_those_of_finite_differences():
    torch.manual_seed(0)
    double = {"dtype": torch.float64, "requires_grad": True}
    x, memory = torch.randn(2, 3, D, **double), torch.randn(2, 4, D, **double)
    keep = torch.ones(2, 1, 3, 4, dtype=torch.bool)
    keep[0, 0, 1] = False  # a row with nothing to attend to
    keep[1, 0, 0, 2:] = False
    heads, layer = MultiHeadAttention(D, H).double(), DecoderLayer(D, H, 12).double()
    checks = [
        (lambda q, k: attention(q, k, k, keep[:, 0])[0], (x, memory)),
        (lambda q, k: heads(q, k, k, keep)[0], (x, memory)),
        (lambda s: masked_softmax(s, keep[:, 0]), (torch.randn(2, 3, 4, **double),)),
        (lambda a, m: layer(a, m, causal_mask(3), keep[:, :, :1]), (x, memory)),
        (LayerNorm(D).double(), (x,)),
        (GRUCell(D, D).double(), (x[:, 0], memory[:, 0])),
    ]
    for function, inputs in checks:
        leaves = tuple(i.detach().clone().requires_grad_() for i in inputs)
        assert torch.autograd.gradcheck(function, leaves)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_an_empty_row_gives_zeros_forward_and_backward(dtype):
    scores = torch.randn(2, 3, dtype=dtype, requires_grad=True)
    keep = torch.tensor([[True, False, True], [False, False, False]])
    weights = masked_softmax(scores, keep)
    assert weights.dtype == dtype
    assert (weights[1] == 0).all()
    weights.square().sum().backward()
    assert (scores.grad[1] == 0).all()
    assert scores.grad.isfinite().all()


def calls():
    """Every module and function on inputs of its own: `(module or None, function, inputs)`."""
    x, memory, ids = (
        torch.randn(2, 3, D),
        torch.randn(2, 4, D),
        torch.tensor([[1, 2, 0], [3, 4, 5]]),
    )
    keep, causal = padding_mask(torch.ones(2, 4).long(), 0), causal_mask(3)
    position, embedding = PositionalEncoding(D, 0.1), Embedding(V, D)
    heads, ffn, norm = MultiHeadAttention(D, H, 0.1), PositionwiseFFN(D, 12, 0.1), LayerNorm(D)
    connection, cell = SublayerConnection(D, 0.1, "pre"), GRUCell(D, D)
    encoder, decoder = EncoderLayer(D, H, 12, 0.1), DecoderLayer(D, H, 12, 0.1, "pre")
    lookup = AdditiveAttention(D)
    yield None, lambda a, m, k: attention(a, m, m, k[:, 0])[0], (x, memory, keep)
    yield None, lambda a: merge_heads(split_heads(a, H)), (x,)
    yield None, lambda i: decoder_mask(i, 0).float(), (ids,)
    yield None, lambda a, k: masked_softmax(a @ a.mT, k[0]), (x, causal)
    yield embedding, lambda i: embedding(i), (ids,)
    yield position, lambda a: position(a, start=2), (x,)
    yield heads, lambda a, m, k: heads(a, m, m, k)[0], (x, memory, keep)
    yield ffn, lambda a: ffn(a), (x,)
    yield norm, lambda a: norm(a), (x,)
    yield connection, lambda a: connection(a, torch.tanh), (x,)
    yield encoder, lambda a, k: encoder(a, k), (x, causal)
    yield decoder, lambda a, m, c, k: decoder(a, m, c, k), (x, memory, causal, keep)
    yield cell, lambda a, b: cell(a[:, 0], b[:, 0]), (x, memory)
    yield lookup, lambda a, m, k: lookup(a, m, k[:, 0])[0], (x, memory, keep)
    for kind in KINDS:
        model = make(kind, 0.1)
        yield model, lambda s, t, model=model: run(model, s, t), (SOURCE, TARGET)


@pytest.mark.parametrize("number", range(len(list(calls()))))
def test_both_meta_probes(number):
    module, function, inputs = list(calls())[number]
    expected = function(*inputs)
    with torch.device("meta"):
        assert function(*inputs).device == expected.device  # nothing is made on no device
    if module is not None:
        module.to("meta")
    moved = function(*(i.to("meta") for i in inputs))
    assert moved.device.type == "meta"
    assert moved.shape == expected.shape


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_every_dtype_stays_what_it_is(kind, dtype):
    single = make(kind).eval()
    output = run(copy.deepcopy(single).to(dtype))
    assert output.dtype == dtype
    tolerance = 0.2 if dtype == torch.bfloat16 else 0.02
    torch.testing.assert_close(output.float(), run(single), atol=tolerance, rtol=tolerance)


def test_a_saved_state_is_the_whole_model(model):
    other = copy.deepcopy(model)
    for parameter in other.parameters():
        nn.init.normal_(parameter)
    other.load_state_dict(model.state_dict())
    torch.testing.assert_close(run(other.eval()), run(model.eval()), rtol=0, atol=0)


def test_dropout_acts_in_training_only(model):
    assert not torch.equal(run(model.train()), run(model))
    assert torch.equal(run(model.eval()), run(model))


def test_every_parameter_learns(model):
    run(model).square().sum().backward()
    for name, parameter in model.named_parameters():
        # A key's bias moves all scores of a query alike, and softmax does not see it.
        if not name.endswith("W_k.bias"):
            assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize("norm", ["post", "pre"])
@pytest.mark.parametrize("tied", ["all", "output", "none"])
def test_count_parameters(norm, tied):
    target = V if tied == "all" else V + 2
    config = TransformerConfig(V, target, D, H, 12, 3, 0.1, norm, tied)
    model = Transformer(config)
    assert count_parameters(config) == sum(p.numel() for p in model.parameters())
    assert (model.output.weight is model.target_embedding.table) == (tied != "none")
    assert (model.source_embedding.table is model.target_embedding.table) == (tied == "all")


def test_two_vocabularies_and_their_paddings():
    model = Transformer(TransformerConfig(7, 13, D, H, 12, 2)).eval()
    source, target = torch.tensor([[3, 4, 6]]), torch.tensor([[1, 12]])
    output = model(source, target, padding_mask(source, 6), decoder_mask(target, 0))
    assert output.shape == (1, 2, 13)
    changed = torch.tensor([[3, 4, 5]])
    again = model(changed, target, padding_mask(source, 6), decoder_mask(target, 0))
    torch.testing.assert_close(again, output)


def test_sublayer_connection_where_the_dropout_and_the_norm_are():
    torch.manual_seed(0)
    x = 3 + 2 * torch.randn(2, 3, D)
    nothing = SublayerConnection(D, dropout=1 - 1e-9, norm="pre")
    torch.testing.assert_close(nothing(x, torch.sin), x)
    post, pre = SublayerConnection(D, 0.0), SublayerConnection(D, 0.0, "pre")
    normal = nn.LayerNorm(D)
    torch.testing.assert_close(post(x, torch.sin), normal(x + x.sin()))
    torch.testing.assert_close(pre(x, torch.sin), x + normal(x).sin())


def test_depth_gradients_of_known_matrices():
    torch.manual_seed(0)
    a, b = torch.randn(4, 4), torch.randn(4, 4)
    x = torch.randn(2, 4)
    expected = [((b @ a).sum(0)).repeat(2, 1).norm().item(), b.sum(0).repeat(2, 1).norm().item()]
    actual = depth_gradients([lambda x: x @ a.T, lambda x: x @ b.T], x)
    assert actual == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("make_it", "message"),
    [
        (lambda: MultiHeadAttention(10, 3), "d_model=10 is not divisible by num_heads=3"),
        (lambda: SublayerConnection(4, 0.0, "mid"), "norm='mid'"),
        (lambda: PositionalEncoding(4, max_len=3)(torch.zeros(1, 2, 4), start=2), "max_len is 3"),
        (lambda: Transformer(TransformerConfig(5, 6, 8, 2, 8, 1, tied="all")), "one joint"),
    ],
)
def test_errors_teach(make_it, message):
    with pytest.raises(ValueError, match=message):
        make_it()
