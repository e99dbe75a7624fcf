"""Hangul syllables as arithmetic, and the particles that follow a final consonant.

A syllable's code is `0xAC00 + (onset * 21 + vowel) * 28 + final`, final 0 meaning none
(The Unicode Standard, section 3.12).
"""

from functools import cache

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]


def split(syllable: str) -> tuple[str, str, str]:
    """Take a syllable apart into onset, vowel and final consonant ("" for none).

    Raises ValueError for anything that is not one Hangul syllable.

    >>> split("한"), split("개")
    (('ㅎ', 'ㅏ', 'ㄴ'), ('ㄱ', 'ㅐ', ''))
    """
    if len(syllable) != 1 or not "가" <= syllable <= "힣":
        raise ValueError(f"{syllable!r} is not a Hangul syllable")
    rest, final = divmod(ord(syllable) - 0xAC00, 28)
    onset, vowel = divmod(rest, 21)
    return ONSETS[onset], VOWELS[vowel], FINALS[final]


def join(onset: str, vowel: str, final: str = "") -> str:
    """Put a syllable together: the inverse of `split`.

    >>> join("ㅎ", "ㅏ", "ㄴ")
    '한'
    """
    code = (ONSETS.index(onset) * 21 + VOWELS.index(vowel)) * 28 + FINALS.index(final)
    return chr(0xAC00 + code)


def final(word: str) -> str:
    """Return the consonant that ends a word, "" if a vowel does.

    >>> final("학생"), final("개")
    ('ㅇ', '')
    """
    return split(word[-1])[2]


def with_final(word: str, consonant: str) -> str:
    """Set the word's last consonant; "" removes it.

    >>> with_final("보", "ㄴ"), with_final("만들", "")
    ('본', '만드')
    """
    onset, vowel, _ = split(word[-1])
    return word[:-1] + join(onset, vowel, consonant)


# Each particle as it stands after a consonant and after a vowel.
PARTICLES = {
    "topic": ("은", "는"),
    "subject": ("이", "가"),
    "object": ("을", "를"),
    "and": ("과", "와"),
    "toward": ("으로", "로"),
    "at": ("에", "에"),
    "in": ("에서", "에서"),
    "to": ("에게", "에게"),
    "of": ("의", "의"),
    "than": ("보다", "보다"),
    "bare": ("", ""),
}

# Two pronouns fuse with the subject particle.
FUSED = {("저", "subject"): "제가", ("누구", "subject"): "누가"}


@cache
def attach(noun: str, particle: str) -> str:
    """Add the particle in the form that the noun's last sound calls for.

    >>> attach("학생", "subject"), attach("개", "object"), attach("서울", "toward")
    ('학생이', '개를', '서울로')
    """
    if (noun, particle) in FUSED:
        return FUSED[noun, particle]
    after_consonant, after_vowel = PARTICLES[particle]
    last = final(noun)
    # A final ㄹ counts as a vowel for 으로 alone: 서울로, 칼로.
    open_ended = not last or (particle == "toward" and last == "ㄹ")
    return noun + (after_vowel if open_ended else after_consonant)
