"""The words as records, and which words may stand together.

The tables are in `nouns.py`, `verbs.py` and `modifiers.py`. Here they are read once, and every
class name is resolved, so that the sampler only ever picks from finished tuples.
"""

from typing import NamedTuple

from . import inflection
from .conjugation import Stem
from .modifiers import (
    ADJECTIVES,
    ADVERBS,
    FREQUENCIES,
    NUMBERS,
    POSITIONS,
    PREPOSITIONS,
    TIMES,
    VOCATIVES,
)
from .nouns import NOUNS
from .verbs import DITRANSITIVE, INTRANSITIVE, MOTION, TRANSITIVE


class Noun(NamedTuple):
    """A noun in both languages; `flags` as in `nouns.py`."""

    english: str
    plural: str
    korean: str
    kind: str
    counter: str
    flags: str
    preposition: str = "in"


class Predicate(NamedTuple):
    """A verb or an adjective in both languages, with what it may combine with."""

    english: str
    past: str
    korean: Stem
    frame: str  # transitive, ditransitive, intransitive, motion, adjective, copula, exist, …
    flags: str
    subjects: tuple[Noun, ...]
    objects: tuple[Noun, ...] = ()
    adverbs: str = ""
    places: tuple[Noun, ...] = ()
    particle: str = "object"


class Phrase(NamedTuple):
    """An adverb, a time, a number: the same words in every sentence. `use` says when."""

    use: str
    english: str
    korean: str


# Names for sets of classes and nouns; "-x" takes x out again.
GROUPS = {
    "people": "person",
    "human": "person baby kin name",
    "adult": "person -child -boy -girl -student",
    "animal": "pet livestock wild bird",
    "artist": "singer painter writer actor dancer musician athlete",
    "thing": "auto cycle boat ride container toy valuable book tool card mail furniture building",
    "artefact": "auto cycle boat keys bow device furniture container toy umbrella map ladder",
    "readable": "book mail poem paper",
    "clothing": "clothes hat footwear gloves",
    "furniture_soft": "chair bed sofa",
    "building_tall": "restaurant hotel hospital school house",
    "shop": "bakery bookstore pharmacy cafe",
    "fruit_red": "apple tomato strawberry",
    "animal_white": "rabbit horse cat dog puppy duck sheep goat bird wolf",
}

PLACE_LETTERS = {"i": "room building", "o": "outdoor", "w": "waterside", "-": ""}


def _rows(table: str) -> list[list[str]]:
    """Split a table into its rows and cells."""
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def _read_nouns() -> tuple[Noun, ...]:
    """Read the noun table."""
    prepositions = {word: row[0] for row in _rows(PREPOSITIONS) for word in row[1].split()}
    nouns, kind, counter = [], "", ""
    for line in NOUNS.strip().splitlines():
        if line.startswith("["):
            kind, counter = line.strip("[]").split()
            continue
        for entry in line.split():
            english, korean, flags = (entry.replace("_", " ") + "/").split("/")[:3]
            english, _, plural = english.partition(":")
            if "p" in flags:
                plural = english
            nouns.append(
                Noun(
                    english,
                    plural or inflection.plural(english),
                    korean,
                    kind,
                    counter,
                    flags,
                    prepositions.get(english) or prepositions.get(kind) or "in",
                )
            )
    return tuple(nouns)


NOUN_LIST = _read_nouns()
BY_NAME = {noun.english: noun for noun in NOUN_LIST}
KINDS = {noun.kind for noun in NOUN_LIST}


def nouns_in(names: str) -> tuple[Noun, ...]:
    """Resolve classes, groups and single nouns, in the order of the noun table.

    A name that a class and a noun share means the class. Raises KeyError for an unknown name.

    >>> [noun.english for noun in nouns_in("pet owl -cat")]
    ['dog', 'puppy', 'owl']
    """
    chosen: set[str] = set()
    for name in names.split():
        bare = name.lstrip("-")
        if bare in KINDS:
            found = {noun.english for noun in NOUN_LIST if noun.kind == bare}
        elif bare in GROUPS:
            found = {noun.english for noun in nouns_in(GROUPS[bare])}
        else:
            found = {BY_NAME[bare.replace("_", " ")].english}
        chosen = chosen - found if name.startswith("-") else chosen | found
    return tuple(noun for noun in NOUN_LIST if noun.english in chosen)


