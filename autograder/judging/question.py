"""Concept questions: answers that are a number, a shape or a word, kept as salted hashes.

A hash keeps the answer out of sight. It does not make it safe: small answers can be guessed.
"""

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.judging.exercise import Question
from autograder.judging.verdict import Named

LONGEST = 100


@dataclass(frozen=True)
class QuestionKey:
    """The answer key of a concept question: hashes, and what a known wrong answer is asked."""

    exercise: str
    points: int
    digits: int
    read: str
    right: str
    wrong: dict[str, Named]
    part: str = "answer"
    stretch: bool = False

    def to_plain(self) -> dict[str, Any]:
        """Record the key as plain data, for a kit."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {"wrong": {h: (m.id, m.name, m.question) for h, m in self.wrong.items()}}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "QuestionKey":
        """Rebuild a recorded key."""
        return cls(**plain | {"wrong": {h: Named(*m) for h, m in plain["wrong"].items()}})


def question_key(question: Question) -> QuestionKey:
    """Hash the right answer and the known wrong ones."""

    def hashed(value: Any) -> str:
        return digest(question.name, canonical(value, question.digits))

    return QuestionKey(
        exercise=question.name,
        points=question.points,
        digits=question.digits,
        read=question.read,
        right=hashed(question.answer),
        wrong={
            hashed(wrong.value): Named("", wrong.name, wrong.question) for wrong in question.wrong
        },
        stretch=question.stretch,
    )


def canonical(value: Any, digits: int) -> str:
    """Write an answer in one way, whatever its type.

    >>> canonical(8, 4), canonical(np.float64(8.00001), 4), canonical(torch.Size([2, 3]), 4)
    ('8', '8', '(2, 3)')
    """
    if isinstance(value, np.ndarray | torch.Tensor | list | tuple) and _size(value) > LONGEST:
        return f"a {type(value).__name__} of that size"
    if isinstance(value, np.ndarray | torch.Tensor | np.generic):
        value = value.tolist()
    if isinstance(value, str):
        return value[:LONGEST].strip().casefold()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.{digits}g}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(canonical(item, digits) for item in value) + ")"
    return f"a {type(value).__name__}"


def _size(value: np.ndarray | torch.Tensor | list | tuple) -> int:
    return math.prod(value.shape) if hasattr(value, "shape") else len(value)


def digest(salt: str, text: str) -> str:
    """Hash an answer with the question's name as salt."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
