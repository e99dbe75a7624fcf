"""Ten learners of chapter 3, as a class comes: how they answer, and what they deserve.

`python -m autograder.sample_class FOLDER` makes an nbgrader course of them.
"""

from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

CHAPTER = 3
SOURCES = Path(__file__).parent / "learners"
CONFIG = "from autograder.nbgrader_config import configure\n\nconfigure(get_config())\n"


@dataclass(frozen=True)
class Learner:
    """A learner: what is wrong, the points lost by exercise, and what the messages say.

    `mistakes` are those to be recognised. `honest` is who tries to answer, and hands in a notebook
    that runs and does not warn: there plain nbgrader must come to the same marks.
    """

    name: str
    about: str
    lost: dict[str, int] = field(default_factory=dict)
    says: str = ""
    mistakes: frozenset[str] = frozenset()
    honest: bool = True


ALL = {
    "scaled_dot_product_attention": 6,
    "score_spread": 2,
    "score_std": 1,
    "weights_shape": 1,
    "softmax_jacobian": 3,
    "attention": 4,
    "wrong_line": 1,
    "clinic_3": 1,
}
POINTS = sum(ALL.values())

LEARNERS = (
    Learner("ada", "has solved everything", says="✓"),
    Learner("ben", "has handed in the notebook as it was handed out", ALL, "Nothing is written"),
    Learner(
        "cleo",
        "does not scale",
        {"scaled_dot_product_attention": 2},
        mistakes=frozenset({"ATT-01"}),
    ),
    Learner(
        "dan",
        "normalizes over the queries",
        {"scaled_dot_product_attention": 6},
        mistakes=frozenset({"ATT-07"}),
    ),
    Learner(
        "eva",
        "inverts the mask",
        {"scaled_dot_product_attention": 3},
        mistakes=frozenset({"MSK-01"}),
    ),
    Learner("finn", "loops without end", {"softmax_jacobian": 3}, "loop", honest=False),
    Learner("gus", "ends Python in a call", {"attention": 1}, "brought down", honest=False),
    Learner("hana", "hands in half a file", ALL, "not a notebook", honest=False),
    Learner("ivo", "patches what compares, and IPython", ALL, honest=False),
    Learner("june", "is right, and warns", says="✓", honest=False),
)


def build(course: Path) -> str:
    """Make the course: assignment, gradebook and ten submissions; return the assignment's name."""
    from autograder.release.assignment import release

    course.mkdir(parents=True, exist_ok=True)
    (course / "nbgrader_config.py").write_text(CONFIG)
    released = release(CHAPTER, course)
    assignment = released.stem
    for learner in LEARNERS:
        path = course / "submitted" / learner.name / assignment / released.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(handed_in(learner, nbformat.read(released, as_version=4)))
    return assignment


def handed_in(learner: Learner, released: NotebookNode) -> str:
    """Return the notebook that a learner hands in, as text."""
    answers = {} if learner.name in ("ben", "ivo") else _answers("ada")
    answers |= _answers(learner.name)
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    text = nbformat.writes(released)
    return text[: len(text) // 2] if learner.name == "hana" else text


def _answers(name: str) -> dict[str, str]:
    path = SOURCES / f"{name}.md"
    if not path.exists():
        return {}
    cells = jupytext.read(path).cells
    return {c.metadata["answer"]: c.source for c in cells if "answer" in c.metadata}
