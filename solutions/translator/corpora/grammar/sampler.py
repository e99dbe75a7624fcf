"""Choose what to say: a meaning at random, of as many clauses as asked."""

import random
from collections.abc import Sequence
from typing import TypeVar

from . import lexicon
from .lexicon import BY_NAME, Noun, Phrase, Predicate, nouns_in
from .meaning import STRIDE, Clause, NounPhrase, Sentence
from .splits import held_out

Item = TypeVar("Item")

PRONOUNS = {"speech": ("I", "we"), "narration": ("he", "she", "they")}
PEOPLE = nouns_in("person")
NAMES = nouns_in("name")
KIN = nouns_in("kin")
LIVING = nouns_in("person animal")
CITIES = nouns_in("city")
GOALS = nouns_in("building outdoor city")
VEHICLES, LONG_DISTANCE = nouns_in("auto bicycle"), nouns_in("train airplane bus")
COUNTED = ("pet", "livestock", "wild", "bird")
NUMEROUS = (
    *COUNTED,
    *"sea_life fruit vegetable egg baked snack book mail card flower tree toy valuable".split(),
    *"stone leaf person tableware pen".split(),
)
OWNED_PEOPLE = ("friend", "neighbor", "teacher", "student", "guest")
PROFESSIONS = nouns_in("person -child -boy -girl -man -woman -friend -neighbor -guest -king -queen")
BELONGINGS = nouns_in("cycle auto book toy device hat umbrella pet card ring")
SMALL = nouns_in("book tableware valuable card toy pen letter key fruit pet")
LARGE = nouns_in("pet animal bag box basket ball bicycle chair umbrella suitcase")
LINKS = ("and", "but", "because", "so", "when", "if", "before", "after", "while", "purpose")
STATES = tuple(
    a
    for a in lexicon.ADJECTIVE_LIST
    if a.english in "tired hungry sick busy sad happy lonely".split()
)


def _by_noun(predicates: Sequence[Predicate], role: str) -> dict[str, tuple[Predicate, ...]]:
    """List, for every noun, the predicates that it may be the subject or the object of."""
    found: dict[str, list[Predicate]] = {}
    for predicate in predicates:
        for noun in getattr(predicate, role):
            found.setdefault(noun.english, []).append(predicate)
    return {name: tuple(some) for name, some in found.items()}


class Partners:
    """Who may stand with whom, of the word pairs that are held out or of those that are not."""

    def __init__(self, held: bool):
        """Filter every table once."""

        def kept(predicate: Predicate, role: str) -> Predicate:
            nouns = tuple(n for n in getattr(predicate, role) if held_out(predicate, n) == held)
            return predicate._replace(**{role: nouns})

        verbs = [kept(v, "objects") for v in lexicon.TRANSITIVES]
        self.transitives = tuple(verb for verb in verbs if verb.objects)
        verbs = [kept(v, "objects") for v in lexicon.DITRANSITIVES]
        self.ditransitives = tuple(verb for verb in verbs if verb.objects)
        adjectives = [kept(a, "subjects") for a in lexicon.ADJECTIVE_LIST]
        self.adjectives = tuple(a for a in adjectives if a.subjects)
        self.adjectives_of = _by_noun([a for a in self.adjectives if a.flags != "0"], "subjects")
        self.states_of = _by_noun([a for a in self.adjectives if a.flags != "a"], "subjects")
        self.by_object = _by_noun(self.transitives, "objects")
        self.by_subject = _by_noun(self.transitives, "subjects")


SEEN, HELD = Partners(False), Partners(True)


