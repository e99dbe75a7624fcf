"""Write a meaning in Korean.

The verb comes last, what describes a noun comes before it, and a subordinate clause before the
main one. Narration takes the written plain style (-다, 보았다, -지 않다), speech the polite one
(-요, 봤어요, 안) and honours elders with 시.
"""

from functools import cache

from . import conjugation as verb_forms
from .conjugation import Stem
from .hangul import attach
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
    OWNER,
    POSITION,
    TIME,
    Clause,
    NounPhrase,
    Sentence,
    Word,
)

DETERMINERS = {"this": "이", "that": "그", "many": "많은"}
ASKING = {"where": "어디에서", "when": "언제", "why": "왜", "how many": "몇"}
NOT = Stem("않")
NOT_SO = Stem("않", "", True)
BE_ABLE, BE_UNABLE = Stem("있", "있", True), Stem("없", "있", True)
WANT, DO, CONTINUE, CONTINUE_HONORED = (
    Stem("싶", "", True),
    Stem("하"),
    Stem("있", "있", True),
    Stem("계시", "시", True),
)
# Verbs and adjectives whose negation is a word of its own.
NEGATED = {"있": BE_UNABLE, "알": Stem("모르")}
FUTURE = {"plain": "것이다", "polite": "거예요", "formal": "것입니다"}
FINITE = {
    "plain": verb_forms.statement,
    "polite": verb_forms.polite,
    "formal": verb_forms.formal,
}
# What is asked as a favour takes -아 주세요 (열어 주세요), other requests -(으)세요 (앉으세요).
FAVORS = set(
    "open close wait for help fix clean wash wipe carry push pull buy sell turn on turn off send "
    "show lend teach call look for cut sing play pour choose draw make bake boil paint lift load "
    "protect invite praise catch find hug plant hide stir follow".split()
)


def words(text: str, *keys: int) -> list[Word]:
    """Give every word of a phrase the same keys."""
    return [(word, keys) for word in text.split()]


def noun_phrase(phrase: NounPhrase, particle: str, style: str) -> list[Word]:
    """Write a noun with what describes it, and its particle: 큰 개 세 마리를."""
    key, noun = phrase.key, phrase.noun
    out = _determiner(phrase, style)
    if phrase.relative:
        out += clause(phrase.relative, "adnominal", style)
    if phrase.adjective:
        out += words(verb_forms.adnominal(phrase.adjective.korean, "present"), key + ADJECTIVE)
    if phrase.joined:
        joined = noun_phrase(phrase.joined, particle, style)
        return [*out, *words(attach(noun.korean, "and"), key, key + JOINED), *joined]
    if phrase.determiner in ("a", "number", "some"):
        number = {"a": "한", "some": "몇"}.get(phrase.determiner) or phrase.number.korean
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


LIVING = ("person", "baby", "kin", "pet", "livestock", "wild", "bird", "sea_life")


def _determiner(phrase: NounPhrase, style: str) -> list[Word]:
    """Write 이, 그, 많은, 우리, 제 or an owner's name."""
    if phrase.determiner == "of" and phrase.owner:
        name = phrase.owner.korean + (" 씨" if style != "plain" else "")
        return words(name + "의", phrase.key + OWNER)
    if phrase.determiner == "my":
        return words("우리" if "o" in phrase.noun.flags else "제", phrase.key + DETERMINER)
    return words(DETERMINERS.get(phrase.determiner, ""), phrase.key + DETERMINER)


def clause(
    clause: Clause, ending: str, style: str, topic: bool = False, honored: bool | None = None
) -> list[Word]:
    """Write a clause whose verb takes `ending`; `topic` marks the subject with 은/는."""
    key, frame = clause.key, clause.predicate.frame
    subject = _subject(clause, style, topic)
    time = words(clause.time.korean, key + TIME) if clause.time else []
    if clause.frequency:
        time += words(clause.frequency.korean, key + FREQUENCY)
    if clause.asked in ("when", "why"):
        time += words(ASKING[clause.asked], key + ASKED)
    out = subject + time if topic else time + subject
    if frame in ("locate", "exist"):
        place = _place(clause, style)
        out = place + subject if frame == "exist" else [*subject, *time, *place]
        return out + _predicate(clause, ending, style, False)
    early = clause.manner is not None and clause.manner.english in ("together", "alone")
    manner = words(clause.manner.korean, key + MANNER) if clause.manner else []
    out += _place(clause, style) + (manner if early else [])
    if clause.standard:
        out += noun_phrase(clause.standard, "than", style)
        out.append(("더", (key,)))
    if clause.recipient:
        out += noun_phrase(clause.recipient, "to", style)
    if clause.vehicle:
        out += words(attach(clause.vehicle.korean, "toward"), key + POSITION)
    if clause.object and clause.gap != "object" and frame != "copula":
        out += _object(clause, style)
    if clause.goal:
        out += noun_phrase(clause.goal, clause.predicate.particle, style)
    if clause.asked == "where":
        where = {"at": "어디에", "toward": "어디로"}.get(clause.predicate.particle, "어디에서")
        out += words(where, key + ASKED)
    out += [] if early else manner
    if honored is None:
        honored = style != "plain" and honors(clause.subject)
    return out + _predicate(clause, ending, style, honored)


