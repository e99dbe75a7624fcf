"""Parallel English and Korean by a grammar of our own, with gold word alignments.

A meaning is drawn at random and written twice. The modules, in the order in which they build on
each other: the words (`nouns`, `verbs`, `modifiers`, read by `lexicon`), how they inflect
(`hangul`, `conjugation`, `inflection`), what a sentence says (`meaning`), how it is drawn
(`splits`, `partners`, `phrases`, `events`, `states`, `links`, `sampler`), and how each language
writes it (`english`; `predicates` and `korean`).

What the English shows decides every choice in the Korean:

- Narration is written in the plain style (-다, 보았다, -지 않다). A question, a request, someone
  addressed (mom, boss, everyone), or I, we and my make it speech (-요, 봤어요, 안), and speech
  honours elders and you with 시. An audience (everyone) gets -습니다.
- What happened or is happening is news, and its subject takes 이/가. A habit, a plan, a state, a
  negation and a sentence of two clauses are about their subject, which takes 은/는.
- "because" is -기 때문에, "so" is -아서; "a dog" is 개 한 마리, "the dog" is 개.

Sentences are written as people write them, with neither a capital at the start nor a full stop.

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
