"""Chapter 2: the soft lookup inside the recurrent translator that was trained with it."""

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor
from translator.inspection import source_weights
from translator.masks import padding_mask
from translator.models import TrainedModel
from translator.recurrent import RecurrentTranslator
from translator.soft_lookup import AdditiveAttention
from translator.vocabulary import PAD

from autograder.finale.finale import PAIR, Called, Finale, InferenceOnly, say_what_stopped

MODEL = "grammar-en-ko-gru-additive"
SENTENCES = (*PAIR, "the student who saw the dog read a book")
SHADES = " ░▒▓█"


def weigh_with(model: RecurrentTranslator, softmax: Callable) -> None:
    """Let the writer turn its scores into weights with `softmax`."""
    trained, weigh = cast(AdditiveAttention, model.lookup), InferenceOnly(softmax)

    def lookup(query: Tensor, memory: Tensor, keep_mask: Tensor) -> tuple[Tensor, Tensor]:
        scores = trained.scores(query, memory).masked_fill(~keep_mask, -torch.inf)
        weights = weigh(scores)  # (B, 1, S)
        return weights @ memory, weights

    model.lookup = Called(lookup)


def score_with(model: RecurrentTranslator, additive_scores: Callable) -> None:
    """Let the writer score the source, one sentence at a time, with `additive_scores`."""
    trained, score = cast(AdditiveAttention, model.lookup), InferenceOnly(additive_scores)
    matrices = [trained.W_q.weight.T, trained.W_k.weight.T, trained.v.weight[0]]
    Wq, Wk, v = (matrix.detach() for matrix in matrices)

    def lookup(query: Tensor, memory: Tensor, keep_mask: Tensor) -> tuple[Tensor, Tensor]:
        pairs = zip(query, memory, strict=True)
        scores = torch.stack([score(Q, K, Wq, Wk, v) for Q, K in pairs])  # (B, 1, S)
        weights = scores.masked_fill(~keep_mask, -torch.inf).softmax(dim=-1)
        return weights @ memory, weights

    model.lookup = Called(lookup)


def draw_alignment(plug: Callable, part: Callable, sentence: str = SENTENCES[-1]) -> None:
    """Print where the writer looks for each piece that it writes, with `part` in its place.

    `plug` is `weigh_with` for a softmax, `score_with` for scores.
    """
    trained = TrainedModel.load(MODEL)
    plug(trained.model, part)
    try:
        (written,) = trained.translate([sentence])
    except Exception as error:
        say_what_stopped(part, error)
        return
    source, target = trained.vocabulary.encode_pair(sentence, written)
    ids, inputs = torch.tensor([source]), torch.tensor([target[:-1]])
    weights = source_weights(trained.model, ids, inputs, padding_mask(ids, PAD))[0, 0, 0]
    heads = [trained.vocabulary.piece(i).strip("▁") for i in source]
    print(" ".join(heads))
    for row, piece in zip(weights.tolist(), target[1:], strict=True):
        cells = [_shade(w).center(len(head)) for w, head in zip(row, heads, strict=True)]
        print(" ".join(cells), "→", trained.vocabulary.piece(piece).strip("▁"))


def _shade(weight: float) -> str:
    """Darken a cell in four steps; below an eighth it stays empty."""
    return SHADES[min(max(round(4 * weight), 0), 4)]


# What this translator never asks of a part.
MILD = "the scores of this translator lie between -10 and 10, where nothing overflows"
FULL = "every sentence has at least one word, so that no row is empty"
LAST = "the writer asks for the last axis alone"
DOUBLE = "a NumPy part is given float64 here, and returns it"

FINALES = (
    Finale(
        "softmax",
        MODEL,
        weigh_with,
        SENTENCES,
        unseen={
            "SM-01": MILD,
            "SM-02": MILD,
            "SM-04": LAST,
            "SM-07": "a hundred-millionth of a weight moves no word",
            "SM-08": "the writer does not use its scores a second time",
            "SM-09": FULL,
            "SM-10": FULL,
            "SM-16": "powers of 2 are a temperature of 1.44, at which these three come out as ever",
            "SM-17": DOUBLE,
            "SM-18": DOUBLE,
        },
    ),
    Finale("additive_scores", MODEL, score_with, SENTENCES, unseen={"ADD-14": MILD}),
)
PATIENTS = (("additive_scores", "ADD-03"), ("softmax", "SM-13"), ("softmax", "SM-11"))
