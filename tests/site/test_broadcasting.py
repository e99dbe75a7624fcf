"""The figure of chapter 0 asks first, and lets arrays meet as NumPy does."""

import itertools

import numpy as np
import pytest

CHAPTER = "00-shapes.html"
FIGURE = "#broadcasting"
STATUS = f"{FIGURE} [role=status]"
SHAPES = [s for rank in (1, 2, 3) for s in itertools.product((1, 2, 3), repeat=rank)]


@pytest.fixture
def chapter(visit):
    return visit(CHAPTER)


def guess(chapter, answer="(3, 3)"):
    chapter.locator(f"{FIGURE} .play-guess select").select_option(answer)
    chapter.get_by_role("button", name="Show me").click()


def choose(chapter, name, shape):
    for back in range(1, 4):  # from the right, since an axis needs the one behind it
        chooser = chapter.locator(f'{FIGURE} select[data-array="{name}"][data-back="{back}"]')
        length = shape[-back] if back <= len(shape) else 0
        if chooser.is_enabled():
            chooser.select_option(str(length))


def state(chapter):
    return chapter.evaluate(f"document.querySelector('{FIGURE}').state")


def added(a, b):
    """Return what NumPy makes of the figure's two arrays, or None."""
    try:
        shape = np.broadcast_shapes(a, b)
    except ValueError:
        return None
    x, y = (unit * np.arange(1, np.prod(s) + 1).reshape(s) for unit, s in ((1, a), (100, b)))
    assert (x + y).shape == shape
    return x + y


def test_it_asks_for_a_guess_before_it_shows(chapter):
    assert chapter.is_hidden(f"{FIGURE} .outcome")
    guess(chapter)
    assert chapter.is_visible(f"{FIGURE} .outcome")
    assert "You guessed (3, 3). (2, 1, 3) and (3, 1) make (2, 3, 3)" in chapter.inner_text(STATUS)


@pytest.mark.parametrize(
    ("a", "b"),
    [((3, 1), (2,)), ((2, 1, 3), (3, 1)), ((3,), (1,)), ((2, 3), (3, 2)), ((2, 2, 2), (3, 1, 1))],
)
def test_what_it_draws_is_what_numpy_computes(chapter, a, b):
    guess(chapter)
    choose(chapter, "a", a)
    choose(chapter, "b", b)
    drawn = chapter.locator(f'{FIGURE} [data-drawn="result"] text').all_text_contents()
    expected = added(a, b)
    if expected is None:
        assert drawn == [] and "cannot meet" in chapter.inner_text(STATUS)
    else:
        assert list(map(int, drawn)) == expected.ravel().tolist()
        assert tuple(state(chapter)["shape"]) == expected.shape


def test_every_pair_of_shapes_meets_as_in_numpy(chapter):
    found = chapter.evaluate(
        """shapes => import('./_static/figures/broadcasting.js').then(({ meet }) =>
            shapes.map(([a, b]) => {
                const { shape, cells } = meet(a, b);
                return { shape, values: cells.map(cell => cell.value) };
            }))""",
        pairs := list(itertools.product(SHAPES, repeat=2)),
    )
    for (a, b), meeting in zip(pairs, found, strict=True):
        expected = added(a, b)
        if expected is None:
            assert meeting["shape"] is None, (a, b)
        else:
            assert tuple(meeting["shape"]) == expected.shape
            assert meeting["values"] == expected.ravel().tolist()


def test_it_says_which_axis_forbids_it(chapter):
    guess(chapter)
    choose(chapter, "a", (3, 2))
    choose(chapter, "b", (2, 1))
    assert "at axis 2 from the right, 3 meets 2" in chapter.inner_text(STATUS)
    assert "3 against 2: neither is 1" in chapter.inner_text(f"{FIGURE} .rule")


def test_it_can_be_played_with_the_keyboard_alone(chapter):
    chapter.locator(f"{FIGURE} .play-guess select").focus()
    chapter.keyboard.press("ArrowDown")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    assert "You guessed (3, 3)" in chapter.inner_text(STATUS)
    # The first chooser of a has the focus now.
    chapter.keyboard.press("ArrowDown")
    assert state(chapter)["a"] == [3, 1, 3]


def test_without_javascript_it_is_a_picture(visit):
    chapter = visit(CHAPTER, java_script_enabled=False)
    assert chapter.locator(f'{FIGURE} [data-drawn="result"] text').count() == 18
    assert chapter.is_hidden(f"{FIGURE} .play-guess")
    assert chapter.is_hidden(f"{FIGURE} .play-controls")
    assert "(2, 1, 3) and (3, 1) make (2, 3, 3)" in chapter.inner_text(STATUS)
