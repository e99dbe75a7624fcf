"""`` {cite}`vaswani2017` `` and `{references}`: sources, from book/references.bib.

The role names a source as one would in a sentence and leads to the list; `{references}` prints the
list. The entries are read with pybtex. (sphinxcontrib-bibtex would do the same, but the markup of
its citations fails three rules of accessibility.)
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from pybtex.database import Entry, parse_file
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

BIBLIOGRAPHY = Path(__file__).parents[1] / "references.bib"
PAGE = "references"
log = logging.getLogger(__name__)


def entries() -> dict[str, Entry]:
    """Read the bibliography."""
    return dict(parse_file(str(BIBLIOGRAPHY), "bibtex").entries)


def authors(entry: Entry) -> str:
    """Name the authors as a sentence does: by their last names, at most two of them."""
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in everyone(entry)]
    if len(names) > 2:
        return f"{names[0]} and others"
    return " and ".join(names)


def everyone(entry: Entry) -> list:
    """Return the authors of an entry."""
    return list(entry.persons["author"])


def cite(
    name: str, raw: str, key: str, line: int, inliner: Inliner, options=None, content=()
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Name a source and lead to it."""
    known = entries()
    if key not in known:
        place = (inliner.document.current_source, line)  # type: ignore[attr-defined]
        log.warning("%s is not in references.bib", key, location=place)
        return [nodes.Text(key)], []
    text = f"{authors(known[key])}, {known[key].fields['year']}"
    return [nodes.reference(raw, text, refuri=f"{PAGE}.html#{key}", internal=True)], []


class References(SphinxDirective):
    """List every source, by author and year."""

    def run(self) -> list[nodes.Node]:
        """Return the list; each entry can be linked to by its key."""
        self.env.note_dependency(str(BIBLIOGRAPHY))
        known = entries()
        listed = nodes.bullet_list(classes=["references"])
        for key in sorted(known, key=lambda key: (authors(known[key]), known[key].fields["year"])):
            item = nodes.list_item("", described(known[key]), ids=[key])
            listed += item
        return [listed]


def described(entry: Entry) -> nodes.paragraph:
    """Write one source as a line: who, when, what, where."""
    fields = entry.fields
    names = ", ".join(map(full_name, everyone(entry)))
    paragraph = nodes.paragraph("", f"{names} ({fields['year']}). ")
    title = nodes.emphasis("", fields["title"].replace("{", "").replace("}", ""))
    if "url" in fields:
        paragraph += nodes.reference("", "", title, refuri=fields["url"])
    else:
        paragraph += title
    where = fields.get("journal") or fields.get("booktitle") or fields.get("howpublished")
    paragraph += nodes.Text(f". {where}." if where else ".")
    return paragraph


def full_name(person) -> str:
    """Return a person's name in reading order."""
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names)
    return " ".join(name for part in parts for name in part)


def setup(app: Sphinx) -> dict[str, bool]:
    """The page of the list must be called `references`."""
    app.add_role("cite", cite)
    app.add_directive("references", References)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
