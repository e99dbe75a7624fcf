"""Lend a call its fixtures: count how often each is used, and refuse it when the call is over."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from torch import nn

from autograder.judging.encoding import pack
from autograder.judging.fixture import Fixture

MOST_USES = 10_000


class NotYours(RuntimeError):
    """A fixture was used after the call that it was lent to, or without end."""


class Lending:
    """The fixtures of one call, made anew. Use it as a context.

    `uses` counts how often each was called, or how many items were taken from it. A model's
    submodules are counted apart: "model.encoder".
    """

    def __init__(self) -> None:
        self.uses: dict[str, int] = {}
        self._made: dict[bytes, Any] = {}
        self._over = False

    def __enter__(self) -> "Lending":
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True

    def lend(self, value: Any, name: str) -> Any:
        """Put what is lent in place of every fixture in `value`, the argument called `name`."""
        if isinstance(value, list | tuple):
            return type(value)(self.lend(item, name) for item in value)
        if not isinstance(value, Fixture):
            return value
        what = pack(value)
        if what not in self._made:
            made = value.make(*(self.lend(argument, name) for argument in value.arguments))
            self._made[what] = self._counted(made, name)
        return self._made[what]

    def _counted(self, thing: Any, name: str) -> Any:
        if isinstance(thing, nn.Module):
            for below, module in thing.named_modules(prefix=name):
                module.register_forward_pre_hook(lambda *_, name=below: self._use(name))
            return thing
        if isinstance(thing, Iterator):
            return self._items(thing, name)
        return self._calls(thing, name) if callable(thing) else thing

    def _items(self, items: Iterable, name: str) -> Iterator:
        for item in items:
            self._use(name)
            yield item

    def _calls(self, function: Callable, name: str) -> Callable:
        def lent(*args: Any, **kwargs: Any) -> Any:
            self._use(name)
            return function(*args, **kwargs)

        return lent

    def _use(self, name: str) -> None:
        if self._over:
            raise NotYours(
                f"{name} was lent for one call, and that call is over. Use the one that you are "
                "given each time, and keep none."
            )
        self.uses[name] = self.uses.get(name, 0) + 1
        if self.uses[name] > MOST_USES:
            raise NotYours(f"{name} was used {MOST_USES:,} times in one call. Does your loop end?")
