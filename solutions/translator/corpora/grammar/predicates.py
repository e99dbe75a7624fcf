"""Write a Korean predicate: the verb, its helpers, its negation and its ending."""

from functools import cache

from . import conjugation as forms
from .conjugation import Stem
from .hangul import attach
from .meaning import MODAL, NEGATION, Clause, Word, words

NOT, NOT_SO = Stem("않"), Stem("않", "", True)
ABLE, UNABLE = Stem("있", "있", True), Stem("없", "있", True)
GOING_ON, GOING_ON_HONORED = Stem("있", "있", True), Stem("계시", "시", True)
WANT, DO = Stem("싶", "", True), Stem("하")
# Verbs whose negation is a word of its own.
NEGATED = {"있": UNABLE, "알": Stem("모르")}
FUTURE = {"plain": "것이다", "polite": "거예요", "formal": "것입니다"}
FINITE = {"plain": forms.statement, "polite": forms.polite, "formal": forms.formal}
# These endings put the link into a word of its own; the others put it into the verb.
OWN_WORD = ("because", "when", "before", "after")


def predicate(clause: Clause, ending: str, style: str, honored: bool) -> list[Word]:
    """Write the verb, its helpers and its ending: 보지 않았다, 볼 수 있다, 보고 있어요."""
    key, negative = clause.key, clause.negative
    if clause.predicate.frame == "copula":
        return _identity(clause, ending, style)
    stem = clause.predicate.korean
    keys: tuple[int, ...] = (key,)
    helper = clause.modal or ("progressive" if clause.progressive else "")
    if negative and not helper and stem.text in NEGATED:
        stem, keys, negative = NEGATED[stem.text], (key, key + NEGATION), False
    if honored and helper not in ("progressive", "want"):
        stem = forms.honorific(stem)
    if ending == "prohibit":
        return [*words(stem.text + "지", key), ("마세요", (key + NEGATION,))]
    out: list[Word] = []
    if helper:
        out, stem = _helped(helper, stem, clause, honored)
        keys = (key + MODAL,)
    if negative and helper == "can":
        stem, keys, negative = UNABLE, (key + MODAL, key + NEGATION), False
    if negative and not helper and style == "polite" and _takes_an(clause.predicate.korean):
        *before, last = stem.text.split()
        out += [*words(" ".join(before), key), ("안", (key + NEGATION,))]
        stem = stem._replace(text=last)
    elif negative:
        out += words(stem.text + "지", *keys)
        stem, keys = NOT_SO if stem.adjective else NOT, (key + NEGATION,)
    if clause.standard:
        # Before the last word: 더 크다, but 키가 더 크다.
        *before, last = stem.text.split()
        out += [*words(" ".join(before), key), ("더", (key,))]
        stem = stem._replace(text=last)
    return out + words(_ending(stem, clause.tense, ending, style), *keys)


def _identity(clause: Clause, ending: str, style: str) -> list[Word]:
    """Write what someone is: 가수다, 가수가 아니다."""
    assert clause.object
    noun, key = clause.object.noun.korean, clause.object.key
    if clause.negative:
        negation = _ending(Stem("아니", "", True), clause.tense, ending, style)
        return [*words(attach(noun, "subject"), key), (negation, (clause.key + NEGATION,))]
    identity = Stem(noun + "이", "이", True)
    return words(_ending(identity, clause.tense, ending, style), key, clause.key)


def _helped(helper: str, stem: Stem, clause: Clause, honored: bool) -> tuple[list[Word], Stem]:
    """Return the verb in the form that its helper wants, and the helper's stem."""
    key, modal = clause.key, (clause.key + MODAL,)
    if helper == "can":
        return [*words(forms.linked(stem, "ㄹ"), key), ("수", modal)], ABLE
    if helper == "must":
        return words(forms.infinitive(stem) + "야", key), DO
    verb = words(stem.text + "고", key)
    if helper == "progressive":
        return verb, GOING_ON_HONORED if honored else GOING_ON
    if honored:
        return verb, forms.honorific(WANT)
    if clause.subject and clause.subject.noun.english in ("I", "we"):
        return verb, WANT
    # One cannot look into others: they show that they want (싶어 하다).
    return [*verb, ("싶어", modal)], DO


def _takes_an(stem: Stem) -> bool:
    """Whether speech negates a word with 안: the short ones, 안 봤어요 but 공부하지 않았어요."""
    *before, last = stem.text.split()
    # 코를 안 골았어요, but never 들어 안 올렸어요: there 들어 is a verb.
    if before and before[-1][-1] in "어여":
        return False
    return len(last) <= 2 and not last.endswith("하") and stem.irregular != "있"


def request_ending(clause: Clause) -> str:
    """Choose how to ask: as a favour (열어 주세요), or for the other's own good (앉으세요)."""
    if clause.negative:
        return "prohibit"
    return "favor" if "r" in clause.predicate.flags else "request"


@cache
def _ending(stem: Stem, tense: str, ending: str, style: str) -> str:
    """Conjugate: the stem in its tense, with what links or ends the clause."""
    past = forms.past(stem, contract=style != "plain") if tense == "past" else stem
    match ending:
        case "finite" | "question" if tense == "future":
            return f"{forms.linked(stem, 'ㄹ')} {FUTURE[style]}"
        case "finite" | "question":
            return FINITE[style](past)
        case "and":
            return forms.plain(past, "고")
        case "then":
            return forms.plain(stem, "고")
        case "but":
            return forms.plain(past, "지만")
        case "because":
            return forms.plain(past, "기 때문에")
        case "so":
            return forms.infinitive(stem) + "서"
        case "when":
            return forms.linked(past, "ㄹ") + " 때"
        case "if":
            return forms.linked(stem, "면")
        case "before":
            return forms.plain(stem, "기 전에")
        case "after":
            return forms.linked(stem, "ㄴ") + " 후에"
        case "while":
            return forms.linked(stem, "면서")
        case "to":
            return forms.linked(stem, "러")
        case "adnominal":
            return forms.adnominal(stem, tense)
        case "favor":
            return forms.infinitive(stem) + " 주세요"
        case "request":
            return forms.polite(forms.honorific(stem))
        case "propose":
            return forms.linked(stem, "ㅂ시다")
    raise ValueError(f"unknown ending {ending!r}")
