"""A changed source is seen: outputs are executed again, and pages are written again.

Neither jupyter-cache nor Sphinx looks beyond a page's own text. Without this, a changed `by_hand`
would leave yesterday's outputs in the book, and a changed style sheet would not reach it.
"""

import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

ROOT = Path(__file__).parents[2]
IMPORTED_BY_CELLS = (
    "solutions/by_hand",
    "solutions/translator",
    "autograder/checking.py",
    "autograder/keys.py",
    "autograder/checks",
    "autograder/judging",
    "autograder/learner",
    "book/matplotlibrc",
)
SHAPING_PAGES = ("book/assets", "book/templates", "book/extensions")


def fingerprint(*sources: str) -> str:
    """Digest files and folders of the project."""
    digest = hashlib.sha256()
    for source in sources:
        path = ROOT / source
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def look(app: Sphinx, config: Config) -> None:
    """Give each state of the code its own cache of outputs."""
    config.executed_code = fingerprint(*IMPORTED_BY_CELLS)
    config.page_code = fingerprint(*SHAPING_PAGES)
    config.nb_execution_cache_path = str(ROOT / "_build/.jupyter_cache" / config.executed_code)


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx reads every page again when one of these two values changes."""
    app.add_config_value("executed_code", "", "env", types=frozenset({str}))
    app.add_config_value("page_code", "", "env", types=frozenset({str}))
    # myst-nb takes up the cache's path at the usual priority.
    app.connect("config-inited", look, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
