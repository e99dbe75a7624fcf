"""Whatever comes over the wire, the referee stays whole."""

import contextlib
import socket
import struct
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.grading import outputs
from autograder.judging.case import Outcome
from autograder.judging.encoding import MalformedData, pack
from autograder.judging.judge import judge
from autograder.keys import key
from autograder.sandbox import wire
from autograder.sandbox.session import Ended, Session

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
leaves |= arrays(np.float64, st.tuples(st.integers(0, 3), st.integers(0, 3)))
plain = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)
FEW = settings(max_examples=150, deadline=None)


def received(data: bytes) -> object:
    """Let `receive` read these bytes and then the end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=_pour, args=(theirs, data))
        sender.start()
        try:
            return wire.receive(ours, 2)
        finally:
            ours.close()
            sender.join()


def _pour(connection: socket.socket, data: bytes) -> None:
    try:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the reader had enough


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    for frame in (data, struct.pack("<I", len(data)) + data):
        with contextlib.suppress(MalformedData, wire.Closed):
            received(frame)


@FEW
@given(plain, st.data())
def test_damaged_frames_are_a_message_or_refused(value: object, data: st.DataObject) -> None:
    frame = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(MalformedData, wire.Closed):
        received(struct.pack("<I", len(frame)) + bytes(frame))


@pytest.mark.parametrize(
    "header",
    [
        b'{"meta": ["float32", [2147483647, 2147483647, 2147483647, 2147483647], true]}',
        b'{"numpy": ["float64", [], false]}',
        b'{"torch": ["float64", [], false]}',
        b'{"numpy": ["float64", [0, 2147483647, 2147483647, 2147483647], true]}',
        b"[" * 100_000,
        b"9" * 100_000,
    ],
)
def test_headers_that_overflow_are_refused(header: bytes) -> None:
    payload = struct.pack("<I", len(header)) + header + bytes(64)
    with contextlib.suppress(MalformedData):
        received(struct.pack("<I", len(payload)) + payload)


def test_a_frame_that_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedData, match="longer"):
        received(struct.pack("<I", wire.MAX_FRAME + 1))
    header = struct.pack("<II", wire.MAX_HEADER + 5, wire.MAX_HEADER + 1)
    with pytest.raises(MalformedData, match="header"):
        received(header + bytes(wire.MAX_HEADER + 1))


def test_a_sender_that_trickles_gains_no_time() -> None:
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def trickle() -> None:
        theirs.sendall(struct.pack("<I", 1000))
        while not stop.wait(0.02):
            theirs.sendall(b"x")

    sender = threading.Thread(target=trickle)
    sender.start()
    with pytest.raises(TimeoutError):
        wire.receive(ours, 0.2)
    stop.set()
    sender.join()


class NoWarmProcess:
    """Stands for a warm process whose submission only sends."""

    from autograder.sandbox.limits import Limits

    limits = Limits(part_seconds=1)

    def interrupt(self) -> None:
        pass

    def end(self) -> None:
        pass

    def exit_code(self) -> int:
        return 0


@FEW
@given(plain)
def test_a_forged_answer_ends_the_session_or_is_an_outcome(answer: object) -> None:
    ours, theirs = socket.socketpair()
    with theirs, Session(ours, NoWarmProcess()) as session:  # type: ignore[arg-type]
        wire.send(theirs, answer)
        wire.send(theirs, {"id": 1, "outcomes": answer})
        with pytest.raises(Ended):
            session.play("f", key("attention", "values", 0).cases[:1])


@FEW
@given(plain, plain, plain, plain)
def test_a_forged_outcome_earns_nothing(result, changed, gradients, parameters) -> None:
    forged = Outcome().to_plain() | {
        "result": result,
        "changed": changed,
        "gradients": gradients,
        "parameters": parameters,
    }
    try:
        outcome = Outcome.from_plain(forged)
        verdict = judge(key("softmax_jacobian", "values", 0), lambda case: outcome)
    except Exception:
        return  # the referee takes any exception for a failure
    assert verdict.score == 0


@FEW
@given(plain | st.lists(st.fixed_dictionaries({"output_type": st.sampled_from(
    ["stream", "error", "display_data", "execute_result"])}, optional={
    "name": plain, "text": plain, "data": plain, "traceback": plain, "ename": plain})))  # fmt: skip
def test_any_outputs_can_be_kept(found: object) -> None:
    import nbformat

    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = outputs.clean(found, 1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
