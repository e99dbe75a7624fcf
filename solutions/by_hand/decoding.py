"""Chapter 13: beam search over any model, and BLEU."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float


def length_penalty(length: int, alpha: float) -> float:
    """Return what the log probability of `length` tokens, the end included, is divided by.

    Source: Wu et al. 2016, equation 14.

    >>> length_penalty(7, alpha=1.0)
    2.0
    """
    return ((5 + length) / 6) ** alpha


def beam_search(
    step_fn: Callable[[list[list[int]]], Float[np.ndarray, "n V"]],
    bos: int,
    eos: int,
    k: int,
    alpha: float,
    max_len: int,
) -> tuple[list[int], float]:
    """Keep the `k` likeliest beginnings at every step: `(best hypothesis, its score)`.

    `step_fn` gets beginnings, `bos` included, and returns the log probabilities of their next
    word. A candidate among the `k` best that ends is set aside; the search stops when `k` are,
    or after `max_len` words. The score is the log probability divided by the length penalty.
    The hypothesis is without `bos`; it ends with `eos` unless none did in time.

    >>> def step_fn(beginnings):  # the likeliest first word, 1, leads nowhere good
    ...     table = {0: [0.0, 0.6, 0.4], 1: [0.5, 0.25, 0.25], 2: [1.0, 0.0, 0.0]}
    ...     with np.errstate(divide="ignore"):
    ...         return np.log([table[b[-1] if len(b) > 1 else 0] for b in beginnings])
    >>> [beam_search(step_fn, bos=0, eos=0, k=k, alpha=0.0, max_len=2)[0] for k in (1, 2)]
    [[1, 0], [2, 0]]
    """
    live: list[tuple[float, list[int]]] = [(0.0, [bos])]
    ended: list[tuple[float, list[int]]] = []
    for length in range(1, max_len + 1):
        steps = np.asarray(step_fn([words for _, words in live]))  # (n, V)
        totals = np.array([[total] for total, _ in live]) + steps
        order = np.argsort(-totals, axis=None, kind="stable")
        candidates = []
        for flat in order[: 2 * k]:
            row, word = divmod(int(flat), totals.shape[1])
            if totals[row, word] > -np.inf:
                candidates.append((float(totals[row, word]), [*live[row][1], word]))
        ended += [
            (total / length_penalty(length, alpha), words)
            for total, words in candidates[:k]
            if words[-1] == eos
        ]
        live = [(total, words) for total, words in candidates if words[-1] != eos][:k]
        if len(ended) >= k or not live:
            break
    if not ended:
        ended = [(total / length_penalty(len(words) - 1, alpha), words) for total, words in live]
    score, words = max(ended, key=lambda hypothesis: hypothesis[0])
    return words[1:], score


def corpus_bleu(hyps: Sequence[Sequence[str]], refs: Sequence[Sequence[str]]) -> float:
    """Score tokenised translations against one reference each, from 0 to 100.

    Matches of 1 to 4 tokens, each counted at most as often as in the reference, over the whole
    corpus; a brevity penalty; and where no n-gram matches, sacrebleu's exponential smoothing.
    Raises ValueError if the two differ in length. Source: Papineni et al. 2002; Post 2018.

    >>> bleu = corpus_bleu(["the dog saw the old cat".split()], ["the dog saw the cat".split()])
    >>> round(bleu, 2)
    53.73
    """
    if len(hyps) != len(refs):
        raise ValueError(f"{len(hyps)} translations do not fit {len(refs)} references")
    matches, totals = np.zeros(4), np.zeros(4)
    for hyp, ref in zip(hyps, refs, strict=True):
        for n in range(1, 5):
            found, wanted = _ngrams(hyp, n), _ngrams(ref, n)
            matches[n - 1] += (found & wanted).total()
            totals[n - 1] += found.total()
    if not matches.any() or not totals.all():
        return 0.0
    precisions, halving = [], 1
    for match, total in zip(matches, totals, strict=True):
        if match == 0:
            halving *= 2
        precisions.append(match / total if match else 1 / (halving * total))
    length, wanted_length = sum(map(len, hyps)), sum(map(len, refs))
    brevity = min(1.0, math.exp(1 - wanted_length / length))
    return 100 * brevity * math.exp(sum(map(math.log, precisions)) / 4)


def _ngrams(tokens: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
