"""Training: the loss, the schedules, one step, and a run that may be killed."""

import dataclasses
import json
import math
import os
import signal
import subprocess
import sys
import time

import pytest
import torch
from torch.nn import functional as F
from translator.models import TrainedModel
from translator.recipe import Recipe
from translator.trainer import Trainer
from translator.training import (
    accumulate_gradients,
    evaluate_loss,
    label_smoothed_loss,
    noam_lr,
    peak_lr,
    train_step,
)
from translator.transformer import Transformer, TransformerConfig

CPU = torch.device("cpu")


def tiny_model(seed=0):
    torch.manual_seed(seed)
    return Transformer(TransformerConfig(9, 9, 16, 2, 32, 1, 0.0, "pre", "all"))


BATCH = (torch.tensor([[4, 5, 2], [6, 2, 0]]), torch.tensor([[1, 7, 8, 2], [1, 3, 2, 0]]))


@pytest.mark.parametrize("pad", [0, 2])
def test_label_smoothing_in_closed_form(pad):
    torch.manual_seed(0)
    logits, eps = torch.randn(5, 7, dtype=torch.float64), 0.1
    y = torch.tensor([1, pad, 6, 3, pad])
    target = torch.full((5, 7), eps / 7, dtype=torch.float64)
    target[torch.arange(5), y] += 1 - eps
    expected = -(target * logits.log_softmax(-1))[y != pad].sum()
    torch.testing.assert_close(label_smoothed_loss(logits, y, eps, pad), expected)
    # Its floor is the entropy of the target: it cannot be 0.
    perfect = target.log()
    entropy = -(target * target.log())[y != pad].sum()
    torch.testing.assert_close(label_smoothed_loss(perfect, y, eps, pad), entropy)


def test_without_smoothing_it_is_the_cross_entropy():
    logits, y = torch.randn(4, 6), torch.tensor([1, 0, 5, 3])
    expected = F.cross_entropy(logits[y != 0], y[y != 0], reduction="sum")
    torch.testing.assert_close(label_smoothed_loss(logits, y, 0.0, 0), expected)
    equal = label_smoothed_loss(torch.zeros(1, 8000), torch.tensor([5]), 0.0, 0)
    assert equal.item() == pytest.approx(math.log(8000), rel=1e-6)


@pytest.mark.parametrize(("d_model", "warmup"), [(512, 4000), (64, 100), (1, 7)])
def test_noam_rises_to_its_peak_and_falls_with_the_root(d_model, warmup):
    rates = [noam_lr(step, d_model, warmup) for step in range(1, 3 * warmup)]
    assert max(rates) == rates[warmup - 1] == pytest.approx((d_model * warmup) ** -0.5)
    assert rates[0] == pytest.approx(rates[warmup - 1] / warmup)
    assert rates[2 * warmup - 1] == pytest.approx(rates[warmup - 1] / math.sqrt(2))


def test_peak_rises_holds_and_falls():
    rates = [peak_lr(step, 2.0, 10, 100) for step in range(1, 101)]
    assert rates[9:30] == [2.0] * 21
    assert rates[-1] == pytest.approx(0.02)
    assert rates[30:] == sorted(rates[30:], reverse=True)
    assert peak_lr(10, 1.0, 10, 10) == 1.0


def test_a_step_counts_words_and_lowers_the_loss():
    model = tiny_model()
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    losses = []
    for _ in range(60):
        loss_sum, num_tokens = train_step(model, BATCH, optimizer, pad=0)
        assert num_tokens == 5
        losses.append(loss_sum / num_tokens)
    assert losses[-1] < 0.05 < 1 < losses[0]
    assert evaluate_loss(model, [BATCH], 0) < 0.05


def test_many_small_batches_are_one_big_one():
    big, small = tiny_model(), tiny_model()
    halves = [(s[None, :], t[None, :]) for s, t in zip(*BATCH, strict=True)]
    expected = accumulate_gradients(big, [BATCH], 0.1, 0)
    actual = accumulate_gradients(small, halves, 0.1, 0)
    assert actual == pytest.approx(expected)
    for one, other in zip(big.parameters(), small.parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad)


PAIRS = [
    (f"{a} {verb} {b}", f"{b}를 {a}가 {korean}")
    for a in ("dog", "cat", "girl", "boy")
    for b in ("dog", "cat", "girl", "boy")
    for verb, korean in (("saw", "보았다"), ("drew", "그렸다"))
]
RECIPE = Recipe("pairs", vocabulary=60, steps=12, max_tokens=100, warmup=4, dropout=0.1)


def train(folder, recipe=RECIPE):
    trainer = Trainer(recipe, PAIRS, PAIRS[:8], folder, CPU, validate_every=4, quiet=True)
    trainer.run()
    return trainer


def same_weights(one, other):
    return all(
        torch.equal(a, b)
        for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    )


@pytest.mark.parametrize("kind", ["transformer", "gru-additive"])
def test_the_same_recipe_gives_the_same_weights(kind, tmp_path):
    recipe = dataclasses.replace(RECIPE, kind=kind, steps=4)
    one, same = train(tmp_path / "1", recipe), train(tmp_path / "2", recipe)
    other = train(tmp_path / "3", dataclasses.replace(recipe, seed=1))
    assert same_weights(one.model, same.model)
    assert same_weights(one.averaged, same.averaged)
    assert not same_weights(one.model, other.model)


