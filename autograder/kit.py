"""`autograder kit`: what a class receives. The check works as ever, and no solution is inside.

In place of the references lie recordings: the check's inputs, the right outputs, and the outputs
of the known mistakes. Concept answers are kept as salted hashes; a small answer can be guessed.
"""

import argparse
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from autograder.chapters import chapter, slug
from autograder.cut import cut

DESCRIPTION = f"""
{__doc__} The kit is a zip file. Unzipped, its notebook runs as it is: the packages lie beside it.
"""
README = """{title}

1. Install Python 3.11 or newer, then: pip install -r requirements.txt
2. Start: jupyter lab {notebook}
3. Write your answers below "YOUR CODE HERE" and run the cells that begin with check.

A check says at once whether your answer is right and, if not, which law it breaks. Run it again
for a hint. To check the saved notebook as a whole:

   python -m autograder check {notebook}

What passes is kept for later chapters in my_parts, beside this folder. The folders beside the
notebook belong to the check and hold parts of earlier chapters. They hold no solution to this one.
"""
REQUIREMENTS = ("numpy", "torch", "matplotlib", "jupyterlab", "jaxtyping")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("chapter", type=int, help="the chapter's number, for example 03")
    default = Path("_build/kits")
    parser.add_argument("--to", type=Path, default=default, help=f"folder (default: {default})")


def run(arguments: argparse.Namespace) -> int:
    """Write the zip file and print where it lies."""
    arguments.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        make_kit(arguments.chapter, Path(folder) / slug(arguments.chapter))
        name = str(arguments.to / slug(arguments.chapter))
        print(shutil.make_archive(name, "zip", folder))
    return 0


def make_kit(number: int, folder: Path) -> Path:
    """Put the kit of chapter `number` into `folder`: notebook, cut packages, recorded keys."""
    from autograder.release.assignment import learners_notebook
    from autograder.release.recorded import with_recorded_finale

    cut(number, folder)
    notebook = f"{slug(number)}.ipynb"
    (folder / notebook).write_bytes(with_recorded_finale(learners_notebook(number), number))
    record(number, folder / "autograder" / "recorded")
    title = f"{number} · {chapter(number).title}"
    (folder / "README.txt").write_text(README.format(title=title, notebook=notebook))
    # The versions that the teacher has, without the suffix of a CPU build.
    pinned = [f"{name}=={version(name).split('+')[0]}\n" for name in REQUIREMENTS]
    (folder / "requirements.txt").write_text("".join(pinned))
    return folder


def record(number: int, folder: Path) -> None:
    """Write the visible key of every part of the chapter, in the notebook's order."""
    from autograder.checks import exercises_of_chapter
    from autograder.judging.encoding import pack
    from autograder.keys import visible_key

    folder.mkdir(parents=True, exist_ok=True)
    parts = [(e.name, part.name) for e in exercises_of_chapter(number) for part in e.parts]
    for index, (name, part) in enumerate(parts):
        file = folder / f"{index:02d}.{name}.{part}.key"
        file.write_bytes(pack(visible_key(name, part).to_plain()))
