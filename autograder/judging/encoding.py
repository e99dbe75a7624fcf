"""Plain data as bytes: one JSON header, then the raw numbers of every array. Never pickle.

The same format carries a case to the sandbox, an outcome back, and the recorded answers of a kit.
Bytes may come from a hostile process, so `unpack` believes nothing it has not measured.
"""

import json
import math
import struct
from typing import Any

import numpy as np
import torch

from autograder.judging.fixture import Fixture
from autograder.judging.inputs import strided

DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64"]
DTYPES += ["float16", "bfloat16", "float32", "float64", "complex64", "complex128"]
MAX_DEPTH = 16
MAX_NODES = 20_000
_LENGTH = struct.Struct("<I")


class MalformedData(ValueError):
    """The bytes are not what `pack` writes."""


class Foreign(str):
    """Stands for an object that is not plain data, by the name of its type."""


def pack(value: Any) -> bytes:
    """Encode None, bool, int, float, str, list, tuple, dict, NumPy arrays and tensors.

    A `Fixture` and a `Foreign` are encoded by name. Tensors on the `meta` device keep their shape
    and have no numbers. Raises TypeError for any other type.

    >>> unpack(pack({"pair": (1, np.arange(3))}))
    {'pair': (1, array([0, 1, 2]))}
    """
    blobs: list[bytes] = []
    header = json.dumps(_describe(value, blobs)).encode()
    return b"".join([_LENGTH.pack(len(header)), header, *blobs])


def unpack(data: bytes) -> Any:
    """Decode what `pack` wrote; raises MalformedData for anything else."""
    if len(data) < _LENGTH.size:
        raise MalformedData("shorter than its own length field")
    (length,) = _LENGTH.unpack_from(data)
    start = _LENGTH.size + length
    if start > len(data):
        raise MalformedData(f"a header of {length} bytes does not fit in {len(data)} bytes")
    try:
        tree = json.loads(data[_LENGTH.size : start])
    except (ValueError, RecursionError) as error:
        raise MalformedData("the header is not JSON") from error
    try:
        return _Reader(data, start).read(tree)
    except (ValueError, RuntimeError, OverflowError, MemoryError) as error:
        raise MalformedData(f"no such value: {error}") from error


def _describe(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, Foreign):
        return {"foreign": [str(value)]}
    if isinstance(value, Fixture):
        return {"fixture": [value.name, *(_describe(item, blobs) for item in value.arguments)]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_describe(item, blobs) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[str(key), _describe(item, blobs)] for key, item in value.items()]}
    if isinstance(value, np.ndarray):
        blobs.append(value.tobytes())
        return _array("numpy", value.dtype.name, value.shape, value.flags.c_contiguous)
    if isinstance(value, torch.Tensor):
        dtype = str(value.dtype).removeprefix("torch.")
        if value.device.type == "meta":
            return _array("meta", dtype, value.shape, True)
        flat = value.detach().cpu().contiguous().reshape(-1)
        blobs.append(flat.view(torch.uint8).numpy().tobytes())
        return _array("torch", dtype, value.shape, value.is_contiguous())
    raise TypeError(f"{type(value).__name__} cannot travel as plain data")


def _array(kind: str, dtype: str, shape: tuple[int, ...], contiguous: bool) -> dict:
    if dtype not in DTYPES:
        raise TypeError(f"an array of {dtype} cannot travel as plain data")
    return {kind: [dtype, list(shape), contiguous]}


class _Reader:
    """Rebuilds a value from its description, taking the arrays' bytes in order."""

    def __init__(self, data: bytes, start: int):
        self.data, self.position, self.nodes = data, start, 0

    def read(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise MalformedData("nested too deeply or too large")
        if node is None or isinstance(node, bool | int | float | str):
            return node
        if not (isinstance(node, dict) and len(node) == 1):
            raise MalformedData(f"unknown node {str(node)[:80]}")
        ((kind, content),) = node.items()
        if not isinstance(content, list):
            raise MalformedData(f"{kind} holds no list")
        if kind == "foreign":
            return Foreign(str(content[0])[:80] if content else "unknown")
        if kind == "fixture":
            name, *arguments = (self.read(item, depth + 1) for item in content)
            return Fixture(str(name), *arguments)
        if kind in ("list", "tuple"):
            items = [self.read(item, depth + 1) for item in content]
            return tuple(items) if kind == "tuple" else items
        if kind == "dict":
            if not all(isinstance(p, list) and len(p) == 2 and type(p[0]) is str for p in content):
                raise MalformedData("a dict is not a list of named items")
            return {key: self.read(item, depth + 1) for key, item in content}
        if kind in ("numpy", "torch", "meta"):
            return self._array(kind, content)
        raise MalformedData(f"unknown kind {kind[:80]}")

    def _array(self, kind: str, content: list) -> np.ndarray | torch.Tensor:
        if len(content) != 3:
            raise MalformedData("an array needs dtype, shape and layout")
        name, shape, contiguous = content
        sound = isinstance(shape, list) and all(type(n) is int and 0 <= n < 2**31 for n in shape)
        if name not in DTYPES or not sound or len(shape) > 8:
            raise MalformedData("an array has no such dtype or shape")
        if kind == "meta":
            return torch.empty(shape, dtype=getattr(torch, name), device="meta")
        if kind == "numpy":
            if name == "bfloat16":
                raise MalformedData("NumPy has no bfloat16")
            flat = np.frombuffer(self._take(math.prod(shape) * np.dtype(name).itemsize), name)
            array = flat.reshape(shape).copy()
            return array if contiguous or not shape else strided(array)
        dtype = getattr(torch, name)
        raw = bytearray(self._take(math.prod(shape) * dtype.itemsize))
        tensor = torch.frombuffer(raw, dtype=dtype) if raw else torch.empty(0, dtype=dtype)
        tensor = tensor.reshape(shape)
        return tensor if contiguous or not shape else strided(tensor)

    def _take(self, size: int) -> bytes:
        if self.position + size > len(self.data):
            raise MalformedData("an array is longer than the data")
        self.position += size
        return self.data[self.position - size : self.position]
