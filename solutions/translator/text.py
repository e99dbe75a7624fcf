"""Chapter 11: from sentences of token ids to batches."""

import random
from collections.abc import Iterator, Sequence

import torch
from jaxtyping import Int
from torch import Tensor

IdPair = tuple[list[int], list[int]]


def shift(ids: Int[Tensor, "B T"]) -> tuple[Int[Tensor, "B T-1"], Int[Tensor, "B T-1"]]:
    """Cut targets into what the decoder is given and what it must say: `(inputs, labels)`.

    >>> shift(torch.tensor([[1, 7, 8, 2]]))  # begin, two words, end
    (tensor([[1, 7, 8]]), tensor([[7, 8, 2]]))
    """
    return ids[:, :-1], ids[:, 1:]


def collate(pairs: Sequence[IdPair], pad: int) -> tuple[Int[Tensor, "B S"], Int[Tensor, "B T"]]:
    """Fill up the sources, and the targets, with `pad` on the right: `(source, target)`.

    >>> collate([([5], [1, 2]), ([6, 7], [1, 8, 2])], pad=0)[0].tolist()
    [[5, 0], [6, 7]]
    """
    columns = []
    for side in zip(*pairs, strict=True):
        longest = max(map(len, side))
        columns.append(torch.tensor([ids + [pad] * (longest - len(ids)) for ids in side]))
    return columns[0], columns[1]


def batches_by_tokens(lengths: Sequence[int], max_tokens: int) -> list[list[int]]:
    """Group sentences of like length, each batch at most `max_tokens` with its padding.

    Returns the indices of each batch, shortest sentences first; equal lengths keep their order.
    Raises ValueError if one sentence alone is longer than `max_tokens`.

    >>> batches_by_tokens([5, 2, 3, 2], max_tokens=6)
    [[1, 3], [2], [0]]
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        # In sorted order the sentence that comes is the longest of its batch.
        if lengths[index] > max_tokens:
            raise ValueError(
                f"sentence {index} has {lengths[index]} tokens; a batch holds {max_tokens}"
            )
        if batches and (len(batches[-1]) + 1) * lengths[index] <= max_tokens:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def epoch_batches(pairs: Sequence[IdPair], max_tokens: int, seed: int) -> Iterator[list[int]]:
    """Yield the batches of one pass over `pairs`, in an order drawn from `seed`.

    `max_tokens` counts the decoder's positions. Within a target length the sources are sorted
    too, up and down in turn, so that a batch across two lengths holds sources of like length.
    """
    draw = random.Random(seed)
    order = list(range(len(pairs)))
    draw.shuffle(order)
    order.sort(key=lambda i: len(pairs[i][0]) * (-1) ** len(pairs[i][1]))
    batches = batches_by_tokens([len(pairs[i][1]) - 1 for i in order], max_tokens)
    draw.shuffle(batches)
    for batch in batches:
        yield [order[i] for i in batch]


def padding_waste(lengths: Sequence[int], batches: Sequence[Sequence[int]]) -> float:
    """Measure which share of all positions in `batches` is padding.

    >>> padding_waste([1, 2], [[0, 1]])
    0.25
    """
    positions = sum(len(batch) * max(lengths[i] for i in batch) for batch in batches)
    return 1 - sum(lengths[i] for batch in batches for i in batch) / positions
