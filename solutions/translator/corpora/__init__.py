"""Sentence pairs by name: a corpus, a direction and a split."""

from pathlib import Path

from translator.corpora import multi30k

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
    # The grammar is made, not read: whoever translates German need not wait for it.
    from translator.corpora import grammar

    pairs = grammar.pairs(_GRAMMAR_SIZE.get(split, 500), seed, split)
    if source == "en":
        return [(pair.source, pair.target) for pair in pairs]
    return [(pair.target, pair.source) for pair in pairs]
