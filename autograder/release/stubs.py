"""Turn a reference into a notebook cell whose body nbgrader can take out.

The signature and the docstring stay. jaxtyping's shapes move from the signature into the
docstring, so that nobody meets jaxtyping unprepared.
"""

import ast
import builtins
import inspect
import sys
from collections.abc import Callable, Iterable
from textwrap import indent
from types import ModuleType

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
JAXTYPING = {"Float": "float", "Bool": "bool", "Int": "int", "Real": "float or int"}
Function = ast.FunctionDef


def solution_cell(reference: Callable | type) -> str:
    """Return the reference's source with its bodies between nbgrader's solution marks.

    >>> from by_hand.attention import softmax_jacobian
    >>> print(solution_cell(softmax_jacobian).splitlines()[0])
    def softmax_jacobian(weights: np.ndarray) -> np.ndarray:
    """
    source = inspect.getsource(reference)
    node = ast.parse(source).body[0]
    lines = source.splitlines()
    if isinstance(node, Function):
        return _function(node, lines)
    assert isinstance(node, ast.ClassDef)
    methods = [item for item in node.body if isinstance(item, Function)]
    head = lines[node.lineno - 1 : methods[0].lineno - 1]
    bodies = [indent(_function(method, lines, 4), " " * 4) for method in methods]
    return "\n".join(head) + "\n" + "\n\n".join(bodies)


def _function(node: Function, lines: list[str], column: int = 0) -> str:
    """Rewrite one function; `column` is how far its source is indented."""
    docstring = node.body[0]
    assert ast.get_docstring(node), f"{node.name} has no docstring"
    header = [line[column:] for line in lines[node.lineno - 1 : docstring.lineno - 1]]
    body = [line[column:] for line in lines[docstring.end_lineno or 0 : node.end_lineno]]
    return "\n".join(
        [
            _without_jaxtyping("\n".join(header)),
            indent(_docstring(node), "    "),
            f"    {BEGIN}",
            *body,
            f"    {END}",
        ]
    )


def _without_jaxtyping(header: str) -> str:
    """Replace `Float[Tensor, "B L"]` by `Tensor` in a function's header."""
    shaped = [
        node
        for node in ast.walk(ast.parse(header + " pass"))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in JAXTYPING
    ]
    lines = header.splitlines()
    for node in sorted(shaped, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        assert isinstance(node.slice, ast.Tuple) and node.end_lineno == node.lineno
        line, array = lines[node.lineno - 1], ast.unparse(node.slice.elts[0])
        lines[node.lineno - 1] = line[: node.col_offset] + array + line[node.end_col_offset :]
    return "\n".join(lines)


def _arguments(node: Function) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _docstring(node: Function) -> str:
    """Append the shapes of the arguments and of the result to the docstring."""
    text = ast.get_docstring(node) or ""
    shapes = [(a.arg, _shape(a.annotation)) for a in _arguments(node)]
    shapes.append(("returns", _shape(node.returns)))
    known = [(name, shape) for name, shape in shapes if shape]
    if not known:
        return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
    width = max(len(name) for name, _ in known)
    table = "\n".join(f"    {name:<{width}}  {shape}" for name, shape in known)
    prose, mark, example = text.partition("\n>>> ")
    example = f"\n{mark}{example}" if mark else ""
    return f'"""{prose.rstrip()}\n\nShapes\n{table}{example}\n"""'


def _shape(annotation: ast.expr | None) -> str:
    """Put a jaxtyping annotation into words: '(..., Lq, d_k) float'."""
    if isinstance(annotation, ast.BinOp):
        left, right = _shape(annotation.left), ast.unparse(annotation.right)
        return left and f"{left}, or {right}"
    if not isinstance(annotation, ast.Subscript):
        return ""
    name = ast.unparse(annotation.value)
    assert isinstance(annotation.slice, ast.Tuple) or name not in JAXTYPING
    if name == "tuple" and isinstance(annotation.slice, ast.Tuple):
        return " and ".join(filter(None, map(_shape, annotation.slice.elts)))
    if name not in JAXTYPING or not isinstance(annotation.slice, ast.Tuple):
        return ""
    names = ast.literal_eval(annotation.slice.elts[1]).replace("#", "").split()
    axes = ["..." if name.startswith("*") else name for name in names]
    inside = ", ".join(axes) + ("," if len(axes) == 1 else "")
    return f"({inside}) {JAXTYPING[name]}"


# The import cell ------------------------------------------------------------------------------


def import_lines(cells: dict[str, ModuleType]) -> list[str]:
    """Return the import statements that the given cells need.

    `cells` maps a cell's source to the module of its reference, whose own imports are searched.
    Raises NameError if a name is neither imported there nor defined in a cell.
    """
    defined = {name for source in cells for name in _defined(source)}
    modules: set[str] = set()
    names: dict[str, set[str]] = {}
    for source, module in cells.items():
        imported = dict(_imports(module))
        for name in sorted(_free_names(source) - defined):
            if name not in imported:
                raise NameError(f"{module.__name__} uses {name}, which no import brings")
            origin, statement = imported[name]
            if statement.startswith("import"):
                modules.add(statement)
            else:
                names.setdefault(origin, set()).add(name)
    froms = [f"from {origin} import {', '.join(sorted(found))}" for origin, found in names.items()]
    return sorted([*modules, *froms], key=_place)


def _place(line: str) -> tuple[int, bool, str]:
    """Sort as the field does: standard library, other packages, the book's own."""
    package = line.split()[1].split(".")[0]
    own = package in ("by_hand", "translator", "autograder")
    group = 0 if package in sys.stdlib_module_names else 2 if own else 1
    return group, line.startswith("from"), line


def _imports(module: ModuleType) -> Iterable[tuple[str, tuple[str, str]]]:
    """Yield each imported name with the module that it comes from and the statement."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                origin = getattr(node, "module", None) or alias.name
                yield alias.asname or alias.name, (origin, ast.unparse(node))


def _defined(source: str) -> set[str]:
    nodes = ast.parse(source).body
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _free_names(source: str) -> set[str]:
    """Name what the source uses and does not define."""
    tree = ast.parse(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return used - stored - arguments - _defined(source) - set(dir(builtins))
