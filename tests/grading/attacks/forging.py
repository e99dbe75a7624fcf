"""Attacks on the wire between the sandbox and the referee."""

from attacks.attack import Attack

_FRAME = (
    "import json, os, pickle, struct\n"
    "def frame(message):\n"
    "    header = json.dumps(message).encode()\n"
    "    body = struct.pack('<I', len(header)) + header\n"
    "    os.write(3, struct.pack('<I', len(body)) + body)\n"
    "def answer(number):\n"
    "    shown = {'dict': [['output_type', 'stream'], ['text', 'WON']]}\n"
    "    frame({'dict': [['id', number], ['succeeded', True], ['outputs', {'list': [shown]}]]})\n"
)

FORGING = (
    Attack("w1", "answers with another id", "wire", _FRAME + "answer(99)"),
    Attack("w2", "answers twice what was asked before", "wire", _FRAME + "answer(0); answer(0)"),
    Attack(
        "w3",
        "sends a pickle that runs code where it is read",
        "wire",
        _FRAME + "import builtins\n"
        "class Bomb:\n"
        "    def __reduce__(self):\n"
        "        return builtins.dict, ([('id', 1), ('outputs', [{'text': 'WON'}])],)\n"
        "data = pickle.dumps(Bomb())\nos.write(3, struct.pack('<I', len(data)) + data)",
    ),
    Attack(
        "w4",
        "sends a frame of forty megabytes",
        "wire",
        _FRAME + "header = b'\"WON\"' + b' ' * 40 * 2**20\n"
        "body = struct.pack('<I', len(header)) + header\n"
        "os.set_blocking(3, True)\n"
        "data = struct.pack('<I', len(body)) + body\n"
        "while data: data = data[os.write(3, data):]",
    ),
)
