"""What is asked of an answer (`Case`), and what came of it (`Outcome`). Both are plain data."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.judging.fixture import Fixture

Array = np.ndarray | torch.Tensor


@dataclass(frozen=True)
class Case:
    """One call of the learner's object.

    `args` are passed by position; their names are for messages. A class is first built with
    `init`, and `state` is loaded into its parameters by name. `cotangent` asks for gradients of
    sum(result * cotangent), where result is the first tensor returned. `devices` asks only
    where tensors are made. `value` asks for the object itself: an answer that is a number or a
    shape. A `public` case is printed in the notebook, so that its numbers may be shown.

    What cannot travel stands in `args` or `init` as a `Fixture`. `take` asks for a generator, and
    takes at most so many items. `loss` is a fixture too, a function of the result: its value must
    lie below `below`, whatever the reference returns. `raises` names the exception that is asked
    for. `forbidden` names what the answer may not use; the exercise's own list goes here.
    """

    about: str
    args: dict[str, Any] = field(default_factory=dict)
    init: tuple | None = None
    state: dict[str, torch.Tensor] | None = None
    cotangent: torch.Tensor | None = None
    devices: bool = False
    value: bool = False
    public: bool = False
    take: int | None = None
    loss: Fixture | None = None
    below: float = 0.0
    raises: str = ""
    forbidden: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return the fields as data that `pack` accepts."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Case":
        """Rebuild a case from `to_plain`."""
        return cls(**plain)


@dataclass(frozen=True)
class Raised:
    """An exception: its type's name, its message, and the learner's own line that led to it."""

    kind: str
    message: str
    line: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a call returned or raised, and what else it did.

    `changed` maps each argument that was modified in place to what it became, a model to its
    weights; `gradients` maps an argument or a parameter to its gradient, None where none arrived;
    `parameters` maps each learned parameter's name to its shape. `devices` holds what each probe
    of the device objects to, '' for nothing.

    The result of a generator is the list of its items, and `ended` says whether it came to an end
    by itself. `uses` maps each fixture to how often it was used before the first item came, and in
    all.
    """

    result: Any = None
    raised: Raised | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    gradients: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, tuple[int, ...]] = field(default_factory=dict)
    devices: tuple[str, ...] = ()
    ended: bool | None = None
    uses: dict[str, tuple[int, int]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return the fields as data that `pack` accepts."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["raised"] = self.raised and asdict(self.raised)
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Outcome":
        """Rebuild an outcome from `to_plain`; raises ValueError if a hostile sender bent it."""
        try:
            raised = plain["raised"] and Raised(**{k: str(v) for k, v in plain["raised"].items()})
            gradients = dict(plain["gradients"])
            if not all(g is None or isinstance(g, torch.Tensor) for g in gradients.values()):
                raise TypeError("a gradient is not a tensor")
            return cls(
                result=plain["result"],
                raised=raised,
                changed=dict(plain["changed"]),
                gradients=gradients,
                parameters={k: tuple(map(int, v)) for k, v in plain["parameters"].items()},
                devices=tuple(map(str, plain["devices"])),
                ended=None if plain["ended"] is None else bool(plain["ended"]),
                uses={k: (int(first), int(all_)) for k, (first, all_) in plain["uses"].items()},
            )
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError("the outcome has the wrong form") from error
