"""The command line, as a user meets it."""

import io
import json
import sys

import pytest
from translator import cli
from translator.models import build


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A model trained for two steps from two parallel files."""
    folder = tmp_path_factory.mktemp("trained")
    source, target = folder / "source", folder / "target"
    words = ("dog", "cat", "girl", "boy", "cow")
    pairs = [(f"{a} saw {b}", f"{b} {a} seen") for a in words for b in words]
    source.write_text("\n".join(s for s, _ in pairs))
    target.write_text("\n".join(t for _, t in pairs))
    arguments = ["--steps", "2", "--vocabulary", "50", "--max-tokens", "100", "--warmup", "1"]
    files = ["--source", str(source), "--target", str(target)]
    assert cli.main(["train", *files, *arguments, "--output", str(folder / "model"), "--json"]) == 0
    return folder


def test_train_writes_a_folder_and_says_so(folder, capsys):
    names = {path.name for path in (folder / "model").iterdir()}
    assert names >= {"model.json", "weights.npz", "vocabulary.model", "log.jsonl", "curves.png"}


def test_translate_streams_what_it_translates_at_once(folder, capsys):
    model = ["--model", str(folder / "model")]
    assert cli.main(["translate", *model, "dog saw cat"]) == 0
    streamed = capsys.readouterr().out
    assert cli.main(["translate", *model, "--json", "dog saw cat"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line == {"source": "dog saw cat", "translation": streamed.removesuffix("\n")}


@pytest.mark.parametrize("beam", ["1", "3"])
def test_stdin_gives_one_line_for_each_line(folder, capsys, monkeypatch, beam):
    text = b"dog saw cat\n\ncat saw dog\r\ncow"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert cli.main(["translate", "--model", str(folder / "model"), "--beam", beam, "-"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert len(lines) == 5
    assert lines[1] == ""


def test_evaluate_prints_the_recipe_of_its_numbers(folder, capsys):
    model, files = ["--model", str(folder / "model")], ["--source", str(folder / "source")]
    arguments = ["evaluate", *model, *files, "--target", str(folder / "target"), "--json"]
    assert cli.main(arguments) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["sentences"] == 25
    assert "tok:13a" in result["bleu_signature"]
    assert sum(group["sentences"] for group in result["bleu_by_length"].values()) == 25
    assert cli.main(arguments[:-1]) == 0
    assert "bleu signature" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["translate", "--model", "nowhere", "x"], "there is no model 'nowhere'"),
        (["evaluate", "--model", "MODEL", "--source", "SOURCE"], "name a --corpus, or a --source"),
        (["train", "--output", "OUT"], "name a --corpus, or a --source"),
        (["train", "--tsv", "SOURCE", "--output", "OUT"], "has 0 tabs"),
        (["translate", "--model", "MODEL", "dog " * 300], "over the limit of 256"),
        (["translate", "--model", "MODEL", "--beam", "0", "dog"], "a beam of width 0"),
    ],
)
def test_bad_input_gets_one_clear_line(folder, capsys, arguments, message):
    names = {"MODEL": folder / "model", "SOURCE": folder / "source", "OUT": folder / "out"}
    assert cli.main([str(names.get(word, word)) for word in arguments]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_invalid_utf8_on_stdin_is_named(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"dog\n\xff\n")))
    assert cli.main(["translate", "--model", str(folder / "model"), "-"]) == 1
    assert "stdin, line 2, is not valid UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["train"], ["translate"], ["evaluate"]])
def test_help_is_worth_reading(command, capsys):
    with pytest.raises(SystemExit) as leave:
        cli.main([*command, "--help"])
    assert leave.value.code == 0
    text = capsys.readouterr().out
    assert len(text) > 300
    assert not command or "examples:" in text


def test_an_unknown_size_is_refused_by_name(capsys):
    with pytest.raises(SystemExit) as leave:
        cli.main(["train", "--size", "huge", "--output", "x"])
    assert leave.value.code == 2
    assert "invalid choice: 'huge'" in capsys.readouterr().err
    with pytest.raises(ValueError, match="there is no size 'huge'; there are tiny, small"):
        build("transformer", "huge", 10, 0.0)
    with pytest.raises(ValueError, match="there is no model kind 'lstm'"):
        build("lstm", "tiny", 10, 0.0)
