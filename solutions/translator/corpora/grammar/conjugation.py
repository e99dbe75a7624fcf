"""Korean verbs and adjectives: one stem, three ways to meet an ending.

A stem meets an ending that starts with a plain consonant (보고), with a linking vowel 으 that
comes and goes (읽으면, 보면), or with 아/어 (보아). Every form below goes through one of these.
Rules and irregular classes follow the National Institute of Korean Language's Hangul
orthography, articles 15, 16, 18 and 34 to 36.
"""

from functools import cache
from typing import NamedTuple

from .hangul import final, join, split, with_final

# What 아/어 becomes after an open vowel: the vowel that the two make together.
CONTRACTED = {
    "ㅏ": "ㅏ",
    "ㅓ": "ㅓ",
    "ㅗ": "ㅘ",
    "ㅜ": "ㅝ",
    "ㅣ": "ㅕ",
    "ㅐ": "ㅐ",
    "ㅔ": "ㅔ",
    "ㅕ": "ㅕ",
}
CONTRACTED |= {"ㅚ": "ㅙ"}
# Stems in 르 that drop 으 as 쓰다 does, and so do not double the ㄹ (따라, not 딸라).
PLAIN_REU = ("따르", "치르", "들르")


class Stem(NamedTuple):
    """A verb or adjective without its dictionary ending 다.

    `irregular` names the consonant that changes: ㅂ, ㄷ, ㅅ or ㅎ. It is 있 for 있다 and 없다, 시
    for an honorific, 이 for a noun with the copula, and 새 for a word that only stands before
    nouns. What the shape of the stem tells (하, 르, 으, ㄹ) needs no mark.
    """

    text: str
    irregular: str = ""
    adjective: bool = False


def plain(stem: Stem, ending: str) -> str:
    """Add an ending that starts with a consonant and never changes: 고, 지, 기, 다.

    >>> plain(Stem("돕", "ㅂ"), "고")
    '돕고'
    """
    return stem.text + ending


@cache
def linked(stem: Stem, ending: str) -> str:
    """Add an ending that takes 으 after a consonant: 면, 러, 시, or a lone ㄴ, ㄹ, ㅂ.

    >>> [linked(Stem(*s), "면") for s in [("읽",), ("보",), ("살",), ("듣", "ㄷ"), ("돕", "ㅂ")]]
    ['읽으면', '보면', '살면', '들으면', '도우면']
    >>> linked(Stem("살"), "ㄴ"), linked(Stem("빨갛", "ㅎ"), "ㄴ"), linked(Stem("짓", "ㅅ"), "ㄹ")
    ('산', '빨간', '지을')
    """
    text = stem.text
    if stem.irregular == "ㅂ":
        text = with_final(text, "") + "우"
    elif stem.irregular == "ㄷ":
        text = with_final(text, "ㄹ") + "으"
    elif stem.irregular == "ㅅ":
        text = with_final(text, "") + "으"
    elif stem.irregular == "ㅎ":
        text = with_final(text, "")
    elif final(text) == "ㄹ":
        # ㄹ falls before ㄴ, ㄹ, ㅂ and ㅅ, and stays before 면 and 러.
        text = with_final(text, "") if ending[0] in "ㄴㄹㅂ시세십" else text
    elif final(text):
        text += "으"
    if ending[0] in "ㄴㄹㅂ":
        return with_final(text, ending[0]) + ending[1:]
    return text + ending


@cache
def infinitive(stem: Stem, contract: bool = True) -> str:
    """Add 아 or 어. Writing may leave ㅗ and ㅜ open (보아), speech closes them (봐).

    >>> [infinitive(Stem(*s)) for s in [("보",), ("마시",), ("쓰",), ("부르",), ("걷", "ㄷ")]]
    ['봐', '마셔', '써', '불러', '걸어']
    >>> infinitive(Stem("보"), contract=False), infinitive(Stem("아름답", "ㅂ"))
    ('보아', '아름다워')
    """
    text = stem.text
    if stem.irregular == "이":
        return _copula(text, "여", "이어")
    if text.endswith("하"):
        return text[:-1] + "해"
    if text == "아니":
        return "아니어"
    onset, vowel, last = split(text[-1])
    if stem.irregular == "ㅂ":
        return with_final(text, "") + ("와" if text in ("돕", "곱") else "워")
    if stem.irregular == "ㅎ":
        return text[:-1] + join(onset, "ㅒ" if vowel == "ㅑ" else "ㅐ")
    if stem.irregular in ("ㄷ", "ㅅ"):
        text = with_final(text, "ㄹ" if stem.irregular == "ㄷ" else "")
        return text + ("아" if vowel in "ㅏㅗ" else "어")
    if last:
        return text + ("아" if vowel in "ㅏㅑㅗ" else "어")
    if vowel == "ㅡ":
        return _without_eu(text, onset)
    if not contract and (text == "피" or (vowel in "ㅗㅜㅚ" and onset != "ㅇ")):
        return text + ("아" if vowel == "ㅗ" else "어")
    if vowel in CONTRACTED:
        return text[:-1] + join(onset, CONTRACTED[vowel])
    return text + "어"