def _stem(cell: str, adjective: bool = False) -> tuple[str, Stem]:
    """Read `flags stem class`, of which flags and class may be missing."""
    parts = cell.split()
    flags = parts.pop(0) if parts[0].isascii() else ""
    return flags, Stem(parts[0].replace("_", " "), parts[1] if len(parts) > 1 else "", adjective)


def _places(cell: str) -> tuple[Noun, ...]:
    """Resolve place letters, or a list of nouns."""
    letters = all(letter in PLACE_LETTERS for letter in cell)
    return nouns_in(" ".join(PLACE_LETTERS[letter] for letter in cell) if letters else cell)


def _read_verbs(table: str, frame: str) -> tuple[Predicate, ...]:
    """Read one of the verb tables."""
    verbs = []
    for english, korean, subjects, objects, adverbs, places in _rows(table):
        base, _, past = english.partition(":")
        particle, rest = korean.split(maxsplit=1) if frame == "motion" else ("object", korean)
        flags, stem = _stem(rest)
        tail = base.partition(" ")[2] or past.partition(" ")[2]
        base = base if not tail or base.endswith(tail) else f"{base} {tail}"
        verbs.append(
            Predicate(
                base,
                past or inflection.past(base),
                stem,
                frame,
                flags,
                nouns_in(subjects),
                nouns_in(objects),
                adverbs,
                _places(places),
                particle,
            )
        )
    return tuple(verbs)


TRANSITIVES = _read_verbs(TRANSITIVE, "transitive")
DITRANSITIVES = _read_verbs(DITRANSITIVE, "ditransitive")
INTRANSITIVES = _read_verbs(INTRANSITIVE, "intransitive")
MOTIONS = _read_verbs(MOTION, "motion")


def _read_adjectives() -> tuple[Predicate, ...]:
    """Read the adjective table."""
    adjectives = []
    for english, korean, nouns in _rows(ADJECTIVES):
        flags, stem = _stem(korean, adjective=True)
        adjectives.append(Predicate(english, english, stem, "adjective", flags, nouns_in(nouns)))
    return tuple(adjectives)


ADJECTIVE_LIST = _read_adjectives()
ADVERB_LIST = tuple((row[0], row[3], Phrase("", row[1], row[2])) for row in _rows(ADVERBS))
FREQUENCY_LIST = tuple(Phrase(use, en, ko) for en, ko, use in _rows(FREQUENCIES))
TIME_LIST = {
    tense: tuple(Phrase(*row) for row in _rows(TIMES) if row[0] == tense)
    for tense in ("past", "present", "future")
}
NUMBER_LIST = tuple(Phrase("", *pair.split("|")) for pair in NUMBERS.replace("\n", " ").split())
POSITION_LIST = tuple((Phrase("", row[0], row[1]), nouns_in(row[2])) for row in _rows(POSITIONS))
VOCATIVE_LIST = tuple(Phrase(*row) for row in _rows(VOCATIVES))

COPULA = Predicate("be", "was", Stem("이", "이", True), "copula", "s", ())
EXIST = Predicate("be", "was", Stem("있", "있", True), "exist", "s", ())
LOCATE = Predicate("be", "was", Stem("있", "있", True), "locate", "s", ())
HAVE = Predicate("have", "had", Stem("있", "있", True), "have", "s", ())
# "It rained": English needs an "it", Korean says that rain came.
WEATHER = tuple(
    (Predicate(base, past, stem, "weather", "", ()), korean)
    for base, past, stem, korean in [
        ("rain", "rained", Stem("오"), "비"),
        ("snow", "snowed", Stem("오"), "눈"),
    ]
)
