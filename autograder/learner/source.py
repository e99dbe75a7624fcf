"""Collect the source of a learner's function or class with all that it uses, as a module."""

import ast
import symtable
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class Statement:
    """One statement of the session: its place in it, and the global names it binds and reads."""

    place: int
    source: str
    binds: frozenset[str]
    reads: frozenset[str]
    kind: type


def notebook_shell() -> Any:
    """Return the running IPython shell, or None in a plain Python."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def session_sources() -> list[str]:
    """Return the learner's code in the order it ran: the cells, or the script."""
    shell = notebook_shell()
    if shell:
        return shell.history_manager.input_hist_parsed
    script = getattr(sys.modules["__main__"], "__file__", None)
    return [Path(script).read_text()] if script else []


def module_source(name: str, sources: list[str]) -> str:
    """Return a module that defines `name` as the sources do, with what it uses and no more.

    A name that nothing in the sources defines is left open.

    >>> print(module_source("f", ["import math", "x = 3", "def f(): return math.e"]))
    import math
    <BLANKLINE>
    <BLANKLINE>
    def f(): return math.e
    """
    statements = [s for source in sources for s in _statements(source)]
    session = [Statement(i, *rest) for i, rest in enumerate(statements)]
    chosen = _used(name, session)
    text = ""
    before: type = type(None)
    for statement in sorted(chosen, key=lambda s: not issubclass(s.kind, Import)):
        text += _gap(before, statement.kind) + statement.source
        before = statement.kind
    return text


def _gap(before: type, after: type) -> str:
    """Leave room between statements, as the field does."""
    if before is type(None):
        return ""
    if issubclass(before, Definition) or issubclass(after, Definition):
        return "\n\n\n"
    return "\n" if issubclass(before, Import) == issubclass(after, Import) else "\n\n"


def _used(name: str, session: list[Statement]) -> list[Statement]:
    """Follow the names that are read, from the last statement that binds `name`."""
    chosen: dict[int, Statement] = {}
    wanted = [(name, len(session))]
    while wanted:
        name, end = wanted.pop()
        binding = [s for s in session[:end] if name in s.binds]
        if binding and (last := binding[-1]).place not in chosen:
            chosen[last.place] = last
            # A body looks its names up when it is called; any other statement where it stands.
            end = len(session) if issubclass(last.kind, Definition) else last.place
            wanted += [(read, end) for read in last.reads]
    return [chosen[place] for place in sorted(chosen)]


def _statements(source: str) -> Iterator[tuple[str, frozenset[str], frozenset[str], type]]:
    """Yield the top-level statements of a cell, an import for each name that it brings."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in tree.body:
        for text in _texts(node, source):
            yield text, *_names(text), type(node)


def _texts(node: ast.stmt, source: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [ast.unparse(ast.Import([alias])) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [
            ast.unparse(ast.ImportFrom(node.module, [alias], node.level)) for alias in node.names
        ]
    if isinstance(node, Definition):
        first = min(n.lineno for n in [node, *node.decorator_list])
        return ["\n".join(source.splitlines()[first - 1 : node.end_lineno])]
    return [ast.get_source_segment(source, node) or ""]


def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the global names that a statement binds, and those that it reads in any scope."""
    top = symtable.symtable(source, "cell", "exec")
    symbols = top.get_symbols()
    binds = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    reads = {s.get_name() for s in symbols if s.is_referenced()}
    return frozenset(binds), frozenset(reads | set(_read_inside(top)))


def _read_inside(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        yield from (s.get_name() for s in child.get_symbols() if s.is_global())
        yield from _read_inside(child)
