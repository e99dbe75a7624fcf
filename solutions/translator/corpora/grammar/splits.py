"""Which sentences a model may learn from: decided by content, never by chance.

Two hashes draw the lines. A word pair (adjective and noun, or verb and object) is held out when
its hash says so, and a sentence belongs to "unseen" when the hash of its Korean says so. English
to Korean is a function here, so sentences apart in Korean are apart in English as well.
"""

from zlib import crc32

from .lexicon import Noun, Predicate

SPLITS = ("train", "unseen", "combinations", "longer")
# One word pair in this many is held out, and one sentence in this many is unseen.
PAIRS_PER_HELD_OUT = 10
SENTENCES_PER_UNSEEN = 3
# A word with fewer partners keeps them all, or training would never show it.
FEWEST_PARTNERS = 4


def held_out(predicate: Predicate, noun: Noun) -> bool:
    """Whether this adjective never meets this noun in training, or this verb this object."""
    if len(predicate.objects or predicate.subjects) < FEWEST_PARTNERS:
        return False
    content = f"{predicate.english} {predicate.korean.text} {noun.english}"
    return crc32(content.encode()) % PAIRS_PER_HELD_OUT == 0


def unseen(target: str) -> bool:
    """Whether the Korean sentence is kept from training.

    >>> unseen("학생이 개를 보았다"), unseen("개가 학생을 보았다")
    (False, False)
    """
    return crc32(target.encode()) % SENTENCES_PER_UNSEEN == 1
