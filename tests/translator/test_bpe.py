"""The byte-pair encoding of chapter 11 against sentencepiece's, and its edge cases.

Both merge the commonest pair of neighbours inside a word, weighted by the words' counts. They
differ in three points. Sentencepiece puts "▁" before each word; ours leaves marks to the caller.
Of equally common pairs it takes the shortest piece, then the smallest; ours takes the smallest
pair. When every word is one piece, ours stops; it lists pieces that are parts of others.
"""

import io
from collections import Counter
from itertools import pairwise

import sentencepiece
from by_hand.text import encode_word, learn_bpe, merge
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = {
    "low": 5,
    "lower": 2,
    "newest": 6,
    "widest": 3,
    "학생이": 7,
    "학생을": 4,
    "🙂🙃": 9,
}


def marked(words):
    return {"▁" + word: count for word, count in words.items()}


def sentencepiece_merges(words):
    """Return the pieces that sentencepiece makes, in the order in which it makes them."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(word for word, count in words.items() for _ in range(count)),
        model_writer=model,
        vocab_size=1000,
        hard_vocab_limit=False,
        model_type="bpe",
        character_coverage=1.0,
        normalization_rule_name="identity",
        bos_id=-1,
        eos_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    names = [pieces.id_to_piece(i) for i in range(len(pieces)) if not pieces.is_unknown(i)]
    return [name for name in names if len(name) > 1]


def pair_counts(words):
    pairs = Counter()
    for pieces, count in words:
        for pair in pairwise(pieces):
            pairs[pair] += count
    return pairs


def test_each_merge_of_sentencepiece_is_a_commonest_pair_of_ours():
    words = [(list(word), count) for word, count in marked(WORDS).items()]
    pieces = sentencepiece_merges(WORDS)
    assert len(pieces) > 15
    for piece in pieces:
        pairs = pair_counts(words)
        if not pairs:
            break
        top = max(pairs.values())
        tied = [pair for pair, count in pairs.items() if count == top]
        chosen = min(tied, key=lambda pair: (len("".join(pair)), "".join(pair)))
        assert "".join(chosen) == piece
        words = [(merge(word, chosen), count) for word, count in words]
    assert not pair_counts(words)


def test_without_ties_of_unlike_lengths_the_merges_are_the_same_in_the_same_order():
    words = {"a": 40, "ab": 20, "abc": 7, "학": 30, "학생": 11, "🙂": 3}
    ours = ["".join(pair) for pair in learn_bpe(marked(words), n=1000)]
    assert len(ours) == 6
    assert sentencepiece_merges(words)[:6] == ours


@given(st.text(min_size=1, max_size=12), st.dictionaries(st.text("a학🙂é", min_size=1), st.just(2)))
@settings(max_examples=60, deadline=None)
def test_any_word_comes_back_whole(word, counts):
    assert "".join(encode_word(word, learn_bpe(counts, n=20))) == word


def test_the_counts_of_words_decide():
    assert learn_bpe({"low": 1, "lot": 1, "es": 3}, 1) == [("e", "s")]


def test_a_pair_is_two_pieces_and_not_two_letters_in_a_row():
    assert merge(["h", "he", "s"], ("e", "s")) == ["h", "he", "s"]


def test_a_mark_tells_the_end_of_a_word():
    merges = learn_bpe({"low_": 5, "lower_": 1}, 3)
    assert encode_word("low_", merges) == ["low_"]
    assert encode_word("lower_", merges) != ["low_", "er_"]


def test_merges_apply_by_rank_and_not_by_length():
    assert encode_word("abc", [("b", "c"), ("a", "b"), ("ab", "c")]) == ["a", "bc"]
