"""Write a meaning in Korean.

The verb comes last, what describes a noun comes before it, and a subordinate clause before the
main one. Narration takes the written plain style (-다, 보았다, -지 않다), speech the polite one
(-요, 봤어요, 안) and honours elders with 시.
"""

from . import conjugation as forms
from .hangul import attach
from .meaning import (
    ADJECTIVE,
    ASKED,
    DETERMINER,
    FREQUENCY,
    JOINED,
    LINK,
    MANNER,
    OWNER,
    POSITION,
    TIME,
    Clause,
    NounPhrase,
    Sentence,
    Word,
    words,
)
from .predicates import OWN_WORD, predicate, request_ending

DETERMINERS = {"this": "이", "that": "그"}
# Their plural is said, 학생들; that of things is not.
LIVING = ("person", "baby", "kin", "pet", "livestock", "wild", "bird", "sea_life")
COUNTED = {"a": "한", "some": "몇"}
ASKING = {"when": "언제", "why": "왜"}
# Who is asked to do something is not honoured twice.
REQUESTS = ("request", "favor", "prohibit", "propose")


def noun_phrase(phrase: NounPhrase, particle: str, style: str) -> list[Word]:
    """Write a noun with what describes it, and its particle: 큰 개 세 마리를."""
    key, noun = phrase.key, phrase.noun
    out = _determiner(phrase, style)
    if phrase.relative:
        out += clause(phrase.relative, "adnominal", style)
    if phrase.adjective:
        out += words(forms.adnominal(phrase.adjective.korean, "present"), key + ADJECTIVE)
    if phrase.joined:
        joined = noun_phrase(phrase.joined, particle, style)
        return [*out, *words(attach(noun.korean, "and"), key, key + JOINED), *joined]
    if phrase.number or phrase.determiner in COUNTED:
        number = phrase.number.korean if phrase.number else COUNTED[phrase.determiner]
        out += words(noun.korean, key)
        counter = "분" if style != "plain" and "h" in noun.flags else noun.counter
        return [*out, (number, (key + DETERMINER,)), (attach(counter, particle), (key,))]
    text = noun.korean
    if noun.kind == "name" and style != "plain":
        text += " 씨"
    if phrase.plural and noun.kind in LIVING and phrase.determiner != "bare":
        text += "들"
    *before, last = text.split()
    return [*out, *[(word, (key,)) for word in before], (attach(last, particle), (key,))]


def _determiner(phrase: NounPhrase, style: str) -> list[Word]:
    """Write 이, 그, 많은, 우리, 제 or an owner's name."""
    if phrase.determiner == "of" and phrase.owner:
        name = phrase.owner.korean + (" 씨" if style != "plain" else "")
        return words(name + "의", phrase.key + OWNER)
    if phrase.determiner == "my":
        return words("우리" if "o" in phrase.noun.flags else "제", phrase.key + DETERMINER)
    return words(DETERMINERS.get(phrase.determiner, ""), phrase.key + DETERMINER)


def clause(
    clause: Clause, ending: str, style: str, topic: bool = False, subject_said: bool = False
) -> list[Word]:
    """Write a clause whose verb takes `ending`; `topic` marks the subject with 은/는."""
    key, frame = clause.key, clause.predicate.frame
    subject = [] if subject_said else _subject(clause, style, topic)
    time = words(clause.time.korean, key + TIME) if clause.time else []
    if clause.frequency:
        time += words(clause.frequency.korean, key + FREQUENCY)
    if clause.asked in ("when", "why"):
        time += words(ASKING[clause.asked], key + ASKED)
    # News begins with its time: 어제 학생이. A topic comes first: 학생은 어제.
    out = subject + time if topic or ending == "question" else time + subject
    place = _place(clause, style)
    out = place + out if frame == "exist" else out + place
    manner = words(clause.manner.korean, key + MANNER) if clause.manner else []
    if manner and manner[0][0] in ("함께", "혼자"):
        out, manner = out + manner, []
    if clause.standard:
        out += noun_phrase(clause.standard, "than", style)
    if clause.recipient:
        out += noun_phrase(clause.recipient, "to", style)
    if clause.vehicle:
        out += words(attach(clause.vehicle.korean, "toward"), key + POSITION)
    if clause.object and clause.gap != "object" and frame != "copula":
        out += _object(clause, style)
    if clause.goal:
        out += noun_phrase(clause.goal, clause.predicate.particle, style)
    still = frame in ("locate", "exist")
    honored = style != "plain" and not still and ending not in REQUESTS and honors(clause.subject)
    return out + manner + predicate(clause, ending, style, honored)


