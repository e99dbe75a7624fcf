"""Write a meaning in English."""

from . import inflection
from .lexicon import BY_NAME
from .meaning import (
    ADJECTIVE,
    ASKED,
    DETERMINER,
    FREQUENCY,
    JOINED,
    LINK,
    MANNER,
    MODAL,
    NEGATION,
    NOUN,
    OWNER,
    POSITION,
    TIME,
    Clause,
    NounPhrase,
    Sentence,
    Word,
    words,
)

PRONOUN_OBJECTS = {"I": "me", "we": "us", "he": "him", "she": "her", "they": "them"}


def noun_phrase(phrase: NounPhrase, as_object: bool = False) -> list[Word]:
    """Write a noun with its determiner, adjective and relative clause."""
    key, noun = phrase.key, phrase.noun
    if noun.kind == "pronoun":
        english = PRONOUN_OBJECTS.get(noun.english, noun.english) if as_object else noun.english
        return words(english, key)
    head = words(phrase.adjective.english, key + ADJECTIVE) if phrase.adjective else []
    head += words(noun.plural if phrase.plural else noun.english, key + NOUN)
    out = _determiner(phrase, head[0][0]) + head
    if phrase.joined:
        out += [("and", (key + JOINED,)), *noun_phrase(phrase.joined)]
    if phrase.relative:
        person = noun.kind in ("person", "kin", "baby", "name")
        out += [("who" if person else "that", ()), *clause(phrase.relative)]
    return out


def _determiner(phrase: NounPhrase, following: str) -> list[Word]:
    """Write what stands before the adjective."""
    key = phrase.key + DETERMINER
    match phrase.determiner:
        case "bare":
            return []
        case "a" if "p" in phrase.noun.flags:
            return [("a", (key,)), *words("pair of", phrase.key)]
        case "a":
            return [(inflection.article(following), (key,))]
        case "number" if "p" in phrase.noun.flags:
            assert phrase.number
            return [(phrase.number.english, (key,)), *words("pairs of", phrase.key)]
        case "number":
            assert phrase.number
            return [(phrase.number.english, (key,))]
        case "of":
            assert phrase.owner
            return [(phrase.owner.english + "'s", (phrase.key + OWNER,))]
        case "this" | "that" if phrase.plural:
            return [({"this": "these", "that": "those"}[phrase.determiner], (key,))]
        case "the":
            return [("the", ())]
        case other:
            return [(other, (key,))]


def _be(subject: NounPhrase | None, tense: str) -> str:
    """Choose am, is, are, was or were."""
    name = subject.noun.english if subject else "it"
    several = subject is not None and subject.several
    if tense == "past":
        return "were" if several else "was"
    return "am" if name == "I" else "are" if several else "is"


def _third_person(subject: NounPhrase | None) -> bool:
    """Whether the verb takes its s."""
    return subject is None or not (subject.several or subject.noun.english == "I")


def _verb_group(clause: Clause, subject: NounPhrase | None, support: bool) -> list[Word]:
    """Write the verb: the auxiliary first, if there is one or `support` asks for one."""
    key, base = clause.key, clause.predicate.english
    if clause.predicate.frame in ("copula", "exist", "locate", "adjective"):
        base = inflection.comparative(base) if clause.standard else base
        state = words(base, key) if clause.predicate.frame == "adjective" else []
        if clause.tense == "future":
            return [("will", (key,)), ("be", (key,)), *state]
        return [(_be(subject, clause.tense), () if state else (key,)), *state]
    if clause.progressive:
        return [(_be(subject, clause.tense), (key + MODAL,)), *words(inflection.gerund(base), key)]
    if clause.tense == "future":
        return [("will", (key,)), *words(base, key)]
    if clause.modal == "can":
        return [("can", (key + MODAL,)), *words(base, key)]
    head, past, keys = base, clause.predicate.past, (key,)
    tail: list[Word] = []
    if clause.modal:
        head, past = {"want": ("want to", "wanted to"), "must": ("have to", "had to")}[clause.modal]
        keys, tail = (key + MODAL,), words(base, key)
    if support:
        do = "did" if clause.tense == "past" else "does" if _third_person(subject) else "do"
        return [(do, ()), *words(head, *keys), *tail]
    if clause.tense == "past":
        return words(past, *keys) + tail
    third = _third_person(subject)
    return words(inflection.third_person(head) if third else head, *keys) + tail


