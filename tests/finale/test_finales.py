"""A right part translates, a wrong part does not, and each patient is sick in its own way."""

import warnings
from functools import cache

import pytest
from translator.models import TrainedModel

from autograder.checks import exercise
from autograder.finale import (
    finale_of,
    finales,
    known_mistake,
    measure_with,
    patients,
    translate_with,
)
from autograder.finale.finale import PAIR, Finale
from autograder.release.command import written

FINALES = list(finales())
EACH = pytest.mark.parametrize("finale", FINALES, ids=lambda finale: finale.exercise)
MISTAKES = [
    pytest.param(finale, mistake, id=f"{finale.exercise}-{mistake.id}")
    for finale in FINALES
    for mistake in exercise(finale.exercise).mistakes
]
SICK = [
    number for number in written() if any(exercise(f.exercise).chapter == number for f in FINALES)
]


@cache
def healthy(finale_name: str) -> list[str]:
    return finale_of(finale_name).translations(exercise(finale_name).reference)


def with_part(finale: Finale, part) -> list[str] | str:
    try:
        with warnings.catch_warnings(action="ignore"):
            return finale.translations(part)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@EACH
def test_the_reference_translates_as_the_model_does(finale):
    found = healthy(finale.exercise)
    assert found == TrainedModel.load(finale.model).translate(finale.sentences)
    if finale.sentences[:2] == PAIR:
        assert found[:2] == ["학생이 개를 보았다", "개가 학생을 보았다"]


def test_the_model_of_one_vector_garbles_our_pair():
    sentences = finale_of("gru_step").sentences
    assert sentences[-2:] == PAIR
    assert healthy("gru_step")[-2:] != ["학생이 개를 보았다", "개가 학생을 보았다"]


def test_twenty_sentences_are_scored_by_their_length(capsys):
    measure_with(exercise("gru_step").reference)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1-4", "5-8", "9-12", "13-16"]
    assert all("(5 sentences)" in line for line in lines)


@pytest.mark.parametrize(("finale", "mistake"), MISTAKES)
def test_a_known_mistake_changes_the_translation_or_says_why_not(finale, mistake):
    changed = with_part(finale, mistake.answer) != healthy(finale.exercise)
    assert changed == (mistake.id not in finale.unseen)


@EACH
def test_every_unseen_mistake_exists_and_has_its_reason(finale):
    known = {mistake.id for mistake in exercise(finale.exercise).mistakes}
    assert finale.unseen.keys() <= known
    assert all(len(reason.split()) > 3 for reason in finale.unseen.values())


@pytest.mark.parametrize("chapter", SICK)
def test_three_patients_differ_from_each_other_and_from_the_healthy(chapter):
    found = [
        with_part(finale_of(name), known_mistake(name, mistake))
        for name, mistake in patients(chapter)
    ]
    assert len(found) == 3
    assert all(isinstance(translations, list) for translations in found)
    well = [healthy(name) for name, _ in patients(chapter)]
    assert all(sick != good for sick, good in zip(found, well, strict=True))
    assert len({tuple(translations) for translations in found}) == 3


def test_an_unwritten_part_says_so_in_one_line(capsys):
    def attention(*_):
        raise NotImplementedError("not written yet")

    translate_with(attention)
    said = capsys.readouterr().out
    assert said == "attention stopped the translator. NotImplementedError: not written yet\n"
    with pytest.raises(ValueError, match="keep the name of the stub"):
        translate_with(print)
