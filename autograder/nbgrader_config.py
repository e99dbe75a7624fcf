"""nbgrader's settings for a course of this book.

In the course's `nbgrader_config.py`:

    from autograder.nbgrader_config import configure

    configure(get_config())
"""

from traitlets.config import Config


def configure(config: Config) -> None:
    """Make nbgrader's own commands and screens treat submissions as our grader does."""
    # Deleted checks come back, instead of waiting for a mark by hand that nobody can give.
    config.OverwriteCells.add_missing_cells = True
    # A page shows submissions as they are: their HTML must not run in the teacher's browser.
    config.HTMLExporter.sanitize_html = True
