"""Draw two clauses and what links them.

A linked clause says little (`happening`): what follows the verb would seem to belong to the
clause next to it. Two clauses about one pronoun say it once in Korean.
"""

from . import lexicon
from .events import no_plan
from .meaning import Clause, NounPhrase, Sentence
from .partners import FEELINGS, NAMES, PEOPLE, SEEN, UNASKED, weighted
from .phrases import QUESTION, Misfit
from .states import StateSampler

LINKS = {
    "and": weighted(steps=2, each=2, each_is=1),
    "but": weighted(not_the_other=2, nevertheless=2, each_is=1, opinions=1),
    "because": ("reason",),
    "so": ("reason",),
    "when": weighted(interrupted=1, whenever=1),
    "if": weighted(condition=1, condition_for_request=1),
    "before": ("two_acts",),
    "after": ("two_acts",),
    "while": ("two_acts",),
    "to": ("errand",),
}
LINK_NAMES = tuple(LINKS)
LIKE, HATE = (
    next(verb for verb in SEEN.transitive if verb.english == name) for name in ("like", "hate")
)
NO_ERRAND = UNASKED | {"stand", "laugh", "smile", "close", "take", "wear", "run", "hug", "touch"}


def unasked(clause: Clause) -> bool:
    """Whether a clause is no act that one would choose."""
    return "s" in clause.predicate.flags or no_plan(clause.predicate)


