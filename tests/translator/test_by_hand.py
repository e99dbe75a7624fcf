"""Laws of the formulas in NumPy."""

import numpy as np
import pytest
from by_hand.attention import scaled_dot_product_attention, softmax_jacobian
from by_hand.decoding import beam_search, corpus_bleu
from by_hand.heads import merge_heads, split_heads
from by_hand.inspection import paired_bootstrap
from by_hand.positions import shift_matrix, sinusoidal_pe
from by_hand.recurrent import jacobian_norms, rnn_forward
from by_hand.self_attention import is_equivariant, layer_cost, self_attention
from by_hand.shapes import batched_dot, outer, where_mask
from by_hand.soft_lookup import additive_scores, attend, softmax
from by_hand.text import encode_word, learn_bpe
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU


@pytest.fixture
def draw():
    return np.random.default_rng(7).standard_normal


def test_shapes_agree_with_einsum(draw):
    a, b, x, y = draw(3), draw(5), draw((2, 1, 3, 4)), draw((1, 3, 5, 4))
    np.testing.assert_allclose(outer(a, b), np.einsum("i,j->ij", a, b))
    np.testing.assert_allclose(batched_dot(x, y), np.einsum("bznd,zhmd->bhnm", x, y))


def test_a_sentence_hides_its_own_padding_and_no_other(draw):
    x = draw((3, 3, 3, 3))  # all axes alike: a wrong one would not raise
    keep = np.array([[True, True, True], [True, False, False], [True, True, False]])
    masked = where_mask(x, keep, -1.0)
    for sentence, head, query in np.ndindex(3, 3, 3):
        row = masked[sentence, head, query]
        np.testing.assert_array_equal(row[keep[sentence]], x[sentence, head, query, keep[sentence]])
        assert (row[~keep[sentence]] == -1).all()


def test_jacobian_norms_are_those_of_finite_differences(draw):
    T, H = 4, 3
    Wh, h0 = draw((H, H)), draw((1, H))
    x = draw((1, T, 2))
    Wx, b = draw((2, H)), draw(H)
    states = rnn_forward(x, h0, Wx, Wh, b)[0]
    norms = jacobian_norms(Wh, states)
    for t in range(T - 1):
        columns = []
        for i in range(H):
            step = np.zeros(H)
            step[i] = 1e-6
            up = rnn_forward(x[:, t + 1 :], states[t][None] + step, Wx, Wh, b)[0, -1]
            down = rnn_forward(x[:, t + 1 :], states[t][None] - step, Wx, Wh, b)[0, -1]
            columns.append((up - down) / 2e-6)
        assert norms[t] == pytest.approx(np.linalg.norm(np.stack(columns, 1), 2), rel=1e-6)


def test_softmax_ignores_a_shift_and_survives_extremes(draw):
    x = draw((2, 3, 4))
    for axis in (0, 1, 2):
        np.testing.assert_allclose(softmax(x + 1000, axis), softmax(x, axis), rtol=1e-9)
        np.testing.assert_allclose(softmax(x, axis).sum(axis), 1)
    assert (softmax(np.full((1, 3), -np.inf)) == 0).all()


def test_attend_is_one_row_of_attention(draw):
    q, K, V = draw(4), draw((5, 4)), draw((5, 2))
    output, weights = attend(q, K, V)
    expected = scaled_dot_product_attention(2 * q[None], K, V)  # 2 = sqrt(4) undoes the scale
    np.testing.assert_allclose(output, expected[0][0])
    np.testing.assert_allclose(weights, expected[1][0])


def test_additive_scores_pair_by_pair(draw):
    Q, K, Wq, Wk, v = draw((2, 3)), draw((4, 3)), draw((3, 5)), draw((3, 5)), draw(5)
    scores = additive_scores(Q, K, Wq, Wk, v)
    for i in range(2):
        for j in range(4):
            assert scores[i, j] == pytest.approx(v @ np.tanh(Q[i] @ Wq + K[j] @ Wk))


def test_softmax_jacobian_by_finite_differences(draw):
    scores, step = draw(4), 1e-6 * np.eye(4)
    numeric = np.stack([(softmax(scores + d) - softmax(scores - d)) / 2e-6 for d in step], 1)
    np.testing.assert_allclose(softmax_jacobian(softmax(scores)), numeric, atol=1e-9)


def test_self_attention_is_equivariant_until_positions_are_added(draw):
    x, weights = draw((2, 5, 4)), [draw((4, 3)) for _ in range(3)]
    perm = np.array([3, 0, 4, 1, 2])
    assert is_equivariant(lambda x: self_attention(x, *weights)[0], x, perm)
    code = sinusoidal_pe(5, 4)
    assert not is_equivariant(lambda x: self_attention(x + code, *weights)[0], x, perm)
    causal = np.tri(5, dtype=bool)
    assert not is_equivariant(lambda x: self_attention(x, *weights, causal)[0], x, perm)