def _without_eu(text: str, onset: str) -> str:
    """Add 아/어 to a stem in 으: 쓰 gives 써, 바쁘 gives 바빠, 부르 gives 불러."""
    before = text[:-1]
    ending = "ㅏ" if before.strip() == before != "" and split(before[-1])[1] in "ㅏㅑㅗ" else "ㅓ"
    if onset == "ㄹ" and text not in PLAIN_REU:
        return with_final(before, "ㄹ") + join("ㄹ", ending)
    return before + join(onset, ending)


@cache
def past(stem: Stem, contract: bool = True) -> Stem:
    """Return the past stem, which takes endings as any consonant stem does.

    >>> past(Stem("보"), contract=False).text, past(Stem("보")).text, past(Stem("하")).text
    ('보았', '봤', '했')
    """
    return Stem(with_final(infinitive(stem, contract), "ㅆ"), "있", True)


# The elders' verbs that are other words, not the plain word with 시.
HONORIFIC = {"먹": "드시", "마시": "드시", "자": "주무시"}


@cache
def honorific(stem: Stem) -> Stem:
    """Return the stem that honours its subject.

    >>> honorific(Stem("보")).text, honorific(Stem("먹")).text, honorific(Stem("듣", "ㄷ")).text
    ('보시', '드시', '들으시')
    """
    return Stem(HONORIFIC.get(stem.text) or linked(stem, "시"), "시", stem.adjective)


@cache
def statement(stem: Stem) -> str:
    """Narrate: the plain ending of writing, 본다, 읽는다, 크다, 보았다.

    >>> [statement(s) for s in (Stem("보"), Stem("읽"), Stem("만들"), Stem("크", "", True))]
    ['본다', '읽는다', '만든다', '크다']
    """
    if stem.adjective:
        return _copula(stem.text, "", "이") + "다" if stem.irregular == "이" else stem.text + "다"
    if final(stem.text) in ("", "ㄹ"):
        return with_final(stem.text, "ㄴ") + "다"
    return stem.text + "는다"


@cache
def polite(stem: Stem) -> str:
    """Speak politely: 봐요, 읽어요, 커요, 봤어요; an honoured subject gets 세요.

    >>> polite(Stem("보")), polite(past(Stem("보"))), polite(honorific(Stem("보")))
    ('봐요', '봤어요', '보세요')
    """
    if stem.irregular == "시":
        return stem.text[:-1] + "세요"
    if stem.irregular == "이":
        return _copula(stem.text, "예", "이에") + "요"
    if stem.text == "아니":
        return "아니에요"
    return (stem.text + "어" if final(stem.text) == "ㅆ" else infinitive(stem)) + "요"


@cache
def formal(stem: Stem) -> str:
    """Announce: 봅니다, 읽습니다, 만듭니다, 봤습니다.

    >>> [formal(s) for s in (Stem("보"), Stem("읽"), Stem("만들"), past(Stem("보")))]
    ['봅니다', '읽습니다', '만듭니다', '봤습니다']
    """
    if final(stem.text) in ("", "ㄹ"):
        return with_final(stem.text, "ㅂ") + "니다"
    return stem.text + "습니다"


@cache
def adnominal(stem: Stem, tense: str) -> str:
    """Make the verb stand before a noun: 본 책, 보는 책, 볼 책; an adjective knows 큰 alone.

    >>> [adnominal(Stem("만들"), tense) for tense in ("past", "present", "future")]
    ['만든', '만드는', '만들']
    >>> adnominal(Stem("크", "", True), "present"), adnominal(Stem("맛있", "있", True), "present")
    ('큰', '맛있는')
    """
    if stem.irregular == "새":
        return stem.text
    if tense == "future":
        return linked(stem, "ㄹ")
    if tense == "present" and (stem.irregular == "있" or not stem.adjective):
        text = with_final(stem.text, "") if final(stem.text) == "ㄹ" else stem.text
        return text + "는"
    return linked(stem, "ㄴ")


def _copula(text: str, after_vowel: str, after_consonant: str) -> str:
    """Add a form of 이다 to the noun in `text`, which still carries its 이."""
    noun = text[:-1]
    return noun + (after_consonant if final(noun) else after_vowel)
