"""What cannot travel as bytes: a step function with a script, a model to test, an optimizer.

A case names it, and each side makes it anew: the notebook, the sandbox and the referee. The
course's own fixtures stand in `autograder.fixtures`.
"""

from collections.abc import Callable
from typing import Any

MAKERS: dict[str, Callable[..., Any]] = {}


def fixture(make: Callable[..., Any]) -> Callable[..., Any]:
    """Let cases name what `make` returns, by the name of `make`.

    Raises ValueError if there is another fixture of that name.
    """
    if make.__name__ in MAKERS:
        raise ValueError(f"two fixtures are called {make.__name__!r}")
    MAKERS[make.__name__] = make
    return make


class Fixture:
    """Stands for what the maker called `name` returns for these arguments: plain data or fixtures.

    The same fixture named twice in a case is one object there, so that an optimizer can belong
    to the model beside it.
    """

    def __init__(self, name: str, *arguments: Any):
        self.name, self.arguments = name, arguments

    def make(self, *arguments: Any) -> Any:
        """Call the maker; raises ValueError with the names there are."""
        if self.name not in MAKERS:
            known = ", ".join(sorted(MAKERS)) or "none"
            raise ValueError(f"no fixture is called {self.name!r}; there are: {known}")
        return MAKERS[self.name](*arguments)

    def __repr__(self) -> str:
        return self.name
