"""The settings of a training."""

from dataclasses import dataclass
from typing import Literal

from translator.models import PRESETS
from translator.training import noam_lr, peak_lr


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training ends with; the same recipe gives the same weights.

    `max_tokens` counts the target positions of one batch, padding included; a step sums the
    gradients of `accumulate` batches. With schedule="noam" the peak follows from `warmup`.
    """

    corpus: str
    kind: str = "transformer"
    size: str = "tiny"
    vocabulary: int = 1000
    steps: int = 1000
    max_tokens: int = 2000
    accumulate: int = 1
    schedule: Literal["peak", "noam"] = "peak"
    peak: float = 1.5e-3
    warmup: int = 400
    hold: float = 0.3
    weight_decay: float = 0.0
    clip: float = 1.0
    smoothing: float = 0.1
    dropout: float = 0.1
    ema: float = 0.998
    seed: int = 0
    precision: Literal["f32", "bf16"] = "f32"

    def learning_rate(self, step: int) -> float:
        """Return the learning rate of `step`, counted from 1."""
        if self.schedule == "noam":
            return noam_lr(step, PRESETS[self.size]["d_model"], self.warmup)
        return peak_lr(step, self.peak, self.warmup, self.steps, self.hold)
