"""The book's chapters: their names, and which module of each package belongs to which chapter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One chapter: its number, title, the folder's name, and its modules (None: none of its own).

    A learner of chapter N may import the modules of the chapters before N.
    """

    number: int
    title: str
    slug: str
    by_hand: str | None
    translator: str | None = None


CHAPTERS = (
    Chapter(2, "Attention as soft lookup", "02-soft-lookup", "soft_lookup"),
    Chapter(
        3,
        "Scaled dot-product attention",
        "03-scaled-dot-product-attention",
        "attention",
        "attention",
    ),
    Chapter(
        9,
        "Residuals and layer norm",
        "09-residuals-and-layer-norm",
        "normalization",
        "normalization",
    ),
)


def chapter(number: int) -> Chapter:
    """Return chapter `number`; raises ValueError with the numbers there are.

    >>> chapter(3).title
    'Scaled dot-product attention'
    """
    for candidate in CHAPTERS:
        if candidate.number == number:
            return candidate
    known = ", ".join(str(candidate.number) for candidate in CHAPTERS)
    raise ValueError(f"there is no chapter {number}; the chapters are {known}")


def slug(number: int) -> str:
    """Return the name of the chapter's folder, notebook and assignment."""
    return chapter(number).slug


def chapter_of(assignment: str) -> int:
    """Return the number of the chapter whose assignment is called `assignment`.

    >>> chapter_of("03-scaled-dot-product-attention")
    3
    """
    for candidate in CHAPTERS:
        if candidate.slug == assignment:
            return candidate.number
    known = ", ".join(candidate.slug for candidate in CHAPTERS)
    raise ValueError(f"there is no assignment {assignment!r}; the assignments are {known}")


def importable(number: int) -> dict[str, tuple[str, ...]]:
    """Name the modules of earlier chapters that a learner of chapter `number` may import.

    >>> importable(3)
    {'by_hand': ('soft_lookup',), 'translator': ()}
    """
    earlier = [candidate for candidate in CHAPTERS if candidate.number < number]
    return {
        "by_hand": tuple(c.by_hand for c in earlier if c.by_hand),
        "translator": tuple(c.translator for c in earlier if c.translator),
    }
