"""Decoding tokens a second: with the cache of keys and values, and decoding anew at each step.

Both are greedy, over the same batches of 64 sentences, and must write the same words. Run from
the repository's root, with a model of your own or a shipped one:

    python benchmarks/translator/decoding_speed.py --model FOLDER --data DIR \\
        > benchmarks/translator/decoding_speed.md
"""

import argparse
import statistics
import time
from pathlib import Path

import torch
from training_speed import _processor
from translator import corpora, search
from translator.decoding import greedy_decode
from translator.masks import padding_mask
from translator.models import TrainedModel
from translator.text import collate
from translator.vocabulary import BOS, EOS, PAD


def uncached(model, source) -> list[list[int]]:
    """Decode the whole beginning anew at each step."""
    limit = search.output_limit(source)
    rows = greedy_decode(model, source, padding_mask(source, PAD), BOS, EOS, limit).tolist()
    return [row[: row.index(EOS)] if EOS in row else row for row in rows]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="grammar-en-ko")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    trained = TrainedModel.load(options.model)
    corpus = trained.description["corpus"]
    split = "unseen" if corpus.startswith("grammar") else "test2016"
    sentences = [source for source, _ in corpora.load(corpus, split, options.data)]
    ids = sorted((trained.vocabulary.encode(s) for s in sentences), key=len)
    middle = len(ids) // 2
    print(f"# Greedy decoding, {corpus}, {split}\n")
    model = trained.description
    count = sum(p.numel() for p in trained.model.parameters())
    print(f"A {model['kind']}, size {model['size']}, {count:,} parameters, step {model['step']:,}.")
    print(f"Float32, one thread, PyTorch {torch.__version__}, {_processor()}.")
    print(f"Medians of {options.rounds} rounds in turn; the words are the same.\n")
    print("| batch | re-decoding, tokens a CPU-second | cached | ratio |")
    print("| --- | --- | --- | --- |")
    for size in (1, 64):
        source, _ = collate([(row, [PAD]) for row in ids[middle : middle + size]], PAD)
        speeds: dict[str, list[float]] = {"uncached": [], "cached": []}
        for _ in range(options.rounds):
            outputs = []
            for name, decode in (("uncached", uncached), ("cached", search.greedy)):
                began = time.process_time()
                outputs.append(decode(trained.model, source))
                count = sum(len(row) + 1 for row in outputs[-1])
                speeds[name].append(count / (time.process_time() - began))
            if outputs[0] != outputs[1]:
                raise AssertionError("cached and uncached decoding differ")
        slow, fast = (statistics.median(speeds[name]) for name in ("uncached", "cached"))
        print(f"| {size} | {slow:,.0f} | {fast:,.0f} | {fast / slow:.1f} |")


if __name__ == "__main__":
    main()
