"""Training from the first step to the last, through interruptions and power failures."""

import io
import json
import math
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import nn

from translator.curves import draw_curves
from translator.fused import unfuse
from translator.measuring import bleu
from translator.models import MAX_SENTENCE, TrainedModel, build, write_atomically
from translator.recipe import Recipe
from translator.text import IdPair, collate, epoch_batches
from translator.training import Batch, accumulate_gradients, evaluate_loss
from translator.vocabulary import PAD, Vocabulary


class Trainer:
    """Trains one model by a recipe, and keeps all that it makes in one folder.

    The folder holds `checkpoint.pt` (to go on from), `log.jsonl`, `curves.png`, and the averaged
    weights as a model that `TrainedModel.load` reads.
    """

    def __init__(
        self,
        recipe: Recipe,
        train: Sequence[tuple[str, str]],
        validation: Sequence[tuple[str, str]],
        folder: Path,
        device: torch.device,
        validate_every: int = 250,
        quiet: bool = False,
    ):
        """Prepare, or go on from the folder's checkpoint.

        Raises ValueError if that checkpoint is damaged or of another recipe.
        """
        self.recipe, self.folder, self.device = recipe, folder, device
        self.validate_every, self.quiet = validate_every, quiet
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(recipe.seed)
        state = read_checkpoint(folder / "checkpoint.pt", recipe)
        if state is None:
            text = (sentence for pair in train for sentence in pair)
            self.vocabulary = Vocabulary.train(text, recipe.vocabulary)
        else:
            self.vocabulary = Vocabulary(state["vocabulary"])
        self.validation = list(validation)
        self.pairs = [self.vocabulary.encode_pair(*pair) for pair in train]
        for number, sides in enumerate(self.pairs, start=1):
            if max(map(len, sides)) > MAX_SENTENCE:
                raise ValueError(
                    f"sentence pair {number} has {max(map(len, sides))} tokens, over the limit of "
                    f"{MAX_SENTENCE}: {train[number - 1][0][:60]}…"
                )
        self.model = self._make_model()
        self.averaged = self._make_model().eval()
        self.averaged.load_state_dict(self.model.state_dict())
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), betas=(0.9, 0.98), weight_decay=recipe.weight_decay
        )
        self.step, self.tokens, self.cpu_seconds = 0, 0, 0.0
        if state is not None:
            self._restore(state)
        self._cut_log()

    def _make_model(self) -> nn.Module:
        r = self.recipe
        model = build(r.kind, r.size, len(self.vocabulary), r.dropout).to(self.device)
        # The CPU's fused attention is slow in bfloat16.
        return unfuse(model) if r.precision == "bf16" and self.device.type == "cpu" else model

    def run(self) -> None:
        """Train to the last step.

        An interruption (Ctrl-C) ends the step, writes a checkpoint and raises KeyboardInterrupt;
        the same recipe and folder go on from there.
        """
        batches = self._batches()
        with progress_bar(self.quiet) as bar, _interruption() as interrupted:
            task = bar.add_task("training", total=self.recipe.steps, completed=self.step, note="")
            while self.step < self.recipe.steps:
                bar.update(task, advance=1, note=self._one_step(batches))
                if self.step % self.validate_every == 0 or self.step == self.recipe.steps:
                    bar.console.print(self._validate())
                    self.save()
                if interrupted:
                    self.save()
                    bar.console.print(f"stopped at step {self.step}; the same command goes on")
                    raise KeyboardInterrupt

    def _batches(self) -> Iterator[Batch]:
        """Yield the training's batches for ever, from the current step on."""
        skip = self.step * self.recipe.accumulate
        epoch = 0
        while True:
            order = list(
                epoch_batches(self.pairs, self.recipe.max_tokens, _mix(self.recipe.seed, epoch))
            )
            for batch in order[skip:]:
                yield self._collate([self.pairs[i] for i in batch])
            skip, epoch = max(0, skip - len(order)), epoch + 1

    def _collate(self, pairs: Sequence[IdPair]) -> Batch:
        source, target = collate(pairs, PAD)
        return source.to(self.device), target.to(self.device)

    def _one_step(self, batches: Iterator[Batch]) -> str:
        """Take one step, log it, and return a line for the progress bar."""
        recipe, began, cpu = self.recipe, time.perf_counter(), time.process_time()
        self.model.train()
        rate = recipe.learning_rate(self.step + 1)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=recipe.precision == "bf16"):
            loss_sum, num_tokens = accumulate_gradients(
                self.model, list(islice(batches, recipe.accumulate)), recipe.smoothing, PAD
            )
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), recipe.clip).item()
        loss = loss_sum / num_tokens
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {self.step + 1}: lower the peak")
        self.optimizer.step()
        self.step += 1
        self._average()
        speed = num_tokens / (time.perf_counter() - began)
        self.tokens += num_tokens
        self.cpu_seconds += time.process_time() - cpu
        self._log(loss=loss, learning_rate=rate, gradient_norm=norm, tokens_per_second=speed)
        return f"loss {loss:.3f}  {speed:,.0f} tokens/s"

    @torch.no_grad()
    def _average(self) -> None:
        """Move the averaged weights towards the current ones; early on, quickly."""
        decay = min(self.recipe.ema, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(
            list(self.averaged.parameters()), list(self.model.parameters()), 1 - decay
        )

    def _validate(self) -> str:
        """Measure the averaged weights, save them, log, and draw the curves."""
        pairs = [self.vocabulary.encode_pair(*pair) for pair in self.validation]
        batches = [
            self._collate([pairs[i] for i in batch])
            for batch in epoch_batches(pairs, self.recipe.max_tokens, 0)
        ]
        loss = evaluate_loss(self.averaged, batches, PAD)
        trained = self.trained()
        sample = self.validation[:200]
        outputs = trained.translate([source for source, _ in sample])
        score = bleu(outputs, [target for _, target in sample])[0].score
        trained.save(self.folder)
        self._log(validation_loss=loss, validation_bleu=score)
        draw_curves(self.folder / "log.jsonl", self.folder / "curves.png")
        return f"step {self.step}: validation loss {loss:.3f}, BLEU of 200 sentences {score:.1f}"

    def trained(self) -> TrainedModel:
        """Return the averaged weights as a model to translate with."""
        description = {
            "kind": self.recipe.kind,
            "size": self.recipe.size,
            "corpus": self.recipe.corpus,
            "recipe": asdict(self.recipe),
            "step": self.step,
            "target_tokens": self.tokens,
            "cpu_seconds": round(self.cpu_seconds),
        }
        return TrainedModel(self.averaged, self.vocabulary, description)

    def save(self) -> None:
        """Write the checkpoint, all of it or nothing."""
        state = {
            "recipe": asdict(self.recipe),
            "vocabulary": self.vocabulary.to_bytes(),
            "model": self.model.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state_all(),
            "progress": (self.step, self.tokens, self.cpu_seconds),
        }
        content = io.BytesIO()
        torch.save(state, content)
        write_atomically(self.folder / "checkpoint.pt", content.getvalue())

    def _restore(self, state: dict[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        torch.cuda.set_rng_state_all(state["random_cuda"])
        self.step, self.tokens, self.cpu_seconds = state["progress"]

    def _log(self, **values: float) -> None:
        entry = {
            "step": self.step,
            "tokens": self.tokens,
            "cpu_seconds": round(self.cpu_seconds, 2),
        }
        with open(self.folder / "log.jsonl", "a") as log:
            log.write(json.dumps(entry | values) + "\n")

    def _cut_log(self) -> None:
        """Drop what was logged after the checkpoint: those steps are taken again."""
        log = self.folder / "log.jsonl"
        if log.exists():
            lines = log.read_text().splitlines(keepends=True)
            kept = [
                line
                for line in lines
                if line.endswith("\n") and json.loads(line)["step"] <= self.step
            ]
            write_atomically(log, "".join(kept if self.step else []).encode())


def read_checkpoint(path: Path, recipe: Recipe) -> dict[str, Any] | None:
    """Read a checkpoint; None if there is none.

    Raises ValueError if it is damaged, or names the first setting in which its recipe differs.
    """
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch.load has no one error for a file that is cut off.
        raise ValueError(
            f"{path} is damaged or cut off; remove it to start anew: {error}"
        ) from error
    for name, value in asdict(recipe).items():
        if state["recipe"].get(name) != value:
            raise ValueError(
                f"{path} was trained with {name}={state['recipe'].get(name)!r}, not {value!r}; "
                "go on with the same settings, or name another folder"
            )
    return state


def progress_bar(quiet: bool) -> Progress:
    """Return a bar on stderr with steps, loss, tokens a second and the time that remains."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
        refresh_per_second=2,
        console=Console(stderr=True, quiet=quiet),
    )


@contextmanager
def _interruption() -> Iterator[list[int]]:
    """Collect Ctrl-C in a list, so that no step is cut in half."""
    caught: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield caught  # only the main thread hears signals
        return
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield caught
    finally:
        signal.signal(signal.SIGINT, before)


def _mix(seed: int, epoch: int) -> int:
    return seed * 1_000_003 + epoch
