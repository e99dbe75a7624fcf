"""The figure of chapter 1 asks first, reacts, and computes what `by_hand` computes."""

import numpy as np
import pytest
from by_hand.recurrent import jacobian_norms
from by_hand.self_attention import layer_cost

CHAPTER = "01-recurrent-networks.html"
FIGURE = "#long-wait"
LENGTH = f'{FIGURE} input[data-of="n"]'
SHARE = f'{FIGURE} input[data-of="share"]'


@pytest.fixture
def chapter(visit):
    return visit(CHAPTER)


def guess(chapter, value=30):
    chapter.locator(f"{FIGURE} .play-guess input").fill(str(value))
    chapter.get_by_role("button", name="Show me").click()


def state(chapter):
    return chapter.evaluate(f"document.querySelector('{FIGURE}').state")


def shown(chapter, panel, fact):
    return chapter.inner_text(f'{FIGURE} [data-panel="{panel}"] [data-fact="{fact}"]')


def test_it_asks_for_a_guess_before_it_shows(chapter):
    assert chapter.is_hidden(LENGTH)
    assert state(chapter)["n"] == 8
    guess(chapter, 30)
    assert chapter.is_visible(LENGTH)
    said = chapter.inner_text(f"{FIGURE} [role=status]")
    assert "You guessed 30%; it is 0.57% at most, after 49 steps" in said


@pytest.mark.parametrize(("n", "share"), [(2, 0.5), (50, 0.9), (30, 1.0), (64, 1.2)])
def test_its_numbers_are_those_of_by_hand(chapter, n, share):
    guess(chapter)
    chapter.locator(LENGTH).fill(str(n))
    chapter.locator(SHARE).fill(str(share))
    now = state(chapter)
    W, states = np.array(now["W"]), np.array(now["states"])
    assert np.linalg.norm(W, 2) == pytest.approx(share)
    np.testing.assert_allclose(now["norms"], jacobian_norms(W, states), rtol=1e-9)
    linear = jacobian_norms(W, np.zeros((n, 2)))[0]
    assert now["bound"] == pytest.approx(linear)
    assert now["norms"][0] <= linear * (1 + 1e-9)
    for panel in ("rnn", "attention"):
        _, steps, path = layer_cost(n, 2, panel)
        assert shown(chapter, panel, "steps") == str(steps)
        assert shown(chapter, panel, "path") == str(path)


def test_it_can_be_played_with_the_keyboard_alone(chapter):
    chapter.locator(f"{FIGURE} .play-guess input").focus()
    chapter.keyboard.press("ArrowRight")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    assert "You guessed 51%" in chapter.inner_text(f"{FIGURE} [role=status]")
    # The first slider has the focus now.
    chapter.keyboard.press("ArrowLeft")
    assert state(chapter)["n"] == 49
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("ArrowRight")
    assert state(chapter)["share"] == 0.95


def test_without_javascript_it_is_a_picture(visit):
    chapter = visit(CHAPTER, java_script_enabled=False)
    assert chapter.is_visible(f'{FIGURE} [data-panel="rnn"] svg')
    assert chapter.is_hidden(LENGTH) and chapter.is_hidden(f"{FIGURE} .play-guess")
    assert shown(chapter, "rnn", "path") == "49"
    assert "50 words" in chapter.inner_text(f"{FIGURE} [role=status]")
