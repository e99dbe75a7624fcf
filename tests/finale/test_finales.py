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
from autograder.finale.chapter_02 import draw_alignment, weigh_with
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
def test_a_right_part_leaves_the_translations_as_they_were(finale):
    assert set(PAIR) <= set(finale.sentences)
    untouched = TrainedModel.load(finale.model).translate(finale.sentences)
    assert healthy(finale.exercise) == untouched


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


def test_the_look_of_a_part_is_drawn(capsys):
    draw_alignment(weigh_with, exercise("softmax").reference, "the student saw the dog")
    words, *rows = capsys.readouterr().out.splitlines()
    assert words == "the student saw the dog </s>"
    assert [row.split("→")[1].strip() for row in rows] == ["학생이", "개를", "보았다", "</s>"]
    for row, word in zip(rows, ("student", "dog"), strict=False):
        assert words.index(word) <= row.index("█") < words.index(word) + len(word)

    def softmax(*_):
        raise NotImplementedError("not written yet")

    draw_alignment(weigh_with, softmax)
    said = capsys.readouterr().out
    assert said == "softmax stopped the translator. NotImplementedError: not written yet\n"


def test_an_unwritten_part_says_so_in_one_line(capsys):
    def attention(*_):
        raise NotImplementedError("not written yet")

    translate_with(attention)
    said = capsys.readouterr().out
    assert said == "attention stopped the translator. NotImplementedError: not written yet\n"
    with pytest.raises(ValueError, match="keep the name of the stub"):
        translate_with(print)
