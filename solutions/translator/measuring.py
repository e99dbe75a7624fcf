"""How good translations are, with the recipe of each number."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from sacrebleu.metrics.bleu import BLEU, BLEUScore
from sacrebleu.metrics.chrf import CHRF
from torch import Tensor

from translator.inspection import align, source_weights
from translator.masks import padding_mask
from translator.models import TrainedModel
from translator.vocabulary import PAD


def bleu(outputs: Sequence[str], references: Sequence[str]) -> tuple[BLEUScore, str]:
    """Return sacrebleu's corpus BLEU (cased, 13a tokens) and its signature.

    Raises ValueError if there are not as many references as outputs, or none.
    """
    _check(outputs, references)
    metric = BLEU()
    return metric.corpus_score(list(outputs), [list(references)]), str(metric.get_signature())


def chrf(outputs: Sequence[str], references: Sequence[str]) -> tuple[float, str]:
    """Return sacrebleu's chrF2 and its signature; it counts characters, not words."""
    _check(outputs, references)
    metric = CHRF()
    score = metric.corpus_score(list(outputs), [list(references)]).score
    return float(score), str(metric.get_signature())


def bleu_by_length(
    sources: Sequence[str], outputs: Sequence[str], references: Sequence[str], width: int = 5
) -> dict[str, tuple[float, int]]:
    """Return BLEU, and the number of sentences, for sources of 1 to `width` words, and so on.

    >>> bleu_by_length(["a b"], ["x y z w"], ["x y z w"])["1-5"][1]
    1
    """
    groups: dict[int, list[int]] = {}
    for i, source in enumerate(sources):
        groups.setdefault((len(source.split()) - 1) // width, []).append(i)
    scores = {}
    for group, members in sorted(groups.items()):
        score, _ = bleu([outputs[i] for i in members], [references[i] for i in members])
        scores[f"{group * width + 1}-{(group + 1) * width}"] = (score.score, len(members))
    return scores


def look_at_source(
    trained: TrainedModel, source: str, target: str
) -> tuple[Float[Tensor, "layers H T S"], list[str], list[str]]:
    """Return how much each piece of `target` looks at each piece of `source`, and the pieces.

    The end tokens are left out. `align(looks[-1].mean(dim=0), source_pieces, target_pieces)` links
    the words. Raises ValueError if the model has no attention.
    """
    source_ids, target_ids = trained.vocabulary.encode_pair(source, target)
    ids = torch.tensor([source_ids], device=trained.device)
    inputs = torch.tensor([target_ids[:-1]], device=trained.device)
    looks = source_weights(trained.model, ids, inputs, padding_mask(ids, PAD))[:, 0]
    # The last column is the source's end, the last row the choice to end.
    source_pieces = [trained.vocabulary.piece(i) for i in source_ids[:-1]]
    target_pieces = [trained.vocabulary.piece(i) for i in target_ids[1:-1]]
    return looks[..., :-1, :-1].cpu(), source_pieces, target_pieces


def alignment_agreement(
    trained: TrainedModel,
    pairs: Sequence[tuple[str, str]],
    gold: Sequence[Sequence[tuple[int, int]]],
    layer: int = -1,
) -> float:
    """Return the share of linked target words that look most at a source word of theirs.

    The target is given, the look is the mean over the heads of `layer`; `gold` holds the links
    `(source word, target word)` of each pair. Raises ValueError if the model has no attention.
    """
    right = total = 0
    for (source, target), links in zip(pairs, gold, strict=True):
        looks, source_pieces, target_pieces = look_at_source(trained, source, target)
        weights = looks[layer].mean(dim=0)  # (T, S)
        linked = {j for _, j in links}
        found = [link for link in align(weights, source_pieces, target_pieces) if link[1] in linked]
        right += len(set(found) & set(links))
        total += len(found)
    return right / total


def _check(outputs: Sequence[str], references: Sequence[str]) -> None:
    if len(outputs) != len(references) or not outputs:
        raise ValueError(f"{len(outputs)} translations do not fit {len(references)} references")
