"""The house keeps its order: who may import whom, how long a file may be, what may not be said."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from autograder.chapters import CHAPTERS

ROOT = Path(__file__).parents[1]
OWN = ("by_hand", "translator", "autograder")
FOLDERS = {"by_hand": ROOT / "solutions", "translator": ROOT / "solutions", "autograder": ROOT}


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Yield every module of a package with its file."""
    folder = FOLDERS[package.split(".")[0]]
    for path in sorted((folder / package.replace(".", "/")).rglob("*.py")):
        if "sample_class" not in path.parts:
            yield ".".join(path.relative_to(folder).with_suffix("").parts), path


def imported(path: Path) -> set[str]:
    """Return every module and name that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def imports(path: Path) -> set[str]:
    """Return the project's own modules that a file imports."""
    return {name for name in imported(path) if name.split(".")[0] in OWN}


@pytest.mark.parametrize("package", ["by_hand", "translator"])
def test_the_references_import_nothing_of_the_project(package):
    for name, path in modules(package):
        assert all(other.startswith(package) for other in imports(path)), name


@pytest.mark.parametrize("package", ["by_hand", "translator"])
def test_a_chapter_imports_earlier_chapters_only(package):
    chapter_of = {module: c.number for c in CHAPTERS for module in getattr(c, package)}
    for name, path in modules(package):
        own = chapter_of[name.split(".")[1]] if not name.endswith("__init__") else None
        for other in imports(path):
            chapter = chapter_of.get(other.split(".")[1] if "." in other else None)
            assert own is None or chapter is None or chapter <= own, f"{name} imports {other}"


def test_judging_and_the_sandbox_know_no_exercise():
    known = ("autograder.judging", "autograder.sandbox")
    for package in known:
        for name, path in modules(package):
            strange = {o for o in imports(path) if not o.startswith(known) and o != "autograder"}
            assert not strange, f"{name} imports {strange}"


def test_only_checks_and_finales_import_the_references():
    allowed = ("autograder.checks", "autograder.finale")
    for name, path in modules("autograder"):
        references = {o for o in imports(path) if o.startswith(("by_hand", "translator"))}
        assert not references or name.startswith(allowed), f"{name}: {references}"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\n") if (ROOT / name).is_file()]


def test_every_package_that_is_imported_is_pinned():
    pinned = {
        canonical(line.split("==")[0])
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    local = {path.stem for path in tracked("*.py")} | {path.parent.name for path in tracked("*.py")}
    brought_by = packages_distributions()
    for path in tracked("*.py"):
        for name in (
            {name.split(".")[0] for name in imported(path)}
            - local
            - set(sys.stdlib_module_names)
            - set(OWN)
        ):
            packages = {canonical(package) for package in brought_by.get(name, ())}
            assert packages & pinned, f"{path} imports {name}, which requirements.txt does not pin"


def canonical(package: str) -> str:
    return package.lower().replace("_", "-")


def test_no_file_is_much_over_300_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.js", "*.css")
        if (lines := len(path.read_text().splitlines())) > 350
    }
    assert not long


def test_no_path_of_a_machine_is_said():
    private = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")
    for path in tracked(
        "*.py", "*.md", "*.yml", "*.toml", "*.txt", "*.json", "*.ipynb", "Makefile"
    ):
        found = private.search(path.read_text())
        assert not found or path == Path(__file__), f"{path}: {found and found.group()}"
