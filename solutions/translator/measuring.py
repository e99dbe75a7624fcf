"""How good translations are: BLEU with its signature, chrF, and BLEU by sentence length."""

from collections.abc import Sequence

from sacrebleu.metrics.bleu import BLEU, BLEUScore
from sacrebleu.metrics.chrf import CHRF


def bleu(outputs: Sequence[str], references: Sequence[str]) -> BLEUScore:
    """Return sacrebleu's corpus BLEU: cased, 13a tokens. Raises ValueError on unequal lengths."""
    _same_length(outputs, references)
    return BLEU().corpus_score(list(outputs), [list(references)])


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Return sacrebleu's chrF2, which counts characters: kinder to Korean's long words."""
    _same_length(outputs, references)
    return float(CHRF().corpus_score(list(outputs), [list(references)]).score)


def _same_length(outputs: Sequence[str], references: Sequence[str]) -> None:
    if len(outputs) != len(references):
        raise ValueError(f"{len(outputs)} translations do not fit {len(references)} references")
