"""The command line: `translator train`, `translator translate`, `translator evaluate`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import torch

from translator import corpora
from translator.corpora.files import parallel, tab_separated
from translator.measuring import alignment_agreement, bleu, bleu_by_length, chrf
from translator.models import KINDS, PRESETS, TrainedModel, shipped_names
from translator.recipe import Recipe
from translator.trainer import Trainer

DEFAULT_MODEL = "grammar-en-ko"
DESCRIPTION = "Train a translator, translate with it, and measure how well it does."
EXAMPLES = {
    "train": """\
examples:
  translator train --corpus grammar-en-ko --vocabulary 3000 --steps 3600 --max-tokens 800 \\
      --peak 2.5e-3 --output my-model
  translator train --corpus multi30k-de-en --data DIR --size small --vocabulary 4000 \\
      --steps 3200 --dropout 0.2 --output de-en
  translator train --source train.fr --target train.en --output fr-en

The same command goes on where a stopped one ended. The folder fills with the averaged weights
(a model for --model), checkpoint.pt, log.jsonl and curves.png.""",
    "translate": """\
examples:
  translator translate "the student saw the dog"
  translator translate --model de-en "Auf der Straße spielt ein Mann Gitarre."
  translator translate --model de-en --beam 5 - < german.txt > english.txt
""",
    "evaluate": """\
examples:
  translator evaluate --model grammar-en-ko --corpus grammar-en-ko --split unseen
  translator evaluate --model de-en --split test2016 --data DIR --beam 5
  translator evaluate --model de-en --source test.de --target test.en --json
""",
}

RECIPE_HELP = {
    "kind": "the architecture",
    "size": "tiny (d_model 64), small (192), base (512: the paper's) or big (1024)",
    "vocabulary": "pieces of the joint BPE vocabulary",
    "steps": "steps to train",
    "max_tokens": "target tokens of a batch, with padding",
    "accumulate": "batches whose gradients make one step",
    "schedule": "learning rate: up, hold, down to 1%% (peak) or the paper's (noam)",
    "peak": "highest learning rate, with --schedule peak",
    "warmup": "steps until the highest learning rate",
    "hold": "share of the steps after which the learning rate falls",
    "weight_decay": "AdamW's weight decay",
    "clip": "longest gradient; longer ones are cut",
    "smoothing": "label smoothing",
    "dropout": "dropout on embeddings and sublayers",
    "ema": "decay of the averaged weights, with which we translate",
    "seed": "the same seed gives the same weights",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after an error that the user can mend, or 130 if stopped."""
    options = _parser().parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        options.run(options)
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"translator: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _train(options: argparse.Namespace) -> None:
    recipe_options = {name: getattr(options, name) for name in RECIPE_HELP}
    device = _device(options)
    precision: Literal["f32", "bf16"] = options.precision or (
        "bf16" if device.type == "cuda" else "f32"
    )
    train, validation, corpus = _training_pairs(options)
    recipe = Recipe(corpus=corpus, precision=precision, **recipe_options)
    trainer = Trainer(
        recipe, train, validation, options.output, device, options.validate_every, options.json
    )
    trainer.run()
    if options.json:
        print(json.dumps(trainer.trained().description | {"output": str(options.output)}))


