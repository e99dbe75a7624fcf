"""Chapter 11: byte-pair encoding, from the counts of words to the pieces of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

Pair = tuple[str, str]


def learn_bpe(counts: Mapping[str, int], n: int) -> list[Pair]:
    """Learn up to `n` merges from the counts of words, each of the commonest pair of neighbours.

    Of pairs that are equally common, the smallest comes first. Stops early when every word is
    one piece. Source: Sennrich, Haddow and Birch 2016, section 3.2.

    >>> learn_bpe({"low": 5, "lower": 2, "new": 6}, n=2)
    [('l', 'o'), ('lo', 'w')]
    """
    words = {word: list(word) for word in counts}
    merges: list[Pair] = []
    while len(merges) < n:
        pairs: Counter[Pair] = Counter()
        for word, pieces in words.items():
            for pair in pairwise(pieces):
                pairs[pair] += counts[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = {word: merge(pieces, best) for word, pieces in words.items()}
    return merges


def merge(pieces: Sequence[str], pair: Pair) -> list[str]:
    """Join each occurrence of `pair` in `pieces`, from left to right.

    >>> merge(["a", "a", "a"], ("a", "a"))
    ['aa', 'a']
    """
    joined: list[str] = []
    i = 0
    while i < len(pieces):
        if tuple(pieces[i : i + 2]) == pair:
            joined.append(pieces[i] + pieces[i + 1])
            i += 2
        else:
            joined.append(pieces[i])
            i += 1
    return joined


def encode_word(word: str, merges: Sequence[Pair]) -> list[str]:
    """Cut a word into pieces by applying the merges in the order in which they were learned.

    >>> encode_word("abc", [("b", "c"), ("a", "b"), ("ab", "c")])
    ['a', 'bc']
    """
    pieces = list(word)
    for pair in merges:
        pieces = merge(pieces, pair)
    return pieces
