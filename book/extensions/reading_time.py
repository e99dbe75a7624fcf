"""Under a chapter's title: how long it takes to read, counted from its words."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

WORDS_A_MINUTE = 180  # slower than a novel: there are formulas to look at


class ReadingTime(SphinxTransform):
    """Say it on every page whose name begins with a chapter's number."""

    default_priority = 900

    def apply(self, **kwargs: object) -> None:
        """Put the line after the title."""
        if not self.env.docname[0].isdigit():
            return
        words = sum(len(p.astext().split()) for p in self.document.findall(nodes.paragraph))
        minutes = max(1, round(words / WORDS_A_MINUTE))
        line = f"{minutes} minutes to read. The exercises come on top."
        title = next(iter(self.document.findall(nodes.title)))
        paragraph = nodes.paragraph("", line, classes=["reading-time"])
        title.parent.insert(title.parent.index(title) + 1, paragraph)


def setup(app: Sphinx) -> dict[str, bool]:
    """Words are counted when the page has been read."""
    app.add_transform(ReadingTime)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