def _training_pairs(options: argparse.Namespace) -> tuple[list, list, str]:
    """Return the pairs to train on, those to validate on, and what to call them."""
    if options.corpus:
        name = options.corpus
        if name.startswith("grammar"):
            # Another seed draws other unseen sentences than `evaluate` measures on.
            validation = corpora.load(name, "unseen", seed=1)
            return corpora.load(name, "train", seed=0), validation, name
        folder = options.data
        return corpora.load(name, "train", folder), corpora.load(name, "val", folder), name
    pairs = _file_pairs(options)
    held_out = min(1000, len(pairs) // 20)
    if not held_out:
        raise ValueError(f"{len(pairs)} sentence pairs are too few: the 20th part is held out")
    return pairs[:-held_out], pairs[-held_out:], str(options.source or options.tsv)


def _translate(options: argparse.Namespace) -> None:
    trained = TrainedModel.load(options.model)
    trained.model.to(_device(options))
    alpha = options.alpha if options.alpha is not None else trained.alpha
    for sentences in _inputs(options.text):
        if options.beam == 1 and sentences[0].strip() and not options.json and len(sentences) == 1:
            for piece in trained.stream(sentences[0]):
                print(piece, end="", flush=True)
            print(flush=True)
            continue
        outputs = trained.translate(sentences, options.beam, alpha)
        for source, output in zip(sentences, outputs, strict=True):
            line = {"source": source, "translation": output}
            print(json.dumps(line, ensure_ascii=False) if options.json else output, flush=True)


def _inputs(text: Sequence[str]) -> list[list[str]]:
    """Return the sentences in the groups in which they are translated: one, or 1,000 of stdin."""
    if text != ["-"]:
        return [[sentence] for sentence in text]
    lines = []
    for number, line in enumerate(sys.stdin.buffer.read().split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8").removesuffix("\r"))
        except UnicodeDecodeError as error:
            raise ValueError(f"stdin, line {number}, is not valid UTF-8: {error}") from error
    if lines[-1] == "":
        lines.pop()  # what follows the last line's end is no line
    return [lines[i : i + 1000] for i in range(0, len(lines), 1000)]


def _evaluate(options: argparse.Namespace) -> None:
    trained = TrainedModel.load(options.model)
    trained.model.to(_device(options))
    alpha = options.alpha if options.alpha is not None else trained.alpha
    gold = None
    if options.source or options.tsv:
        pairs, name = _file_pairs(options), str(options.source or options.tsv)
    else:
        corpus = options.corpus or trained.description["corpus"]
        split = options.split or ("unseen" if corpus.startswith("grammar") else "test2016")
        # The training validates on seed 1 and learns from seed 0.
        pairs, name = corpora.load(corpus, split, options.data, seed=2), f"{corpus}, {split}"
        if corpus.startswith("grammar"):
            gold = corpora.alignments(corpus, split, seed=2)
    sources, references = [s for s, _ in pairs], [t for _, t in pairs]
    outputs = trained.translate(sources, options.beam, alpha)
    score, signature = bleu(outputs, references)
    characters, chrf_signature = chrf(outputs, references)
    result = {
        "model": str(options.model),
        "data": name,
        "sentences": len(pairs),
        "beam": options.beam,
        "alpha": alpha if options.beam > 1 else None,
        "bleu": round(score.score, 2),
        "bleu_signature": signature,
        "brevity_penalty": round(score.bp, 3),
        "chrf": round(characters, 2),
        "chrf_signature": chrf_signature,
        "exact_match": sum(o == r for o, r in zip(outputs, references, strict=True)) / len(pairs),
        "bleu_by_length": {
            words: {"bleu": round(value, 1), "sentences": count}
            for words, (value, count) in bleu_by_length(sources, outputs, references).items()
        },
    }
    if gold is not None and trained.has_attention:
        result["alignment_agreement"] = round(alignment_agreement(trained, pairs, gold), 3)
    print(json.dumps(result, ensure_ascii=False) if options.json else _table(result))


def _table(result: dict) -> str:
    lines = []
    for name, value in result.items():
        if name == "bleu_by_length":
            lines.append("BLEU by words of the source")
            lines += [f"  {w:>7}  {v['bleu']:5.1f}  ({v['sentences']})" for w, v in value.items()]
        elif value is not None:
            lines.append(f"{name.replace('_', ' '):<20} {value}")
    return "\n".join(lines)


def _file_pairs(options: argparse.Namespace) -> list[tuple[str, str]]:
    if options.tsv:
        return tab_separated(options.tsv)
    if not (options.source and options.target):
        raise ValueError("name a --corpus, or a --source and a --target file, or a --tsv file")
    return parallel(options.source, options.target)


def _device(options: argparse.Namespace) -> torch.device:
    name = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("there is no CUDA device here: leave out --device, or say --device cpu")
    return torch.device(name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="translator", description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    train = _command(commands, "train", _train, "train a model, or go on training it")
    _add_data(train, "train on")
    train.add_argument("--output", type=Path, required=True, metavar="DIR", help="where it goes")
    choices = {"kind": KINDS, "size": tuple(PRESETS), "schedule": ("peak", "noam")}
    for name, text in RECIPE_HELP.items():
        default = getattr(Recipe, name)
        train.add_argument(
            "--" + name.replace("_", "-"),
            type=type(default),
            default=default,
            choices=choices.get(name),
            help=f"{text} (default: {default})",
        )
    train.add_argument(
        "--precision", choices=("f32", "bf16"), help="default: bf16 on CUDA, f32 on a CPU"
    )
    train.add_argument(
        "--validate-every",
        type=int,
        default=250,
        metavar="STEPS",
        help="steps between two validations, each with a checkpoint (default: 250)",
    )
    translate = _command(commands, "translate", _translate, "translate sentences")
    translate.add_argument("text", nargs="+", help='sentences, or "-" for one a line of stdin')
    evaluate = _command(commands, "evaluate", _evaluate, "measure BLEU and chrF")
    _add_data(evaluate, "measure on (default: the corpus of the model)")
    evaluate.add_argument("--split", help="default: unseen (grammar) or test2016 (multi30k)")
    for command in (translate, evaluate):
        command.add_argument(
            "--model",
            default=DEFAULT_MODEL,
            help=f"a folder, or one of: {', '.join(shipped_names())} (default: {DEFAULT_MODEL})",
        )
        command.add_argument(
            "--beam", type=int, default=1, metavar="K", help="beam width (default: 1, greedy)"
        )
        command.add_argument(
            "--alpha", type=float, help="exponent of the length penalty (default: the model's)"
        )
    return parser


def _command(commands, name: str, run, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("--json", action="store_true", help="print JSON on stdout")
    command.add_argument("--threads", type=int, help="CPU threads (default: torch's choice)")
    command.add_argument("--device", help="cpu, cuda or cuda:1 (default: cuda if there is one)")
    return command


def _add_data(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--corpus", choices=corpora.NAMES, help=f"the corpus to {what}")
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="multi30k's files (default: fetched once)"
    )
    command.add_argument("--source", type=Path, metavar="FILE", help="one sentence a line, and")
    command.add_argument("--target", type=Path, metavar="FILE", help="its translations")
    command.add_argument("--tsv", type=Path, metavar="FILE", help="source, tab, target a line")


if __name__ == "__main__":
    sys.exit(main())
