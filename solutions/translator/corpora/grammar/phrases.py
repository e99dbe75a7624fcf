"""Draw noun phrases: a noun with its determiner, number, adjective and relative clause."""

import random
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from .lexicon import BY_NAME, NUMBER_LIST, Noun, Phrase
from .meaning import STRIDE, Clause, NounPhrase
from .partners import (
    ACQUAINTANCES,
    ANIMALS,
    HELD,
    NAMES,
    NUMEROUS,
    SEEN,
    Partners,
    weighted,
)

Item = TypeVar("Item")


class Misfit(Exception):
    """The words drawn so far do not go together: draw again."""


class Voice(NamedTuple):
    """Who speaks, and to whom."""

    style: str = "plain"
    vocative: Phrase | None = None
    first_person: bool = False

    @property
    def names(self) -> bool:
        """Whether people may be called by name: not in front of family or an audience."""
        return self.vocative is None


NARRATION, QUESTION = Voice(), Voice("polite")

COUNTS = weighted(a=9, number=9, some=2)
DETERMINERS = weighted(the=55, counted=30, this=4, that=3, own=8)
DEFINITE = weighted(the=17, this=1, that=1, own=1)


class PhraseSampler:
    """Draws noun phrases. With `held`, word pairs are mostly those that are held out."""

    def __init__(self, rng: random.Random, held: bool = False):
        """Keep the generator; nothing else is random."""
        self.random, self.held = rng.random, held
        self.start(NARRATION, 0)

    def start(self, voice: Voice, relatives: int) -> None:
        """Begin a sentence that owes this many relative clauses."""
        self.voice, self.key, self.relatives = voice, 0, relatives
        self.used_held = self.speaker_shown = False

    def pick(self, items: Sequence[Item]) -> Item:
        """Choose one of the items."""
        if not items:
            raise Misfit("nothing to choose from")
        return items[int(self.random() * len(items))]

    def chance(self, probability: float) -> bool:
        """Toss a coin."""
        return self.random() < probability

    def next_key(self) -> int:
        """Number the next node."""
        self.key += STRIDE
        return self.key

    def partners(self) -> Partners:
        """Choose the table to draw a word pair from."""
        return HELD if self.held and self.chance(0.6) else SEEN

    def pronoun(self, name: str) -> NounPhrase:
        """Make I, we, you, he, she, they, who or what."""
        self.speaker_shown |= name in ("I", "we")
        return NounPhrase(self.next_key(), BY_NAME[name], "bare")

    def noun_phrase(
        self, noun: Noun, definite: bool = False, adjective: bool = True, tense: str = "past"
    ) -> NounPhrase:
        """Draw all that may stand with a noun; `tense` is that of the clause around it."""
        phrase = self.simple(noun)
        if phrase.determiner == "the":
            phrase = self._determined(phrase, definite)
        if self.relatives and phrase.determiner in ("the", "a", "number") and self.chance(0.8):
            # No relative clause within a relative clause: what is owed waits.
            owed, self.relatives = self.relatives - 1, 0
            phrase.relative = self.relative(phrase, tense)
            self.relatives = owed
        elif adjective and noun.kind not in ("kin", "name") and self.chance(0.28):
            self._describe(phrase)
        return phrase

    def simple(self, noun: Noun) -> NounPhrase:
        """Draw a noun with "the", or with whatever its class needs."""
        phrase = NounPhrase(self.next_key(), noun)
        if noun.kind in ("name", "city", "pronoun") or "u" in noun.flags:
            phrase.determiner = "bare"
        elif noun.kind == "kin":
            self._own(phrase)
        elif "p" in noun.flags:
            phrase.plural = True
        # "the sheep" must not hide how many there are: Korean shows it.
        elif (noun.kind == "person" or noun.kind in ANIMALS) and noun.plural != noun.english:
            phrase.plural = self.chance(0.2)
        return phrase

    def counted(self, noun: Noun) -> NounPhrase:
        """Draw a dog, three dogs or some dogs."""
        paired = "p" in noun.flags
        determiner = self.pick(COUNTS)
        if determiner == "some" and paired:
            determiner = "a"
        phrase = NounPhrase(self.next_key(), noun, determiner, paired or determiner != "a")
        if determiner == "number":
            many = noun.kind in NUMEROUS and self.chance(0.5)
            phrase.number = self.pick(NUMBER_LIST if many else NUMBER_LIST[:4])
        return phrase

    def relative(self, phrase: NounPhrase, tense: str) -> Clause:
        """Draw a clause about the noun; the clause sampler knows how."""
        raise NotImplementedError

    def _determined(self, phrase: NounPhrase, definite: bool) -> NounPhrase:
        """Keep "the", or say which, whose or how many."""
        noun = phrase.noun
        determiner = self.pick(DEFINITE if definite else DETERMINERS)
        countable = noun.counter != "-"
        if determiner == "counted" and countable:
            return self.counted(noun)
        if determiner in ("this", "that"):
            phrase.determiner = determiner
        elif determiner == "own" and countable and noun.kind not in ("wild", "stone", "leaf"):
            stranger = noun.kind == "person" and noun.english not in ACQUAINTANCES
            if not stranger:
                self._own(phrase)
        return phrase

    def _own(self, phrase: NounPhrase) -> None:
        """Say whose it is: mine in speech, someone's in narration."""
        elder = "h" in phrase.noun.flags and phrase.noun.kind == "kin"
        if self.voice.first_person or (self.voice.vocative and not elder):
            phrase.determiner = "my"
            self.speaker_shown = True
        elif self.voice.names:
            spouse = {"husband": "f", "wife": "m"}.get(phrase.noun.english, "")
            owners = [name for name in NAMES if spouse in name.flags] if spouse else NAMES
            phrase.determiner, phrase.owner = "of", self.pick(owners)
        elif elder:
            raise Misfit("mom, my grandmother: an elder of both needs no my")

    def _describe(self, phrase: NounPhrase) -> None:
        """Add an adjective that goes with the noun."""
        partners = self.partners()
        adjectives = partners.adjectives_of.get(phrase.noun.english)
        if adjectives:
            phrase.adjective = self.pick(adjectives)
            self.used_held |= partners is HELD
