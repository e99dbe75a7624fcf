"""Corpora: found, checked, or refused with a sentence that says what to do."""

import gzip
import hashlib
import urllib.error

import pytest
from translator import corpora
from translator.corpora import multi30k
from translator.corpora.files import parallel, read_lines, tab_separated


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a multi30k of two pairs, whose checksums are registered."""
    for name, text in {"val.de.gz": "Ein Hund.\nZwei.\n", "val.en.gz": "A dog.\nTwo.\n"}.items():
        content = gzip.compress(text.encode())
        (tmp_path / name).write_bytes(content)
        monkeypatch.setitem(multi30k.SHA256, name, hashlib.sha256(content).hexdigest())
    monkeypatch.delenv("TRANSLATOR_DATA", raising=False)
    return tmp_path


def test_multi30k_in_both_directions(folder, monkeypatch):
    assert corpora.load("multi30k-de-en", "val", folder)[0] == ("Ein Hund.", "A dog.")
    monkeypatch.setenv("TRANSLATOR_DATA", str(folder))
    assert corpora.load("multi30k-en-de", "val")[1] == ("Two.", "Zwei.")


def test_multi30k_that_is_missing_changed_or_out_of_reach(folder, monkeypatch):
    with pytest.raises(FileNotFoundError, match=r"no file train.de.gz; fetch it from https://"):
        corpora.load("multi30k-de-en", "train", folder)
    (folder / "val.de.gz").write_bytes(gzip.compress(b"Eine Katze.\nZwei.\n"))
    with pytest.raises(ValueError, match="its sha256 differs"):
        corpora.load("multi30k-de-en", "val", folder)

    def no_network(*_, **__):
        raise urllib.error.URLError("no route")

    monkeypatch.setattr(multi30k.urllib.request, "urlopen", no_network)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    with pytest.raises(FileNotFoundError, match=r"cannot fetch .* --data DIR or TRANSLATOR_DATA"):
        corpora.load("multi30k-de-en", "val")


def test_multi30k_is_fetched_once_and_checked(folder, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    asked = []

    def serve(url, **_):
        asked.append(url)
        return open(folder / url.rsplit("/", 1)[1], "rb")

    monkeypatch.setattr(multi30k.urllib.request, "urlopen", serve)
    for _ in range(2):
        assert len(corpora.load("multi30k-de-en", "val")) == 2
    assert len(asked) == 2
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "other"))
    (folder / "val.de.gz").write_bytes(b"an error page")
    with pytest.raises(ValueError, match="is not the file we know"):
        corpora.load("multi30k-de-en", "val")


@pytest.mark.parametrize(
    ("name", "split", "message"),
    [
        ("europarl", "train", "there is no corpus 'europarl'; there are grammar-en-ko"),
        ("multi30k-de-en", "test", "no split 'test'; it has train, val, test2016"),
        ("grammar-en-ko", "val", "no split 'val'; it has train, unseen"),
    ],
)
def test_unknown_names_are_answered_with_the_known_ones(name, split, message):
    with pytest.raises(ValueError, match=message):
        corpora.load(name, split)


def test_the_grammar_in_both_directions():
    forward = corpora.load("grammar-en-ko", "unseen", seed=3)
    assert [(k, e) for e, k in forward] == corpora.load("grammar-ko-en", "unseen", seed=3)
    links = corpora.alignments("grammar-en-ko", "unseen", seed=3)
    back = corpora.alignments("grammar-ko-en", "unseen", seed=3)
    assert [sorted((k, e) for e, k in pair) for pair in links] == [sorted(pair) for pair in back]
    for (english, korean), pair in zip(forward, links, strict=True):
        for e, k in pair:
            assert e < len(english.split())
            assert k < len(korean.split())


def test_files(tmp_path):
    source, target, table = tmp_path / "a", tmp_path / "b", tmp_path / "c.tsv"
    source.write_bytes("eins\u2028zwei\r\ndrei\n".encode())  # U+2028 ends no line
    target.write_text("one two\nthree")
    assert parallel(source, target) == [("eins\u2028zwei", "one two"), ("drei", "three")]
    table.write_text("eins\tone\n")
    assert tab_separated(table) == [("eins", "one")]


def test_files_that_are_wrong_are_named(tmp_path):
    empty, short, latin, table = (tmp_path / name for name in ("empty", "short", "latin", "t.tsv"))
    empty.write_text("")
    short.write_text("one\n")
    latin.write_bytes(b"one\ntwo\nStra\xdfe\n")
    table.write_text("one\ttwo\nthree\n")
    with pytest.raises(FileNotFoundError, match="nothing does not exist"):
        read_lines(tmp_path / "nothing")
    with pytest.raises(ValueError, match="empty is empty"):
        read_lines(empty)
    with pytest.raises(ValueError, match="latin, line 3, is not valid UTF-8"):
        read_lines(latin)
    latin.write_text("one\ntwo\n")
    with pytest.raises(ValueError, match=r"short has 1 lines and .*latin has 2: line n"):
        parallel(short, latin)
    with pytest.raises(ValueError, match=r"t.tsv, line 2, has 0 tabs instead of one"):
        tab_separated(table)
