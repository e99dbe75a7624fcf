"""Draw states: what something is like, what it is, where it is, whose it is; and the weather."""

from . import lexicon
from .events import EventSampler
from .lexicon import BY_NAME
from .meaning import Clause, NounPhrase
from .partners import (
    BELONGINGS,
    FEELINGS_OF,
    HELD,
    KIN,
    LARGE,
    NAMES,
    PEOPLE,
    PROFESSIONS,
    SMALL,
    WEATHER_STATES,
)
from .phrases import Misfit


class StateSampler(EventSampler):
    """Draws clauses in which nobody does anything."""

    def state(self, subject: NounPhrase | None = None, tense: str = "") -> Clause:
        """Draw something being big or delicious, or a given person feeling something."""
        if subject is None:
            partners = self.partners()
            adjective = self.pick(partners.predicative)
            noun = self.pick(adjective.subjects)
            if noun.kind == "name" and not self.voice.names:
                raise Misfit("no names when someone is addressed")
            self.used_held |= partners is HELD
            subject = self.noun_phrase(noun, definite=True, adjective=False)
        else:
            adjective = self.pick(FEELINGS_OF[subject.noun.english])
        tense = tense or self.pick(("past", "present"))
        return Clause(self.next_key(), adjective, subject, tense=tense, negative=self.chance(0.2))

    def comparison(self) -> Clause:
        """Draw one thing being bigger than another of its class."""
        clause = self.state(tense="present")
        clause.negative = False
        assert clause.subject
        noun = clause.subject.noun
        others = [n for n in clause.predicate.subjects if n is not noun and n.kind == noun.kind]
        clause.standard = self.simple(self.pick(others))
        if "u" not in noun.flags and "p" not in noun.flags and noun.kind != "name":
            clause.standard.plural = clause.subject.plural
        return clause

    def profession(self) -> Clause:
        """Draw someone being a doctor."""
        subject = self.noun_phrase(self.pick(NAMES if self.voice.names else KIN))
        work = NounPhrase(self.next_key(), self.pick(PROFESSIONS), "a")
        tense = "past" if self.chance(0.3) else "present"
        negative = self.chance(0.25)
        return Clause(
            self.next_key(), lexicon.COPULA, subject, work, tense=tense, negative=negative
        )

    def being(self) -> Clause:
        """Draw something being on the table, or that there are cats under it."""
        position, nouns = self.pick(lexicon.POSITION_LIST)
        place = self.simple(self.pick(nouns))
        thing = self.pick(SMALL if position.english in ("on", "in") else LARGE)
        if thing is place.noun:
            raise Misfit("nothing stands under itself")
        tense = self.pick(("past", "present"))
        if self.chance(0.5):
            clause = Clause(self.next_key(), lexicon.EXIST, self.counted(thing), tense=tense)
        else:
            subject = self.noun_phrase(thing, definite=True)
            negative = self.chance(0.2)
            clause = Clause(
                self.next_key(), lexicon.LOCATE, subject, tense=tense, negative=negative
            )
        clause.place, clause.position = place, position
        return clause

    def possession(self) -> Clause:
        """Draw someone having three books."""
        subject = self.noun_phrase(self.pick(PEOPLE), definite=True)
        thing = self.counted(self.pick(BELONGINGS))
        tense = "past" if self.chance(0.3) else "present"
        return Clause(self.next_key(), lexicon.HAVE, subject, thing, tense=tense)

    def weather(self, tense: str = "") -> Clause:
        """Draw rain, snow, heat or cold."""
        tense = tense or self.pick(("past", "past", "future"))
        if self.chance(0.5):
            predicate, rain = self.pick(lexicon.WEATHER)
            clause = Clause(self.next_key(), predicate, rain=rain, tense=tense)
        else:
            subject = NounPhrase(self.next_key(), BY_NAME["weather"])
            clause = Clause(self.next_key(), self.pick(WEATHER_STATES), subject, tense=tense)
        if tense != "present" and self.chance(0.5):
            clause.time = self.pick(lexicon.TIME_LIST[tense])
        return clause
