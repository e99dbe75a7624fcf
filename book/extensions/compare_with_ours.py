"""`{compare-with-ours} by_hand.attention.softmax_jacobian`: our source of an exercise, folded.

The source is read from the imported object, so that the book can never show another one.
In the class edition (`edition: class` in _config.yml) the directive leaves nothing behind.
"""

import importlib
import inspect

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective

EDITIONS = ("public", "class")


class CompareWithOurs(SphinxDirective):
    """Show the source of one object of the project, folded, in the public edition alone."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the folded source; nothing in the class edition."""
        module_name, _, name = self.arguments[0].rpartition(".")
        module = importlib.import_module(module_name)
        if self.config.edition == "class":
            return []
        source = inspect.getsource(getattr(module, name))
        summary = f"Compare with ours, once yours passes: <code>{name}</code>"
        return [
            nodes.raw("", f'<details class="ours"><summary>{summary}</summary>', format="html"),
            nodes.literal_block(source, source, language="python"),
            nodes.raw("", "</details>", format="html"),
        ]


def check_edition(app: Sphinx, config: Config) -> None:
    """Refuse an edition that does not exist: a typing error must not publish the solutions."""
    if config.edition not in EDITIONS:
        raise ConfigError(f"edition: {config.edition!r} is not one of {', '.join(EDITIONS)}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Changing the edition makes Sphinx read every page again."""
    app.add_config_value("edition", "class", "env", types=frozenset({str}))
    app.connect("config-inited", check_edition)
    app.add_directive("compare-with-ours", CompareWithOurs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
