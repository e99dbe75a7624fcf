"""Every attack succeeds where its defence is missing, and on our grader none does."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks import ATTACKS, Attack
from attacks.running import LIMITS, Range, opened, opposed, unopposed

from autograder.grading.course import Course
from autograder.grading.submission import read
from autograder.reporting.feedback import page

by_name = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@pytest.fixture(scope="module")
def here(graded_course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    folder = tmp_path_factory.mktemp("attacked") / "course"
    shutil.copytree(graded_course.course.root, folder)
    with opened(Course(folder), graded_course.assignment) as ground:
        yield ground


@pytest.mark.slow
@by_name
def test_it_succeeds_where_its_defence_is_missing(attack: Attack, here: Range) -> None:
    assert unopposed(attack, here)


@by_name
def test_it_fails_here_and_is_reported(attack: Attack, here: Range) -> None:
    result = opposed(attack, here)
    assert not result.succeeded and result.graded.score == 0
    assert result.seconds < LIMITS.seconds
    assert all(part.message for part in result.graded.parts)
    if attack.aim == "wire":
        assert any("connection" in note for note in result.graded.notes)


def test_who_comes_after_them_gets_all_points(here: Range) -> None:
    folder = here.course.submitted("ada", here.assignment)
    graded = here.referee.grade(read(folder, "ada", here.assignment))
    assert graded.score == graded.points and not graded.notes


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) >= 40 and len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert {re.sub(r"\d.*", "", attack.name) for attack in ATTACKS} == set("abcdeghipsw")


def test_the_table_is_of_these_attacks() -> None:
    table = (Path(__file__).parents[2] / "benchmarks" / "attacks.md").read_text()
    listed = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)
    assert listed == [attack.name for attack in ATTACKS] and len(listed) >= 40
    assert "**succeeded**" not in table and "nothing: it failed" not in table


def test_a_page_loads_nothing_and_holds_no_secret(here: Range) -> None:
    attack = next(attack for attack in ATTACKS if attack.name == "h19e")
    text = page(opposed(attack, here).graded)
    assert "default-src 'none'" in text and here.course.key().decode() not in text
    for loading in ("<script", "src=", "href=", "url(", "@import"):
        assert loading not in text
