"""Laws of the encoding: what goes in comes out, and no bytes whatever make it crash."""

from contextlib import suppress

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.judging.encoding import Foreign, MalformedData, pack, unpack

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0)),
    arrays(np.bool_, array_shapes()),
)
values = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.lists(children, max_size=4),
        st.lists(children, max_size=4).map(tuple),
        st.dictionaries(st.text(max_size=5), children, max_size=4),
    ),
    max_leaves=10,
)


@given(values)
def test_what_goes_in_comes_out(value):
    np.testing.assert_equal(unpack(pack(value)), value)


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(data):
    with suppress(MalformedData):
        unpack(data)


@settings(max_examples=300)
@given(values, st.data())
def test_a_bent_frame_is_refused_or_read(value, data):
    frame = bytearray(pack(value))
    place = data.draw(st.integers(0, len(frame) - 1))
    frame[place] = data.draw(st.integers(0, 255))
    with suppress(MalformedData):
        unpack(bytes(frame[: data.draw(st.integers(0, len(frame)))]))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.int64, torch.bool])
def test_tensors_keep_dtype_and_numbers(dtype):
    tensor = torch.arange(6).reshape(2, 3).to(dtype)
    back = unpack(pack(tensor))
    assert back.dtype == dtype
    assert torch.equal(back, tensor)


def test_a_view_stays_a_view_and_meta_stays_meta():
    view = torch.arange(6.0).reshape(2, 3).T
    assert not unpack(pack(view)).is_contiguous()
    assert torch.equal(unpack(pack(view)), view)
    assert unpack(pack(torch.empty(2, 3, device="meta"))).device.type == "meta"


def test_a_foreign_name_is_not_a_string():
    assert type(unpack(pack([Foreign("Thing"), "Thing"]))[0]) is Foreign
    assert type(unpack(pack("Thing"))) is str


@pytest.mark.parametrize("value", [object(), {1, 2}, b"raw", np.array(["a"])])
def test_other_types_are_refused(value):
    with pytest.raises(TypeError, match="cannot travel"):
        pack(value)