class LinkSampler(StateSampler):
    """Draws sentences of two clauses."""

    def linked(self, link: str) -> Sentence:
        """Draw clauses that suit the link."""
        meaning: Sentence = getattr(self, f"_{self.pick(LINKS[link])}")(link)
        meaning.style = meaning.style if meaning.mood == "request" else self.voice.style
        share_subject(meaning)
        return meaning

    def doer(self) -> NounPhrase:
        """Draw a person who can do most things."""
        if self.voice.first_person:
            return self.pronoun(self.pick(("I", "we")))
        if self.voice.names and self.chance(0.25):
            return self.noun_phrase(self.pick(NAMES))
        return self.noun_phrase(self.pick(PEOPLE), definite=True, adjective=False)

    def action(self) -> Clause:
        """Draw something that the listener can be asked to do."""
        clause = self.event(self.pronoun("you"), "future", True, adjuncts=self.chance(0.4))
        vague = clause.object and clause.object.noun in PEOPLE and not clause.object.definite
        if unasked(clause) or vague:
            raise Misfit("nobody asks for this")
        if clause.manner and clause.manner.english in ("suddenly", "again"):
            clause.manner = None
        clause.tense, clause.time, clause.negative = "present", None, False
        return clause

    def _steps(self, link: str) -> Sentence:
        """The student opened the door and saw the dog."""
        first = self.happening()
        second = self.happening(first.subject)
        if first.predicate is second.predicate:
            raise Misfit("the same step twice")
        second.same_subject = True
        return Sentence(first, link=link, other=second)

    def _each(self, link: str) -> Sentence:
        """The student read the book and the teacher wrote a letter."""
        return Sentence(self.happening(), link=link, other=self.happening())

    def _each_is(self, link: str) -> Sentence:
        """The park is small but the lake is beautiful."""
        tense = self.pick(("past", "present"))
        first, second = self.state(tense=tense), self.state(tense=tense)
        first.negative = second.negative = False
        assert first.subject and second.subject
        alike = first.subject.noun.kind == second.subject.noun.kind
        if not alike or first.predicate is second.predicate:
            raise Misfit("nothing to compare")
        return Sentence(first, link=link, other=second)

    def _not_the_other(self, link: str) -> Sentence:
        """The student bought the hat but did not buy the coat."""
        first = self.happening(self.doer())
        verb, bought = first.predicate, first.object
        if verb.frame != "transitive" or not bought or bought.relative:
            raise Misfit("nothing to set against another thing")
        others = [n for n in verb.objects if n is not bought.noun and n.kind == bought.noun.kind]
        second = Clause(self.next_key(), verb, first.subject, negative=True)
        second.object = self.object(second, self.pick(others), simple=True)
        second.same_subject = second.contrast = True
        return Sentence(first, link=link, other=second)

    def _nevertheless(self, link: str) -> Sentence:
        """I was tired but my uncle danced."""
        return Sentence(self.state(self.doer(), "past"), link=link, other=self.happening())

    def _opinions(self, link: str) -> Sentence:
        """The student likes dogs but the teacher likes cats."""
        tense, clauses = self.pick(("past", "present")), []
        for verb in (LIKE, self.pick((LIKE, HATE))):
            clause = Clause(self.next_key(), verb, self.doer(), tense=tense)
            clause.object = self.object(clause, self.pick(verb.objects))
            clauses.append(clause)
        first, second = (clause.object.noun for clause in clauses if clause.object)
        if first is second or first.kind != second.kind:
            raise Misfit("nothing to compare")
        return Sentence(clauses[0], link=link, other=clauses[1])

    def _reason(self, link: str) -> Sentence:
        """Draw a reason and its result: the weather, a feeling, or what someone did."""
        main = self.happening(negative=link == "because" and self.chance(0.1))
        kind, subject = self.pick(("weather", "feeling", "event")), main.subject
        if kind == "weather":
            reason = self.weather("past")
            reason.time = None
        elif kind == "feeling" and subject and has_pronoun(subject):
            reason = self.state(subject, "past")
            reason.negative, reason.same_subject = False, True
        else:
            reason = self.happening()
        return Sentence(main, link=link, other=reason)

    def _interrupted(self, link: str) -> Sentence:
        """The cat was sleeping when the student opened the door."""
        main = self.happening()
        if "p" in main.predicate.flags or main.predicate.frame == "motion":
            raise Misfit("this cannot be going on")
        main.progressive = True
        return Sentence(main, link=link, other=self.happening())

    def _whenever(self, link: str) -> Sentence:
        """Minsu always listens to music when he is sad."""
        main = self.happening(self.doer())
        if unasked(main) or "p" in main.predicate.flags:
            raise Misfit("no habit")
        assert main.subject
        main.tense, main.frequency = "present", self.pick(lexicon.FREQUENCY_LIST[:4])
        if self.chance(0.5) and has_pronoun(main.subject):
            other = self.state(main.subject, "present")
            other.negative, other.same_subject = False, True
        else:
            other = self.weather("present")
        return Sentence(main, link=link, other=other)

    def _condition(self, link: str) -> Sentence:
        """If it rains tomorrow, the students will read books."""
        condition = self._open_condition(
            self.pick(("weather", "weather", "event", "event", "event"))
        )
        main = self.happening(negative=self.chance(0.2))
        main.tense = "future"
        return Sentence(main, link=link, other=condition)

    def _open_condition(self, kind: str) -> Clause:
        """Draw what may come about; both languages put it in the present."""
        clause = self.weather("future") if kind == "weather" else self.happening()
        clause.tense = "present"
        if clause.time and clause.time.english == "soon":
            clause.time = None
        return clause

    def _condition_for_request(self, link: str) -> Sentence:
        """If you are hungry, please eat the apple."""
        self.voice = QUESTION
        kind = self.pick(("weather", "feeling", "event"))
        action = self.action()
        if kind == "feeling":
            listener = self.pronoun("you")
            condition = Clause(self.next_key(), self.pick(FEELINGS), listener, tense="present")
        else:
            condition = self._open_condition(kind)
        return Sentence(action, "polite", "request", link, condition)

    def _two_acts(self, link: str) -> Sentence:
        """The student washed the apple before eating bread; neither is a moment for "while"."""
        subject = self.doer()
        # A relative clause at the end of the first act would swallow the second.
        owed, self.relatives = self.relatives, 0
        main = self.happening(subject)
        self.relatives = owed
        other = self.happening(subject, meanwhile=link == "while")
        if main.predicate is other.predicate:
            raise Misfit("the same act twice")
        if link == "while" and ("p" in main.predicate.flags):
            raise Misfit("too short for another act")
        other.same_subject = True
        return Sentence(main, link=link, other=other)

    def _errand(self, link: str) -> Sentence:
        """The student went to the market to buy apples."""
        subject = self.doer()
        other = self.happening(subject)
        verb = other.predicate
        if verb.english.split()[0] in NO_ERRAND or not verb.places or verb.english == "live":
            raise Misfit("nobody goes anywhere for that")
        motion = self.pick(lexicon.MOTIONS[:2])
        main = Clause(self.next_key(), motion, subject, goal=self.simple(self.pick(verb.places)))
        other.same_subject = True
        return Sentence(main, link=link, other=other)


def has_pronoun(subject: NounPhrase) -> bool:
    """Whether English has one plain choice among I, we, he, she and they for this subject."""
    return (
        subject.several
        or subject.noun.kind == "pronoun"
        or bool(set("mf") & set(subject.noun.flags))
    )


def share_subject(meaning: Sentence) -> None:
    """Let two clauses about the same pronoun share it; refuse what would confuse."""
    main, other, link = meaning.main.subject, meaning.other, meaning.link
    if other is None or other.same_subject:
        return
    if link not in ("and", "but") and other.other_doer:
        raise Misfit("two subjects side by side")
    if main is None or other.subject is None:
        return
    names = {main.noun.english, other.subject.noun.english}
    if names == {"I", "we"} or names & {"he", "she", "they"}:
        raise Misfit("whom does the pronoun mean?")
    if main.noun is other.subject.noun:
        if link in ("and", "but") or main.noun.kind != "pronoun":
            raise Misfit("the same person twice")
        other.subject, other.same_subject = main, True
