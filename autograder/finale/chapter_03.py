"""Chapter 3: attention inside the recurrent translator that was trained with it."""

from collections.abc import Callable

from translator.recurrent import RecurrentTranslator

from autograder.finale.finale import Finale, InferenceOnly

MODEL = "grammar-en-ko-gru-dot"


def look_up_with(model: RecurrentTranslator, attend: Callable) -> None:
    """Let the writer look at the source through `attend`: the memory is key and value."""
    look = InferenceOnly(attend)
    model.lookup = lambda query, memory, keep_mask: look(query, memory, memory, keep_mask)


def look_up_in_torch(model: RecurrentTranslator, attend: Callable) -> None:
    """Do the same with a function of tensors."""
    model.lookup = lambda query, memory, keep_mask: attend(query, memory, memory, keep_mask)


FINALES = (
    Finale("scaled_dot_product_attention", MODEL, look_up_with),
    Finale("attention", MODEL, look_up_in_torch),
)
PATIENTS = ()
