"""A trained model on disk: a folder with its description, its vocabulary and its weights."""

import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from translator.attention import DotProductAttention
from translator.fused import fuse
from translator.recurrent import RecurrentTranslator
from translator.search import beam, greedy, stream
from translator.soft_lookup import AdditiveAttention
from translator.text import batches_by_tokens, collate
from translator.transformer import Transformer, TransformerConfig
from translator.vocabulary import PAD, Vocabulary

MAX_SENTENCE = 256
SHIPPED = Path(__file__).parent / "shipped"
KINDS = ("transformer", "transformer-without-positions", "gru", "gru-additive", "gru-dot")
PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"d_model": 64, "num_heads": 4, "d_ff": 256, "num_layers": 2, "norm": "pre"},
    "small": {"d_model": 192, "num_heads": 6, "d_ff": 768, "num_layers": 3, "norm": "pre"},
    "base": {"d_model": 512, "num_heads": 8, "d_ff": 2048, "num_layers": 6, "norm": "post"},
    "big": {"d_model": 1024, "num_heads": 16, "d_ff": 4096, "num_layers": 6, "norm": "post"},
}


class WithoutPositions(nn.Module):
    """Stands where the positional encoding was: drops out, and adds nothing."""

    def __init__(self, dropout: float):
        """Make the dropout."""
        super().__init__()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, start: int = 0) -> Tensor:
        """Return `x` as it is, wherever it starts."""
        return self.dropout(x)


