"""Every exercise of the book: the reference passes, mistakes fail and are named, variants pass."""

import warnings
from pathlib import Path

import pytest
from twins import TWINS

from autograder.chapters import slug
from autograder.checks import all_exercises
from autograder.judging.exercise import Exercise, Question
from autograder.judging.judge import judge
from autograder.judging.play import play
from autograder.keys import key, part_names, visible_key

BOOK = Path(__file__).parents[2] / "book"
pytestmark = pytest.mark.filterwarnings("ignore")
EXERCISES = [e for e in all_exercises().values() if isinstance(e, Exercise)]
QUESTIONS = [e for e in all_exercises().values() if isinstance(e, Question)]
MISTAKES = [pytest.param(e, m, id=f"{e.name}-{m.id}") for e in EXERCISES for m in e.mistakes]
VARIANTS = [pytest.param(e, v, id=f"{e.name}-{v.name}") for e in EXERCISES for v in e.variants]


def verdicts(name, subject):
    with warnings.catch_warnings(action="ignore"):
        return [
            judge(visible_key(name, part), lambda case: play(subject, case))
            for part in part_names(name)
        ]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
@pytest.mark.parametrize("seed", range(5))
def test_the_reference_passes_whatever_the_seed(exercise, seed):
    for part in exercise.parts:
        verdict = judge(
            key(exercise.name, part.name, seed), lambda case: play(exercise.reference, case)
        )
        assert verdict.passed, str(verdict)


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_a_mistake_fails_and_its_twin_is_named(exercise, mistake):
    twin = TWINS[exercise.name][mistake.id]
    failed = [verdict for verdict in verdicts(exercise.name, twin) if not verdict.passed]
    assert failed, f"the twin of {mistake.id} passes every part"
    named = {verdict.mistake.id for verdict in failed if verdict.mistake}
    assert mistake.id in named, "\n\n".join(map(str, failed))


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_a_mistake_and_its_twin_fail_the_same_parts(exercise, mistake):
    def passed(subject):
        return [verdict.passed for verdict in verdicts(exercise.name, subject)]

    assert passed(mistake.answer) == passed(TWINS[exercise.name][mistake.id])


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_an_accepted_variant_passes_the_parts_that_it_declares(exercise, variant):
    declared = variant.passes or part_names(exercise.name)
    for verdict in verdicts(exercise.name, variant.answer):
        assert verdict.passed == (verdict.part in declared), str(verdict)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_every_mistake_has_a_twin_a_question_and_an_id_of_its_own(exercise):
    ids = [mistake.id for mistake in exercise.mistakes]
    assert len(set(ids)) == len(ids)
    assert set(ids) == set(TWINS[exercise.name])
    assert all("?" in mistake.question for mistake in exercise.mistakes)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_an_empty_stub_is_called_unwritten(exercise):
    def stub(*_):
        raise NotImplementedError("not written yet")

    for verdict in verdicts(exercise.name, stub):
        assert verdict.finding.law == "not written yet"
        assert verdict.score == 0


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_question_knows_its_answer_and_its_wrong_ones(question):
    (right,) = verdicts(question.name, question.answer)
    assert right.passed
    for wrong in question.wrong:
        (verdict,) = verdicts(question.name, wrong.value)
        assert not verdict.passed
        assert verdict.mistake.question == wrong.question
    (unanswered,) = verdicts(question.name, None)
    assert unanswered.finding.law == "not answered yet"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_no_message_about_a_question_shows_the_answer(question):
    for wrong in question.wrong:
        (verdict,) = verdicts(question.name, wrong.value)
        assert str(question.answer) not in str(verdict)


@pytest.mark.parametrize("exercise", [*EXERCISES, *QUESTIONS], ids=lambda e: e.name)
def test_where_to_read_again_is_a_heading_of_the_page(exercise):
    if exercise.read:
        heading = exercise.read.split("“")[1].rstrip("”")
        page = (BOOK / f"{slug(exercise.chapter)}.md").read_text()
        assert f"\n## {heading}\n" in page
