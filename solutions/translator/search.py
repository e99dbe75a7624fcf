"""Decoding as a translator does it: batched, cached, with a beam, or word by word."""

from collections.abc import Iterator
from typing import Protocol

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from translator.decoding import KVCache, decode_step
from translator.masks import padding_mask
from translator.recurrent import RecurrentTranslator
from translator.vocabulary import BOS, EOS, PAD


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


def length_penalty(length: int, alpha: float) -> float:
    """Return what a hypothesis of `length` tokens, its end included, divides its score by.

    Source: Wu et al. 2016, equation 14.
    """
    return ((5 + length) / 6) ** alpha


@torch.inference_mode()
def beam(
    model: nn.Module, source: Int[Tensor, "B S"], width: int, alpha: float = 1.0
) -> list[list[int]]:
    """Translate a batch with a beam of `width`.

    A sentence is done when `width` of its hypotheses have ended; the one with the best log
    probability, divided by its length penalty, wins. The same rules as
    `by_hand.decoding.beam_search`, for many sentences at once.
    """
    device, batch = source.device, source.size(0)
    writer = start(model, source)
    writer.select(torch.arange(batch, device=device).repeat_interleave(width))
    token = torch.full((batch * width,), BOS, device=device)
    # All hypotheses of a sentence begin alike: only the first may grow at the first step.
    scores = torch.full((batch, width), float("-inf"), device=device)
    scores[:, 0] = 0
    words = torch.zeros(batch, width, 0, dtype=torch.long, device=device)
    sentence = list(range(batch))
    ended: list[list[tuple[float, list[int]]]] = [[] for _ in range(batch)]
    limit = output_limit(source)
    for length in range(1, limit + 1):
        steps = writer.step(token).float().log_softmax(dim=-1).unflatten(0, (-1, width))
        vocabulary = steps.size(-1)
        # Of 2k candidates at most k end, so k remain to go on.
        best, where = (
            (scores[..., None] + steps).flatten(1).topk(min(2 * width, width * vocabulary))
        )
        parents, choices = where // vocabulary, where % vocabulary  # (B, 2k)
        ends = choices == EOS
        _collect(ended, sentence, words, best, parents, ends, width, length, alpha)
        scores, kept = best.masked_fill(ends, float("-inf")).topk(width)  # (B, k)
        parents, choices = parents.gather(1, kept), choices.gather(1, kept)
        words = words.gather(1, parents[..., None].expand(-1, -1, words.size(-1)))
        words = torch.cat([words, choices[..., None]], dim=-1)  # (B, k, length)
        going = torch.tensor(
            [i for i, s in enumerate(sentence) if len(ended[s]) < width],
            device=device,
            dtype=torch.long,
        )
        if not len(going):
            break
        sentence = [sentence[i] for i in going.tolist()]
        rows = (torch.arange(len(parents), device=device)[:, None] * width + parents)[going]
        scores, words, token = scores[going], words[going], choices[going].flatten()
        writer.select(rows.flatten())
    else:
        for i, s in enumerate(sentence):
            if not ended[s]:
                ended[s].append((scores[i, 0].item(), words[i, 0].tolist()))
    return [max(hypotheses, key=lambda h: h[0])[1] for hypotheses in ended]


def _collect(ended, sentence, words, best, parents, ends, width, length, alpha) -> None:
    """Store the hypotheses that end now and are among the best `width` candidates."""
    for row, column in ends[:, :width].nonzero().tolist():
        score = best[row, column].item()
        if score > float("-inf"):
            hypothesis = words[row, parents[row, column]].tolist()
            ended[sentence[row]].append((score / length_penalty(length, alpha), hypothesis))
