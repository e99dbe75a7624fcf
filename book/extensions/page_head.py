"""What stands in a page's head: its description, and scripts that do not hold it up."""

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from extensions.stylesheet import is_bundled

log = logging.getLogger(__name__)


def describe(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Tell search engines and link previews what the page's front matter says of it."""
    if doctree is None:
        return
    description = context["meta"].get("description")
    if not description:
        log.warning("%s: the front matter has no description", page)
        return
    context["metatags"] += f'<meta name="description" content="{escape(description)}">'
    context["meta"]["og:description"] = description


def lighten(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Defer the scripts, and say so if a style sheet would be left out of the bundle."""
    for sheet in context.get("css_files", ()):
        name = str(getattr(sheet, "filename", sheet)).removeprefix("_static/")
        if not is_bundled(name):
            log.warning("%s is not in extensions/stylesheet.py, so no page will load it", name)
    for script in context.get("script_files", ()):
        # `defer` says nothing to a script that is written into the page; a module waits.
        waiting = ("defer", "defer") if script.filename else ("type", "module")
        script.attributes.setdefault(*waiting)


def setup(app: Sphinx) -> dict[str, bool]:
    """opengraph reads the description at the usual priority; the themes add their files then."""
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", lighten, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
