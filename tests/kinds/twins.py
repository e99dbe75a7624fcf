"""Twins of the mistakes in the small exercises, and a right answer to each.

This file runs as one cell of a notebook in the sandbox, too.
"""

import itertools
import math

import torch


def moved(model, src, tgt, t, training):
    """Return how much the logits up to word t - 1 move, and that of word t, when word t does."""
    model.train(training)
    other = tgt.clone()
    other[:, t] = (other[:, t] + 3) % 7
    gap = (model(src, tgt) - model(src, other)).abs()
    return gap[:, :t].max().item(), gap[:, t].max().item()


def looking(*modes, at=range(1, 5), itself=False):
    def finds_leaks(model, src, tgt):
        gaps = [moved(model, src, tgt, t, mode) for mode in modes for t in at]
        return any(before > 1e-9 or (itself and own > 1e-9) for before, own in gaps)

    return finds_leaks


def following(pick=max, until_end=True, with_end=True, times=1):
    def follows_the_best(step_fn, bos, eos, max_len):
        found, last = [], bos
        for _ in range(max_len):
            scores = [step_fn([[bos, *found]])[0].tolist() for _ in range(times)][-1]
            last = scores.index(pick(scores))
            found += [last]
            if last == eos and until_end:
                return found if with_end else found[:-1]
        return found

    return follows_the_best


def all_at_once(numbers):
    known = [*numbers]
    for end in range(1, len(known) + 1):
        yield math.fsum(known[:end]) / end


def one_by_one(numbers):
    seen = []
    for number in numbers:
        seen.append(number)
        yield math.fsum(seen) / len(seen)


def one_too_many(numbers):
    seen = [0.0]
    for number in numbers:
        seen.append(number)
        yield math.fsum(seen) / len(seen)


def from_the_second(numbers):
    yield from itertools.islice(one_by_one(numbers), 1, None)


def only_the_last(numbers):
    *_, last = found = list(one_by_one(numbers))
    yield from (last for _ in found)


def descending(factor=1.0, forgets=True, extra=0, bias=True):
    def descend(model, x, y, steps, lr):
        optimizer = torch.optim.SGD([model.weight, model.bias][: 1 + bias], lr, maximize=factor < 0)
        for _ in range(steps + extra):
            if forgets:
                optimizer.zero_grad()
            (model(x) - y).square().mean().backward()
            optimizer.step()
        return {"weight": model.weight, "bias": model.bias}

    return descend


def training(learns=True, scale=1.0, says=True):
    def train_once(model, optimizer, x, y):
        model.zero_grad(set_to_none=True)
        error = (model(x) - y).pow(2).mean()
        if learns:
            error.backward()
        optimizer.step()
        if says:
            return scale * error.item()

    return train_once


TWINS = {
    "finds_leaks": {
        "LEAK-01": looking(True),
        "LEAK-02": looking(False),
        "LEAK-03": looking(True, False, itself=True),
        "LEAK-04": looking(True, False, at=(1,)),
    },
    "follows_the_best": {
        "GRE-01": following(until_end=False),
        "GRE-02": following(pick=min),
        "GRE-03": following(with_end=False),
        "GRE-04": following(times=2),
    },
    "running_means": {
        "STR-01": all_at_once,
        "STR-02": one_too_many,
        "STR-03": from_the_second,
        "STR-04": only_the_last,
    },
    "descend": {
        "TRA-01": descending(factor=-1),
        "TRA-02": descending(forgets=False),
        "TRA-03": descending(extra=1),
        "TRA-04": descending(bias=False),
    },
    "train_once": {
        "ONE-01": training(learns=False),
        "ONE-02": training(scale=24),
        "ONE-03": training(says=False),
    },
}
RIGHT = {
    "finds_leaks": looking(True, False),
    "follows_the_best": following(),
    "running_means": one_by_one,
    "descend": descending(),
    "train_once": training(),
}
