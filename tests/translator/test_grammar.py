"""Laws of the grammar corpus: links, splits, determinism, register, what training may show."""

import re
import subprocess
import sys
import zlib
from collections import defaultdict

import pytest
from translator.corpora.grammar import Pair, english, korean, lexicon, pairs, write
from translator.corpora.grammar.hangul import final
from translator.corpora.grammar.meaning import Clause, NounPhrase, Sentence
from translator.corpora.grammar.sampler import Sampler
from translator.corpora.grammar.splits import SPLITS, held_out, unseen

SAMPLE = {split: pairs(2000, seed=1, split=split) for split in SPLITS}
EVERY_PAIR = [pair for found in SAMPLE.values() for pair in found]


def saw(subject: str, object_: str) -> Sentence:
    """Say that one saw the other."""
    verb = next(verb for verb in lexicon.TRANSITIVES if verb.english == "see")
    one, other = (lexicon.BY_NAME[name] for name in (subject, object_))
    return Sentence(Clause(8, verb, NounPhrase(16, one), NounPhrase(24, other)))


@pytest.mark.parametrize(
    "subject, object_, source, target",
    [
        ("student", "dog", "the student saw the dog", "학생이 개를 보았다"),
        ("dog", "student", "the dog saw the student", "개가 학생을 보았다"),
    ],
)
def test_the_books_pair_and_its_swap_may_be_trained_on(subject, object_, source, target):
    meaning = saw(subject, object_)
    swapped_ends = ((1, 0), (2, 2), (4, 1))
    assert write(meaning) == Pair(source, target, swapped_ends)
    assert not unseen(target)
    verb, object_phrase = meaning.main.predicate, meaning.main.object
    assert meaning.main.subject.noun in verb.subjects
    assert object_phrase.noun in verb.objects
    assert not held_out(verb, object_phrase.noun)


def test_alignments_are_in_range_and_reach_every_korean_word():
    for source, target, alignment in EVERY_PAIR:
        assert {j for _, j in alignment} == set(range(len(target.split())))
        assert all(0 <= i < len(source.split()) for i, _ in alignment)
        assert list(alignment) == sorted(set(alignment))


# Words that say nothing of their own in Korean: articles, dummies, do-support, be before an
# adjective, relative pronouns, and pronouns for someone who goes unsaid.
UNALIGNED = set(
    "the a an who that it there did do does am is are was were be please let's "  # noqa: SIM905
    "you I we he she they".split()
)


def test_every_english_content_word_has_a_link():
    for source, _, alignment in EVERY_PAIR:
        aligned = {i for i, _ in alignment}
        loose = {word for i, word in enumerate(source.split()) if i not in aligned}
        assert loose <= UNALIGNED


def test_the_splits_share_no_sentence_in_either_language():
    for side in (0, 1):
        texts = [{pair[side] for pair in found} for found in SAMPLE.values()]
        assert sum(map(len, texts)) == len(set().union(*texts)) == len(EVERY_PAIR)


def clauses_of(meaning: Sentence) -> list[Clause]:
    """List all clauses, relative ones too."""
    found = [clause for clause in (meaning.main, meaning.other) if clause]
    for clause in found:
        for phrase in (clause.subject, clause.object, clause.recipient):
            if phrase and phrase.relative and not any(phrase.relative is c for c in found):
                found.append(phrase.relative)
    return found


# The predicates as the lexicon has them, before a split took partners away.
WHOLE = {
    (p.frame, p.english, p.korean): p
    for p in (*lexicon.TRANSITIVES, *lexicon.DITRANSITIVES, *lexicon.ADJECTIVE_LIST)
}


def held_out_pairs(meaning: Sentence) -> int:
    """Count the word pairs of a sentence that training never shows."""
    count = 0
    for clause in clauses_of(meaning):
        phrases = [p for p in (clause.subject, clause.object, clause.recipient, clause.goal) if p]
        joined = [phrase.adjective and (phrase.adjective, phrase.noun) for phrase in phrases]
        if clause.predicate.frame == "adjective":
            joined += [(clause.predicate, clause.subject.noun)]
        elif clause.object:
            joined += [(clause.predicate, clause.object.noun)]
        for predicate, noun in filter(None, joined):
            whole = WHOLE.get((predicate.frame, predicate.english, predicate.korean))
            count += whole is not None and noun.kind != "pronoun" and held_out(whole, noun)
    return count