def honors(subject: NounPhrase | None) -> bool:
    """Whether speech honours this subject with 시: elders, teachers, guests and you."""
    return subject is not None and ("h" in subject.noun.flags or subject.noun.english == "you")


def _subject(clause: Clause, style: str, topic: bool) -> list[Word]:
    """Write the subject with its particle. The listener, and who was just named, go unsaid."""
    if clause.rain:
        return words(attach(clause.rain, "subject"), clause.key)
    subject = clause.subject
    if subject is None or clause.gap == "subject" or clause.same_subject:
        return []
    if subject.noun.english == "you":
        return []
    return noun_phrase(subject, "topic" if topic else "subject", style)


def _object(clause: Clause, style: str) -> list[Word]:
    """Write the object: 책을, 책 세 권을, and in a contrast 책은."""
    object_ = clause.object
    assert object_
    particle = "topic" if clause.contrast else "object"
    if clause.predicate.frame == "have":
        noun, number, counter = noun_phrase(object_, "bare", style)
        return [(attach(noun[0], "subject"), noun[1]), number, counter]
    if clause.asked == "how many":
        noun = words(attach(object_.noun.korean, particle), object_.key)
        counter = (object_.noun.counter, (object_.key,))
        return [*noun, ("몇", (clause.key + ASKED,)), counter]
    return noun_phrase(object_, particle, style)


def _place(clause: Clause, style: str) -> list[Word]:
    """Write where it happens (정원에서) or where it is (탁자 위에)."""
    if clause.place is None:
        return []
    if clause.position:
        place = noun_phrase(clause.place, "bare", style)
        position = (clause.place.key + POSITION,)
        return [*place, (attach(clause.position.korean, "at"), position)]
    still = clause.predicate.frame in ("locate", "exist") or clause.predicate.english == "live"
    return noun_phrase(clause.place, "at" if still else "in", style)


def _predicate(clause: Clause, ending: str, style: str, honored: bool) -> list[Word]:
    """Write the verb, its helpers and its ending."""
    key, out = clause.key, []
    stem = clause.predicate.korean
    if clause.predicate.frame == "copula" and clause.object:
        noun = clause.object
        if clause.negative:
            out = words(attach(noun.noun.korean, "subject"), noun.key)
            return out + _finish(Stem("아니", "", True), clause, ending, style, key + NEGATION)
        identity = Stem(noun.noun.korean + "이", "이", True)
        return _finish(identity, clause, ending, style, noun.key, key)
    negative = clause.negative and ending != "prohibit"
    if negative and stem.text in NEGATED and not clause.modal:
        stem, negative = NEGATED[stem.text], False
        return _finish(stem, clause, ending, style, key, key + NEGATION)
    if honored and not clause.progressive and clause.modal != "want":
        stem = verb_forms.honorific(stem)
    last_key = key
    if clause.modal or clause.progressive:
        stem, last_key = _help(stem, clause, honored, out), key + MODAL
        if clause.modal == "can" and negative:
            stem, negative = BE_UNABLE, False
            return out + _finish(stem, clause, ending, style, last_key, key + NEGATION)
    if ending == "prohibit":
        return [*out, *words(stem.text + "지", key), ("마세요", (key + NEGATION,))]
    if negative and _short(clause, style):
        *before, last = stem.text.split()
        out += [*words(" ".join(before), key), ("안", (key + NEGATION,))]
        stem = Stem(last, *stem[1:])
    elif negative:
        out += words(stem.text + "지", last_key)
        stem = NOT_SO if stem.adjective and stem.irregular != "시" else NOT
        if clause.predicate.frame == "adjective":
            stem = NOT_SO
        last_key = key + NEGATION
    return out + _finish(stem, clause, ending, style, last_key)


def _help(stem: Stem, clause: Clause, honored: bool, out: list[Word]) -> Stem:
    """Append the verb in the form that its helper wants, and return the helper."""
    key = clause.key
    if clause.progressive:
        out += words(stem.text + "고", key)
        return CONTINUE_HONORED if honored else CONTINUE
    if clause.modal == "can":
        out += [*words(verb_forms.linked(stem, "ㄹ"), key), ("수", (key + MODAL,))]
        return BE_ABLE
    if clause.modal == "must":
        out += words(verb_forms.infinitive(stem) + "야", key)
        return DO
    out += words(stem.text + "고", key)
    subject = clause.subject
    if subject is not None and subject.noun.english in ("I", "we"):
        return WANT
    if honored:
        return verb_forms.honorific(WANT)
    out.append(("싶어", (key + MODAL,)))
    return DO