def test_layer_cost_where_things_change_places():
    for n, d in ((1, 4), (4, 4), (7, 4)):
        macs, steps, path = layer_cost(n, d, "attention")
        assert (macs, steps, path) == (3 * n * d * d + 2 * n * n * d, 1, min(1, n - 1))
        assert layer_cost(n, d, "rnn") == (2 * n * d * d, n, n - 1)
    assert layer_cost(8, 4, "conv", k=5) == (8 * 5 * 16, 1, 4)
    with pytest.raises(ValueError, match="lstm"):
        layer_cost(1, 1, "lstm")


@pytest.mark.parametrize("k", [-3, 0, 1, 9])
@pytest.mark.parametrize("d", [2, 16])
def test_shift_matrix_moves_every_position(k, d):
    code = sinusoidal_pe(30, d)
    moved = code[10:20] @ shift_matrix(k, d).T
    np.testing.assert_allclose(moved, code[10 + k : 20 + k], atol=1e-12)
    rotation = shift_matrix(k, d)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(d), atol=1e-12)


def test_heads_split_and_merge_round_trip():
    x = np.arange(2.0 * 3 * 8).reshape(2, 3, 8)
    split = split_heads(x, 4)
    assert split.shape == (2, 4, 3, 2)
    np.testing.assert_array_equal(split[1, 2, 0], x[1, 0, 4:6])
    np.testing.assert_array_equal(merge_heads(split), x)


@given(st.dictionaries(st.text("ab학교", min_size=1, max_size=6), st.integers(1, 9), min_size=1))
@settings(max_examples=60, deadline=None)
def test_bpe_loses_no_letter_and_ends_with_whole_words(counts):
    merges = learn_bpe(counts, n=1000)
    for word in counts:
        assert encode_word(word, merges) == [word]
        assert "".join(encode_word(word, merges[:2])) == word
    assert encode_word("", merges) == []


def test_bpe_learns_the_commonest_pair_and_breaks_ties_by_the_alphabet():
    assert learn_bpe({"ab": 1, "cd": 1, "xy": 2}, 3) == [("x", "y"), ("a", "b"), ("c", "d")]
    assert encode_word("aaaaa", learn_bpe({"aaaaa": 1}, 1)) == ["aa", "aa", "a"]


@given(
    st.lists(
        st.tuples(*[st.lists(st.sampled_from("abcd"), max_size=9)] * 2), min_size=1, max_size=4
    )
)
@settings(max_examples=150, deadline=None)
def test_bleu_is_sacrebleu_s(pairs):
    hyps, refs = [hyp for hyp, _ in pairs], [ref for _, ref in pairs]
    bleu = BLEU(tokenize="none", force=True)
    expected = bleu.corpus_score([" ".join(h) for h in hyps], [[" ".join(r) for r in refs]])
    assert corpus_bleu(hyps, refs) == pytest.approx(expected.score, abs=1e-9)


def test_bleu_needs_no_smoothing_where_every_length_matches():
    hyps, refs = [list("abcdef"), list("abcxe")], [list("abcde"), list("abcdfe")]
    plain = BLEU(tokenize="none", smooth_method="none", force=True)
    expected = plain.corpus_score([" ".join(h) for h in hyps], [[" ".join(r) for r in refs]])
    assert corpus_bleu(hyps, refs) == pytest.approx(expected.score, abs=1e-9)


def scripted(table):
    """Make a step function whose next word depends on the beginning alone."""

    def step_fn(beginnings):
        with np.errstate(divide="ignore"):
            return np.log(np.array([table(tuple(words[1:])) for words in beginnings]))

    return step_fn


def test_a_beam_as_wide_as_everything_finds_the_best():
    draw = np.random.default_rng(1)
    tables = {}

    def table(words):
        if words not in tables:
            tables[words] = draw.dirichlet(np.ones(3))
        return tables[words]

    def likelihood(words):
        return sum(np.log(table(words[:i])[word]) for i, word in enumerate(words))

    middle = [(), *[(a,) for a in (1, 2)], *[(a, b) for a in (1, 2) for b in (1, 2)]]
    hypotheses = [(*words, 0) for words in middle]
    best = max(hypotheses, key=likelihood)
    found, score = beam_search(scripted(table), bos=9, eos=0, k=7, alpha=0.0, max_len=3)
    assert tuple(found) == best
    assert score == pytest.approx(likelihood(best))


def test_beam_search_that_never_ends_and_that_ends_at_once():
    never = scripted(lambda words: [0.0, 0.4, 0.6])
    assert beam_search(never, bos=9, eos=0, k=2, alpha=1.0, max_len=3)[0] == [2, 2, 2]
    at_once = scripted(lambda words: [0.9, 0.05, 0.05])
    assert beam_search(at_once, bos=9, eos=0, k=1, alpha=1.0, max_len=3)[0] == [0]


def test_paired_bootstrap_sees_noise_as_noise(draw):
    noise = draw(200)
    assert paired_bootstrap(noise, noise[::-1], 500, 0) > 0.05
    assert paired_bootstrap(noise + 1, noise, 500, 0) == 0
    assert paired_bootstrap(noise, noise, 500, 0) == 1
