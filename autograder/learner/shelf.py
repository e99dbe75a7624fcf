"""The learner's own parts: what passed is kept, so that a later notebook can be built from it."""

import contextlib
import io
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar

from autograder.judging.verdict import Verdict
from autograder.keys import part_names, visible_verdict
from autograder.learner.source import module_source, session_sources

FOLDER = "my_parts"
HEADER = '"""{name} has passed its check. Change it in your notebook, not here."""\n\n'
T = TypeVar("T")


def my_part(ours: T) -> T:
    """Return your own version of `ours`, as it passed its check, or else `ours`; says which.

    `Encoder = my_part(Encoder)` takes what an earlier notebook kept in `my_parts`.
    """
    name: str = ours.__name__  # type: ignore[attr-defined]
    path = _folder() / f"{name}.py"
    shown = os.path.relpath(path)
    if not path.exists():
        print(f"{name}: ours. There is no {shown}: no notebook of yours has passed its check.")
        return ours
    try:
        mine = getattr(_loaded(path.read_text(), name, path), name)
    except Exception as error:
        print(f"{name}: ours. {shown} does not load: {_described(error)}.")
        return ours
    print(f"{name}: yours, from {shown}")
    return mine


class Unfit(Exception):
    """The code that passed does not pass outside its notebook; the message says why."""


class Shelf:
    """Remembers which parts of an exercise have passed; when it is all of them, it keeps them.

    A part counts for the code that passed it. What is kept has passed once more, loaded from its
    own text. A newer version that passes replaces an older one.
    """

    def __init__(self) -> None:
        self._passed: dict[str, tuple[str, set[str]]] = {}

    def put(self, subject: Any, verdicts: Sequence[Verdict]) -> str:
        """Note how parts of one exercise went; return what to tell the learner, if anything."""
        if not _is_learners(subject):
            return ""
        name = verdicts[0].exercise
        source = _source(subject, name)
        before, passed = self._passed.get(name, ("", set()))
        passed = passed if source == before else set()
        passed |= {verdict.part for verdict in verdicts if verdict.passed}
        passed -= {verdict.part for verdict in verdicts if not verdict.passed}
        self._passed[name] = (source, passed)
        return _keep(name, source) if passed == set(part_names(name)) else ""


def _keep(name: str, source: str) -> str:
    path = _folder() / f"{name}.py"
    text = HEADER.format(name=name) + source + "\n"
    if path.exists() and path.read_text() == text:
        return ""
    try:
        _try_alone(text, name, path)
        _write(path, text)
    except (Unfit, OSError) as reason:
        return f"not kept for later chapters: {reason}"
    return f"kept in {os.path.relpath(path)}"


def _is_learners(subject: Any) -> bool:
    """Say whether this was written in a notebook or a script beside a notebook.

    A grader that runs notebooks keeps nothing: nbgrader says so in the environment.
    """
    return (
        isinstance(subject, FunctionType | type)
        and subject.__module__ == "__main__"
        and os.environ.get("NBGRADER_EXECUTION") != "autograde"
        and any(Path.cwd().glob("*.ipynb"))
    )


def _folder() -> Path:
    """Return where parts are kept: beside the chapters' folders, or beside the notebook."""
    here = Path.cwd()
    return (here.parent if re.match(r"\d\d-", here.name) else here) / FOLDER


def _source(subject: Any, name: str) -> str:
    source = module_source(subject.__name__, session_sources())
    return source if subject.__name__ == name else f"{source}\n\n\n{name} = {subject.__name__}"


def _try_alone(text: str, name: str, path: Path) -> None:
    """Check what the text defines, away from the notebook; raises Unfit if it fails."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        try:
            alone = getattr(_loaded(text, name, path), name)
        except Exception as error:
            raise Unfit(f"outside this notebook it raises {_described(error)}") from error
        for part in part_names(name):
            if finding := visible_verdict(name, part, alone).finding:
                raise Unfit(f"outside this notebook it fails. {finding.text}")


def _loaded(text: str, name: str, path: Path) -> ModuleType:
    """Run a kept part as the module `my_parts.NAME`."""
    module = ModuleType(f"{FOLDER}.{name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where `pickle` and `inspect` look it up
    exec(compile(text, path, "exec"), module.__dict__)
    return module


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _write(path: Path, text: str) -> None:
    """Write the file as a whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