def _short(clause: Clause, style: str) -> bool:
    """Whether 안 stands before the verb: in speech, and before short words only."""
    stem = clause.predicate.korean.text.split()[-1]
    helped = clause.modal or clause.progressive
    return style == "polite" and not helped and len(stem) <= 2 and not stem.endswith("하")


@cache
def _ending(stem: Stem, tense: str, ending: str, style: str) -> str:
    """Conjugate: the stem in its tense, with what links or ends the clause."""
    past = verb_forms.past(stem, contract=style != "plain") if tense == "past" else stem
    match ending:
        case "finite" if tense == "future":
            return f"{verb_forms.linked(stem, 'ㄹ')} {FUTURE[style]}"
        case "finite":
            return FINITE[style](past)
        case "and":
            return verb_forms.plain(past, "고")
        case "then":
            return verb_forms.plain(stem, "고")
        case "but":
            return verb_forms.plain(past, "지만")
        case "because":
            return verb_forms.plain(past, "기 때문에")
        case "so":
            return verb_forms.infinitive(stem) + "서"
        case "when":
            return verb_forms.linked(past, "ㄹ") + " 때"
        case "if":
            return verb_forms.linked(stem, "면")
        case "before":
            return verb_forms.plain(stem, "기 전에")
        case "after":
            return verb_forms.linked(stem, "ㄴ") + " 후에"
        case "while":
            return verb_forms.linked(stem, "면서")
        case "purpose":
            return verb_forms.linked(stem, "러")
        case "adnominal":
            return verb_forms.adnominal(stem, tense)
        case "favor":
            return verb_forms.infinitive(stem) + " 주세요"
        case "request":
            return verb_forms.polite(verb_forms.honorific(stem))
        case "propose":
            return verb_forms.linked(stem, "ㅂ시다")
    raise ValueError(f"unknown ending {ending!r}")


# These endings put the link into a word of its own; the others into the verb.
OWN_WORD = ("because", "when", "before", "after")


def _finish(stem: Stem, clause: Clause, ending: str, style: str, *keys: int) -> list[Word]:
    """Write the conjugated verb; a helper word such as 것이다 shares its keys."""
    return words(_ending(stem, clause.tense, ending, style), *keys)


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
    if linked or clause.negative or clause.modal or subject.noun.kind == "pronoun":
        return True
    if clause.asked or (clause.object and clause.object.noun.kind == "pronoun"):
        return True
    event = clause.tense == "past" or clause.progressive
    return not event or clause.predicate.frame in ("adjective", "copula", "have", "locate")


def sentence(meaning: Sentence) -> list[Word]:
    """Write a whole sentence: the subordinate clause first, the main verb last."""
    main, other, link, style = meaning.main, meaning.other, meaning.link, meaning.style
    ending = "finite"
    if meaning.mood == "request":
        # 주다 itself is already a favour: 보여 주세요, never 보여 줘 주세요.
        favor = main.predicate.english in FAVORS and not main.predicate.korean.text.endswith("주")
        ending = "prohibit" if main.negative else "favor" if favor else "request"
    elif meaning.mood == "proposal":
        ending = "propose"
    honored = None if meaning.mood in ("statement", "question") else False
    if other is None:
        out = clause(main, ending, style, is_topic(main, False), honored)
    else:
        out = _linked(meaning, main, other, link, ending, style)
    if meaning.vocative:
        out = words(meaning.vocative.korean, -1) + out
    if meaning.mood == "question":
        out[-1] = (out[-1][0] + "?", out[-1][1])
    return out


def _linked(
    meaning: Sentence, main: Clause, other: Clause, link: str, ending: str, style: str
) -> list[Word]:
    """Write two clauses in Korean order, the subject they share at the very front."""
    key = main.key + LINK
    if link in ("and", "but"):
        first = "then" if link == "and" and other.same_subject else link
        honored = style != "plain" and honors(main.subject)
        head = clause(main, first, style, is_topic(main, True))
        tail = clause(
            other, ending, style, is_topic(other, True), honored if other.same_subject else None
        )
        return _mark(head, key, first) + tail
    if other.same_subject:
        honored = style != "plain" and honors(main.subject)
        subject = _subject(main, style, is_topic(main, True))
        main.same_subject = True
        out = subject + _mark(clause(other, link, style, honored=honored), key, link)
        out += clause(main, ending, style)
        main.same_subject = False
        return out
    head = _mark(clause(other, link, style), key, link)
    asked = meaning.mood in ("request", "proposal")
    return head + clause(main, ending, style, is_topic(main, True), False if asked else None)


def _mark(words_: list[Word], key: int, link: str) -> list[Word]:
    """Align the linking word or ending with the English conjunction."""
    text, keys = words_[-1]
    return [*words_[:-1], (text, (key,) if link in OWN_WORD else (*keys, key))]
