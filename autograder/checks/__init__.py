"""What is right and what is a known mistake: one file a chapter. Only here are references seen."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from autograder.judging.exercise import Essay, Exercise, Question

Checked = Exercise | Question | Essay


@cache
def all_exercises() -> dict[str, Checked]:
    """Return every exercise and question of the book by name, in the book's order.

    Raises ValueError if two share a name.
    """
    found: dict[str, Checked] = {}
    chapters = (i.name for i in iter_modules(__path__) if i.name.startswith("chapter_"))
    for module in sorted(chapters):
        for exercise in import_module(f"{__name__}.{module}").EXERCISES:
            if exercise.name in found:
                raise ValueError(f"two exercises are called {exercise.name!r}")
            found[exercise.name] = exercise
    return found


def exercises_of_chapter(number: int) -> list[Checked]:
    """Return the chapter's exercises and questions in the notebook's order."""
    return [e for e in all_exercises().values() if e.chapter == number]


def exercise(name: str) -> Checked:
    """Return the exercise or question called `name`; raises KeyError with the names there are."""
    if name not in all_exercises():
        raise KeyError(f"no exercise is called {name!r}; there are: {', '.join(all_exercises())}")
    return all_exercises()[name]
