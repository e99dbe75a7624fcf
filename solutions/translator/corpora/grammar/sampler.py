"""Choose what to say: a meaning at random, of as many clauses as asked."""

from .events import ends_in_relative
from .lexicon import TRANSITIVES, VOCATIVE_LIST
from .links import LINK_NAMES, LinkSampler
from .meaning import Clause, NounPhrase, Sentence
from .partners import weighted
from .phrases import NARRATION, QUESTION, Misfit, Voice

# Some kinds can never hold two relative clauses: after so many trials, draw another kind.
TRIALS = 20
MOODS = weighted(statement=74, question=17, request=9)
VOICES = weighted(narration=60, first_person=25, vocative=15)
STATEMENTS = weighted(
    event=62, state=14, comparison=5, profession=5, being=8, possession=4, weather=2
)
QUESTIONS = weighted(whether=45, is_so=15, why=12, when=8, where=8, what=15, how_many=7)

# Verbs that stand for several in the other language: wear is 입다, 쓰다, 신다 or 끼다.
PAIRS = {(verb.english, verb.korean) for verb in TRANSITIVES}
CHOSEN_BY_OBJECT = {
    english for english, korean in PAIRS if any((e == english) != (k == korean) for e, k in PAIRS)
}
# Honoured, to drink and to eat are one verb: 무엇을 드셨어요? asks what you ate.
CHOSEN_BY_OBJECT.add("drink")


class Sampler(LinkSampler):
    """Draws sentences."""

    def sentence(self, clauses: int) -> Sentence:
        """Draw one sentence of this many clauses, relative clauses among them.

        What kind it is to be is drawn first and kept for some trials, so that a kind that often
        fails to fit is as frequent as any other.
        """
        while True:
            linked = clauses > 2 or (clauses == 2 and self.chance(0.6))
            link = self.pick(LINK_NAMES) if linked else ""
            mood = "statement" if linked else self.pick(MOODS)
            voice = self._voice()
            for _ in range(TRIALS):
                self.start(voice, relatives=clauses - 1 - linked)
                try:
                    meaning = self._meaning(mood, link)
                except Misfit:
                    continue
                if self.relatives == 0 and self.used_held == self.held:
                    return meaning

    def _voice(self) -> Voice:
        """Choose who speaks to whom. Speech needs a sign that English shows.

        It is a vocative, a question mark, please, let's, or I, we, my.
        """
        kind = self.pick(VOICES)
        if kind == "first_person":
            return Voice("polite", first_person=True)
        if kind == "vocative":
            vocative = self.pick(VOCATIVE_LIST)
            return Voice(vocative.use, vocative)
        return NARRATION

    def _meaning(self, mood: str, link: str) -> Sentence:
        """Draw a sentence in the mood and with the link that were chosen."""
        if mood == "question":
            return self._question()
        if mood == "request":
            return self._request()
        meaning = self.linked(link) if link else Sentence(self._statement(), self.voice.style)
        if self.voice.first_person and not self.speaker_shown:
            raise Misfit("nothing in the English calls for speech")
        meaning.vocative = None if meaning.mood == "request" else self.voice.vocative
        return meaning

    def _statement(self) -> Clause:
        """Draw a main clause of any kind; the speaker shows in events."""
        kind = "event" if self.voice.first_person else self.pick(STATEMENTS)
        clause: Clause = getattr(self, kind)()
        return clause

    def _question(self) -> Sentence:
        """Draw a question, to or about someone; every question is speech."""
        self.voice = QUESTION
        kind = self.pick(QUESTIONS)
        if kind == "is_so":
            return Sentence(self.state(), "polite", "question")
        subject = self.pronoun("you") if self.chance(0.4) else None
        if kind == "whether" and subject is None and self.chance(0.3):
            subject = self.pronoun("who")
        clause = self.event(subject, definite=True, adjuncts=kind == "whether")
        clause.negative = False
        if kind != "whether":
            self._ask(clause, kind)
        return Sentence(clause, "polite", "question")

    def _ask(self, clause: Clause, kind: str) -> None:
        """Turn a clause without adjuncts into a question of this kind."""
        state = "s" in clause.predicate.flags
        if ends_in_relative(clause):
            raise Misfit("the relative clause would take what is asked")
        if clause.modal or clause.frequency:
            clause.tense, clause.modal, clause.frequency = "past", "", None
        if kind == "why":
            clause.asked = kind
        elif kind == "when":
            if clause.tense == "present" or clause.progressive or state:
                raise Misfit("no moment to ask for")
            clause.asked = kind
        elif kind == "where":
            self._ask_where(clause)
        else:
            self._ask_object(clause, kind)

    def _ask_where(self, clause: Clause) -> None:
        """Ask for the place or the goal."""
        if clause.goal and clause.predicate.english in ("walk", "run"):
            raise Misfit("Korean would have to know whether where is a place or a goal")
        if not clause.goal and not clause.predicate.places:
            raise Misfit("no place to ask for")
        clause.goal, clause.asked = None, "where"

    def _ask_object(self, clause: Clause, kind: str) -> None:
        """Ask who, what or how many."""
        object_ = clause.object
        if self.held:
            raise Misfit("the question would hide the word pair")
        if object_ is None or clause.predicate.frame != "transitive":
            raise Misfit("no object to ask for")
        if kind == "how_many":
            if "c" not in clause.predicate.flags or object_.noun.counter == "-":
                raise Misfit("nothing to count")
            clause.object = NounPhrase(object_.key, object_.noun)
            clause.asked = "how many"
        elif clause.predicate.english in CHOSEN_BY_OBJECT:
            raise Misfit("one language needs the object to choose the verb")
        else:
            person = object_.noun.kind in ("person", "kin", "name", "baby")
            clause.object = self.pronoun("who" if person else "what")

    def _request(self) -> Sentence:
        """Draw a request or a proposal."""
        self.voice = QUESTION
        clause = self.action()
        if self.chance(0.3):
            return Sentence(clause, "polite", "proposal")
        clause.negative = self.chance(0.25) and clause.predicate.frame != "ditransitive"
        clause.manner = None if clause.negative else clause.manner
        return Sentence(clause, "polite", "request")
