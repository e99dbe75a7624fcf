"""The end of a chapter: a learner's own part at work inside a trained translator.

Only the whole course can do this. The sandbox and a class kit hold no model, so that cells which
use it carry the tag `finale`: the grader skips them, and a kit shows what they printed here.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from translator.corpora import load
from translator.measuring import bleu_by_length

from autograder import checks
from autograder.finale.finale import Finale, say_what_stopped
from autograder.judging.exercise import Exercise

LONGEST = 40  # letters of a translation; a sick model may repeat itself for ever


def translate_with(part: Any, exercise: str | None = None) -> None:
    """Put `part` into the trained model that its exercise belongs to, and print what it translates.

    As for `check`, the exercise is called like the part unless it is named. Raises ValueError if
    no finale plugs in a part of that name.
    """
    finale = finale_of(exercise or part.__name__)
    try:
        found = finale.translations(part)
    except Exception as error:
        say_what_stopped(part, error)
        return
    _print(finale.sentences, found)


def measure_with(part: Any) -> None:
    """Print the BLEU of 20 sentences, by their length, translated with `part` in its model.

    Raises ValueError if no finale plugs in a part of that name.
    """
    finale = finale_of(part.__name__)
    try:
        trained = finale.model_with(part)
        pairs = _twenty(trained.description["corpus"])
        sources, references = zip(*pairs, strict=True)
        found = trained.translate(sources)
    except Exception as error:
        say_what_stopped(part, error)
        return
    for words, (score, count) in bleu_by_length(sources, found, references, width=4).items():
        print(f"{words:>5} words   BLEU {score:5.1f}   ({count} sentences)")


def _twenty(corpus: str) -> list[tuple[str, str]]:
    """Choose five sentences each of 4, 8, 12 and 16 words that no model was trained on."""
    pairs = load(corpus, "unseen", seed=2) + load(corpus, "longer", seed=2)
    by_length = [[p for p in pairs if len(p[0].split()) == words] for words in (4, 8, 12, 16)]
    return [pair for group in by_length for pair in group[:5]]


def clinic(chapter: int) -> None:
    """Print what three sick models of a chapter translate; each has one of its known mistakes."""
    for number, (name, mistake) in enumerate(patients(chapter), 1):
        finale = finale_of(name)
        print(f"patient {number}")
        _print(finale.sentences, finale.translations(known_mistake(name, mistake)))
        print()


def _print(sentences: tuple[str, ...], translations: list[str]) -> None:
    width = max(map(len, sentences))
    for sentence, translation in zip(sentences, translations, strict=True):
        cut = translation[:LONGEST] + "…" * (len(translation) > LONGEST)
        print(f"{sentence:<{width}}  →  {cut or '(nothing)'}")


def finales() -> Iterator[Finale]:
    """Yield every finale of the book."""
    for module in _chapters():
        yield from module.FINALES


def finale_of(name: str) -> Finale:
    """Return the finale of the exercise `name`; raises ValueError with the names there are."""
    for finale in finales():
        if finale.exercise == name:
            return finale
    known = ", ".join(finale.exercise for finale in finales())
    raise ValueError(f"no finale plugs in {name!r}; keep the name of the stub: {known}")


def patients(chapter: int) -> tuple[tuple[str, str], ...]:
    """Return the exercise and the mistake of each of a chapter's patients, in order."""
    return import_module(f"{__name__}.chapter_{chapter:02d}").PATIENTS


def known_mistake(name: str, mistake: str) -> Any:
    """Return the known mistake of an exercise: a real implementation."""
    found = checks.exercise(name)
    assert isinstance(found, Exercise)
    return next(m.answer for m in found.mistakes if m.id == mistake)


def _chapters() -> Iterator[Any]:
    names = (module.name for module in iter_modules(__path__))
    for name in sorted(name for name in names if name.startswith("chapter_")):
        yield import_module(f"{__name__}.{name}")
