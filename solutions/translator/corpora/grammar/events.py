"""Draw events: who does what to whom, when, where and how."""

from . import lexicon
from .lexicon import Noun, Phrase, Predicate
from .meaning import Clause, NounPhrase
from .partners import (
    CITIES,
    GOALS,
    HELD,
    KIN,
    LIVING,
    LONG_DISTANCE,
    NAMES,
    PEOPLE,
    UNASKED,
    VEHICLES,
    Partners,
    weighted,
)
from .phrases import Misfit, PhraseSampler

FRAMES = weighted(transitive=60, ditransitive=8, intransitive=20, motion=12)
FRAMES_WITH_OBJECT = weighted(transitive=85, ditransitive=15)
SUBJECTS = weighted(pronoun=10, name=14, noun=76)
TENSES = weighted(past=11, present=5, future=4)
PRESENTS = weighted(progressive=30, habit=35, can=12, want=12, must=11)
PASTS = weighted(simple=80, progressive=10, want=5, must=5)
# What a relative clause's tense may be, by the tense of the clause around it.
RELATIVE_TENSES = {
    "past": weighted(past=1),
    "present": weighted(past=2, present=3),
    "future": weighted(past=2, present=1, future=2),
}


class EventSampler(PhraseSampler):
    """Draws clauses with a verb, relative clauses among them."""

    def event(
        self,
        subject: NounPhrase | None = None,
        tense: str = "",
        definite: bool = False,
        adjuncts: bool = True,
    ) -> Clause:
        """Draw someone doing something, in a tense that is given or drawn."""
        verb, partners = self._verb(subject)
        subject = subject or self._subject(verb, definite)
        clause = Clause(self.next_key(), verb, subject)
        self._tense(clause, tense)
        self._arguments(clause, partners)
        if adjuncts and not ends_in_relative(clause):
            self._adjuncts(clause)
        return clause

    def happening(
        self, subject: NounPhrase | None = None, negative: bool = False, meanwhile: bool = False
    ) -> Clause:
        """Draw one bare past event of someone definite: a clause fit to be linked.

        `meanwhile` draws what one can do at the same time as something else.
        """
        verb, partners = self._verb(subject, state=False, meanwhile=meanwhile)
        subject = subject or self._subject(verb, True, joined=False)
        clause = Clause(self.next_key(), verb, subject, negative=negative)
        self._arguments(clause, partners)
        return clause

    def _verb(
        self, subject: NounPhrase | None, state: bool = True, meanwhile: bool = False
    ) -> tuple[Predicate, Partners]:
        """Choose a verb, one that the subject can do if there is one."""
        partners = self.partners()
        frame = self.pick(FRAMES_WITH_OBJECT if partners is HELD else FRAMES)
        if meanwhile:
            table = partners.meanwhile
        elif frame in ("transitive", "ditransitive"):
            table = getattr(partners, frame)
        else:
            table = lexicon.INTRANSITIVES if frame == "intransitive" else lexicon.MOTIONS
        # A pronoun can do whatever most people can.
        doer = subject and (NAMES[0] if subject.noun.kind == "pronoun" else subject.noun)
        for _ in range(30):
            verb: Predicate = self.pick(table)
            if (doer is None or doer in verb.subjects) and (state or "s" not in verb.flags):
                return verb, partners
        raise Misfit("no verb for this subject")

    def _subject(self, verb: Predicate, definite: bool, joined: bool = True) -> NounPhrase:
        """Draw a subject, I, we or my family where the speaker must show."""
        people = NAMES[0] in verb.subjects
        if self.voice.first_person:
            return self._speaker(people, definite)
        kind = self.pick(SUBJECTS) if people else "noun"
        if kind == "pronoun" and self.voice.style == "plain":
            return self.pronoun(self.pick(("he", "she", "they")))
        if kind == "name" and self.voice.names:
            return self.noun_phrase(self.pick(NAMES))
        noun = self.pick(verb.subjects)
        while noun.kind == "name" and not self.voice.names:
            noun = self.pick(verb.subjects)
        phrase = self.noun_phrase(noun, definite)
        bare = phrase.determiner == "the" and not phrase.relative
        if joined and people and bare and self.chance(0.06):
            phrase.joined = self.simple(self.pick(PEOPLE))
            phrase.plural = phrase.joined.plural = False
        return phrase

    def _speaker(self, people: bool, definite: bool) -> NounPhrase:
        """Draw I, we or one of my family."""
        if not people:
            raise Misfit("no speaker does this")
        if self.chance(0.6):
            return self.pronoun(self.pick(("I", "we")))
        return self.noun_phrase(self.pick(KIN), definite)

    def _tense(self, clause: Clause, tense: str) -> None:
        """Choose tense, aspect, modality and negation that suit verb and subject."""
        flags, subject = clause.predicate.flags, clause.subject
        assert subject
        clause.tense = tense or self.pick(TENSES)
        if clause.tense == "future" and not tense and no_plan(clause.predicate):
            clause.tense = "past"
        if "s" in flags:
            clause.tense = "present" if "n" in flags or clause.tense == "future" else clause.tense
        elif not subject.definite:
            # Something unknown is news: it happened, or is happening.
            clause.progressive = "p" not in flags and self.chance(0.35)
            clause.tense = "present" if clause.progressive else "past"
        elif clause.tense != "future":
            self._aspect(clause, self.pick(PRESENTS if clause.tense == "present" else PASTS))
        if subject.definite and clause.modal != "must" and not clause.frequency:
            clause.negative = self.chance(0.2)

    def _aspect(self, clause: Clause, aspect: str) -> None:
        """Set a progressive, a habit or a modal, if the verb and the subject can have it."""
        assert clause.subject
        person = clause.subject.noun.kind in ("person", "kin", "name", "pronoun")
        if aspect == "progressive" and "p" not in clause.predicate.flags:
            clause.progressive = True
        elif aspect in ("can", "want", "must") and person:
            clause.modal = aspect
        elif no_plan(clause.predicate):
            clause.tense = "past"
        elif clause.tense == "present":
            clause.frequency = self.pick(lexicon.FREQUENCY_LIST)

    def _arguments(self, clause: Clause, partners: Partners) -> None:
        """Draw what the verb needs: object, recipient, goal."""
        verb, subject = clause.predicate, clause.subject
        if subject and subject.relative and subject.relative.predicate is verb:
            raise Misfit("the same act twice")
        if verb.objects:
            noun = self.pick(verb.objects)
            if subject and noun is subject.noun:
                raise Misfit("subject and object would sound like one")
            self.used_held |= partners is HELD
            clause.object = self.object(clause, noun)
            relative = clause.object.relative
            if relative and relative.predicate is verb:
                raise Misfit("the same act twice")
            doer = relative and relative.subject
            if doer and subject and clause.other_doer and doer.noun is subject.noun:
                raise Misfit("the two would sound like one")
            news = subject and (not subject.definite or subject.noun.english == "who")
            if clause.other_doer and news:
                raise Misfit("two subjects side by side")
        if verb.frame == "ditransitive":
            clause.recipient = self.simple(self.pick(PEOPLE))
            if subject and clause.recipient.noun is subject.noun:
                raise Misfit("giver and taker would sound like one")
        if verb.frame == "motion":
            clause.goal = self.simple(self.pick(GOALS))
            if "a" in verb.adverbs and self.chance(0.2):
                far = clause.goal.noun in CITIES
                clause.vehicle = self.pick(LONG_DISTANCE if far else VEHICLES)

    def object(self, clause: Clause, noun: Noun, simple: bool = False) -> NounPhrase:
        """Draw an object, generic ("dogs") where the verb is about a whole kind."""
        verb = clause.predicate
        if "g" in verb.flags and "u" not in noun.flags:
            return NounPhrase(self.next_key(), noun, "bare", plural=True)
        if simple or verb.frame == "ditransitive":
            return self.simple(noun)
        # "a window" as one of many sounds odd where any window would do: 창문 한 개를 닦았다.
        definite = clause.negative or bool(clause.frequency) or "c" not in verb.flags
        return self.noun_phrase(noun, definite, tense=clause.tense)

    def _adjuncts(self, clause: Clause) -> None:
        """Add manner, place and time, as they fit."""
        verb, subject = clause.predicate, clause.subject
        assert subject
        if verb.adverbs and not clause.negative and not clause.frequency and self.chance(0.3):
            clause.manner = self._adverb(verb.adverbs, subject)
        places = self._places(clause)
        if places and (verb.english == "live" or self.chance(0.3)):
            clause.place = self.simple(self.pick(places))
        relative = subject.relative
        timeless = (
            (relative and relative.time) or clause.frequency or clause.modal or "s" in verb.flags
        )
        if timeless or not self.chance(0.3):
            return
        if clause.tense != "present" and not clause.progressive:
            clause.time = self.pick(lexicon.TIME_LIST[clause.tense])
        elif clause.tense == "present":
            clause.time = lexicon.TIME_LIST["present"][0]

    def _places(self, clause: Clause) -> tuple[Noun, ...]:
        """List where it may happen: no cow in the office, no car either."""
        places, subject, object_ = clause.predicate.places, clause.subject, clause.object
        if object_ and object_.noun.kind in ("auto", "ride", "cycle", "boat"):
            return ()
        if subject and subject.noun.kind in ("livestock", "wild", "bird"):
            return tuple(place for place in places if place.kind in ("outdoor", "waterside"))
        return places

    def _adverb(self, letters: str, subject: NounPhrase) -> Phrase:
        """Choose an adverb that the verb allows, and the subject's number too."""
        letter, number = self.pick(letters), "p" if subject.several else "s"
        return self.pick(
            [
                a
                for name, needs, a in lexicon.ADVERB_LIST
                if name == letter and needs in ("", number)
            ]
        )

    def relative(self, phrase: NounPhrase, tense: str) -> Clause:
        """Draw a clause about the noun: the dog that slept, the book that the boy read."""
        noun, partners = phrase.noun, self.partners()
        head = NounPhrase(self.next_key(), noun, plural=phrase.plural)
        verbs = partners.verbs_with_object.get(noun.english, ())
        if noun in LIVING and (not verbs or self.chance(0.6)):
            verb, partners = self._verb(head)
            clause = Clause(self.next_key(), verb, head, gap="subject")
            self._relative_tense(clause, tense)
            self._arguments(clause, partners)
            if self.chance(0.3) and verb.frame != "motion":
                self._adjuncts(clause)
            if verb.frame == "intransitive" and not (clause.manner or clause.progressive):
                # 잔 소년 alone is bald: 정원에서 잔 소년.
                clause.place = clause.place or self.simple(self.pick(self._places(clause)))
            return clause
        verb = self.pick(verbs)
        self.used_held |= partners is HELD
        clause = Clause(self.next_key(), verb, self._reader(verb, noun), head, gap="object")
        self._relative_tense(clause, tense)
        return clause

    def _reader(self, verb: Predicate, noun: Noun) -> NounPhrase:
        """Draw the simple subject of a relative clause: the book that the boy read."""
        if NAMES[0] not in verb.subjects:
            doer = self.pick(verb.subjects)
        else:
            doer = self.pick(NAMES if self.voice.names and self.chance(0.2) else PEOPLE)
        if doer is noun:
            raise Misfit("the two would sound like one")
        return self.simple(doer)

    def _relative_tense(self, clause: Clause, tense: str) -> None:
        """Choose a tense that fits the clause around."""
        flags = clause.predicate.flags
        clause.tense = self.pick(RELATIVE_TENSES[tense])
        if "s" in flags:
            clause.tense = "present"
        elif clause.tense == "present":
            clause.progressive = "p" not in flags and clause.predicate.frame != "motion"
            clause.tense = "present" if clause.progressive else "past"


def no_plan(verb: Predicate) -> bool:
    """Whether nobody plans this, does it as a habit or asks for it."""
    return verb.english.split()[0] in UNASKED


def ends_in_relative(clause: Clause) -> bool:
    """Whether words that follow would seem to belong to a relative clause."""
    ends = (clause.object, clause.recipient, clause.goal)
    return any(phrase is not None and phrase.relative is not None for phrase in ends)