def test_accumulating_and_bf16_run(tmp_path):
    train(tmp_path / "a", dataclasses.replace(RECIPE, steps=2, accumulate=3, schedule="noam"))
    train(tmp_path / "b", dataclasses.replace(RECIPE, steps=2, precision="bf16"))


def losses(folder):
    entries = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [(e["step"], e["loss"]) for e in entries if "loss" in e]


class Killed(BaseException):
    """Stands for kill -9: nothing catches it, nothing is saved."""


def test_a_killed_run_goes_on_bit_for_bit(tmp_path, monkeypatch):
    whole = train(tmp_path / "whole")
    log = Trainer._log

    def kill(trainer, **values):
        log(trainer, **values)
        if trainer.step == 7:
            raise Killed

    with monkeypatch.context() as context, pytest.raises(Killed):
        context.setattr(Trainer, "_log", kill)
        train(tmp_path / "killed")
    assert losses(tmp_path / "killed")[-1][0] == 7  # beyond the checkpoint of step 4
    resumed = train(tmp_path / "killed")
    assert same_weights(whole.model, resumed.model)
    assert same_weights(whole.averaged, resumed.averaged)
    assert losses(tmp_path / "killed") == losses(tmp_path / "whole")


def test_an_interruption_ends_the_step_and_loses_nothing(tmp_path, monkeypatch):
    whole, step = train(tmp_path / "whole"), Trainer._one_step

    def interrupt(trainer, batches):
        if trainer.step == 5:
            os.kill(os.getpid(), signal.SIGINT)
        return step(trainer, batches)

    with monkeypatch.context() as context, pytest.raises(KeyboardInterrupt):
        context.setattr(Trainer, "_one_step", interrupt)
        train(tmp_path / "stopped")
    assert losses(tmp_path / "stopped")[-1][0] == 6
    assert same_weights(whole.model, train(tmp_path / "stopped").model)


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_training
test_training.torch.set_num_threads(1)
test_training.train(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_kill_minus_nine_at_any_moment(tmp_path):
    whole = train(tmp_path / "whole")
    script = SCRIPT.format(tests=os.path.dirname(__file__))
    for delay in (0.0, 0.05, 0.2, 0.4):
        folder = tmp_path / str(delay)
        process = subprocess.Popen([sys.executable, "-c", script, folder])
        while not (folder / "log.jsonl").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        process.kill()
        process.wait()
        assert same_weights(whole.model, train(folder).model)
        assert losses(folder) == losses(tmp_path / "whole")


def test_a_finished_run_is_left_as_it_is(tmp_path):
    train(tmp_path)
    before = (tmp_path / "weights.npz").read_bytes()
    train(tmp_path)
    assert (tmp_path / "weights.npz").read_bytes() == before
    assert (tmp_path / "curves.png").stat().st_size > 1000


def test_a_checkpoint_that_is_cut_off_or_of_another_recipe_is_refused(tmp_path):
    train(tmp_path, dataclasses.replace(RECIPE, steps=2))
    with pytest.raises(ValueError, match=r"was trained with peak=0.0015, not 1.0"):
        train(tmp_path, dataclasses.replace(RECIPE, steps=2, peak=1.0))
    checkpoint = tmp_path / "checkpoint.pt"
    checkpoint.write_bytes(checkpoint.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"checkpoint.pt is damaged or cut off"):
        train(tmp_path, dataclasses.replace(RECIPE, steps=2))


def test_a_sentence_over_the_limit_is_named(tmp_path):
    pairs = [*PAIRS, ("dog " * 300, "dog")]
    with pytest.raises(ValueError, match=r"sentence pair 33 has \d+ tokens, over the limit of 256"):
        Trainer(RECIPE, pairs, PAIRS, tmp_path, CPU, quiet=True)


def test_a_loss_that_explodes_stops_the_run(tmp_path):
    recipe = dataclasses.replace(RECIPE, peak=1e30, clip=1e30, warmup=1)
    with pytest.raises(FloatingPointError, match="lower the peak"):
        train(tmp_path, recipe)


def test_a_model_folder_round_trip_and_its_damages(tmp_path):
    trained = train(tmp_path, dataclasses.replace(RECIPE, steps=4)).trained()
    loaded = TrainedModel.load(tmp_path)
    sentences = [source for source, _ in PAIRS]
    assert loaded.translate(sentences[:6]) == trained.translate(sentences[:6])
    with pytest.raises(ValueError, match="over the limit of 256"):
        loaded.translate(["dog " * 300])
    weights = tmp_path / "weights.npz"
    content = weights.read_bytes()
    weights.write_bytes(content[:500])
    with pytest.raises(ValueError, match=r"weights.npz is damaged"):
        TrainedModel.load(tmp_path)
    weights.write_bytes(content)
    other = train(tmp_path / "other", dataclasses.replace(RECIPE, steps=2, vocabulary=50))
    (tmp_path / "vocabulary.model").write_bytes(other.vocabulary.to_bytes())
    with pytest.raises(ValueError, match=r"has shape \(60, 64\), but this model and vocabulary"):
        TrainedModel.load(tmp_path)
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(ValueError, match=r"model.json is damaged"):
        TrainedModel.load(tmp_path)
    (tmp_path / "model.json").write_text('{"kind": "transformer"}')
    with pytest.raises(ValueError, match=r"model.json does not say the model's size"):
        TrainedModel.load(tmp_path)
    with pytest.raises(FileNotFoundError, match="there is no model 'nowhere'"):
        TrainedModel.load("nowhere")
