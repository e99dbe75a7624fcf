"""Chapter 12: the loss, the learning rate, and one step of training."""

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer

from translator.masks import decoder_mask, padding_mask
from translator.text import shift

Batch = tuple[Int[Tensor, "B S"], Int[Tensor, "B T"]]


def label_smoothed_loss(
    logits: Float[Tensor, "N V"], y: Int[Tensor, "N"], eps: float, pad: int
) -> Float[Tensor, ""]:
    """Sum over the words of `y` the cross-entropy to a target that is not quite sure.

    The target gives 1 - eps + eps/V to the right word and eps/V to each of the other V - 1, as
    `F.cross_entropy` does. (The paper's own code gives eps/(V-1) to the others; others again
    give nothing to the padding.) Positions where `y` is `pad` count nothing.
    Source: Szegedy et al. 2016, section 7; Vaswani et al. 2017, section 5.4.

    >>> label_smoothed_loss(torch.zeros(2, 4), torch.tensor([3, 0]), eps=0.1, pad=0).exp()
    tensor(4.)
    """
    return F.cross_entropy(logits, y, ignore_index=pad, label_smoothing=eps, reduction="sum")


def noam_lr(step: int, d_model: int, warmup: int, factor: float = 1.0) -> float:
    """Return the learning rate of `step`, counted from 1: up in a line, down with 1/sqrt(step).

    Source: Vaswani et al. 2017, equation 3.

    >>> round(noam_lr(4000, d_model=512, warmup=4000), 6)
    0.000699
    """
    return factor * d_model**-0.5 * min(step**-0.5, step * warmup**-1.5)


def peak_lr(step: int, peak: float, warmup: int, steps: int, hold: float = 0.3) -> float:
    """Return the learning rate of `step`, counted from 1: up to `peak`, hold, and down.

    It rises over `warmup` steps, holds until the share `hold` of all `steps`, and falls in a
    line to a hundredth of the peak at the last step.

    >>> [round(peak_lr(step, peak=1.0, warmup=2, steps=10), 2) for step in (1, 2, 3, 10)]
    [0.5, 1.0, 1.0, 0.01]
    """
    if step <= warmup:
        return peak * step / warmup
    turn = max(warmup, hold * steps)
    if step <= turn:
        return peak
    return peak * (1 - 0.99 * (step - turn) / (steps - turn))


def accumulate_gradients(
    model: nn.Module, batches: Sequence[Batch], eps: float, pad: int
) -> tuple[float, int]:
    """Add the gradient of the loss per target word over all `batches`: `(loss_sum, num_tokens)`.

    Dividing by the words of all batches together, and not by each batch's own, makes many small
    batches equal to one big one.
    """
    num_tokens = sum(int((target[:, 1:] != pad).sum()) for _, target in batches)
    loss_sum = 0.0
    for source, target in batches:
        inputs, labels = shift(target)
        logits = model(source, inputs, padding_mask(source, pad), decoder_mask(inputs, pad))
        loss = label_smoothed_loss(logits.flatten(0, 1), labels.flatten(), eps, pad)
        (loss / num_tokens).backward()
        loss_sum += loss.item()
    return loss_sum, num_tokens


def train_step(model: nn.Module, batch: Batch, optimizer: Optimizer, pad: int) -> tuple[float, int]:
    """Improve the model on one batch `(source, target)`: `(loss_sum, num_tokens)`.

    The target holds the begin and the end token. The loss is not smoothed.
    """
    optimizer.zero_grad()
    loss_sum, num_tokens = accumulate_gradients(model, [batch], 0.0, pad)
    optimizer.step()
    return loss_sum, num_tokens


@torch.no_grad()
def evaluate_loss(model: nn.Module, batches: Sequence[Batch], pad: int) -> float:
    """Return the cross-entropy per target word, unsmoothed, in evaluation mode."""
    was_training = model.training
    model.eval()
    loss_sum, num_tokens = 0.0, 0
    for source, target in batches:
        inputs, labels = shift(target)
        logits = model(source, inputs, padding_mask(source, pad), decoder_mask(inputs, pad))
        loss_sum += label_smoothed_loss(logits.flatten(0, 1), labels.flatten(), 0.0, pad).item()
        num_tokens += int((labels != pad).sum())
    model.train(was_training)
    return loss_sum / num_tokens
