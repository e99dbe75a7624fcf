"""`{interactive} long-vectors`: a figure of book/assets/figures, drawn when the site is built.

Each figure is one ES module with two exports. `markup()` returns the HTML of its first state; node
calls it here, and that is what a reader without JavaScript sees. `start(figure)` wakes it up in the
page, with the same code and the same numbers.
"""

import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FIGURES = Path(__file__).parents[1] / "assets/figures"
START = """<script type="module">
import {{ start }} from "{root}_static/figures/{name}.js";
start(document.getElementById("{name}"));
</script>"""


class InteractiveFigure(SphinxDirective):
    """Draw one figure; the directive's text is its caption."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the figure's markup, its caption and the script that wakes it up."""
        name = self.arguments[0]
        module = FIGURES / f"{name}.js"
        self.env.note_dependency(str(module))
        caption = nodes.container(classes=["figure-caption"])
        self.state.nested_parse(self.content, self.content_offset, caption)
        root = "../" * self.env.docname.count("/") or "./"
        opening = f'<figure class="interactive" id="{name}" aria-label="Interactive figure">'
        return [
            nodes.raw("", opening + drawn_by_node(module), format="html"),
            caption,
            nodes.raw("", "</figure>" + START.format(root=root, name=name), format="html"),
        ]


def drawn_by_node(module: Path) -> str:
    """Return what the module's `markup()` returns."""
    script = f'import {{ markup }} from "{module.as_uri()}"; process.stdout.write(markup());'
    command = ["node", "--input-type=module", "--eval", script]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def setup(app: Sphinx) -> dict[str, bool]:
    """The node that draws is the one that extensions.katex puts on PATH."""
    app.add_directive("interactive", InteractiveFigure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
