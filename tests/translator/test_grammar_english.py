"""English by rule: irregular forms stand in the lexicon, regular ones follow the spelling."""

import pytest
from translator.corpora.grammar import inflection, lexicon

PASTS = (
    "see saw, find found, write wrote, buy bought, catch caught, take off took off, cut cut,"
    "fall down fell down, lie down lay down, teach taught, wear wore, throw threw, fix fixed,"
    "carry carried, hug hugged, stir stirred, visit visited, pet petted, wait for waited for,"
    "study studied, play played, travel traveled, snore snored, stop stopped, turn off turned off"
)
GERUNDS = (
    "sit down sitting down, lie down lying down, swim swimming, make making, study studying,"
    "see seeing, cut cutting, hug hugging, travel traveling, open opening, visit visiting"
)
PLURALS = (
    "child children, thief thieves, mouse mice, leaf leaves, knife knives, potato potatoes,"
    "sheep sheep, library libraries, wolf wolves, box boxes, key keys, woman women, shelf shelves"
)


def halves(table: str) -> list[tuple[str, str]]:
    """Split "take off took off" in the middle."""
    rows = [row.split() for row in table.split(",")]
    return [(" ".join(r[: len(r) // 2]), " ".join(r[len(r) // 2 :])) for r in rows]


@pytest.mark.parametrize("base, past", halves(PASTS))
def test_past(base, past):
    verbs = (*lexicon.TRANSITIVES, *lexicon.INTRANSITIVES, *lexicon.DITRANSITIVES)
    assert past in {verb.past for verb in verbs if verb.english == base}


@pytest.mark.parametrize("base, gerund", halves(GERUNDS))
def test_gerund(base, gerund):
    assert inflection.gerund(base) == gerund


@pytest.mark.parametrize("noun, plural", halves(PLURALS))
def test_plural(noun, plural):
    assert lexicon.BY_NAME[noun].plural == plural


def test_words_of_several_words_inflect_in_the_first():
    assert inflection.third_person("turn off") == "turns off"
    assert inflection.third_person("have to") == "has to"