def build(kind: str, size: str, vocabulary: int, dropout: float) -> nn.Module:
    """Make an untrained model of one of `KINDS` in the size of one of `PRESETS`.

    Raises ValueError on an unknown kind or size.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no model kind {kind!r}; there are {', '.join(KINDS)}")
    if size not in PRESETS:
        raise ValueError(f"there is no size {size!r}; there are {', '.join(PRESETS)}")
    if kind.startswith("gru"):
        # Two cells have fewer weights than two stacks of layers: twice the width evens it out.
        d_model = 2 * PRESETS[size]["d_model"]
        model = RecurrentTranslator(vocabulary, vocabulary, d_model, dropout)
        if kind == "gru-additive":
            model.lookup = AdditiveAttention(d_model)
        elif kind == "gru-dot":
            model.lookup = DotProductAttention(d_model)
        return model
    config = TransformerConfig(vocabulary, vocabulary, dropout=dropout, tied="all", **PRESETS[size])
    transformer = Transformer(config)
    if kind == "transformer-without-positions":
        transformer.positions = WithoutPositions(dropout)  # type: ignore[assignment]
    return fuse(transformer)


@dataclass
class TrainedModel:
    """A model with its vocabulary and its description (kind, size, corpus, how it was made)."""

    model: nn.Module
    vocabulary: Vocabulary
    description: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Switch dropout off: a model that translates no longer trains."""
        self.model.eval()

    def save(self, folder: Path) -> None:
        """Write the folder; the weights as float16."""
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / "vocabulary.model", self.vocabulary.to_bytes())
        text = json.dumps(self.description, indent=2, ensure_ascii=False) + "\n"
        write_atomically(folder / "model.json", text.encode())
        arrays = {
            name: p.detach().half().cpu().numpy() for name, p in self.model.named_parameters()
        }
        partial = folder / "weights.partial.npz"
        np.savez_compressed(partial, allow_pickle=False, **arrays)
        partial.replace(folder / "weights.npz")

    @classmethod
    def load(cls, name: str | Path) -> "TrainedModel":
        """Read a shipped model by its name, or any model by its folder.

        Raises FileNotFoundError if there is none, ValueError if it is damaged.
        """
        folder = SHIPPED / name if (SHIPPED / name).is_dir() else Path(name)
        if not (folder / "model.json").is_file():
            shipped = ", ".join(shipped_names())
            raise FileNotFoundError(
                f"there is no model {str(name)!r}: it is neither shipped ({shipped}) "
                "nor a folder with a model.json"
            )
        try:
            description = json.loads((folder / "model.json").read_text())
        except ValueError as error:
            raise ValueError(f"{folder / 'model.json'} is damaged: {error}") from error
        missing = {"kind", "size"} - description.keys()
        if missing:
            names = ", ".join(sorted(missing))
            raise ValueError(f"{folder / 'model.json'} does not say the model's {names}")
        vocabulary = Vocabulary.load(folder / "vocabulary.model")
        model = build(description["kind"], description["size"], len(vocabulary), 0.0)
        try:
            with np.load(folder / "weights.npz") as arrays:
                weights = {name: torch.from_numpy(arrays[name]).float() for name in arrays}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"{folder / 'weights.npz'} is damaged: {error}") from error
        load_weights(model, weights, folder / "weights.npz")
        return cls(model, vocabulary, description)

    def translate(
        self, sentences: Sequence[str], width: int = 1, alpha: float = 1.0, max_tokens: int = 2000
    ) -> list[str]:
        """Translate sentences, in order: greedily, or with a beam of `width`.

        Sentences of like length go together, `max_tokens` a batch; one without words stays empty.
        Raises ValueError if one is longer than `MAX_SENTENCE`, or if `width` is less than 1.
        """
        if width < 1:
            raise ValueError(f"a beam of width {width} holds nothing: it needs 1 or more")
        full = [i for i, sentence in enumerate(sentences) if sentence.strip()]
        encoded = {i: self._encode(sentences[i]) for i in full}
        outputs = [""] * len(sentences)
        for numbers in batches_by_tokens([len(encoded[i]) for i in full], max_tokens):
            batch = [full[number] for number in numbers]
            source, _ = collate([(encoded[i], [PAD]) for i in batch], PAD)
            source = source.to(self.device)
            found = (
                greedy(self.model, source) if width == 1 else beam(self.model, source, width, alpha)
            )
            for i, ids in zip(batch, found, strict=True):
                outputs[i] = self.vocabulary.decode(ids)
        return outputs

    def stream(self, sentence: str) -> Iterator[str]:
        """Yield the greedy translation piece by piece, as it is found."""
        source = torch.tensor([self._encode(sentence)], device=self.device)
        ids: list[int] = []
        text = ""
        for token in stream(self.model, source):
            ids.append(token)
            longer = self.vocabulary.decode(ids)
            yield longer.removeprefix(text)
            text = longer

    @property
    def alpha(self) -> float:
        """The exponent of the length penalty that was best on the validation set, or 1."""
        return float(self.description.get("alpha", 1.0))

    @property
    def has_attention(self) -> bool:
        """Whether the model looks at the source, rather than at one vector."""
        return self.description["kind"] != "gru"

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.model.parameters()).device

    def _encode(self, sentence: str) -> list[int]:
        ids = self.vocabulary.encode(sentence)
        if len(ids) > MAX_SENTENCE:
            raise ValueError(
                f"a sentence of {len(ids)} tokens is over the limit of {MAX_SENTENCE}: "
                f"{sentence[:60]}…"
            )
        return ids


def shipped_names() -> list[str]:
    """Return the names of the models that come with the package."""
    return sorted(folder.parent.name for folder in SHIPPED.glob("*/model.json"))


def load_weights(model: nn.Module, weights: dict[str, Tensor], path: Path) -> None:
    """Copy the weights into the model. Raises ValueError that names what does not fit."""
    parameters = dict(model.named_parameters())
    if parameters.keys() != weights.keys():
        strange = sorted(parameters.keys() ^ weights.keys())
        raise ValueError(f"{path} does not hold this model's weights: {', '.join(strange[:3])}")
    with torch.no_grad():
        for name, parameter in parameters.items():
            if parameter.shape != weights[name].shape:
                raise ValueError(
                    f"{path}: {name} has shape {tuple(weights[name].shape)}, but this model and "
                    f"vocabulary need {tuple(parameter.shape)}"
                )
            parameter.copy_(weights[name])


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that, whenever the power fails, it is the old one or the new one."""
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