class Sampler:
    """Draws meanings. With `held`, each takes at least one word pair that is held out."""

    def __init__(self, rng: random.Random, held: bool = False):
        """Keep the generator; nothing else is random."""
        self.random, self.held = rng.random, held
        self.key = self.relatives = 0
        self.used_held = self.speech = self.first_person = self.names = False

    def pick(self, items: Sequence[Item]) -> Item:
        """Choose one of the items."""
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

    def sentence(self, clauses: int) -> Sentence:
        """Draw one sentence of this many clauses, relative clauses among them."""
        while True:
            self.key, self.used_held, self.names = 0, False, True
            linked = clauses > 2 or (clauses == 2 and self.chance(0.6))
            self.relatives = clauses - 1 - linked
            try:
                meaning = self._linked() if linked else self._single()
            except LookupError:  # no noun or verb fits: start again
                continue
            if self.relatives == 0 and self.used_held == self.held:
                return meaning

    # Sentences of one main clause

    def _single(self) -> Sentence:
        """Draw a statement, a question, a request or a proposal."""
        kind = self.random()
        if kind < 0.17:
            return self._question()
        if kind < 0.26:
            return self._request()
        style, vocative = self._manner_of_speech()
        return Sentence(self._statement(), style, vocative=vocative)

    def _manner_of_speech(self) -> tuple[str, Phrase | None]:
        """Choose between narration, speech to someone, and speech in the first person.

        Speech needs a sign that English shows: a vocative here, or else I, we or my.
        """
        kind = self.random()
        self.speech, self.first_person = kind > 0.6, 0.6 < kind < 0.85
        vocative = self.pick(lexicon.VOCATIVE_LIST) if kind >= 0.85 else None
        self.names = not vocative
        return vocative.use if vocative else "polite" if self.speech else "plain", vocative

    def _statement(self) -> Clause:
        """Draw a main clause of any kind."""
        kind = self.random()
        if self.first_person or kind < 0.62:
            return self.event()
        if kind < 0.76:
            return self.state()
        if kind < 0.81:
            return self.comparison()
        if kind < 0.86:
            return self.profession()
        if kind < 0.94:
            return self.being()
        return self.possession() if kind < 0.98 else self.weather()

    # Clauses

    def event(
        self,
        subject: NounPhrase | None = None,
        tense: str = "",
        definite: bool = False,
        adjuncts: bool = True,
        plain: bool = False,
    ) -> Clause:
        """Draw someone doing something. `plain` keeps it to the bare past or present."""
        verb, partners = self._verb(subject)
        if subject is None:
            subject = self._subject_of(verb, definite)
        clause = Clause(self.next_key(), verb, subject)
        self._tense(clause, tense, plain)
        self._arguments(clause, partners)
        if adjuncts and not self._ends_in_relative(clause):
            self._adjuncts(clause)
        return clause

    def _verb(self, subject: NounPhrase | None) -> tuple[Predicate, Partners]:
        """Choose a verb, one that the subject can do if there is one."""
        kind, partners = self.random(), self.partners()
        if self.held and partners is HELD:
            kind /= 2
        table = (
            partners.transitives
            if kind < 0.6
            else partners.ditransitives
            if kind < 0.68
            else lexicon.INTRANSITIVES
            if kind < 0.88
            else lexicon.MOTIONS
        )
        for _ in range(30):
            verb = self.pick(table)
            if subject is None or subject.noun in verb.subjects or self._stands_for(subject, verb):
                return verb, partners
        raise LookupError("no verb for this subject")

    def _stands_for(self, subject: NounPhrase, verb: Predicate) -> bool:
        """Whether a pronoun may be the subject: whatever most people can do."""
        return subject.noun.kind == "pronoun" and NAMES[0] in verb.subjects

    def _subject_of(self, verb: Predicate, definite: bool) -> NounPhrase:
        """Draw a subject, I or we where the speaker must show."""
        people = NAMES[0] in verb.subjects
        if self.speech and self.first_person:
            if not people:
                raise LookupError("a speaker cannot do this")
            if self.chance(0.6):
                return self.pronoun(self.pick(PRONOUNS["speech"]))
            return self.noun_phrase(self.pick(KIN), definite)
        if people and not self.speech and self.chance(0.1):
            return self.pronoun(self.pick(PRONOUNS["narration"]))
        if people and self.chance(0.15) and self.names:
            return self.noun_phrase(self.pick(NAMES))
        noun = self.pick(verb.subjects)
        for _ in range(5):
            if noun.kind not in ("name", "kin"):
                break
            noun = self.pick(verb.subjects)
        phrase = self.noun_phrase(noun, definite)
        if people and phrase.determiner == "the" and not phrase.relative and self.chance(0.06):
            phrase.joined = self._simple(self.pick(PEOPLE))
            phrase.plural = phrase.joined.plural = False
        return phrase

    def _tense(self, clause: Clause, tense: str, plain: bool) -> None:
        """Choose tense, aspect, modality and negation that suit the verb."""
        verb, kind = clause.predicate, self.random()
        state = "s" in verb.flags
        if clause.subject and not clause.subject.definite and not plain:
            clause.tense = tense or "past"
            if self.chance(0.35) and not state and "p" not in verb.flags:
                clause.progressive, clause.tense = True, tense or "present"
            return
        clause.tense = tense or ("past" if kind < 0.55 else "present" if kind < 0.8 else "future")
        if state and clause.tense == "future":
            clause.tense = "past"
        if "n" in verb.flags:
            clause.tense = "present"
        person = clause.subject is not None and (
            clause.subject.noun.kind in ("person", "kin", "name", "pronoun")
        )
        if plain:
            if state:
                clause.tense = "present"
            if clause.tense == "future" and self.chance(0.6):
                clause.tense = "past"
            if clause.tense == "present" and not state:
                clause.progressive = "p" not in verb.flags and verb.frame != "motion"
                clause.tense = "present" if clause.progressive else "past"
            return
        if clause.tense == "present" and not state:
            kind = self.random()
            if person and kind < 0.35:
                clause.modal = "can" if kind < 0.12 else "want" if kind < 0.24 else "must"
            elif kind < 0.7 and "p" not in verb.flags:
                clause.progressive = True
            else:
                clause.frequency = self.pick(lexicon.FREQUENCY_LIST)
        elif clause.tense == "past" and not state:
            kind = self.random()
            if person and kind < 0.08:
                clause.modal = "want" if kind < 0.04 else "must"
            elif kind < 0.18 and "p" not in verb.flags:
                clause.progressive = True
        definite = clause.subject is None or clause.subject.definite
        if definite and clause.modal != "must" and clause.frequency is None:
            clause.negative = self.chance(0.2)

    def _arguments(self, clause: Clause, partners: Partners) -> None:
        """Draw what the verb needs: object, recipient, goal."""
        verb = clause.predicate
        if verb.objects:
            noun = self.pick(verb.objects)
            self.used_held |= partners is HELD
            last = verb.frame == "transitive"
            definite = clause.negative or bool(clause.frequency) or "c" not in verb.flags
            if clause.subject and noun is clause.subject.noun:
                raise LookupError("subject and object would sound like one")
            clause.object = self._object(verb, noun, definite, last)
        if verb.frame == "ditransitive":
            clause.recipient = self._simple(self.pick(PEOPLE))
        if verb.frame == "motion":
            clause.goal = self._simple(self.pick(GOALS))
            clause.goal.plural = False
            if "a" in verb.adverbs and self.chance(0.2):
                clause.vehicle = self.pick(
                    LONG_DISTANCE if clause.goal.noun in CITIES else VEHICLES
                )

    def _object(self, verb: Predicate, noun: Noun, definite: bool, last: bool) -> NounPhrase:
        """Draw an object, generic ("dogs") where the verb is about a whole kind."""
        if "g" in verb.flags and "u" not in noun.flags:
            return NounPhrase(self.next_key(), noun, "bare", plural=True)
        if not last:
            return self._simple(noun)
        return self.noun_phrase(noun, definite)

    def _ends_in_relative(self, clause: Clause) -> bool:
        """Whether words that follow would seem to belong to a relative clause."""
        ends = (clause.object, clause.recipient, clause.goal)
        return any(phrase is not None and phrase.relative is not None for phrase in ends)

    def _adjuncts(self, clause: Clause) -> None:
        """Add manner, place and time, as they fit and not too many."""
        verb, subject = clause.predicate, clause.subject
        if verb.adverbs and not clause.negative and not clause.frequency and self.chance(0.3):
            clause.manner = self._adverb(verb.adverbs, subject)
        places = verb.places
        if clause.object and clause.object.noun.kind in ("auto", "ride", "cycle", "boat"):
            places = ()
        if subject and subject.noun.kind in ("livestock", "wild", "bird"):
            places = tuple(place for place in places if place.kind == "outdoor")
        if places and (verb.english == "live" or self.chance(0.3)):
            clause.place = self._simple(self.pick(places))
        if clause.frequency or "s" in verb.flags:
            return
        if clause.tense in lexicon.TIME_LIST and not clause.modal and self.chance(0.3):
            if clause.tense != "present" and not clause.progressive:
                clause.time = self.pick(lexicon.TIME_LIST[clause.tense])
            elif clause.tense == "present" and clause.progressive:
                clause.time = lexicon.TIME_LIST["present"][0]

    def _adverb(self, letters: str, subject: NounPhrase | None) -> Phrase | None:
        """Choose an adverb that the verb allows and the subject's number too."""
        letter = self.pick(letters)
        several = subject is not None and (
            subject.plural or subject.joined is not None or subject.noun.english in ("we", "they")
        )
        fitting = [
            phrase
            for name, number, phrase in lexicon.ADVERB_LIST
            if name == letter and number in ("", "p" if several else "s")
        ]
        return self.pick(fitting)

    def state(self, subject: NounPhrase | None = None, tense: str = "") -> Clause:
        """Draw someone or something being big, sad or delicious."""
        if subject is None:
            partners = self.partners()
            adjective = self.pick([a for a in partners.adjectives if a.flags != "a"])
            noun = self.pick(adjective.subjects)
            if noun.kind == "name" and not self.names:
                raise LookupError("no names when someone is addressed")
            self.used_held |= partners is HELD
            subject = self.noun_phrase(noun, definite=True, adjective=False)
        else:
            states = SEEN.states_of.get(subject.noun.english, STATES)
            adjective = self.pick([a for a in states if a in STATES] or STATES)
        clause = Clause(self.next_key(), adjective, subject)
        clause.tense = tense or ("past" if self.chance(0.5) else "present")
        clause.negative = self.chance(0.2)
        return clause

    def comparison(self) -> Clause:
        """Draw one thing being bigger than another."""
        clause = self.state(tense="present")
        clause.negative = False
        subject, adjective = clause.subject, clause.predicate
        assert subject
        others = [
            n for n in adjective.subjects if n is not subject.noun and n.kind == subject.noun.kind
        ]
        clause.standard = self._simple(self.pick(others))
        if clause.standard.noun.kind not in ("name", "kin"):
            clause.standard.plural = subject.plural
        return clause

    def profession(self) -> Clause:
        """Draw someone being a doctor."""
        noun = self.pick(NAMES if self.names else KIN)
        clause = Clause(self.next_key(), lexicon.COPULA, self.noun_phrase(noun))
        clause.object = NounPhrase(self.next_key(), self.pick(PROFESSIONS), "a")
        clause.tense = "past" if self.chance(0.3) else "present"
        clause.negative = self.chance(0.25)
        return clause

    def being(self) -> Clause:
        """Draw something being on the table, or that there are cats under it."""
        position, nouns = self.pick(lexicon.POSITION_LIST)
        place = self._simple(self.pick(nouns))
        place.plural = False
        small = position.english in ("on", "in")
        thing = self.pick(SMALL if small else LARGE)
        if thing is place.noun:
            raise LookupError("nothing stands under itself")
        exist = self.chance(0.5)
        key = self.next_key()
        if exist:
            subject = self._counted(thing)
            clause = Clause(key, lexicon.EXIST, subject)
        else:
            clause = Clause(key, lexicon.LOCATE, self.noun_phrase(thing, True))
            clause.negative = self.chance(0.2)
        clause.place, clause.position = place, position
        clause.tense = "past" if self.chance(0.5) else "present"
        return clause

    def possession(self) -> Clause:
        """Draw someone having three books."""
        subject = self.noun_phrase(self.pick(PEOPLE), definite=True)
        clause = Clause(self.next_key(), lexicon.HAVE, subject)
        clause.object = self._counted(self.pick(BELONGINGS))
        clause.tense = "past" if self.chance(0.3) else "present"
        return clause

    def weather(self, tense: str = "") -> Clause:
        """Draw rain, snow, heat or cold."""
        tense = tense or ("past" if self.chance(0.7) else "future")
        if self.chance(0.5):
            predicate, rain = self.pick(lexicon.WEATHER)
            clause = Clause(self.next_key(), predicate, rain=rain, tense=tense)
        else:
            weather = NounPhrase(self.next_key(), BY_NAME["weather"])
            states = [a for a in lexicon.ADJECTIVE_LIST if weather.noun in a.subjects]
            clause = Clause(self.next_key(), self.pick(states), weather, tense=tense)
        if tense in ("past", "future") and self.chance(0.5):
            clause.time = self.pick(lexicon.TIME_LIST[tense])
        return clause

    # Noun phrases

    def pronoun(self, name: str) -> NounPhrase:
        """Make I, we, you, he, she, they, who or what."""
        return NounPhrase(self.next_key(), BY_NAME[name], "bare", name in ("we", "they", "you"))

    def noun_phrase(self, noun: Noun, definite: bool = False, adjective: bool = True) -> NounPhrase:
        """Draw determiner, number, adjective and, while some are owed, a relative clause."""
        if noun.kind in ("name", "city", "pronoun"):
            return NounPhrase(self.next_key(), noun, "bare")
        phrase = self._simple(noun)
        kind = self.random()
        if phrase.determiner == "the":
            if not definite and kind < 0.3 and noun.counter != "-":
                phrase = self._counted(noun)
            elif 0.3 <= kind < 0.37:
                phrase.determiner = "this" if kind < 0.335 else "that"
            elif (
                0.37 <= kind < 0.45
                and noun.counter != "-"
                and noun.kind not in ("wild", "stone", "leaf")
                and (noun.kind != "person" or noun.english in OWNED_PEOPLE)
            ):
                self._own(phrase)
        if self.relatives and phrase.determiner in ("the", "a", "number") and self.chance(0.6):
            self.relatives -= 1
            owed, self.relatives = self.relatives, 0
            phrase.relative = self._relative(phrase)
            self.relatives = owed
            return phrase
        if adjective and noun.kind != "kin" and self.chance(0.28):
            self._describe(phrase)
        return phrase

    def _simple(self, noun: Noun) -> NounPhrase:
        """Draw a noun with "the", or with whatever its class needs."""
        phrase = NounPhrase(self.next_key(), noun)
        if noun.kind in ("name", "city", "pronoun") or "u" in noun.flags:
            phrase.determiner = "bare"
        elif noun.kind == "kin":
            self._own(phrase)
        elif "p" in noun.flags:
            phrase.plural = True
        elif noun.kind in ("person", *COUNTED) and noun.plural != noun.english:
            phrase.plural = self.chance(0.2)
        return phrase

    def _own(self, phrase: NounPhrase) -> None:
        """Say whose it is: mine in speech, someone's in narration."""
        if self.speech and self.first_person:
            phrase.determiner = "my"
        elif self.names:
            phrase.determiner, phrase.owner = "of", self.pick(NAMES)
        elif phrase.noun.kind == "kin":
            phrase.determiner = "my"

    def _counted(self, noun: Noun) -> NounPhrase:
        """Draw a dog, three dogs or some dogs."""
        kind = self.random()
        phrase = NounPhrase(self.next_key(), noun, "a", "p" in noun.flags)
        if kind < 0.45:
            phrase.determiner, phrase.plural = "number", True
            small = noun.kind in NUMEROUS and self.chance(0.5)
            phrase.number = self.pick(lexicon.NUMBER_LIST if small else lexicon.NUMBER_LIST[:4])
        elif kind < 0.55 and "p" not in noun.flags:
            phrase.determiner, phrase.plural = "some", True
        return phrase

    def _describe(self, phrase: NounPhrase) -> None:
        """Add an adjective that goes with the noun."""
        partners = self.partners()
        adjectives = partners.adjectives_of.get(phrase.noun.english)
        if adjectives:
            phrase.adjective = self.pick(adjectives)
            self.used_held |= partners is HELD

    def _relative(self, phrase: NounPhrase) -> Clause:
        """Draw a clause about the noun: the dog that slept, the book that the boy read."""
        noun = phrase.noun
        head = NounPhrase(self.next_key(), noun, plural=phrase.plural)
        partners = self.partners()
        verbs = partners.by_object.get(noun.english, ())
        if noun in LIVING and (not verbs or self.chance(0.6)):
            clause = self.event(head, adjuncts=self.chance(0.3), plain=True)
            clause.gap = "subject"
            return clause
        verb = self.pick(verbs)
        self.used_held |= partners is HELD
        people = NAMES[0] in verb.subjects and self.chance(0.9)
        doers = (
            verb.subjects if not people else NAMES if self.names and self.chance(0.2) else PEOPLE
        )
        subject = self._simple(self.pick(doers))
        clause = Clause(self.next_key(), verb, subject, head, gap="object")
        self._tense(clause, "", plain=True)
        return clause

    # Questions, requests, and sentences of two clauses

    def _question(self) -> Sentence:
        """Draw a question, to or about someone; every question is speech."""
        self.speech, self.first_person = True, False
        kind = self.random()
        if kind < 0.15:
            return Sentence(self.state(), "polite", "question")
        subject = self.pronoun("you") if self.chance(0.4) else None
        if subject is None and kind < 0.3:
            subject = self.pronoun("who")
        clause = self.event(subject, definite=True, adjuncts=kind < 0.6)
        clause.negative = False
        if kind >= 0.6:
            self._ask(clause, kind)
        return Sentence(clause, "polite", "question")

    def _ask(self, clause: Clause, kind: float) -> None:
        """Turn a clause without adjuncts into a where, when, why, what or how many question."""
        object_ = clause.object
        if self._ends_in_relative(clause):
            raise LookupError("a relative clause would end the question")
        clause.frequency = None
        if (
            clause.tense == "present"
            and not clause.progressive
            and "s" not in clause.predicate.flags
        ):
            clause.tense, clause.modal = "past", ""
        if kind < 0.7:
            clause.asked = "why"
        elif kind < 0.78 and clause.tense != "present" and not clause.progressive:
            clause.asked = "when"
        elif kind < 0.86 and clause.predicate.english in ("walk", "run") and clause.goal:
            raise LookupError("where would ask for the place as well as the goal")
        elif kind < 0.86 and (clause.goal or clause.predicate.places):
            clause.goal, clause.asked = None, "where"
        elif object_ and clause.predicate.frame == "transitive":
            self._ask_object(clause, object_, kind)
        else:
            clause.asked = "why"

    def _ask_object(self, clause: Clause, object_: NounPhrase, kind: float) -> None:
        """Ask who, what or how many."""
        if clause.predicate.english in ("wear", "play", "wash", "watch"):
            raise LookupError("the object decides what the verb is in Korean")
        if kind > 0.95 and object_.noun.counter != "-" and "p" not in object_.noun.flags:
            clause.asked = "how many"
            object_.determiner, object_.adjective = "the", None
        elif object_.noun.kind in ("person", "kin", "name", "baby"):
            clause.object = self.pronoun("who")
        else:
            clause.object = self.pronoun("what")

    def _request(self) -> Sentence:
        """Draw a request or a proposal."""
        self.speech, self.first_person = True, False
        clause = self._action(self.pronoun("you"))
        if self.chance(0.3):
            clause.manner = None
            return Sentence(clause, "polite", "proposal")
        clause.negative = self.chance(0.25) and clause.predicate.frame != "ditransitive"
        return Sentence(clause, "polite", "request")

    def _action(self, subject: NounPhrase) -> Clause:
        """Draw something that one can be asked to do."""
        clause = self.event(subject, "past", definite=True, adjuncts=self.chance(0.4))
        unasked = "lose break forget fall arrive wake hide bite cry cough yawn snore bury kick ring".split()
        if "s" in clause.predicate.flags or clause.predicate.english.split()[0] in unasked:
            raise LookupError("nobody asks for this")
        clause.tense, clause.time, clause.modal, clause.progressive = "present", None, "", False
        clause.negative = False
        return clause

    def _linked(self) -> Sentence:
        """Draw two clauses and what links them."""
        style, vocative = self._manner_of_speech()
        link = self.pick(LINKS)
        draw = getattr(self, f"_{link}")
        meaning = draw()
        self._share(meaning)
        meaning.style, meaning.vocative = (
            meaning.style if meaning.style != "plain" else style,
            vocative,
        )
        if meaning.mood != "statement":
            meaning.vocative = None
        return meaning

    def _share(self, meaning: Sentence) -> None:
        """Let two clauses about the same pronoun share it."""
        first, second = meaning.main.subject, meaning.other and meaning.other.subject
        if not first or not second or first is second or first.noun is not second.noun:
            return
        if meaning.link in ("and", "but") or first.noun.kind != "pronoun":
            raise LookupError("the same person twice")
        assert meaning.other
        meaning.other.subject, meaning.other.same_subject = first, True

    def _definite_subject(self) -> NounPhrase:
        """Draw a person who can do most things."""
        if self.speech and self.first_person:
            return self.pronoun(self.pick(PRONOUNS["speech"]))
        if self.names and self.chance(0.25):
            return self.noun_phrase(self.pick(NAMES))
        return self.noun_phrase(self.pick(PEOPLE), True, adjective=False)

    def _happening(self, subject: NounPhrase | None = None, negative: bool = False) -> Clause:
        """Draw a past event of a definite subject."""
        clause = self.event(subject, "past", definite=True, adjuncts=False)
        if "s" in clause.predicate.flags:
            raise LookupError("a state does not happen")
        if clause.subject and clause.subject.joined:
            clause.subject.joined = None
        clause.modal, clause.progressive, clause.negative = "", False, negative
        return clause

    def _again(self, clause: Clause) -> NounPhrase:
        """Return the subject for a second clause that shares it."""
        assert clause.subject
        return clause.subject

    def _and(self) -> Sentence:
        """One did this and another did that; or one did both."""
        if self.chance(0.5):
            first = self._happening()
            first.tense = "past"
            if "s" in first.predicate.flags:
                raise LookupError("a state is no first step")
            second = self._happening(self._again(first))
            second.same_subject = True
            return Sentence(first, link="and", other=second)
        first, second = self._happening(), self._happening()
        return Sentence(first, link="and", other=second)

    def _but(self) -> Sentence:
        """The student bought the hat but did not buy the coat; or two people differ."""
        if self.chance(0.5):
            first = self._happening(self._definite_subject())
            verb, object_ = first.predicate, first.object
            if verb.frame != "transitive" or not object_ or object_.relative:
                raise LookupError("nothing to set against another thing")
            others = [
                n for n in verb.objects if n is not object_.noun and n.kind == object_.noun.kind
            ]
            second = Clause(self.next_key(), verb, first.subject, tense="past", negative=True)
            second.object = self._object(verb, self.pick(others), True, False)
            second.same_subject = second.contrast = True
            return Sentence(first, link="but", other=second)
        subject = self._definite_subject()
        return Sentence(self.state(subject, "past"), link="but", other=self._happening())

    def _reason(self, main: Clause) -> Clause:
        """Draw why: the weather, the subject's state, or something that happened."""
        kind = self.random()
        if kind < 0.25:
            clause = self.weather("past")
            clause.time = None
            return clause
        subject = main.subject
        gendered = subject is not None and (
            subject.plural or subject.noun.kind == "pronoun" or set("mf") & set(subject.noun.flags)
        )
        if kind < 0.7 and gendered and subject:
            clause = self.state(subject, "past")
            clause.negative = False
            clause.same_subject = True
            return clause
        return self._happening()

    def _because(self) -> Sentence:
        """Draw an event and its reason, with because."""
        main = self._happening(negative=self.chance(0.2))
        return Sentence(main, link="because", other=self._reason(main))

    def _so(self) -> Sentence:
        """Draw a reason and its result, with so; each has its own subject."""
        main = self._happening()
        reason = self.weather("past") if self.chance(0.4) else self._happening()
        reason.time = None
        return Sentence(main, link="so", other=reason)

    def _when(self) -> Sentence:
        """Draw what was going on when something happened."""
        main = self._happening()
        if set("sp") & set(main.predicate.flags) or main.predicate.frame == "motion":
            raise LookupError("this cannot be going on")
        main.progressive = True
        return Sentence(main, link="when", other=self._happening())

    def _if(self) -> Sentence:
        """Draw a condition and what will follow, or is asked for."""
        condition = self.weather("future") if self.chance(0.4) else self._happening()
        condition.tense = "present"
        if self.chance(0.4):
            self.first_person = False
            return Sentence(self._action(self.pronoun("you")), "polite", "request", "if", condition)
        main = self._happening(negative=self.chance(0.2))
        if "s" in main.predicate.flags:
            raise LookupError("a state does not follow")
        main.tense = "future"
        return Sentence(main, link="if", other=condition)

    def _before(self, link: str = "before") -> Sentence:
        """Draw two acts of one person, one before, after or during the other."""
        main = self._happening(self._definite_subject())
        other = self._happening(main.subject)
        if set("s") & set(main.predicate.flags + other.predicate.flags):
            raise LookupError("states have no order")
        if self._ends_in_relative(main):
            raise LookupError("the second act would belong to the relative clause")
        if main.predicate.english == other.predicate.english:
            raise LookupError("the same act twice")
        other.same_subject = True
        return Sentence(main, link=link, other=other)

    def _after(self) -> Sentence:
        """Draw an act and what came after."""
        return self._before("after")

    def _while(self) -> Sentence:
        """Draw two acts at once; neither may be over in a moment."""
        meaning = self._before("while")
        assert meaning.other
        if "p" in meaning.main.predicate.flags + meaning.other.predicate.flags:
            raise LookupError("too short for another act")
        return meaning

    def _purpose(self) -> Sentence:
        """Draw someone who goes somewhere to do something."""
        subject = self._definite_subject()
        main = Clause(self.next_key(), self.pick(lexicon.MOTIONS[:2]), subject)
        main.goal = self._simple(self.pick(GOALS))
        other = self._happening(subject)
        unfit = "find lose break forget fall arrive wake hide bite cry cough yawn snore stand shout laugh smile close take wear"
        if other.predicate.english.split()[0] in unfit.split():
            raise LookupError("nobody goes anywhere for that")
        if other.predicate.frame == "motion" or "s" in other.predicate.flags:
            raise LookupError("nobody goes there for that")
        other.same_subject = True
        return Sentence(main, link="purpose", other=other)
