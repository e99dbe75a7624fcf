"""Pictures carry their width and height, so that a page does not jump while they load."""

import re
from pathlib import Path

import imagesize
from docutils import nodes
from sphinx.application import Sphinx

IMAGE = re.compile(r'<img (?![^>]*\bwidth=)(?=[^>]*\bsrc="([^"?]+))')


def measure_images(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Measure each picture of a page: Sphinx knows the file that each name stands for."""
    originals = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}

    def with_size(tag: re.Match[str]) -> str:
        original = originals.get(Path(tag[1]).name)
        width, height = imagesize.get(original) if original else (-1, -1)
        return tag[0] if width < 0 else f'<img width="{width}" height="{height}" '

    context["body"] = IMAGE.sub(with_size, context.get("body", ""))


def setup(app: Sphinx) -> dict[str, bool]:
    """Sizes are added as each page is written."""
    app.connect("html-page-context", measure_images)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
