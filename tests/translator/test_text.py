"""Text becomes batches, and comes back whole."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from translator.text import batches_by_tokens, collate, epoch_batches, padding_waste, shift
from translator.vocabulary import BOS, EOS, PAD, UNK, Vocabulary

SENTENCES = [
    "the student saw the dog",
    "학생이 개를 보았다",
    "the dog saw the student",
    "개가 학생을 보았다",
    "Auf der Straße spielt ein Mann Gitarre.",
]


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.train(SENTENCES * 20, 70)


def test_a_sentence_comes_back_whole(vocabulary):
    for sentence in SENTENCES:
        ids = vocabulary.encode(sentence)
        assert ids[-1] == EOS
        assert vocabulary.decode([BOS, *ids, PAD]) == sentence
    source, target = vocabulary.encode_pair("the dog", "개가")
    assert (source[-1], target[0], target[-1]) == (EOS, BOS, EOS)


def test_a_vocabulary_survives_its_file(vocabulary, tmp_path):
    path = tmp_path / "vocabulary.model"
    path.write_bytes(vocabulary.to_bytes())
    again = Vocabulary.load(path)
    assert len(again) == len(vocabulary) == 70
    assert again.encode(SENTENCES[1]) == vocabulary.encode(SENTENCES[1])


def test_a_letter_never_seen_is_unknown(vocabulary):
    assert UNK in vocabulary.encode("日")
    assert vocabulary.encode("") == [EOS]


def test_what_is_no_vocabulary_is_refused():
    with pytest.raises(ValueError, match="not a sentencepiece model"):
        Vocabulary(b"nonsense")
    with pytest.raises(ValueError, match="a vocabulary of 9999 does not fit"):
        Vocabulary.train(SENTENCES, 9999)


def test_shift_gives_each_position_its_next_word():
    inputs, labels = shift(torch.tensor([[1, 7, 8, 2], [1, 9, 2, 0]]))
    assert inputs.tolist() == [[1, 7, 8], [1, 9, 2]]
    assert labels.tolist() == [[7, 8, 2], [9, 2, 0]]


def test_collate_pads_each_side_by_itself():
    source, target = collate([([5, 2], [1, 2]), ([6], [1, 8, 9, 2])], pad=3)
    assert source.tolist() == [[5, 2], [6, 3]]
    assert target.tolist() == [[1, 2, 3, 3], [1, 8, 9, 2]]
    assert source.dtype == torch.int64


@given(st.lists(st.integers(1, 20), max_size=60), st.integers(20, 90))
def test_batches_hold_every_sentence_once_and_never_too_much(lengths, max_tokens):
    batches = batches_by_tokens(lengths, max_tokens)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(len(batch) * max(lengths[i] for i in batch) <= max_tokens for batch in batches)


def test_a_sentence_over_the_budget_is_named():
    with pytest.raises(ValueError, match="sentence 1 has 9 tokens; a batch holds 8"):
        batches_by_tokens([3, 9], 8)


def test_an_epoch_is_every_pair_once_in_an_order_of_its_seed():
    draw = torch.Generator().manual_seed(0)
    lengths = torch.randint(3, 30, (20_000,), generator=draw)
    noise = torch.randint(-2, 3, (20_000,), generator=draw)
    pairs = [([4] * int(n + d), [1] * int(n)) for n, d in zip(lengths, noise, strict=True)]
    first, same, other = (list(epoch_batches(pairs, 1500, seed)) for seed in (0, 0, 1))
    assert first == same != other
    assert sorted(i for batch in first for i in batch) == list(range(20_000))
    assert padding_waste([len(target) - 1 for _, target in pairs], first) < 0.01
    assert padding_waste([len(source) for source, _ in pairs], first) < 0.04
