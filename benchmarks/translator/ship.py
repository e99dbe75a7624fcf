"""Make a trained folder a shipped model: tune its beam, measure it, write its card.

    python benchmarks/translator/ship.py RUN NAME [--data DIR]

copies the folder RUN without its checkpoint to solutions/translator/shipped/NAME, chooses the
length penalty on the validation set, measures the shipped files on the test sets, and writes
README.md (the card) and model.json beside the weights.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from translator import corpora, search
from translator.curves import draw_curves
from translator.measuring import alignment_agreement, bleu, chrf
from translator.models import SHIPPED, TrainedModel
from translator.recipe import Recipe
from translator.text import batches_by_tokens, collate
from translator.vocabulary import PAD

WIDTH, ALPHAS = 5, (0.6, 1.0, 1.4, 1.8, 2.2, 2.6, 3.0)
GRAMMAR_DATA = """\
The English-Korean grammar of this course (`translator.corpora.grammar`): written by its authors,
under the course's licence, and so are these weights."""
MULTI30K_DATA = """\
Multi30k task 1 (Elliott, Frank, Sima'an and Specia 2016, doi 10.18653/v1/W16-3210): captions of
photographs, in German and English. Its repository states no licence for the text and asks for use
in research and teaching, not for profit; use these weights within the same bounds. The text itself
is not in this package. A caption model knows captions: expect little of other text."""


def tune(trained: TrainedModel, pairs: list[tuple[str, str]]) -> tuple[float, dict[float, float]]:
    """Return the best exponent of the length penalty, and BLEU by exponent, from one search."""
    encoded = [trained.vocabulary.encode(source) for source, _ in pairs]
    found: list = [None] * len(pairs)
    for batch in batches_by_tokens([len(ids) for ids in encoded], 1000):
        source, _ = collate([(encoded[i], [PAD]) for i in batch], PAD)
        for i, row in zip(batch, search.hypotheses(trained.model, source, WIDTH), strict=True):
            found[i] = row
    scores = {}
    for alpha in ALPHAS:
        best = [max(row, key=lambda h: h.score(alpha)).words for row in found]
        outputs = [trained.vocabulary.decode(words) for words in best]
        scores[alpha] = round(bleu(outputs, [target for _, target in pairs])[0].score, 2)
    return max(scores, key=lambda alpha: scores[alpha]), scores


def measure(trained: TrainedModel, pairs: list[tuple[str, str]], width: int) -> dict:
    """Return what the card says of one test set, with ten translations."""
    outputs = trained.translate([source for source, _ in pairs], width, trained.alpha, 1000)
    references = [target for _, target in pairs]
    score, signature = bleu(outputs, references)
    exact = sum(o == r for o, r in zip(outputs, references, strict=True)) / len(pairs)
    step = len(pairs) // 10
    return {
        "bleu": round(score.score, 2),
        "bp": round(score.bp, 3),
        "chrf": round(chrf(outputs, references)[0], 1),
        "exact": exact,
        "signature": signature,
        "samples": [(*pairs[i], outputs[i]) for i in range(0, 10 * step, step)],
    }


def command(recipe: dict) -> str:
    """Return the command that trains by this recipe."""
    default = Recipe("")
    words = ["translator train", f"--corpus {recipe['corpus']}"]
    for name, value in recipe.items():
        if name != "corpus" and (value != getattr(default, name) or name in ("steps", "seed")):
            words.append(f"--{name.replace('_', '-')} {value}")
    return " ".join(words) + " --output DIR"


def thin(log: Path, target: Path) -> None:
    """Copy the log with every validation and every tenth step's loss."""
    kept = []
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        if "validation_loss" in entry or entry["step"] % 10 == 0:
            kept.append(json.dumps({k: round(v, 5) for k, v in entry.items()}))
    target.write_text("\n".join(kept) + "\n")


def main() -> None:
    """Ship one model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("name")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder = SHIPPED / options.name
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("model.json", "vocabulary.model", "weights.npz"):
        shutil.copy(options.run / name, folder / name)
    thin(options.run / "log.jsonl", folder / "log.jsonl")
    draw_curves(folder / "log.jsonl", folder / "curves.png")
    trained = TrainedModel.load(folder)
    corpus = trained.description["corpus"]
    grammar = corpus.startswith("grammar")
    validation = corpora.load(corpus, "unseen" if grammar else "val", options.data, seed=1)
    alpha, tuned = tune(trained, validation)
    trained.description["alpha"] = alpha
    splits = ("unseen", "combinations", "longer") if grammar else ("test2016",)
    rows, results = [], {}
    for split in splits:
        pairs = corpora.load(corpus, split, options.data, seed=2)
        for width in (1, WIDTH):
            result = results[split, width] = measure(trained, pairs, width)
            name = "greedy" if width == 1 else f"beam {width}, alpha {alpha}"
            rows.append(
                f"| {split} ({len(pairs)}) | {name} | {result['bleu']} | {result['bp']} "
                f"| {result['chrf']} | {100 * result['exact']:.0f}% |"
            )
    agreement = ""
    if grammar and trained.has_attention:
        pairs = corpora.load(corpus, "unseen", seed=2)
        gold = corpora.alignments(corpus, "unseen", seed=2)
        share = alignment_agreement(trained, pairs, gold)
        agreement = (
            f"Of the target words with gold links, {100 * share:.0f}% look most at one of their "
            "source words (last layer, mean of the heads).\n"
        )
    trained.description["measured"] = {
        f"{split}, {'greedy' if width == 1 else f'beam {width}'}": result["bleu"]
        for (split, width), result in results.items()
    }
    text = json.dumps(trained.description, indent=2, ensure_ascii=False) + "\n"
    (folder / "model.json").write_text(text)
    best = results[splits[0], WIDTH]
    d, count = trained.description, sum(p.numel() for p in trained.model.parameters())
    samples = "\n".join(
        f"| {source} | {output} | {reference} |" for source, reference, output in best["samples"]
    )
    (folder / "README.md").write_text(f"""\
# {options.name}

A `{d["kind"]}` of size `{d["size"]}`: {count:,} parameters, float16, with a joint BPE vocabulary
of {len(trained.vocabulary):,} pieces.

## Data and licence
{GRAMMAR_DATA if grammar else MULTI30K_DATA}

## Training
    {command(d["recipe"])}

{d["step"]:,} steps, {d["target_tokens"]:,} target tokens, {d["cpu_seconds"]:,} CPU-seconds on one
thread. Averaged weights. The log is `log.jsonl` (every tenth step), its picture `curves.png`.

![Learning curve](curves.png)

## Measured on these files
| set (sentences) | decoding | BLEU | brevity penalty | chrF2 | exact |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

BLEU signature: `{best["signature"]}`. The exponent of the length penalty is the best on the
validation set, by BLEU: {", ".join(f"{a}: {s}" for a, s in tuned.items())}.
{agreement}
## Ten translations, every {len(pairs) // 10}th of {splits[0]}, beam {WIDTH}, unedited
| source | translation | reference |
| --- | --- | --- |
{samples}
""")


if __name__ == "__main__":
    main()
