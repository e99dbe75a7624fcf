"""Chapter 1: a learner's GRU step reads and writes inside the trained recurrent translator."""

from collections.abc import Callable

from torch import nn
from translator.recurrent import GRUCell, RecurrentTranslator

from autograder.finale.finale import PAIR, Finale, InferenceOnly

MODEL = "grammar-en-ko-gru"
# Our pair comes last: one context vector is not enough for it.
SENTENCES = (
    "the comic book is in the basket",
    "my little brother wrote three novels because the weather was hot",
    *PAIR,
)
UNSEEN = {"GRU-09": "no gate of this model is fed with a number above 700"}


def cell_of(gru_step: Callable, cell: GRUCell) -> nn.Module:
    """Give the step a trained cell's weights: in the book a row meets W, in `nn.Linear` W.T."""
    layers = (cell.W_x.weight.T, cell.W_h.weight.T, cell.W_x.bias, cell.W_h.bias)
    weights = [layer.detach().double().numpy() for layer in layers]
    return InferenceOnly(lambda x, state: gru_step(x, state, *weights))


def read_and_write_with(model: RecurrentTranslator, gru_step: Callable) -> None:
    """Let both the reader and the writer take their steps with `gru_step`."""
    model.reader = cell_of(gru_step, model.reader)  # type: ignore[assignment]
    model.writer = cell_of(gru_step, model.writer)  # type: ignore[assignment]


FINALES = (Finale("gru_step", MODEL, read_and_write_with, SENTENCES, UNSEEN),)
PATIENTS = (("gru_step", "GRU-03"), ("gru_step", "GRU-02"), ("gru_step", "GRU-06"))
