"""The curves of a training, drawn from its log."""

import json
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def read_log(path: Path, key: str) -> tuple[list[int], list[float]]:
    """Return the steps at which the log holds `key`, and its values."""
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    entries = [entry for entry in entries if key in entry]
    return [entry["step"] for entry in entries], [entry[key] for entry in entries]


def draw_curves(log: Path, picture: Path) -> None:
    """Draw the losses on the left and the validation BLEU on the right, by step."""
    figure = Figure(figsize=(9, 3.5), layout="constrained")
    FigureCanvasAgg(figure)
    losses, scores = figure.subplots(1, 2)
    losses.plot(*read_log(log, "loss"), color="#b8c4d6", linewidth=0.8, label="training (smoothed)")
    losses.plot(*read_log(log, "validation_loss"), color="#1f4e9c", marker=".", label="validation")
    losses.set(xlabel="step", ylabel="cross-entropy, nats a token")
    losses.legend(frameon=False)
    scores.plot(*read_log(log, "validation_bleu"), color="#1f4e9c", marker=".")
    scores.set(xlabel="step", ylabel="validation BLEU, greedy, 200 sentences", ylim=(0, None))
    for axes in (losses, scores):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, dpi=120)
