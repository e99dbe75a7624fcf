"""Looking inside, and measuring."""

import pytest
import torch
from translator import measuring
from translator.inspection import align, source_weights
from translator.masks import padding_mask
from translator.models import TrainedModel, build


@pytest.mark.parametrize("kind", ["transformer", "gru-additive", "gru-dot"])
def test_source_weights_sum_to_one_and_change_no_output(kind):
    torch.manual_seed(0)
    model = build(kind, "tiny", 9, 0.0).eval()
    source, inputs = torch.tensor([[4, 5, 2], [6, 2, 0]]), torch.tensor([[1, 4], [1, 5]])
    keep = padding_mask(source, 0)
    before = model(source, inputs, keep)
    weights = source_weights(model, source, inputs, keep)
    assert weights.shape[1:] == ((2, 4, 2, 3) if kind == "transformer" else (2, 1, 2, 3))
    torch.testing.assert_close(weights.sum(-1), torch.ones(weights.shape[:-1]))
    assert (weights[:, 1, ..., 2] == 0).all()
    torch.testing.assert_close(model(source, inputs, keep), before, rtol=0, atol=0)
    with pytest.raises(ValueError, match="no attention"):
        source_weights(build("gru", "tiny", 9, 0.0), source, inputs, keep)


def test_align_finds_a_planted_permutation():
    weights = torch.eye(4)[[2, 3, 0, 1]]
    source, target = ["▁a", "b", "▁c", "▁d"], ["▁x", "▁y", "▁z", "w"]
    assert align(weights, source, target) == [(1, 0), (2, 1), (0, 2)]


def test_measures_check_their_input():
    with pytest.raises(ValueError, match="1 translations do not fit 2 references"):
        measuring.bleu(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="0 translations"):
        measuring.chrf([], [])
    score, signature = measuring.bleu(["the dog saw a cat"], ["the dog saw a cat"])
    assert score.score == pytest.approx(100)
    assert "version:" in signature


@pytest.mark.parametrize("kind", ["transformer", "gru-additive", "gru-dot"])
def test_one_call_shows_what_a_model_looks_at(kind):
    vocabulary = TrainedModel.load("grammar-en-ko").vocabulary
    trained = TrainedModel(build(kind, "tiny", len(vocabulary), 0.0), vocabulary)
    source, target = "the student saw the dog", "학생이 개를 보았다"
    looks, source_pieces, target_pieces = measuring.look_at_source(trained, source, target)
    assert "".join(source_pieces).replace("▁", " ").strip() == source
    assert looks.shape[2:] == (len(target_pieces), len(source_pieces))
    links = align(looks[-1].mean(dim=0), source_pieces, target_pieces)
    assert [j for _, j in links] == [0, 1, 2]
