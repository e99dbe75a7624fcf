"""A function that takes a model, one that takes a function, a generator, and two procedures."""

from itertools import accumulate

import numpy as np
import torch

from autograder.judging.case import Case
from autograder.judging.exercise import Exercise, Mistake, Part, Variant
from autograder.judging.fixture import Fixture
from autograder.judging.laws import Law

SECONDS = {"chapter": 3, "minutes": 5, "difficulty": 2}


# A function that takes a model ----------------------------------------------------------------


def leaky(modes=(True, False), reach=1, words=slice(1, None)):
    """Look for a leak in these modes, at these words; `reach` 0 looks at the changed word too."""

    def leaks(model, src, tgt):
        was_training, found = model.training, False
        for mode in modes:
            before = model.train(mode)(src, tgt)
            for t in range(tgt.size(1))[words]:
                changed = tgt.clone()
                changed[:, t] = (tgt[:, t] + 1) % before.size(-1)
                after = model(src, changed)
                end = t + 1 - reach
                found |= not torch.allclose(after[:, :end], before[:, :end], atol=1e-9)
        model.train(was_training)
        return found

    return leaks


def by_shortening(model, src, tgt):
    """Give a beginning alone: its logits must be those of the whole."""
    for mode in (True, False):
        whole = model.train(mode)(src, tgt)
        for t in range(1, tgt.size(1)):
            if not torch.allclose(model(src, tgt[:, :t]), whole[:, :t], atol=1e-9):
                return True
    return False


def leak_cases(rng):
    causal, n = torch.ones(5, 5, dtype=torch.bool).tril(), 5
    off_by_one, everything = torch.ones(n, n, dtype=torch.bool).tril(1), torch.ones(n, n).bool()
    last = causal.clone()
    last[n - 2, n - 1] = True

    def case(about, mask, training_mask):
        model = Fixture("reader", int(rng.integers(2**31)), 7, mask, training_mask)
        ids = {name: torch.from_numpy(rng.integers(0, 7, (2, n))) for name in ("src", "tgt")}
        return Case(about, {"model": model, **ids})

    masks = [(causal, causal), (everything, everything), (off_by_one, off_by_one)]
    masks += [(everything, causal), (causal, everything), (last, last), (causal, causal)]
    return [case(f"model {i}", *pair) for i, pair in enumerate(masks)]


LEAKS = Exercise(
    name="finds_leaks",
    title="Test a model for leaks",
    reference=leaky(),
    parts=(Part("values", 4, "seven models", leak_cases),),
    mistakes=(
        Mistake("LEAK-01", "only in training", leaky(modes=(True,)), "When is a model used?"),
        Mistake("LEAK-02", "only in evaluation", leaky(modes=(False,)), "When does it learn?"),
        Mistake("LEAK-03", "the word itself counts", leaky(reach=0), "May a word see itself?"),
        Mistake("LEAK-04", "only word 1", leaky(words=slice(1, 2)), "And the last word?"),
    ),
    variants=(Variant("a beginning alone", by_shortening),),
    **SECONDS,
)


# A function that takes a function -------------------------------------------------------------


def greedy(best=np.argmax, stops=True, keeps_end=True, calls=1):
    """Follow the best next word; the options say what goes wrong."""

    def follow(step_fn, bos, eos, max_len):
        words = [bos]
        while len(words) <= max_len:
            for _ in range(calls):
                scores = step_fn([words])[0]
            words.append(int(best(scores)))
            if stops and words[-1] == eos:
                break
        return words[1:] if keeps_end or words[-1] != eos else words[1:-1]

    return follow


def recursively(step_fn, bos, eos, max_len):
    def rest(words):
        word = int(np.argsort(-step_fn([words])[0], kind="stable")[0])
        ends = word == eos or len(words) == max_len
        return [word] if ends else [word, *rest([*words, word])]

    return rest([bos])


def greedy_cases(rng):
    # Word 0 begins and ends. With 5 words the path 0 → 3 → 1 → 4 → 0 is the likeliest.
    path = np.full((5, 5), 0.05)
    for word, after in ((0, 3), (3, 1), (1, 4), (4, 0), (2, 2)):
        path[word, after] += 0.75
    endless, at_once = path.copy(), path.copy()
    endless[4], at_once[0] = path[0], path[4]

    def case(about, table, max_len):
        noisy = table * np.exp(0.01 * rng.normal(size=table.shape))
        step = Fixture("scripted_step", noisy / noisy.sum(1, keepdims=True))
        return Case(about, {"step_fn": step, "bos": 0, "eos": 0, "max_len": max_len})

    return [
        case("it ends by itself", path, 9),
        case("it never ends", endless, 6),
        case("it ends at once", at_once, 6),
        case("room for one word", path, 1),
    ]


GREEDY = Exercise(
    name="follows_the_best",
    title="Greedy decoding with a given step",
    reference=greedy(),
    returns=("words",),
    parts=(Part("values", 2, "four scripts", greedy_cases, (Law("works too often"),)),),
    mistakes=(
        Mistake("GRE-01", "does not stop at the end", greedy(stops=False), "What is eos for?"),
        Mistake("GRE-02", "the least likely word", greedy(best=np.argmin), "Which is likeliest?"),
        Mistake("GRE-03", "without the end", greedy(keeps_end=False), "Is eos a word, too?"),
        Mistake("GRE-04", "asks twice a word", greedy(calls=2), "What did the first call say?"),
    ),
    variants=(Variant("recursion", recursively),),
    **SECONDS,
)


# A generator ----------------------------------------------------------------------------------


