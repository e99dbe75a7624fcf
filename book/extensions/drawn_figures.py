"""matplotlib's figures become part of the page, and take its font and its light or dark colours."""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# The colours of book/matplotlibrc, and what the page calls them (book/assets/book.css).
COLOURS = {
    "#000000": "currentColor",
    "#c2410c": "var(--raw)",
    "#0f766e": "var(--scaled)",
    "#6d28d9": "var(--third)",
    "#737373": "var(--quiet)",
    "#d9d9d9": "var(--line)",
}


def page_svg(svg: str, alt: str, prefix: str) -> str:
    """Fit matplotlib's SVG into a page: no prologue, the page's colours, ids of its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(?:xmlns:xlink|version)="[^"]*"', "", svg)
    # Two figures on one page both call their first axis "axes_1".
    svg = re.sub(r'(\bid="|xlink:href="#|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    svg = svg.replace("xlink:href", "href")
    for colour, name in COLOURS.items():
        svg = svg.replace(colour, name)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)


class DrawnFigures(SphinxPostTransform):
    """Put each executed SVG figure into the page itself.

    Raises an error if a figure has no `mystnb: image: alt:` text in its cell.
    """

    default_priority = 500
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the image nodes that the notebook's cells produced."""
        executed = Path(self.app.outdir).parent / "jupyter_execute"
        for number, image in enumerate(list(self.document.findall(nodes.image))):
            path = (Path(self.app.srcdir) / image["uri"]).resolve()
            if path.suffix != ".svg" or not path.is_relative_to(executed.resolve()):
                continue
            alt = image.get("alt", "")
            if not alt or alt == image["uri"]:
                raise ValueError(f"{self.env.docname}: figure {number} has no alt text")
            svg = page_svg(path.read_text(), alt, f"figure-{number}")
            image.replace_self(
                nodes.raw("", f'<div class="drawn">{svg}</div>', format="html", classes=["drawn"])
            )


def setup(app: Sphinx) -> dict[str, bool]:
    """Figures are exchanged after myst-nb has chosen which output of a cell to show."""
    app.add_post_transform(DrawnFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
