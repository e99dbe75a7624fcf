"""Sentence pairs by name: a corpus, a direction and a split."""

from pathlib import Path

from translator.corpora import grammar, multi30k

NAMES = ("grammar-en-ko", "grammar-ko-en", "multi30k-de-en", "multi30k-en-de")
GRAMMAR_SPLITS = ("train", "unseen", "combinations", "longer")
_GRAMMAR_SIZE = {"train": 30_000}


def load(name: str, split: str, folder: Path | None = None, seed: int = 0) -> list[tuple[str, str]]:
    """Return the sentence pairs `(source, target)` of one split of a named corpus.

    `folder` holds multi30k's files; `seed` draws the grammar's sentences. Raises ValueError on
    an unknown name or split.
    """
    if name not in NAMES:
        raise ValueError(f"there is no corpus {name!r}; there are {', '.join(NAMES)}")
    corpus, source, target = name.split("-")
    if corpus == "multi30k":
        return multi30k.load(split, source, target, folder)
    if split not in GRAMMAR_SPLITS:
        raise ValueError(f"grammar has no split {split!r}; it has {', '.join(GRAMMAR_SPLITS)}")
    pairs = _grammar_pairs(split, seed)
    if source == "en":
        return [(pair.source, pair.target) for pair in pairs]
    return [(pair.target, pair.source) for pair in pairs]


def alignments(name: str, split: str, seed: int = 0) -> list[list[tuple[int, int]]]:
    """Return the gold links `(source word, target word)` of each pair of `load`.

    Only the grammar has them.
    """
    forward = name == "grammar-en-ko"
    return [
        [(s, t) if forward else (t, s) for s, t in pair.alignment]
        for pair in _grammar_pairs(split, seed)
    ]


def _grammar_pairs(split: str, seed: int) -> list[grammar.Pair]:
    return grammar.pairs(_GRAMMAR_SIZE.get(split, 500), seed, split)
