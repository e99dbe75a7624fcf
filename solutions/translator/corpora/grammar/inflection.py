"""English words by rule: plurals, the forms of a verb, a and an."""

from functools import cache

VOWELS = "aeiou"
# Spelt with a vowel, spoken with a consonant: a uniform, a useful map.
CONSONANT_SOUND = ("uni", "use", "eu")


@cache
def plural(noun: str) -> str:
    """Add s by the rules of spelling; irregular plurals stand in the lexicon.

    >>> plural("dog"), plural("box"), plural("city"), plural("boy")
    ('dogs', 'boxes', 'cities', 'boys')
    """
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


@cache
def third_person(verb: str) -> str:
    """Conjugate for he, she or it; only the first word of a phrase changes.

    >>> third_person("go"), third_person("study"), third_person("wait for")
    ('goes', 'studies', 'waits for')
    """
    head, *rest = verb.split()
    forms = {"have": "has", "go": "goes", "do": "does"}
    return " ".join([forms.get(head) or plural(head), *rest])


@cache
def past(verb: str) -> str:
    """Form the regular past; irregular ones stand in the lexicon.

    >>> past("bake"), past("carry"), past("hug"), past("look for"), past("visit"), past("fix")
    ('baked', 'carried', 'hugged', 'looked for', 'visited', 'fixed')
    """
    head, *rest = verb.split()
    if head.endswith("e"):
        head += "d"
    elif head.endswith("y") and head[-2] not in VOWELS:
        head = head[:-1] + "ied"
    else:
        head = _doubled(head) + "ed"
    return " ".join([head, *rest])


@cache
def gerund(verb: str) -> str:
    """Form the -ing form.

    >>> gerund("bake"), gerund("run"), gerund("see"), gerund("look for"), gerund("lie down")
    ('baking', 'running', 'seeing', 'looking for', 'lying down')
    """
    head, *rest = verb.split()
    if head.endswith("ie"):
        head = head[:-2] + "y"
    elif head.endswith("e") and not head.endswith("ee"):
        head = head[:-1]
    else:
        head = _doubled(head)
    return " ".join([head + "ing", *rest])


def _doubled(verb: str) -> str:
    """Double the last consonant of a stressed short syllable: hug, but visit and fix."""
    stressed = len([c for c in verb if c in VOWELS]) == 1 or verb in ("begin", "forget")
    short = len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS
    return verb + verb[-1] if stressed and short and verb[-3] not in VOWELS else verb


@cache
def comparative(adjective: str) -> str:
    """Form the comparative: -er for short words, more for the others.

    >>> [comparative(a) for a in ("big", "happy", "brave", "narrow", "famous", "sick")]
    ['bigger', 'happier', 'braver', 'narrower', 'more famous', 'sicker']
    """
    if adjective in ("good", "bad"):
        return {"good": "better", "bad": "worse"}[adjective]
    syllables = len(
        [c for i, c in enumerate(adjective) if c in VOWELS and adjective[i - 1] not in VOWELS]
    )
    if adjective.endswith("y") and len(adjective) > 3:
        return adjective[:-1] + "ier"
    if adjective.endswith("e") and syllables <= 2:
        return adjective + "r"
    if syllables == 1 or adjective in ("narrow", "clever", "quiet", "bitter", "shallow"):
        return _doubled(adjective) + "er"
    return "more " + adjective


def article(word: str) -> str:
    """Choose a or an by the first sound of the next word.

    >>> article("apple"), article("dog"), article("uniform")
    ('an', 'a', 'a')
    """
    return "an" if word[0] in VOWELS and not word.startswith(CONSONANT_SOUND) else "a"