def means(start=0, ahead=False, skip=0):
    """Give the mean of the numbers so far; the options say what goes wrong."""

    def running_means(numbers):
        numbers = list(numbers) if ahead else numbers
        total = 0.0
        for count, number in enumerate(numbers, 1):
            total += number
            if count > skip:
                yield total / (count + start)

    return running_means


def by_accumulate(numbers):
    return (total / count for count, total in enumerate(accumulate(numbers), 1))


def total_mean(numbers):
    numbers = list(numbers)
    yield from [sum(numbers) / len(numbers)] * len(numbers)


def mean_cases(rng):
    def case(about, length, **more):
        numbers = [float(x) for x in rng.normal(size=length)]
        return Case(about, {"numbers": Fixture("source", numbers)}, **{"take": 20, **more})

    return [
        case("seven numbers", 7),
        case("one number", 1),
        case("more than are taken", 40, take=5),
    ]


MEANS = Exercise(
    name="running_means",
    title="Means as they come",
    reference=means(),
    returns=("means",),
    parts=(Part("values", 2, "the mean so far", mean_cases, (Law("reads ahead"),)),),
    mistakes=(
        Mistake("STR-01", "reads everything first", means(ahead=True), "When is item 0 known?"),
        Mistake("STR-02", "divides by one too many", means(start=1), "How many came so far?"),
        Mistake("STR-03", "leaves out the first", means(skip=1), "What is one number's mean?"),
        Mistake("STR-04", "the mean of all", total_mean, "What do you know after one number?"),
    ),
    variants=(Variant("accumulate", by_accumulate),),
    **SECONDS,
)


# Procedures -----------------------------------------------------------------------------------


def trained(sign=-1, clears=True, more=0, parameters=lambda model: model.parameters()):
    """Train by hand with autograd; the options say what goes wrong."""

    def descend(model, x, y, steps, lr):
        for _ in range(steps + more):
            loss = torch.nn.functional.mse_loss(model(x), y)
            if clears:
                model.zero_grad()
            loss.backward()
            with torch.no_grad():
                for parameter in parameters(model):
                    parameter += sign * lr * parameter.grad
        return model

    return descend


def by_the_formula(model, x, y, steps, lr):
    W, b = (p.detach().clone() for p in (model.weight, model.bias))
    for _ in range(steps):
        slope = 2 / y.numel() * (x @ W.T + b - y)
        W, b = W - lr * slope.T @ x, b - lr * slope.sum(0)
    return {"weight": W, "bias": b}


def drawn(rng, **more):
    """Draw data that a linear model explains, and a model that does not know it yet."""
    x, W = torch.from_numpy(rng.normal(size=(12, 3))), torch.from_numpy(rng.normal(size=(3, 2)))
    model = Fixture("linear_model", int(rng.integers(2**31)), 3, 2)
    return {"model": model, "x": x, "y": x @ W, **more}


def weight_cases(rng):
    return [
        Case("three steps", drawn(rng, steps=3, lr=0.1)),
        Case("one step", drawn(rng, steps=1, lr=0.05)),
    ]


def loss_cases(rng):
    args = drawn(rng, steps=200, lr=0.3)
    loss = Fixture("squared_error", args["x"], args["y"])
    return [Case("200 steps", args, loss=loss, below=0.01)]


DESCEND = Exercise(
    name="descend",
    title="Train a linear layer",
    reference=trained(),
    returns=("weights",),
    parts=(
        Part("weights", 2, "the weights after a few steps", weight_cases),
        Part("loss", 2, "the loss after many", loss_cases),
    ),
    mistakes=(
        Mistake("TRA-01", "uphill", trained(sign=1), "Where does the gradient point?"),
        Mistake(
            "TRA-02", "old gradients stay", trained(clears=False), "What does backward() add to?"
        ),
        Mistake("TRA-03", "one step more", trained(more=1), "How many steps were asked for?"),
        Mistake(
            "TRA-04",
            "the bias never learns",
            trained(parameters=lambda model: [model.weight]),
            "How many tensors does the model learn?",
        ),
    ),
    variants=(Variant("by the formula", by_the_formula),),
    **SECONDS,
)


def step(backward=True, clears=True, reports=lambda loss: loss.item()):
    """Improve a model once, in place; the options say what goes wrong."""

    def train_once(model, optimizer, x, y):
        loss = torch.nn.functional.mse_loss(model(x), y)
        if clears:
            optimizer.zero_grad()
        if backward:
            loss.backward()
        optimizer.step()
        return reports(loss)

    return train_once


def written_out(model, optimizer, x, y):
    difference = model(x) - y
    loss = (difference * difference).mean()
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    for parameter, gradient in zip(model.parameters(), gradients, strict=True):
        parameter.grad = gradient
    optimizer.step()
    return loss.item()


def step_cases(rng):
    args = drawn(rng)
    optimizer = Fixture("gradient_descent", args["model"], 0.1)
    return [Case("one step", {"model": args.pop("model"), "optimizer": optimizer, **args})]


TRAIN_ONCE = Exercise(
    name="train_once",
    title="One step of training, in place",
    reference=step(),
    returns=("loss",),
    parts=(Part("values", 2, "the loss before, and the model after", step_cases),),
    mistakes=(
        Mistake("ONE-01", "no backward pass", step(backward=False), "Who computes p.grad?"),
        Mistake("ONE-02", "a sum", step(reports=lambda loss: loss.item() * 24), "Sum or mean?"),
        Mistake("ONE-03", "no loss", step(reports=lambda loss: None), "What should it return?"),
    ),
    variants=(Variant("written out", written_out),),
    **SECONDS,
)

EXERCISES = (LEAKS, GREEDY, MEANS, DESCEND, TRAIN_ONCE)