def clause(
    clause: Clause, question: bool = False, subject: NounPhrase | None = None, shared: bool = False
) -> list[Word]:
    """Write a clause; `shared` leaves out the subject, and so does a relative clause's gap."""
    key, object_ = clause.key, clause.object
    subject = subject or clause.subject
    asks_subject = subject is not None and subject.noun.english == "who"
    inverted = question and not asks_subject
    group = _verb_group(clause, subject, inverted or clause.negative)
    if clause.negative and clause.modal == "can":
        group[0] = ("cannot", (key + MODAL, key + NEGATION))
    elif clause.negative:
        group.insert(1, ("not", (key + NEGATION,)))
    if clause.frequency and clause.frequency.use == "before":
        group = words(clause.frequency.english, key + FREQUENCY) + group
    start = [] if shared or clause.gap == "subject" else _subject(clause, subject)
    moved: list[Word] = []
    if clause.asked:
        moved = words(clause.asked, key + ASKED)
        if clause.asked == "how many" and object_:
            moved += words(object_.noun.plural, object_.key)
    elif object_ and object_.noun.english in ("who", "what"):
        moved = noun_phrase(object_)
    object_moved = clause.gap == "object" or (bool(moved) and clause.asked in ("", "how many"))
    if inverted:
        return [*moved, group[0], *start, *group[1:], *_after_verb(clause, object_moved)]
    return start + group + _after_verb(clause, object_moved)


def _subject(clause: Clause, subject: NounPhrase | None) -> list[Word]:
    """Write the subject; rain has it, and what exists has there."""
    if clause.predicate.frame in ("weather", "exist"):
        return [("it" if clause.predicate.frame == "weather" else "there", ())]
    assert subject
    return noun_phrase(subject)


def _after_verb(clause: Clause, object_moved: bool = False) -> list[Word]:
    """Write all that follows the verb."""
    key, frame = clause.key, clause.predicate.frame
    out: list[Word] = []
    if frame == "exist" and clause.subject:
        out += noun_phrase(clause.subject)
    if clause.standard:
        out += [("than", (clause.standard.key,)), *noun_phrase(clause.standard)]
    if clause.object and not object_moved:
        out += noun_phrase(clause.object, as_object=True)
    if clause.recipient:
        out += [("to", (clause.recipient.key,)), *noun_phrase(clause.recipient, as_object=True)]
    if clause.goal:
        preposition = "to"
        if clause.predicate.english == "arrive":
            wide = clause.goal.noun.kind == "city" or clause.goal.noun.english == "village"
            preposition = "in" if wide else "at"
        out += [(preposition, (clause.goal.key,)), *noun_phrase(clause.goal)]
    if clause.manner:
        out += words(clause.manner.english, key + MANNER)
    if clause.vehicle:
        out += words("by " + clause.vehicle.english, key + POSITION)
    if clause.place:
        if clause.position:
            out += words(clause.position.english, clause.place.key + POSITION)
        else:
            out.append((clause.place.noun.preposition, (clause.place.key,)))
        out += noun_phrase(clause.place)
    if clause.time:
        out += words(clause.time.english, key + TIME)
    if clause.frequency and clause.frequency.use == "after":
        out += words(clause.frequency.english, key + FREQUENCY)
    return out


def _pronoun(subject: NounPhrase | None) -> NounPhrase | None:
    """Return the pronoun for a subject said before; key 0, for Korean leaves it out."""
    if subject is None or subject.noun.kind == "pronoun":
        return subject and NounPhrase(0, subject.noun)
    name = "they" if subject.several else "she" if "f" in subject.noun.flags else "he"
    return NounPhrase(0, BY_NAME[name])


def _bare_verb(clause: Clause, form: str) -> list[Word]:
    """Write a clause that has neither subject nor tense: opening the door."""
    return words(form, clause.key) + _after_verb(clause)


def sentence(meaning: Sentence) -> list[Word]:
    """Write a whole sentence, lower case but for names and I, a question mark and no full stop."""
    main, other, link = meaning.main, meaning.other, meaning.link
    linking = (main.key + LINK,)
    if meaning.mood == "request":
        not_ = [("do", ()), ("not", (main.key + NEGATION,))] if main.negative else []
        out = [("please", ()), *not_, *_bare_verb(main, main.predicate.english)]
    elif meaning.mood == "proposal":
        out = [("let's", ()), *_bare_verb(main, main.predicate.english)]
    else:
        out = clause(main, meaning.mood == "question")
    if other:
        base = other.predicate.english
        pronoun = _pronoun(main.subject) if other.same_subject else None
        if link in ("before", "after", "while"):
            out += [(link, linking), *_bare_verb(other, inflection.gerund(base))]
        elif link == "to":
            out += [("to", linking), *_bare_verb(other, base)]
        elif link in ("because", "when"):
            out += [(link, linking), *clause(other, subject=pronoun)]
        elif link == "if":
            out = [("if", linking), *_comma(clause(other, subject=pronoun)), *out]
        elif other.same_subject and link in ("and", "but"):
            out += [(link, linking), *clause(other, subject=main.subject, shared=True)]
        elif link == "so":
            out = clause(main, subject=pronoun) if pronoun else out
            reason = clause(other, subject=main.subject if pronoun else None)
            out = [*_comma(reason), ("so", linking), *out]
        else:
            out += [(link, linking), *clause(other)]
    if meaning.vocative:
        out = words(meaning.vocative.english, -1) + out
    if meaning.mood == "question":
        out[-1] = (out[-1][0] + "?", out[-1][1])
    return out


def _comma(clause: list[Word]) -> list[Word]:
    """Add a comma to the last word."""
    return [*clause[:-1], (clause[-1][0] + ",", clause[-1][1])]
