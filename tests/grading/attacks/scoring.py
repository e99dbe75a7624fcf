"""Attacks on the tests themselves: points for nothing (classes a, b, e, p of the catalogue)."""

from attacks.attack import Attack

WRONG = "\ndef attention(query, key, value, keep_mask=None):\n    return query\n"

SCORING = (
    Attack(
        "a1",
        "replaces numpy's comparison",
        "points",
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None" + WRONG,
    ),
    Attack(
        "a1b",
        "replaces torch's comparison",
        "points",
        "import torch\ntorch.testing.assert_close = lambda *a, **k: None\n"
        "def attention(query, key, value, keep_mask=None):\n    return torch.ones(1)",
    ),
    Attack(
        "a1c",
        "replaces numpy.allclose",
        "points",
        "import numpy as np\nnp.allclose = lambda *a, **k: True" + WRONG,
    ),
    Attack(
        "a2",
        "replaces what Python calls AssertionError, and numpy's own comparison below it",
        "points",
        "import builtins, numpy as np, numpy.testing._private.utils as u\n"
        "u.assert_array_compare = lambda *a, **k: None\n"
        "builtins.AssertionError = Warning" + WRONG,
    ),
    Attack(
        "b1",
        "wraps each later cell in try/except through IPython's syntax tree",
        "points",
        "import ast\n"
        "class Hide(ast.NodeTransformer):\n"
        "    def visit_Module(self, node):\n"
        "        body = ast.parse('try:\\n    pass\\nexcept BaseException:\\n    pass').body[0]\n"
        "        body.body = node.body or [ast.Pass()]\n"
        "        return ast.fix_missing_locations(ast.Module([body], []))\n"
        "get_ipython().ast_transformers.append(Hide())",
    ),
    Attack(
        "b2",
        "replaces the text of each later cell",
        "points",
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    ),
    Attack(
        "b3",
        "swallows each error through IPython's own hook",
        "points",
        "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)\n"
        "def clear(result):\n    result.error_in_exec = result.error_before_exec = None\n"
        "get_ipython().events.register('post_run_cell', clear)",
    ),
    Attack(
        "b4",
        "replaces run_cell",
        "points",
        "shell, old = get_ipython(), get_ipython().run_cell_async\n"
        "async def run(source, *a, **k):\n    return await old('pass', *a, **k)\n"
        "shell.run_cell_async = run\n"
        "shell.run_cell = lambda source, *a, **k: type(shell).run_cell(shell, 'pass', *a, **k)",
    ),
    Attack(
        "b11",
        "replaces the kernel's own method that executes",
        "points",
        "async def ok(*a, **k):\n"
        "    return dict(status='ok', execution_count=9, payload=[], user_expressions={})\n"
        "get_ipython().kernel.do_execute = ok",
    ),
    Attack(
        "b9",
        "forges the value that a cell shows",
        "points",
        "get_ipython().display_formatter.format = lambda *a, **k: ({'text/plain': '5.0'}, {})"
        + WRONG,
    ),
    Attack(
        "b10",
        "sets the variable in which the test counts",
        "points",
        "import sys\n"
        "def attention(*a, **k):\n"
        "    sys._getframe(1).f_globals['got'] = 4.0\n"
        "    return a[0]",
    ),
    Attack(
        "c4",
        "returns what the test's own variable says it should be",
        "points",
        "import sys\n"
        "def attention(*a, **k):\n"
        "    frame = sys._getframe(1)\n"
        "    while frame and 'want' not in frame.f_globals: frame = frame.f_back\n"
        "    return frame.f_globals['want']",
    ),
    Attack(
        "e1",
        "returns an object that equals everything",
        "points",
        "import numpy as np\n"
        "class Yes(np.ndarray):\n"
        "    def __array_function__(self, f, types, args, kwargs):\n        return True\n"
        "    def __array_ufunc__(self, f, method, *a, **k):\n"
        "        return np.ones((1, 1), bool).view(np.ndarray)\n"
        "def attention(query, key, value, keep_mask=None):\n"
        "    return np.ones((1, 1)).view(Yes)",
    ),
    Attack(
        "e2",
        "returns a tensor whose class answers for torch",
        "points",
        "import torch\n"
        "class Yes(torch.Tensor):\n"
        "    @classmethod\n"
        "    def __torch_function__(cls, f, types, args=(), kwargs=None):\n"
        "        name = getattr(f, '__name__', '')\n"
        "        if name in ('isclose', 'eq'): return torch.ones(1, 1, dtype=torch.bool)\n"
        "        if name == 'allclose': return True\n"
        "        return super().__torch_function__(f, types, args, kwargs or {})\n"
        "def attention(query, key, value, keep_mask=None):\n"
        "    return torch.zeros(1, 1).double().as_subclass(Yes)",
    ),
    Attack(
        "p1",
        "makes the partial score negative, which counts as all points",
        "points",
        "import sys\n"
        "def attention(*a, **k):\n    sys._getframe(1).f_globals['got'] = -100.0\n    return a[0]",
    ),
    Attack(
        "p2",
        "makes the partial score not a number",
        "points",
        "import sys\n"
        "def attention(*a, **k):\n"
        "    sys._getframe(1).f_globals['got'] = float('nan')\n    return a[0]",
    ),
)
