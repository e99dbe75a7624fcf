"""Laws of the grammar corpus: particles, links, splits, determinism."""

from collections import defaultdict

import pytest
from translator.corpora.grammar import pairs
from translator.corpora.grammar.splits import SPLITS

SAMPLE = {split: pairs(2000, seed=1, split=split) for split in SPLITS}


def test_alignments_are_in_range_and_reach_every_korean_word():
    for found in SAMPLE.values():
        for source, target, alignment in found:
            aligned = {j for _, j in alignment}
            assert aligned == set(range(len(target.split())))
            assert all(0 <= i < len(source.split()) for i, _ in alignment)


def test_the_splits_share_no_sentence_in_either_language():
    for side in (0, 1):
        texts = [{pair[side] for pair in found} for found in SAMPLE.values()]
        assert sum(map(len, texts)) == len(set().union(*texts))


def test_english_to_korean_is_a_function():
    targets = defaultdict(set)
    for found in SAMPLE.values():
        for pair in found:
            targets[pair.source].add(pair.target)
    assert all(len(some) == 1 for some in targets.values())


@pytest.mark.parametrize("split", SPLITS)
def test_the_same_seed_gives_the_same_pairs(split):
    assert pairs(50, seed=1, split=split) == SAMPLE[split][:50]
    assert pairs(50, seed=2, split=split) != SAMPLE[split][:50]
