"""Sentences to token ids and back, with one sentencepiece model for both languages."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece

PAD, BOS, EOS, UNK = 0, 1, 2, 3


class Vocabulary:
    """A trained sentencepiece BPE model (Kudo and Richardson 2018)."""

    def __init__(self, model: bytes):
        """Read the model. Raises ValueError if the bytes are not one with our special tokens."""
        try:
            self._pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError as error:
            raise ValueError(f"this is not a sentencepiece model: {error}") from error
        p = self._pieces
        if (p.pad_id(), p.bos_id(), p.eos_id(), p.unk_id()) != (PAD, BOS, EOS, UNK):
            raise ValueError("the vocabulary needs the ids pad 0, begin 1, end 2, unknown 3")
        self._model = model

    @classmethod
    def train(cls, sentences: Iterable[str], size: int) -> "Vocabulary":
        """Learn `size` pieces from the sentences of both languages.

        Raises ValueError if the text does not hold as many, or not as few.
        """
        model = io.BytesIO()
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(sentences),
                model_writer=model,
                vocab_size=size,
                model_type="bpe",
                character_coverage=1.0,
                pad_id=PAD,
                bos_id=BOS,
                eos_id=EOS,
                unk_id=UNK,
                num_threads=1,
                minloglevel=2,
            )
        except RuntimeError as error:
            raise ValueError(f"a vocabulary of {size} does not fit this text: {error}") from error
        return cls(model.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read a model file. Raises ValueError that names the file if it is not one."""
        try:
            return cls(path.read_bytes())
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error

    def to_bytes(self) -> bytes:
        """Return the model as it is written to a file."""
        return self._model

    def __len__(self) -> int:
        return self._pieces.vocab_size()

    def encode(self, sentence: str) -> list[int]:
        """Return the sentence's ids and the end token."""
        return [*self._pieces.encode(sentence), EOS]

    def encode_pair(self, source: str, target: str) -> tuple[list[int], list[int]]:
        """Return the ids of both sides; the target begins with the begin token."""
        return self.encode(source), [BOS, *self.encode(target)]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of the ids; begin, end and padding have none."""
        return self._pieces.decode([i for i in ids if i not in (PAD, BOS, EOS)])

    def piece(self, index: int) -> str:
        """Return one piece as it stands in the vocabulary; "▁" marks the start of a word."""
        return self._pieces.id_to_piece(index)
