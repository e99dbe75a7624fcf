"""What a sentence says, before either language says it.

A sentence is sampled once as a meaning and written twice, in English and in Korean. Every node
carries a number, its key. A word in either language remembers the keys of what it expresses, and
two words that share a key are aligned. So the gold links need no aligner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .lexicon import Noun, Phrase, Predicate

# One written word and the keys of the meanings in it; no key for the, a, did, it.
Word = tuple[str, tuple[int, ...]]


def words(text: str, *keys: int) -> list[Word]:
    """Give every word of a phrase the same keys.

    >>> words("pick up", 8)
    [('pick', (8,)), ('up', (8,))]
    """
    return [(word, keys) for word in _split(text)]


@cache
def _split(text: str) -> tuple[str, ...]:
    """Split at white space, once for each text."""
    return tuple(text.split())


# What a node's key stands for, and the parts that lie behind it.
NOUN, ADJECTIVE, DETERMINER, OWNER, POSITION, JOINED = range(6)
VERB, NEGATION, MANNER, TIME, FREQUENCY, MODAL, LINK, ASKED = range(8)
STRIDE = 8


@dataclass(slots=True)
class NounPhrase:
    """A thing or a person, with what describes it."""

    key: int
    noun: Noun
    # the, a, this, that, my, of (an owner's), number, some, bare
    determiner: str = "the"
    plural: bool = False
    number: Phrase | None = None
    owner: Noun | None = None
    adjective: Predicate | None = None
    relative: Clause | None = None
    joined: NounPhrase | None = None

    @property
    def several(self) -> bool:
        """Whether English uses the plural verb."""
        return self.plural or self.joined is not None or self.noun.english in ("we", "you", "they")

    @property
    def definite(self) -> bool:
        """Whether the hearer knows which one is meant."""
        return self.determiner in ("the", "this", "that", "my", "of", "bare")


@dataclass(slots=True)
class Clause:
    """One event or state."""

    key: int
    predicate: Predicate
    subject: NounPhrase | None = None
    object: NounPhrase | None = None
    recipient: NounPhrase | None = None
    goal: NounPhrase | None = None
    vehicle: Noun | None = None
    place: NounPhrase | None = None
    position: Phrase | None = None
    standard: NounPhrase | None = None  # bigger than this
    rain: str = ""
    manner: Phrase | None = None
    time: Phrase | None = None
    frequency: Phrase | None = None
    tense: str = "past"
    progressive: bool = False
    modal: str = ""  # can, want, must
    negative: bool = False
    gap: str = ""  # subject or object: what the noun before a relative clause stands for
    asked: str = ""  # where, when, why, how many
    same_subject: bool = False  # the subject is the main clause's
    contrast: bool = False  # the object is set against an earlier one

    @property
    def other_doer(self) -> bool:
        """Whether a relative clause on the object has a subject of its own.

        Two subjects in 이/가 side by side are hard to read: 톰이 남자가 산 책을 읽었다.
        """
        relative = self.object.relative if self.object else None
        return relative is not None and relative.gap == "object"


@dataclass(slots=True)
class Sentence:
    """One or two clauses, and the manner in which they are said.

    `style` is plain in narration, polite in speech, formal before an audience.
    """

    main: Clause
    style: str = "plain"
    mood: str = "statement"  # question, request, proposal
    link: str = ""  # and, but, so, because, when, if, before, after, while, to
    other: Clause | None = None
    vocative: Phrase | None = None
