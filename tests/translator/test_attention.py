"""Laws of attention and layer norm: two derivations agree, torch agrees, nothing turns into NaN."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from by_hand.attention import scaled_dot_product_attention, score_spread, softmax_jacobian
from by_hand.normalization import layer_norm
from by_hand.soft_lookup import softmax
from hypothesis import given, settings
from hypothesis import strategies as st
from translator.attention import attention
from translator.normalization import LayerNorm

DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
TOLERANCE = {torch.float16: 5e-3, torch.bfloat16: 4e-2, torch.float32: 1e-5, torch.float64: 1e-12}
sizes = st.integers(1, 6)


@st.composite
def problems(draw):
    """Draw query, key, value and a mask that may leave rows empty, of any small sizes."""
    B, H, Lq, Lk, d_k, d_v = (draw(sizes) for _ in range(6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shapes = [(B, H, Lq, d_k), (B, H, Lk, d_k), (B, H, Lk, d_v)]
    return *(rng.normal(size=shape) for shape in shapes), rng.random((B, 1, Lq, Lk)) < 0.6


def tensors(*arrays, dtype=torch.float64):
    floats = [torch.from_numpy(a).to(dtype) for a in arrays[:-1]]
    return *floats, torch.from_numpy(arrays[-1])


@given(problems())
def test_by_hand_and_pytorch_agree(problem):
    for mine, theirs in zip(
        scaled_dot_product_attention(*problem), attention(*tensors(*problem)), strict=True
    ):
        np.testing.assert_allclose(mine, theirs.numpy(), rtol=1e-12, atol=1e-14)


@given(problems())
def test_pytorchs_own_attention_agrees(problem):
    query, key, value, keep_mask = tensors(*problem)
    theirs = F.scaled_dot_product_attention(query, key, value, keep_mask)
    torch.testing.assert_close(attention(query, key, value, keep_mask)[0], theirs)


@given(problems())
def test_weights_are_shares_and_hidden_keys_get_none(problem):
    keep_mask = np.broadcast_to(problem[3], scaled_dot_product_attention(*problem)[1].shape)
    weights = scaled_dot_product_attention(*problem)[1]
    assert (weights >= 0).all()
    assert (weights[~keep_mask] == 0).all()
    np.testing.assert_allclose(weights.sum(-1), keep_mask.any(-1), atol=1e-12)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_matter(problem, random):
    query, key, value, keep_mask = problem
    order = list(range(key.shape[-2]))
    random.shuffle(order)
    shuffled = (query, key[..., order, :], value[..., order, :], keep_mask[..., order])
    np.testing.assert_allclose(
        scaled_dot_product_attention(*problem)[0],
        scaled_dot_product_attention(*shuffled)[0],
        atol=1e-12,
    )


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_and_an_empty_row(dtype):
    rng = np.random.default_rng(3)
    problem = [rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 5, 6)), rng.normal(size=(2, 5, 3))]
    keep_mask = rng.random((4, 5)) < 0.6
    keep_mask[2] = False
    query, key, value, mask = tensors(*problem, keep_mask, dtype=dtype)
    leaves = [tensor.requires_grad_() for tensor in (query, key, value)]
    output, weights = attention(*leaves, mask)
    assert output.dtype == weights.dtype == dtype
    assert (output[:, 2] == 0).all() and (weights[:, 2] == 0).all()
    expected = scaled_dot_product_attention(*problem, keep_mask)[0]
    np.testing.assert_allclose(output.double().detach(), expected, atol=TOLERANCE[dtype])
    gradients = torch.autograd.grad(output.square().sum(), leaves)
    assert all(gradient.isfinite().all() for gradient in gradients)
    assert (gradients[0][:, 2] == 0).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("masked", [False, True])
def test_scores_of_ten_thousand(dtype, masked):
    """d_k = 64, so the raw products are 80,000: more than float16 can hold."""
    query = torch.full((2, 64), 100.0, dtype=dtype)
    query[1] = -100.0
    key = torch.full((3, 64), 12.5, dtype=dtype)
    key[1:] = torch.tensor([[6.25], [-12.5]], dtype=dtype)
    keep_mask = torch.tensor([[True, True, False], [True, True, True]]) if masked else None
    output, weights = attention(query, key, key, keep_mask)
    assert output.isfinite().all()
    assert weights[0].tolist() == [1, 0, 0]
    assert weights[1].tolist() == [0, 0, 1]


@settings(max_examples=30)
@given(st.integers(2, 5), st.integers(0, 1000))
def test_the_jacobian_is_that_of_finite_differences(n, seed):
    scores = np.random.default_rng(seed).normal(size=n)
    step = 1e-6 * np.eye(n)
    columns = [(softmax(scores + h) - softmax(scores - h)) / 2e-6 for h in step]
    np.testing.assert_allclose(softmax_jacobian(softmax(scores)), np.stack(columns, 1), atol=1e-9)


@pytest.mark.parametrize("d_k", [1, 4, 64, 512])
def test_the_spread_grows_as_the_root_of_d_k(d_k):
    rng = np.random.default_rng(d_k)
    raw, scaled = score_spread(rng.normal(size=(2000, d_k)), rng.normal(size=(2000, d_k)))
    assert raw == pytest.approx(np.sqrt(d_k), rel=0.05)
    assert scaled == pytest.approx(1, rel=0.05)


@given(sizes, sizes, st.integers(0, 1000))
def test_layer_norm_by_hand_pytorch_and_torch(length, d_model, seed):
    rng = np.random.default_rng(seed)
    x, gamma, beta = rng.normal(size=(length, d_model)), rng.normal(size=d_model), rng.normal()
    beta = np.full(d_model, beta)
    module = LayerNorm(d_model).double()
    with torch.no_grad():
        module.gamma.copy_(torch.from_numpy(gamma))
        module.beta.copy_(torch.from_numpy(beta))
    own = module(torch.from_numpy(x)).detach()
    np.testing.assert_allclose(own, layer_norm(x, gamma, beta), atol=1e-9)
    theirs = F.layer_norm(torch.from_numpy(x), (d_model,), module.gamma, module.beta)
    torch.testing.assert_close(own, theirs.detach())


@given(st.floats(-100, 100), st.floats(0.1, 10))
def test_layer_norm_does_not_see_an_offset_or_a_scale(offset, scale):
    x = np.random.default_rng(0).normal(size=(3, 8))
    one, zero = np.ones(8), np.zeros(8)
    np.testing.assert_allclose(
        layer_norm(offset + scale * x, one, zero, eps=0.0), layer_norm(x, one, zero, eps=0.0)
    )
