"""The figure of chapter 3 asks first, reacts, and computes what `by_hand` computes."""

import numpy as np
import pytest
from by_hand.attention import scaled_dot_product_attention

CHAPTER = "03-scaled-dot-product-attention.html"
FIGURE = "#long-vectors"
SLIDER = f"{FIGURE} .play-controls input"


@pytest.fixture
def chapter(visit):
    return visit(CHAPTER)


def guess(chapter, value=30):
    chapter.locator(f"{FIGURE} .play-guess input").fill(str(value))
    chapter.get_by_role("button", name="Show me").click()


def shown(chapter, panel, fact):
    return chapter.inner_text(f'{FIGURE} [data-panel="{panel}"] [data-fact="{fact}"]')


def test_it_asks_for_a_guess_before_it_shows(chapter):
    assert chapter.is_hidden(SLIDER)
    assert chapter.evaluate(f"document.querySelector('{FIGURE}').state.length") == 4
    guess(chapter, 30)
    assert chapter.is_visible(SLIDER)
    assert "You guessed 30%" in chapter.inner_text(f"{FIGURE} [role=status]")
    assert chapter.is_visible(f'{FIGURE} [data-panel="raw"] .play-line')


@pytest.mark.parametrize("step", [0, 4, 10])
def test_its_numbers_are_those_of_by_hand(chapter, step):
    guess(chapter)
    chapter.locator(SLIDER).fill(str(step))
    state = chapter.evaluate(f"document.querySelector('{FIGURE}').state")
    length = 2**step
    query, keys = np.array([state["query"]]), np.array(state["keys"])
    assert query.shape == (1, length) and keys.shape == (16, length)

    # Multiplying the query by the root of d_k undoes the division.
    for panel, factor in (("scaled", 1.0), ("raw", np.sqrt(length))):
        _, weights = scaled_dot_product_attention(factor * query, keys, np.ones((16, 1)))
        scores = factor * (query @ keys.T) / np.sqrt(length)
        np.testing.assert_allclose(state[panel]["weights"], weights[0], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(state[panel]["spread"], scores.std(), rtol=1e-9)
        np.testing.assert_allclose(
            state[panel]["slope"], (weights * (1 - weights)).mean(), rtol=1e-9, atol=1e-12
        )
        assert abs(float(shown(chapter, panel, "spread")) - scores.std()) <= 0.0051
        assert shown(chapter, panel, "largest") == f"{100 * weights.max():.0f}%"
        bars = chapter.eval_on_selector_all(
            f'{FIGURE} [data-panel="{panel}"] rect',
            "bars => bars.map(bar => Number(bar.style.getPropertyValue('--weight')))",
        )
        np.testing.assert_allclose(bars, weights[0], rtol=1e-9, atol=1e-12)


def test_its_vectors_are_standard_normal_and_the_same_each_time(chapter):
    numbers = np.concatenate(
        chapter.evaluate(
            "import('./_static/figures/long-vectors.js').then(m => m.vectors(1, 1024).keys)"
        )
    )
    assert abs(numbers.mean()) < 4 / np.sqrt(numbers.size)
    assert abs(numbers.var() - 1) < 4 * np.sqrt(2 / numbers.size)
    first = chapter.evaluate(
        "import('./_static/figures/long-vectors.js').then(m => m.vectors(1, 2))"
    )
    np.testing.assert_allclose(first["keys"][0], numbers[:2], rtol=1e-12)


def test_it_can_be_played_with_the_keyboard_alone(chapter):
    chapter.locator(f"{FIGURE} .play-guess input").focus()
    chapter.keyboard.press("ArrowRight")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    assert "You guessed 51%" in chapter.inner_text(f"{FIGURE} [role=status]")
    # The slider has the focus now.
    chapter.keyboard.press("ArrowLeft")
    assert chapter.evaluate(f"document.querySelector('{FIGURE}').state.length") == 256
    chapter.keyboard.press("Home")
    assert chapter.evaluate(f"document.querySelector('{FIGURE}').state.length") == 1
    assert chapter.locator(SLIDER).get_attribute("aria-valuetext") == "1 numbers"


def test_it_can_be_played_with_a_pointer(chapter):
    guess(chapter)
    chapter.locator(SLIDER).click()  # in its middle
    assert chapter.evaluate(f"document.querySelector('{FIGURE}').state.length") == 32
    before = shown(chapter, "raw", "spread")
    chapter.get_by_role("button", name="Draw other vectors").click()
    assert shown(chapter, "raw", "spread") != before


def test_without_javascript_it_is_a_picture(visit):
    chapter = visit(CHAPTER, java_script_enabled=False)
    assert chapter.is_visible(f'{FIGURE} [data-panel="raw"] svg')
    assert chapter.locator(f"{FIGURE} rect").count() == 32
    assert chapter.is_hidden(SLIDER) and chapter.is_hidden(f"{FIGURE} .play-guess")
    assert shown(chapter, "raw", "largest").endswith("%")
    assert "64" in chapter.inner_text(f"{FIGURE} [role=status]")
