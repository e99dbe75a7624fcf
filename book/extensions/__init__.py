"""The book's own Sphinx extensions: its directives, and how its pages are finished."""

from sphinx.application import Sphinx

PARTS = (
    "extensions.freshness",
    "extensions.katex",
    "extensions.drawn_figures",
    "extensions.interactive",
    "extensions.exercise_card",
    "extensions.compare_with_ours",
    "extensions.what_is_checked",
    "extensions.references",
    "extensions.reading_time",
    "extensions.images",
    "extensions.page_head",
    "extensions.finish",
)


def setup(app: Sphinx) -> dict[str, bool]:
    """Set up each part. The order matters at the end: pages are finished last."""
    for part in PARTS:
        app.setup_extension(part)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
