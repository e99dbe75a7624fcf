"""Decoding: cached is uncached, batched is single, wide is no worse."""

import numpy as np
import pytest
import torch
from by_hand import decoding as by_hand
from torch import nn
from translator import search
from translator.decoding import KVCache, decode_step, greedy_decode
from translator.fused import fuse
from translator.masks import causal_mask, padding_mask
from translator.models import build
from translator.recipe import Recipe
from translator.vocabulary import BOS, EOS, PAD

KINDS = ["transformer", "transformer-without-positions", "gru", "gru-additive", "gru-dot"]
V = 12


@pytest.fixture(params=KINDS)
def model(request):
    torch.manual_seed(4)
    model = build(request.param, "tiny", V, 0.1)
    for parameter in model.parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, std=0.3)  # sharp enough for sentences of their own
    return model.eval()


@pytest.fixture
def source():
    return torch.tensor([[4, 5, 6, 7, 2], [8, 9, 2, 0, 0], [5, 2, 0, 0, 0], [7, 7, 9, 2, 0]])


@pytest.mark.parametrize("norm", ["pre", "post"])
def test_cached_equals_uncached_at_every_step(norm, source):
    torch.manual_seed(0)
    model = build("transformer", "tiny", V, 0.1)
    for part in model.modules():
        if hasattr(part, "norm"):
            part.norm = norm
    fuse(model).double().eval()
    model.positions.table = model.positions.table.double()
    keep = padding_mask(source, PAD)
    with torch.no_grad():
        memory = model.encode(source, keep)
        target = torch.randint(4, V, (4, 9))
        expected = model.decode(target, memory, causal_mask(9), keep)
        cache = KVCache(model, memory)
        for t in range(9):
            assert cache.length == t
            actual = decode_step(model, target[:, t], keep, cache)
            torch.testing.assert_close(actual, expected[:, t], rtol=1e-9, atol=1e-10)
            if t == 4:  # the rows change places, and one is left
                rows = torch.tensor([3, 0, 0, 2])
                cache.select(rows)
                keep, target, expected = keep[rows], target[rows], expected[rows]


def test_greedy_decode_stops_each_row_and_the_batch(model, source):
    outputs = greedy_decode(model, source, padding_mask(source, PAD), BOS, EOS, max_len=20)
    assert outputs.size(1) <= 20
    for row in outputs.tolist():
        if EOS in row:
            assert set(row[row.index(EOS) :]) == {EOS}


def test_greedy_decode_puts_the_model_back(source):
    model = build("transformer", "tiny", V, 0.1).train()
    greedy_decode(model, source, padding_mask(source, PAD), BOS, EOS, max_len=2)
    assert model.training


def test_batched_cached_streamed_and_single_are_one(model, source):
    limit = search.output_limit(source)
    slow = greedy_decode(model, source, padding_mask(source, PAD), BOS, EOS, limit).tolist()
    slow = [row[: row.index(EOS)] if EOS in row else row for row in slow]
    assert search.greedy(model, source) == slow
    assert search.beam(model, source, width=1) == slow
    # All of a row's limit comes from its batch: stream it with the batch's padding.
    assert [list(search.stream(model, row[None])) for row in source] == slow


@pytest.mark.parametrize("width", [2, 3, V + 3])
@pytest.mark.parametrize("alpha", [0.0, 1.0, 2.2])
def test_the_batched_beam_is_the_beam_by_hand(model, source, width, alpha):
    def step_fn(row):
        memory = model.encode(row, padding_mask(row, PAD))

        def score(beginnings):
            target = torch.tensor(beginnings)
            n = len(beginnings)
            logits = model.decode(
                target,
                memory.expand(n, -1, -1),
                causal_mask(target.size(1)),
                padding_mask(row, PAD).expand(n, -1, -1, -1),
            )
            return logits[:, -1].log_softmax(-1).detach().numpy().astype(np.float64)

        return score

    actual = search.beam(model, source, width, alpha)
    limit = search.output_limit(source)
    for row, words in zip(source, actual, strict=True):
        expected, _ = by_hand.beam_search(step_fn(row[None]), BOS, EOS, width, alpha, limit)
        assert words == [word for word in expected if word != EOS]


class Scripted(nn.Module):
    """Stands for a writer: the logits of step t are those of the script."""

    def __init__(self, script):
        super().__init__()
        self.script, self.t = torch.tensor(script).log(), -1

    def step(self, token):
        self.t += 1
        return self.script[self.t].expand(len(token), -1)

    def select(self, rows):
        pass


def test_an_end_at_once_and_no_end_at_all(monkeypatch):
    source = torch.tensor([[4, 2], [5, 2]])
    never, at_once = [[0.2, 0.2, 0.0, 0.6]] * 14, [[0.1, 0.1, 0.7, 0.1]] * 14
    for script, length in ((never, 14), (at_once, 0)):
        monkeypatch.setattr(search, "start", lambda model, source, s=script: Scripted(s))
        assert [len(row) for row in search.greedy(None, source)] == [length, length]
        assert [len(row) for row in search.beam(None, source, 2)] == [length, length]
        assert len(list(search.stream(None, source[:1]))) == length


def test_the_noam_recipe_uses_the_model_s_width():
    assert Recipe("x", schedule="noam", size="base", warmup=4000).learning_rate(4000) == (
        pytest.approx(6.99e-4, rel=1e-3)
    )
