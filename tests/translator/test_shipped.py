"""The models that come with the package translate, offline, as well as their cards say."""

import json

import pytest
from translator import corpora
from translator.measuring import bleu
from translator.models import SHIPPED, TrainedModel, shipped_names

NAMES = [
    "grammar-en-ko",
    "grammar-en-ko-gru",
    "grammar-en-ko-gru-additive",
    "grammar-en-ko-gru-dot",
    "grammar-en-ko-without-positions",
    "grammar-ko-en",
    "multi30k-de-en",
]
GRAMMAR = [name for name in NAMES if name.startswith("grammar")]


def test_all_are_there_and_small():
    assert shipped_names() == NAMES
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 30e6


@pytest.mark.parametrize("name", NAMES)
def test_the_card_says_what_a_user_needs(name):
    card = (SHIPPED / name / "README.md").read_text()
    description = json.loads((SHIPPED / name / "model.json").read_text())
    for part in ("licence", "translator train --corpus", "--seed", "signature", "unedited"):
        assert part in card
    for score in description["measured"].values():
        assert f"| {score} |" in card


@pytest.mark.parametrize("name", GRAMMAR)
def test_they_are_as_good_as_their_cards(name):
    trained = TrainedModel.load(name)
    corpus = trained.description["corpus"]
    pairs = corpora.load(corpus, "unseen", seed=2)[:100]
    outputs = trained.translate([source for source, _ in pairs])
    score, _ = bleu(outputs, [target for _, target in pairs])
    # 100 sentences of the card's 500: the score moves, but not far.
    assert score.score == pytest.approx(trained.description["measured"]["unseen, greedy"], abs=6)


def test_the_sentence_of_the_book_and_its_swap():
    sentences = ["the student saw the dog", "the dog saw the student"]
    outputs = TrainedModel.load("grammar-en-ko").translate(sentences)
    assert [output.split()[-1] for output in outputs] == ["보았다", "보았다"]
    assert [output.split()[1] for output in outputs] == ["개를", "학생을"]
