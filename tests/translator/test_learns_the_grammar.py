"""The long proof: from nothing to 95 BLEU on sentences that training never showed."""

import pytest
import torch
from translator import corpora
from translator.measuring import bleu
from translator.models import TrainedModel
from translator.recipe import Recipe
from translator.trainer import Trainer


@pytest.mark.slow
def test_the_grammar_from_scratch(tmp_path):
    corpus = "grammar-ko-en"
    recipe = TrainedModel.load(corpus).description["recipe"]
    train, validation = (
        corpora.load(corpus, "train", seed=0),
        corpora.load(corpus, "unseen", seed=1),
    )
    device = torch.device("cpu")
    trainer = Trainer(Recipe(**recipe), train, validation, tmp_path, device, 1000, quiet=True)
    trainer.run()
    pairs = corpora.load(corpus, "unseen", seed=2)
    outputs = TrainedModel.load(tmp_path).translate([source for source, _ in pairs])
    score, signature = bleu(outputs, [target for _, target in pairs])
    print(f"{corpus}: BLEU {score.score:.1f} ({signature}), {trainer.cpu_seconds:.0f} CPU-seconds")
    assert score.score >= 95
