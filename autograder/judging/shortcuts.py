"""Notice operations that an exercise forbids since one call of them would be all of the answer.

Two ways, together: the source of the answer is searched for their names, also under another name
or in a helper; and while the answer runs, PyTorch's own operators of that name are replaced in its
dispatcher, below Python, where a method, a thread or TorchScript ends up as well. Afterwards they
are as before. This stops shortcuts, not a determined forger: the answer runs in the same process,
and can put everything back.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from textwrap import dedent
from types import CodeType, FunctionType, ModuleType
from typing import Any, NoReturn

import torch
from torch import nn

SHORTCUT = "ForbiddenShortcut"
# Where a call arrives whatever its device. Under autograd an operator that is made of others would
# be taken apart before the last of these.
KEYS = ("AutogradCPU", "AutogradCUDA", "AutogradMPS", "AutogradMeta", "BackendSelect")


class ForbiddenShortcut(Exception):
    """An operation that this exercise does not allow was called."""


@contextmanager
def watched(subject: Any, names: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the list of the forbidden names that `subject` mentions or, in the context, calls.

    A name is a full one, such as "torch.nn.functional.layer_norm" or "numpy.std".
    """
    used = sorted(_mentioned(subject, names)) if names else []
    if not names or used:
        yield used
        return

    def refuse(name: str, *_: Any, **__: Any) -> NoReturn:
        used.append(name)
        raise ForbiddenShortcut(name)

    def look_at(module: nn.Module, _: Any) -> None:
        for name in names:
            if type(module) is _object(name):
                refuse(name)

    hook = nn.modules.module.register_module_forward_pre_hook(look_at)
    try:
        with torch.library._scoped_library("aten", "IMPL") as library:
            for name in names:
                for operator in _operators(name):
                    for key in KEYS:
                        library.impl(operator, partial(refuse, name), key)
            yield used
    finally:
        hook.remove()


@cache
def _operators(name: str) -> tuple[str, ...]:
    """Return PyTorch's operators, of all signatures, that do what a function of that name does.

    >>> _operators("torch.nn.functional.layer_norm"), _operators("numpy.std")
    (('layer_norm',), ())
    """
    package, _, operator = name.rpartition(".")
    if package.split(".")[0] != "torch" or not hasattr(torch.ops.aten, operator):
        return ()
    overloads = getattr(torch.ops.aten, operator).overloads()
    return tuple(operator if o == "default" else f"{operator}.{o}" for o in overloads)


def _object(name: str) -> Any:
    """Return what a full name stands for, or None while its module is not imported."""
    module, _, attribute = name.rpartition(".")
    return getattr(sys.modules.get(module), attribute, None)


# The source -----------------------------------------------------------------------------------


def _mentioned(subject: Any, names: tuple[str, ...]) -> set[str]:
    """Return those of the names that the source of `subject` uses, or that of its helpers."""
    forbidden = {id(_object(name)): name for name in names if _object(name) is not None}
    found, seen, waiting = set(), set(), list(_functions(subject))
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        scope = function.__globals__ | _closed_over(function)
        if wrapped := getattr(function, "__wrapped__", None):
            waiting += _functions(wrapped)
        for path in _paths(function.__code__):
            found |= {path} & set(names)  # an import inside, of what is not imported yet
            thing = _reach(path, scope)
            found |= {forbidden[i] for i in (id(thing), id(type(thing))) if i in forbidden}
            if isinstance(thing, FunctionType | type) and thing.__module__ == function.__module__:
                waiting += _functions(thing)
    return found


def _functions(thing: Any) -> Iterator[FunctionType]:
    """Yield the Python functions that a function, a class or a partial call consists of."""
    members: Iterable = [thing.func if isinstance(thing, partial) else thing]
    if isinstance(thing, type):
        own = [base for base in thing.__mro__ if base.__module__ == thing.__module__]
        members = [member for base in own for member in vars(base).values()]
    for member in members:
        function = getattr(member, "__func__", member)  # of a method, static or not
        if isinstance(function, FunctionType):
            yield function


def _closed_over(function: FunctionType) -> dict[str, Any]:
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=False)
    found = {}
    for name, cell in cells:
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not assigned yet
            continue
    return found


def _reach(path: str, scope: dict[str, Any]) -> Any:
    """Follow a dotted path, through modules alone: an attribute may run code of the learner's."""
    root, *rest = path.split(".")
    thing = scope.get(root, sys.modules.get(root))
    for name in rest:
        thing = vars(thing).get(name) if isinstance(thing, ModuleType) else None
    return thing


@lru_cache(maxsize=512)
def _paths(code: CodeType) -> frozenset[str]:
    """Return all names and dotted paths in a function's source, imports inside it undone."""
    try:
        tree = ast.parse(dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError):
        return frozenset(code.co_names)  # no source at hand, or a piece of a line
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {a.asname: a.name for a in node.names if a.asname}
        if isinstance(node, ast.ImportFrom):
            imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    paths = set(imported.values())
    for path in filter(None, map(_path, ast.walk(tree))):
        root, dot, rest = path.partition(".")
        paths.add(imported.get(root, root) + dot + rest)
    return frozenset(paths)


def _path(node: ast.AST) -> str | None:
    """Write a name or an attribute of it as in the source; None for anything else.

    >>> _path(ast.parse("F.softmax", mode="eval").body), _path(ast.parse("f()").body[0].value)
    ('F.softmax', None)
    """
    if isinstance(node, ast.Attribute):
        before = _path(node.value)
        return before and f"{before}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else None
