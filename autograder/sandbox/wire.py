"""Frames between the referee and the sandbox: four bytes of length, then plain data. No pickle.

The other end may be hostile. It can send nothing that is longer than `MAX_FRAME`, that takes
longer than the deadline, or that is not plain data.
"""

import socket
import struct
import time
from typing import Any

from autograder.judging.encoding import MalformedData, pack, unpack

MAX_FRAME = 16 * 2**20
MAX_HEADER = 8 * 2**20  # JSON of that size takes some 200 MB to read
_LENGTH = struct.Struct("<I")


class Closed(ConnectionError):
    """The other end is gone."""


def send(connection: socket.socket, message: Any, seconds: float | None = None) -> None:
    """Send one message; raises MalformedData if it is too long, TimeoutError if nobody reads."""
    data = pack(message)
    if len(data) > MAX_FRAME:
        raise MalformedData(f"a frame of {len(data)} bytes is longer than {MAX_FRAME}")
    connection.settimeout(seconds)
    try:
        connection.sendall(_LENGTH.pack(len(data)) + data)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def receive(connection: socket.socket, seconds: float | None = None) -> Any:
    """Wait for one message; raises Closed, MalformedData or TimeoutError."""
    deadline = None if seconds is None else time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, deadline))
    if length > MAX_FRAME:
        raise MalformedData(f"a frame of {length} bytes is longer than {MAX_FRAME}")
    data = _exactly(connection, length, deadline)
    if len(data) >= _LENGTH.size and _LENGTH.unpack_from(data)[0] > MAX_HEADER:
        raise MalformedData(f"a header is longer than {MAX_HEADER} bytes")
    try:
        return unpack(data)
    except Exception as error:  # shapes that overflow, strides of a scalar: more than can be listed
        raise MalformedData(str(error)) from error


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        if deadline is not None:
            # Asked anew before each piece: a sender that trickles gains no time.
            connection.settimeout(max(deadline - time.monotonic(), 1e-6))
        else:
            connection.settimeout(None)
        try:
            piece = connection.recv(min(size - len(data), 2**20))
        except ConnectionResetError as error:
            raise Closed from error
        if not piece:
            raise Closed
        data += piece
    return bytes(data)
