"""The figure of chapter 2 asks first, follows pointer and keys, and computes as `by_hand` does."""

import numpy as np
import pytest
from by_hand.soft_lookup import attend

CHAPTER = "02-soft-lookup.html"
FIGURE = "#soft-lookup"
QUERY = f"{FIGURE} .play-query"
SLIDER = f"{FIGURE} .play-controls input"
MODULE = "import('./_static/figures/soft-lookup.js')"


@pytest.fixture
def chapter(visit):
    return visit(CHAPTER)


def guess(chapter, value=80):
    chapter.locator(f"{FIGURE} .play-guess input").fill(str(value))
    chapter.get_by_role("button", name="Show me").click()


def state(chapter):
    return chapter.evaluate(f"document.querySelector('{FIGURE}').state")


def shown(chapter, fact):
    return chapter.inner_text(f'{FIGURE} [data-fact="{fact}"]')


def points(chapter):
    pair = chapter.evaluate(f"{MODULE}.then(m => [m.KEYS, m.VALUES])")
    return np.array(pair[0], float), np.array(pair[1], float)


def test_it_asks_for_a_guess_before_it_shows(chapter):
    assert chapter.is_hidden(SLIDER)
    assert state(chapter)["weights"] == [0.25] * 4
    guess(chapter, 80)
    assert chapter.is_visible(SLIDER)
    status = chapter.inner_text(f"{FIGURE} [role=status]")
    assert f"You guessed 80%; it is {shown(chapter, 'weight-0')}" in status


@pytest.mark.parametrize(
    ("moves", "step", "temperature"),
    [("", 4, 1), ("ArrowRight", 2, 1 / 4), ("ArrowDown ArrowLeft", 6, 4), ("ArrowUp", 1, 1 / 8)],
)
def test_its_numbers_are_those_of_by_hand(chapter, moves, step, temperature):
    guess(chapter)
    for move in moves.split():
        chapter.locator(QUERY).press(move)
    chapter.locator(SLIDER).fill(str(step))
    found = state(chapter)
    keys, values = points(chapter)
    query = np.array(found["query"])
    output, weights = attend(query / temperature, keys, values)
    np.testing.assert_allclose(found["weights"], weights, rtol=1e-9)
    np.testing.assert_allclose(found["output"], output, rtol=1e-9, atol=1e-12)
    for n, weight in enumerate(weights):
        assert shown(chapter, f"weight-{n}") == f"{100 * weight:.0f}%"
        assert shown(chapter, f"score-{n}") == f"{keys[n] @ query:.2f}".replace("-", "−")


def test_its_ends_are_argmax_and_the_average(chapter):
    guess(chapter)
    keys, values = points(chapter)
    chapter.locator(SLIDER).press("Home")
    assert state(chapter)["weights"] == list(np.eye(4)[(keys @ keys[0]).argmax()])
    chapter.locator(SLIDER).press("End")
    output, _ = attend(np.zeros(2), keys, values)
    np.testing.assert_allclose(state(chapter)["output"], output, atol=1e-12)


def test_it_can_be_played_with_the_keyboard_alone(chapter):
    chapter.locator(f"{FIGURE} .play-guess input").focus()
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    before = state(chapter)["query"]
    # The query has the focus now, and stops at the edge.
    chapter.keyboard.press("ArrowRight")
    assert state(chapter)["query"] == pytest.approx([before[0] + 0.1, before[1]])
    for _ in range(20):
        chapter.keyboard.press("ArrowUp")
    assert state(chapter)["query"][1] == 1.5
    assert "1.50" in chapter.locator(QUERY).get_attribute("aria-valuetext")


def test_it_can_be_played_with_a_pointer(chapter):
    guess(chapter)
    chapter.locator(QUERY).scroll_into_view_if_needed()
    box = chapter.locator(f"{QUERY} .play-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = state(chapter)["query"]
    chapter.mouse.move(x, y)
    chapter.mouse.down()
    chapter.mouse.move(x + 60, y + 40, steps=4)
    chapter.mouse.up()
    after = state(chapter)["query"]
    assert after[0] > before[0] + 0.3 and after[1] < before[1] - 0.2
    chapter.get_by_role("button", name="Put the query on the").click()
    weights = state(chapter)["weights"]
    assert weights.index(max(weights)) != 3


def test_without_javascript_it_is_a_picture(visit):
    chapter = visit(CHAPTER, java_script_enabled=False)
    assert chapter.is_visible(f"{FIGURE} svg >> nth=0")
    assert chapter.is_hidden(SLIDER) and chapter.is_hidden(f"{FIGURE} .play-guess")
    assert shown(chapter, "weight-0").endswith("%")
    assert "student gets" in chapter.inner_text(f"{FIGURE} [role=status]")
