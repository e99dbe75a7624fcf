"""The page of all that is checked says what the checks say, and can be read on a phone."""

from bs4 import BeautifulSoup

from autograder.checks import all_exercises

PAGE = "what-is-checked.html"


def test_every_exercise_has_its_row(site):
    tree = BeautifulSoup((site / PAGE).read_text(), "html.parser")
    rows = {row.code.text: [td.get_text() for td in row("td")] for row in tree.select("tbody tr")}
    assert list(rows) == list(all_exercises())
    for name, exercise in all_exercises().items():
        title, parts, mistakes, variants = rows[name]
        assert exercise.title.split("'")[0] in title.replace("’", "'")
        for part in exercise.parts:
            assert f"{part.name}\xa0{part.points}" in parts
        known = getattr(exercise, "mistakes", ()) or getattr(exercise, "wrong", ())
        assert int(mistakes) == len(known)
        assert int(variants) == len(getattr(exercise, "variants", ()))


def test_each_mistake_and_each_other_way_is_named(site):
    tree = BeautifulSoup((site / PAGE).read_text(), "html.parser")
    named = [" ".join(item.get_text().split()) for item in tree.select("details.names li")]
    for exercise in all_exercises().values():
        for mistake in getattr(exercise, "mistakes", ()):
            assert f"{mistake.name} {mistake.id}" in named
        for other in (*getattr(exercise, "wrong", ()), *getattr(exercise, "variants", ())):
            assert other.name in named


def test_on_a_phone_each_number_has_its_name(visit):
    page = visit(PAGE, width=390)
    labels = page.evaluate(
        "[...document.querySelector('.what-is-checked tbody tr').children]"
        ".map(td => getComputedStyle(td, '::before').content)"
    )
    assert labels[1:] == ['"parts: "', '"known mistakes: "', '"other right ways: "']
