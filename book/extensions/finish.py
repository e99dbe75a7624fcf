"""After Sphinx has written the site: one style sheet, small pages, and no idle file."""

import re
from fnmatch import fnmatch
from pathlib import Path

import minify_html
from sphinx.application import Sphinx

from extensions.stylesheet import write_site_css

# Loaded by a script and not by a page, so that no page names them.
LOADED_BY_SCRIPTS = ("figures/*.js", "language_data.js", "searchtools.js")


def finish(app: Sphinx, error: Exception | None) -> None:
    """Finish a site that was built without an error."""
    if error or app.builder.name != "html":
        return
    static = app.outdir / "_static"
    paths = [path for path in app.outdir.rglob("*.html") if not path.is_relative_to(static)]
    pages = [minified(path) for path in sorted(paths)]
    # The theme is copied anew whenever a page is written. If none was, the style sheet is right.
    if (static / "styles").is_dir():
        write_site_css(static, pages)
    remove_unused(static, pages)


def minified(path: Path) -> str:
    """Minify a page in place, and return it. A page that was minified before stays as it is."""
    page = path.read_text()
    small = minify_html.minify(page, keep_closing_tags=True, keep_html_and_head_opening_tags=True)
    if small != page:
        path.write_text(small)
    return small


def remove_unused(static: Path, pages: list[str]) -> None:
    """Delete every file of `_static` that neither a page nor the style sheet names."""
    sources = [*pages, (static / "site.css").read_text()]
    named = set(re.findall(r"[\w./-]+\.\w+", " ".join(sources)))
    for path in static.rglob("*"):
        name = path.relative_to(static).as_posix()
        wanted = {name, f"_static/{name}", f"./_static/{name}", f"../_static/{name}"} & named
        wanted = wanted or any(fnmatch(name, pattern) for pattern in LOADED_BY_SCRIPTS)
        if path.is_file() and not wanted:
            path.unlink()
    for folder in sorted(static.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def setup(app: Sphinx) -> dict[str, bool]:
    """The search index and the downloads are written before this runs."""
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
