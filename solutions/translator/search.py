"""Decoding as a translator does it: batched, cached, with a beam, or word by word."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from translator.decoding import KVCache, decode_step
from translator.masks import padding_mask
from translator.recurrent import RecurrentTranslator
from translator.vocabulary import BOS, EOS, PAD


@runtime_checkable
class Writer(Protocol):
    """A batch of translations that are being written."""

    def step(self, token: Int[Tensor, "B"]) -> Float[Tensor, "B V"]:
        """Take the last word of each row, and return the logits of the next."""

    def select(self, rows: Int[Tensor, "n"]) -> None:
        """Keep these rows, in this order; a row may come twice."""


class TransformerWriter:
    """Writes with a Transformer and its cache."""

    def __init__(self, model, source: Int[Tensor, "B S"]):
        """Encode the source, once."""
        self.model, self.keep_mask = model, padding_mask(source, PAD)
        self.cache = KVCache(model, model.encode(source, self.keep_mask))

    def step(self, token: Int[Tensor, "B"]) -> Float[Tensor, "B V"]:
        """Decode one step from the cache."""
        return decode_step(self.model, token, self.keep_mask, self.cache)

    def select(self, rows: Int[Tensor, "n"]) -> None:
        """Keep these rows of the cache."""
        self.keep_mask = self.keep_mask[rows]
        self.cache.select(rows)


class RecurrentWriter:
    """Writes with a recurrent translator, whose state is all the cache that it needs."""

    def __init__(self, model: RecurrentTranslator, source: Int[Tensor, "B S"]):
        """Encode the source, once."""
        self.model, self.keep_mask = model, padding_mask(source, PAD)
        self.memory = model.encode(source, self.keep_mask)
        self.state = self.memory[:, -1]

    def step(self, token: Int[Tensor, "B"]) -> Float[Tensor, "B V"]:
        """Move the state on by one word."""
        logits, self.state, _ = self.model.step(token, self.state, self.memory, self.keep_mask)
        return logits

    def select(self, rows: Int[Tensor, "n"]) -> None:
        """Keep these rows of the state and of what it looks at."""
        self.keep_mask, self.memory = self.keep_mask[rows], self.memory[rows]
        self.state = self.state[rows]


def start(model: nn.Module, source: Int[Tensor, "B S"]) -> Writer:
    """Encode `source` and return the writer of its translations."""
    if isinstance(model, RecurrentTranslator):
        return RecurrentWriter(model, source)
    return TransformerWriter(model, source)


def output_limit(source: Int[Tensor, "B S"]) -> int:
    """Return how many tokens a translation may have: twice the source's, and ten."""
    return 2 * source.size(1) + 10


@torch.inference_mode()
def stream(model: nn.Module, source: Int[Tensor, "1 S"]) -> Iterator[int]:
    """Yield the greedy translation of one sentence, token by token, as each is found."""
    writer, token = start(model, source), torch.full_like(source[:, 0], BOS)
    for _ in range(output_limit(source)):
        token = writer.step(token).argmax(dim=-1)
        if token.item() == EOS:
            return
        yield int(token)


@torch.inference_mode()
def greedy(model: nn.Module, source: Int[Tensor, "B S"]) -> list[list[int]]:
    """Translate a batch greedily. A row that has ended leaves the batch."""
    writer, token = start(model, source), torch.full_like(source[:, 0], BOS)
    outputs: list[list[int]] = [[] for _ in range(source.size(0))]
    rows = torch.arange(source.size(0), device=source.device)
    for _ in range(output_limit(source)):
        token = writer.step(token).argmax(dim=-1)
        going = (token != EOS).nonzero()[:, 0]
        if len(going) < len(rows):
            rows, token = rows[going], token[going]
            if not len(rows):
                break
            writer.select(going)
        for row, word in zip(rows.tolist(), token.tolist(), strict=True):
            outputs[row].append(word)
    return outputs


class Hypothesis(NamedTuple):
    """A translation that a beam has found; its length counts the end token."""

    log_probability: float
    length: int
    words: list[int]

    def score(self, alpha: float) -> float:
        """Return the log probability divided by the length penalty ((5 + length) / 6)^alpha.

        Source: Wu et al. 2016, equation 14.
        """
        return self.log_probability / ((5 + self.length) / 6) ** alpha


def beam(
    model: nn.Module, source: Int[Tensor, "B S"], width: int, alpha: float = 1.0
) -> list[list[int]]:
    """Translate a batch with a beam of `width`: of the hypotheses, the best by its score."""
    found = hypotheses(model, source, width)
    return [max(row, key=lambda h: h.score(alpha)).words for row in found]


@torch.inference_mode()
def hypotheses(model: nn.Module, source: Int[Tensor, "B S"], width: int) -> list[list[Hypothesis]]:
    """Search a batch with a beam of `width`, until that many hypotheses of a sentence have ended.

    The same rules as `by_hand.decoding.beam_search`, for many sentences at once.
    """
    device, batch = source.device, source.size(0)
    writer = start(model, source)
    writer.select(torch.arange(batch, device=device).repeat_interleave(width))
    token = torch.full((batch * width,), BOS, device=device)
    # All hypotheses of a sentence begin alike: only the first may grow at the first step.
    totals = torch.full((batch, width), float("-inf"), device=device)
    totals[:, 0] = 0
    words = torch.zeros(batch, width, 0, dtype=torch.long, device=device)
    sentences = torch.arange(batch, device=device)
    found: list[list[Hypothesis]] = [[] for _ in range(batch)]
    for length in range(1, output_limit(source) + 1):
        steps = writer.step(token).float().log_softmax(dim=-1).unflatten(0, (-1, width))
        candidates = (totals[..., None] + steps).flatten(1)  # (B, k V)
        # Of 2k candidates at most k end, so k remain to go on.
        best, where = candidates.topk(min(2 * width, candidates.size(1)))  # (B, 2k)
        parents, choices = where // steps.size(-1), where % steps.size(-1)
        ends = choices == EOS
        for row, column in (ends & best.isfinite())[:, :width].nonzero().tolist():
            ended = words[row, parents[row, column]].tolist()
            hypothesis = Hypothesis(best[row, column].item(), length, ended)
            found[int(sentences[row])].append(hypothesis)
        totals, kept = best.masked_fill(ends, float("-inf")).topk(width)  # (B, k)
        parents, choices = parents.gather(1, kept), choices.gather(1, kept)
        words = words.gather(1, parents[..., None].expand(-1, -1, length - 1))
        words = torch.cat([words, choices[..., None]], dim=-1)  # (B, k, length)
        going = torch.tensor([len(found[i]) < width for i in sentences.tolist()], device=device)
        if not going.any():
            return found
        rows = torch.arange(len(parents), device=device)[:, None] * width + parents
        writer.select(rows[going].flatten())
        sentences, totals, words = sentences[going], totals[going], words[going]
        token = choices[going].flatten()
    for row, i in enumerate(sentences.tolist()):
        if not found[i]:  # none ended in time
            found[i].append(Hypothesis(totals[row, 0].item(), length, words[row, 0].tolist()))
    return found
