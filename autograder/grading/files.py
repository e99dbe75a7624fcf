"""Write results so that a reader never sees half a file."""

import os
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Write a whole file, or none: first beside it, then renamed.

    One process at a time writes in a course, so that what a killed one left is written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