def sampler(held: bool) -> Sampler:
    import random

    return Sampler(random.Random(0), held)


def test_training_never_shows_a_held_out_word_pair():
    draw = sampler(held=False)
    assert not any(held_out_pairs(draw.sentence(clauses)) for clauses in (1, 2, 3) * 1000)


def test_each_sentence_of_combinations_shows_one():
    draw = sampler(held=True)
    assert all(held_out_pairs(draw.sentence(clauses)) for clauses in (1, 2) * 1000)


def test_the_clause_count_is_what_was_asked_for():
    draw = sampler(held=False)
    for clauses in (1, 2, 3, 4):
        assert all(len(clauses_of(draw.sentence(clauses))) == clauses for _ in range(300))


@pytest.mark.parametrize("split", SPLITS)
def test_the_same_seed_gives_the_same_pairs(split):
    assert pairs(50, seed=1, split=split) == SAMPLE[split][:50]
    assert pairs(50, seed=2, split=split) != SAMPLE[split][:50]


def test_another_process_with_other_string_hashes_gives_the_same_pairs():
    code = (
        "import zlib; from translator.corpora.grammar import pairs;"
        "print(zlib.crc32(repr(pairs(200, 1)).encode()))"
    )
    path = {"PYTHONPATH": ":".join(sys.path)}
    sums = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=path | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert sums == {str(zlib.crc32(repr(SAMPLE["train"][:200]).encode()))}


def test_english_to_korean_and_back_is_a_function_on_a_large_sample():
    for source, target in ((0, 1), (1, 0)):
        found = defaultdict(set)
        for pair in EVERY_PAIR:
            found[pair[source]].add(pair[target])
        assert all(len(some) == 1 for some in found.values())


def is_speech(source: str) -> bool:
    """Whether the English shows that someone speaks: the only cue for the polite ending."""
    words = set(source.rstrip("?").replace(",", "").split())
    vocative = source.split()[0] in {f"{v.english}" for v in lexicon.VOCATIVE_LIST}
    first_person = words & {"I", "we", "me", "us", "my"}
    return bool(source.endswith("?") or vocative or first_person or words & {"please", "let's"})


def test_the_english_shows_whether_korean_narrates_or_speaks():
    for source, target, _ in EVERY_PAIR:
        before = target[-3]  # 봅니다, 봅시다 against 아니다, 시다
        announced = target.endswith(("니다", "시다")) and before != " " and final(before) == "ㅂ"
        narrates = target.endswith("다") and not announced
        assert narrates != is_speech(source), source


def test_english_agrees():
    wrong = r"\b(we|you|they) (is|was|has|does)\b|^(these|those) \w+ (is|was|has|does)\b"
    wrong += r"|\b(he|she|it) (are|were|have|do)\b"
    wrong += r"|\ba [aeio]\w|\ban [^aeiouh]\w|\b(two|three|four|five) (man|woman|child|thief)\b"
    assert [pair.source for pair in EVERY_PAIR if re.search(wrong, pair.source)] == []


def test_the_lexicon_is_rich():
    verbs = [*lexicon.TRANSITIVES, *lexicon.DITRANSITIVES, *lexicon.INTRANSITIVES, *lexicon.MOTIONS]
    content = {noun.english for noun in lexicon.NOUN_LIST if noun.kind != "pronoun"}
    content |= {verb.english for verb in verbs} | {a.english for a in lexicon.ADJECTIVE_LIST}
    content |= {phrase.english for _, _, phrase in lexicon.ADVERB_LIST}
    assert len(content) >= 400


def test_no_two_nouns_share_a_korean_word():
    korean_nouns = [noun.korean for noun in lexicon.NOUN_LIST]
    assert len(korean_nouns) == len(set(korean_nouns))


@pytest.mark.parametrize("count, split", [(-1, "train"), (1, "test")])
def test_bad_arguments_are_named(count, split):
    with pytest.raises(ValueError, match=str(count) if count < 0 else split):
        pairs(count, seed=0, split=split)


def test_questions_of_both_languages_end_alike():
    for source, target, _ in EVERY_PAIR:
        assert source.endswith("?") == target.endswith("?")


def test_writing_a_meaning_leaves_it_as_it_was():
    draw = sampler(held=False)
    for _ in range(200):
        meaning = draw.sentence(2)
        assert korean.sentence(meaning) == korean.sentence(meaning)
        assert english.sentence(meaning) == english.sentence(meaning)
