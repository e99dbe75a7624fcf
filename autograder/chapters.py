"""The book's chapters: their names, and which module of each package belongs to which chapter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One chapter: its number, title, the name of its folder, and its modules in each package.

    A learner of chapter N may import the modules of the chapters before N.
    """

    number: int
    title: str
    slug: str
    by_hand: tuple[str, ...] = ()
    translator: tuple[str, ...] = ()


LAST = ("fused", "inspection", "models", "measuring", "curves", "recipe", "trainer", "cli")

CHAPTERS = (
    Chapter(0, "Shapes you can see", "00-shapes", ("shapes",)),
    Chapter(1, "Why not an RNN?", "01-recurrent-networks", ("recurrent",), ("recurrent",)),
    Chapter(2, "Attention as soft lookup", "02-soft-lookup", ("soft_lookup",), ("soft_lookup",)),
    Chapter(
        3,
        "Scaled dot-product attention",
        "03-scaled-dot-product-attention",
        ("attention",),
        ("attention",),
    ),
    Chapter(4, "Self-attention", "04-self-attention", ("self_attention",)),
    Chapter(5, "Embeddings and position", "05-positions", ("positions",), ("positions",)),
    Chapter(6, "Multi-head attention", "06-multi-head-attention", ("heads",), ("heads",)),
    Chapter(7, "Masks", "07-masks", ("masks",), ("masks",)),
    Chapter(
        8, "The feed-forward network", "08-feed-forward-network", ("feedforward",), ("feedforward",)
    ),
    Chapter(
        9,
        "Residuals and layer norm",
        "09-residuals-and-layer-norm",
        ("normalization",),
        ("normalization",),
    ),
    Chapter(10, "The whole machine", "10-transformer", (), ("transformer",)),
    Chapter(
        11,
        "Text in, batches out",
        "11-text-and-batches",
        ("text",),
        ("text", "vocabulary", "corpora"),
    ),
    Chapter(12, "Training", "12-training", ("training",), ("training",)),
    Chapter(13, "Inference", "13-inference", ("decoding",), ("decoding", "search")),
    Chapter(14, "Looking inside", "14-looking-inside", ("inspection",), LAST),
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

    >>> importable(3)["by_hand"]
    ('shapes', 'recurrent', 'soft_lookup')
    """
    earlier = [candidate for candidate in CHAPTERS if candidate.number < number]
    return {
        "by_hand": tuple(module for c in earlier for module in c.by_hand),
        "translator": tuple(module for c in earlier for module in c.translator),
    }
