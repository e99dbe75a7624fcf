"""Chapter 3: attention inside the recurrent translator that was trained with it."""

from collections.abc import Callable
from typing import Any

from translator.recurrent import RecurrentTranslator

from autograder.finale.finale import PAIR, Called, Finale, InferenceOnly

MODEL = "grammar-en-ko-gru-dot"


def look_up_with(model: RecurrentTranslator, attend: Callable) -> None:
    """Let the writer look at the source through an `attend` of tensors."""
    look: Any = model.lookup  # a DotProductAttention

    def lookup(query, memory, keep_mask):
        return attend(look.W_q(query), look.W_k(memory), memory, keep_mask)

    model.lookup = Called(lookup)


def look_up_by_hand(model: RecurrentTranslator, attend: Callable) -> None:
    """Let the writer look at the source through an `attend` of arrays."""
    look_up_with(model, InferenceOnly(attend))


SENTENCES = (
    *PAIR,
    "the student who saw the dog read a book",
    "the soldier usually helps Jihun's grandfather when it snows",
)

# The writer asks one question at a time, and has keys and values of one length.
ALIKE = "d_k and d_v are both 128 here, so that their roots are the same"
QUIET = "padding scores far below the words of this model, even with the wrong fill"
FULL = "every sentence has words, so that no row is empty"
MODERATE = "the scores of this model stay below 20, and nothing overflows"
UNSEEN_IN_BOTH = {
    "ATT-03": ALIKE,
    "MSK-03": QUIET,
    "MSK-04": QUIET,
    "MSK-07": FULL,
    "MSK-18": FULL,
}

FINALES = (
    Finale(
        "scaled_dot_product_attention",
        MODEL,
        look_up_by_hand,
        SENTENCES,
        UNSEEN_IN_BOTH
        | {
            "ATT-12": "there is one query at a time, and one budget for one query is right",
            "ATT-16": "the writer does not use its query again",
            "MSK-06": QUIET,
            "SM-01": MODERATE,
            "SM-02": MODERATE,
        },
    ),
    Finale(
        "attention",
        MODEL,
        look_up_with,
        SENTENCES,
        UNSEEN_IN_BOTH
        | {
            "ATT-17": "a translation needs no gradient",
            "MSK-19": FULL,
            "MSK-20": "the model translates in float32, which holds that fill",
            "DEV-01": "the model translates on the CPU",
            "DEV-02": "the model translates in float32",
        },
    ),
)
PATIENTS = (
    ("scaled_dot_product_attention", "ATT-02"),
    ("scaled_dot_product_attention", "ATT-07"),
    ("scaled_dot_product_attention", "MSK-01"),
)
