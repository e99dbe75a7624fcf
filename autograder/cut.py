"""What a learner of one chapter may import, as a folder: no graded answer is in it.

The sandbox mounts this cut, and a class kit ships it.
"""

import shutil
from importlib.resources import files
from pathlib import Path

from autograder.chapters import importable

CHECKING = (
    "__init__",
    "__main__",
    "cli",
    "checking",
    "keys",
    "fixtures",
    "judging",
    "learner",
)


def cut(number: int, destination: Path) -> Path:
    """Copy by_hand, translator and autograder, cut to chapter `number`, and return the folder.

    Of by_hand and translator only the modules of earlier chapters are copied, of autograder only
    what judges and what a learner meets: no references, no mistakes.
    """
    for package, modules in importable(number).items():
        _copy(package, ("__init__", *modules), destination)
    _copy("autograder", CHECKING, destination)
    return destination


def _copy(package: str, modules: tuple[str, ...], destination: Path) -> None:
    source, target = Path(str(files(package))), destination / package
    target.mkdir(parents=True, exist_ok=True)
    for module in modules:
        if (source / module).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source / module, target / module, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy(source / f"{module}.py", target)
