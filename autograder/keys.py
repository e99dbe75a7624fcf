"""Find the answer key of a part: from the course's own source, or as recorded in a class kit."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

import autograder.fixtures  # noqa: F401  (so that cases can name them, wherever they are played)
from autograder.judging.encoding import unpack
from autograder.judging.judge import judge
from autograder.judging.key import PartKey, key_of
from autograder.judging.play import play
from autograder.judging.question import QuestionKey, question_key
from autograder.judging.verdict import Verdict

Key = PartKey | QuestionKey
_RECORDED = files("autograder").joinpath("recorded")


def key(name: str, part: str, seed: int) -> Key:
    """Draw the key of one part of the exercise or question `name` from `seed`.

    Needs the course's own source; raises KeyError for an unknown name or part.
    """
    from autograder.checks import exercise
    from autograder.judging.exercise import Essay, Question

    found = exercise(name)
    if isinstance(found, Essay):
        raise KeyError(f"{name} is answered in sentences, which a person grades")
    if isinstance(found, Question):
        return question_key(found)
    return key_of(found, found.part(part), seed)


def visible_seed(name: str, part: str) -> int:
    """Return the seed of the check in the notebook; everybody may know it."""
    return int.from_bytes(hashlib.sha256(f"{name} {part}".encode()).digest()[:8], "big")


def has_keys() -> bool:
    """Say whether answers can be checked here. The grader's sandbox holds no key."""
    return bool(find_spec("autograder.checks")) or _RECORDED.is_dir()


def names_beside(name: str) -> tuple[str, ...]:
    """Name the exercises and questions that share a chapter with `name`, which is one of them.

    Raises KeyError if the course has none of that name.
    """
    if find_spec("autograder.checks"):
        from autograder.checks import exercise, exercises_of_chapter

        return tuple(found.name for found in exercises_of_chapter(exercise(name).chapter))
    if name not in _recordings():
        raise KeyError(name)
    return tuple(_recordings())  # a kit holds one chapter


def part_names(name: str) -> tuple[str, ...]:
    """Name the parts of an exercise; raises KeyError if the course has none of that name."""
    if find_spec("autograder.checks"):
        from autograder.checks import exercise

        return tuple(part.name for part in exercise(name).parts)
    return tuple(_recordings()[name])


@cache
def visible_key(name: str, part: str) -> Key:
    """Return the key of one part as the notebook checks it, with a seed that anybody may know."""
    if find_spec("autograder.checks"):
        return key(name, part, visible_seed(name, part))
    plain = unpack(_recordings()[name][part].read_bytes())
    return (QuestionKey if "digits" in plain else PartKey).from_plain(plain)


def visible_verdict(name: str, part: str, subject: Any) -> Verdict:
    """Judge one part of a learner's object as the notebook does."""
    return judge(visible_key(name, part), lambda case: play(subject, case))


@cache
def _recordings() -> dict[str, dict[str, Traversable]]:
    """Find the recorded keys that came with a class kit, by exercise and part."""
    found: dict[str, dict[str, Traversable]] = {}
    for file in sorted(_RECORDED.iterdir(), key=lambda file: file.name):
        _, name, part, _ = file.name.split(".")
        found.setdefault(name, {})[part] = file
    return found
