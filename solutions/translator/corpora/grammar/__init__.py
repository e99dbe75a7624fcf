"""Parallel English and Korean by a grammar of our own, with gold word alignments.

A meaning is drawn at random (`sampler`) and written twice (`english`, `korean`). Narration is in
the plain style (-다); a question, a request, a vocative, or I, we and my make it speech (-요).

>>> [pair] = pairs(1, seed=0, split="train")
>>> print(pair.source, "|", pair.target)
the engineer who played basketball was happy | 농구를 한 기술자는 행복했다
"""

import random
from typing import NamedTuple

from . import english, korean
from .meaning import Sentence, Word
from .sampler import Sampler
from .splits import SPLITS, unseen


class Pair(NamedTuple):
    """A sentence in both languages. Words are what white space separates.

    `alignment` holds (source word, target word) index pairs, sorted.
    """

    source: str
    target: str
    alignment: tuple[tuple[int, int], ...]


def write(meaning: Sentence) -> Pair:
    """Write a meaning in both languages and align the words that share a key."""
    return _aligned(english.sentence(meaning), korean.sentence(meaning))


def _aligned(source: list[Word], target: list[Word]) -> Pair:
    """Join the words, and link each target word to the source words that mean the same."""
    places: dict[int, list[int]] = {}
    for i, (_, keys) in enumerate(source):
        for key in keys:
            places.setdefault(key, []).append(i)
    links = {(i, j) for j, (_, keys) in enumerate(target) for k in keys for i in places.get(k, ())}
    return Pair(_text(source), _text(target), tuple(sorted(links)))


def _text(words: list[Word]) -> str:
    """Join words by spaces."""
    return " ".join(word for word, _ in words)


def pairs(count: int, seed: int, split: str = "train") -> list[Pair]:
    """Make `count` different pairs of one split; the same seed gives the same pairs everywhere.

    "train" and "unseen" share every word pair and no sentence; each sentence of "combinations"
    has a word pair (adjective and noun, or verb and object) that training never shows; "longer"
    has three or four clauses where training has one or two. Raises ValueError for another split.
    """
    if split not in SPLITS:
        raise ValueError(f"split={split!r} is not one of {', '.join(SPLITS)}")
    if count < 0:
        raise ValueError(f"count={count} is negative")
    rng = random.Random(f"{split} {seed}")
    sampler = Sampler(rng, held=split == "combinations")
    found: dict[str, Pair] = {}
    while len(found) < count:
        clauses = 3 + (rng.random() < 0.3) if split == "longer" else 1 + (rng.random() < 0.5)
        meaning = sampler.sentence(clauses)
        target = korean.sentence(meaning)
        text = _text(target)
        by_hash = split in ("train", "unseen")
        if text not in found and not (by_hash and unseen(text) != (split == "unseen")):
            found[text] = _aligned(english.sentence(meaning), target)
    return list(found.values())