def honors(subject: NounPhrase | None) -> bool:
    """Whether speech honours this subject with 시: elders, teachers, guests and you."""
    return subject is not None and ("h" in subject.noun.flags or subject.noun.english == "you")


def _subject(clause: Clause, style: str, topic: bool) -> list[Word]:
    """Write the subject with its particle. The listener, and who was just named, go unsaid."""
    if clause.rain:
        return words(attach(clause.rain, "subject"), clause.key)
    subject = clause.subject
    unsaid = clause.gap == "subject" or clause.same_subject
    if subject is None or unsaid or subject.noun.english == "you":
        return []
    return noun_phrase(subject, "topic" if topic else "subject", style)


def _object(clause: Clause, style: str) -> list[Word]:
    """Write the object: 책을, 책 세 권을, and in a contrast 책은."""
    object_ = clause.object
    assert object_
    particle = "topic" if clause.contrast else "object"
    if clause.predicate.frame == "have":
        (noun, keys), *count = noun_phrase(object_, "bare", style)
        return [(attach(noun, "subject"), keys), *count]
    if clause.asked == "how many":
        counted = words(attach(object_.noun.korean, particle), object_.key)
        counter = (object_.noun.counter, (object_.key,))
        return [*counted, ("몇", (clause.key + ASKED,)), counter]
    return noun_phrase(object_, particle, style)


def _place(clause: Clause, style: str) -> list[Word]:
    """Write where it happens (정원에서), where it is (탁자 위에), or the question for it."""
    if clause.asked == "where":
        where = {"at": "어디에", "toward": "어디로"}.get(clause.predicate.particle, "어디에서")
        return words(where, clause.key + ASKED)
    if clause.place is None:
        return []
    if clause.position:
        place = noun_phrase(clause.place, "bare", style)
        position = (clause.place.key + POSITION,)
        return [*place, (attach(clause.position.korean, "at"), position)]
    return noun_phrase(clause.place, "at" if clause.predicate.english == "live" else "in", style)


def is_topic(clause: Clause, linked: bool) -> bool:
    """Whether the subject is what the sentence is about (은/는) or part of the news (이/가).

    News is something seen to happen, in the past or right now, in a sentence of one clause. What
    is indefinite, asked for or falls from the sky is never a topic; a pronoun always is.
    """
    subject = clause.subject
    if subject is None or not subject.definite or subject.noun.english == "who":
        return False
    if subject.noun.kind == "weather" or clause.predicate.frame in ("weather", "exist"):
        return False
    if (
        linked
        or clause.other_doer
        or clause.negative
        or clause.modal
        or subject.noun.kind == "pronoun"
    ):
        return True
    if clause.asked or (clause.object and clause.object.noun.kind == "pronoun"):
        return True
    event = clause.tense == "past" or clause.progressive
    return not event or clause.predicate.frame in ("adjective", "copula", "have", "locate")


def sentence(meaning: Sentence) -> list[Word]:
    """Write a whole sentence: the subordinate clause first, the main verb last."""
    ending = {"statement": "finite", "question": "question", "proposal": "propose"}.get(
        meaning.mood
    ) or request_ending(meaning.main)
    if meaning.other:
        out = _linked(meaning, meaning.other, ending)
    else:
        out = clause(meaning.main, ending, meaning.style, is_topic(meaning.main, False))
    if meaning.vocative:
        out = words(meaning.vocative.korean, -1) + out
    if meaning.mood == "question":
        out[-1] = (out[-1][0] + "?", out[-1][1])
    return out


def _linked(meaning: Sentence, other: Clause, ending: str) -> list[Word]:
    """Write two clauses in Korean order, the subject they share at the very front."""
    main, link, style = meaning.main, meaning.link, meaning.style
    topic = is_topic(main, True)
    if link in ("and", "but"):
        link = "then" if link == "and" and other.same_subject else link
        head = clause(main, link, style, topic)
        return _mark(head, main, link) + clause(other, ending, style, is_topic(other, True))
    subject = _subject(main, style, topic) if other.same_subject else []
    condition = _mark(clause(other, link, style), main, link)
    rest = clause(main, ending, style, topic, subject_said=other.same_subject)
    return subject + condition + rest


def _mark(written: list[Word], main: Clause, link: str) -> list[Word]:
    """Align the linking word or ending with the English conjunction."""
    text, keys = written[-1]
    key = main.key + LINK
    return [*written[:-1], (text, (key,) if link in OWN_WORD else (*keys, key))]
