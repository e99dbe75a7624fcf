"""Sets of words to draw from, and the word pairs that a split may use."""

from collections.abc import Sequence

from .lexicon import (
    ADJECTIVE_LIST,
    DITRANSITIVES,
    INTRANSITIVES,
    NOUN_LIST,
    TRANSITIVES,
    Noun,
    Predicate,
    nouns_in,
)
from .splits import held_out


def weighted(**weights: int) -> tuple[str, ...]:
    """Repeat each name by its weight, so that a uniform draw is a weighted one.

    >>> weighted(past=2, future=1)
    ('past', 'past', 'future')
    """
    return tuple(name for name, weight in weights.items() for _ in range(weight))


PEOPLE = nouns_in("person")
NAMES = nouns_in("name")
KIN = nouns_in("kin")
LIVING = nouns_in("person baby animal")
CITIES = nouns_in("city")
GOALS = nouns_in("building outdoor city")
VEHICLES, LONG_DISTANCE = nouns_in("auto bicycle"), nouns_in("train airplane bus")
PROFESSIONS = nouns_in("person -child -boy -girl -man -woman -friend -neighbor -guest -king -queen")
BELONGINGS = nouns_in("cycle auto book toy device hat umbrella pet card ring")
SMALL = nouns_in("book tableware valuable card toy pen letter key fruit pet")
LARGE = nouns_in(
    "pet rabbit duck mouse frog turtle bird bag box basket ball bicycle umbrella suitcase"
)

ANIMALS = ("pet", "livestock", "wild", "bird")
# People whom someone can call theirs.
ACQUAINTANCES = ("friend", "neighbor", "teacher", "student", "guest")
# What comes by the dozen; of the rest there are five at most.
NUMEROUS = frozenset(
    [
        *(*ANIMALS, "sea_life", "fruit", "vegetable", "egg", "baked", "snack", "book", "mail"),
        *("card", "flower", "tree", "toy", "valuable", "stone", "leaf", "person", "pen"),
        "tableware",
    ]
)
# What nobody asks for, does as a habit or goes anywhere for: the first word of each verb.
UNASKED = frozenset(
    [
        *("lose", "break", "forget", "fall", "arrive", "wake", "hide", "bite", "cry", "cough"),
        *(
            "yawn",
            "snore",
            "bury",
            "kick",
            "ring",
            "catch",
            "find",
            "disappear",
            "stop",
            "shout",
            "build",
        ),
    ]
)
# What one can do at the same time as something else.
MEANWHILE = ("listen to", "sing", "watch", "drink", "eat", "wait for", "laugh", "cry", "smile")
# How people feel, as a reason for what they do.
MOODS = frozenset(["tired", "hungry", "sick", "busy", "sad", "happy", "lonely"])
FEELINGS = tuple(a for a in ADJECTIVE_LIST if a.english in MOODS)
# None of them may be one that is held out with this noun.
FEELINGS_OF = {
    noun.english: tuple(a for a in FEELINGS if not held_out(a, noun)) for noun in NOUN_LIST
}
WEATHER_STATES = tuple(
    a
    for noun in nouns_in("weather")
    for a in ADJECTIVE_LIST
    if noun in a.subjects and not held_out(a, noun)
)


def by_noun(predicates: Sequence[Predicate], role: str) -> dict[str, tuple[Predicate, ...]]:
    """List, for every noun, the predicates that it may be a subject or an object of."""
    found: dict[str, list[Predicate]] = {}
    for predicate in predicates:
        for noun in getattr(predicate, role):
            found.setdefault(noun.english, []).append(predicate)
    return {name: tuple(some) for name, some in found.items()}


class Partners:
    """Which words may meet: either the pairs that are held out, or all the others."""

    def __init__(self, held: bool):
        """Filter every table once."""

        def kept(predicates: Sequence[Predicate], role: str) -> tuple[Predicate, ...]:
            filtered = []
            for predicate in predicates:
                nouns: list[Noun] = getattr(predicate, role)
                some = tuple(noun for noun in nouns if held_out(predicate, noun) == held)
                adjective = role == "subjects"
                filtered.append(
                    predicate._replace(subjects=some)
                    if adjective
                    else predicate._replace(objects=some)
                )
            return tuple(predicate for predicate in filtered if getattr(predicate, role))

        self.transitive = kept(TRANSITIVES, "objects")
        self.ditransitive = kept(DITRANSITIVES, "objects")
        both = (*self.transitive, *(() if held else INTRANSITIVES))
        self.meanwhile = tuple(verb for verb in both if verb.english in MEANWHILE)
        adjectives = kept(ADJECTIVE_LIST, "subjects")
        self.predicative = tuple(a for a in adjectives if "a" not in a.flags)
        self.adjectives_of = by_noun([a for a in adjectives if "0" not in a.flags], "subjects")
        self.verbs_with_object = by_noun(self.transitive, "objects")


SEEN, HELD = Partners(False), Partners(True)
