"""How the book sounds, as far as a program can hear it."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.glob("*.md"))
CHAPTERS = [page for page in PAGES if page.name[0].isdigit()]

BANNED = re.compile(
    r"\b(delv\w+|crucial\w*|powerful\w*|seamless\w*|leverag\w+|simply|just|obviously|"
    r"important to note|let's dive|not\b[^.;:,]{1,40}\bbut)\b|—",
    re.IGNORECASE,
)


def prose(page: Path) -> list[str]:
    """Return a page's paragraphs: no code, tables, lists, headings or formulas."""
    text = re.sub(r"\A---\n.*?\n---\n", "", page.read_text(), flags=re.DOTALL)
    text = re.sub(r"^```\{dropdown\} ?(.*)\n(.*?)^```", r"\1\n\n\2", text, flags=re.M | re.S)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^\$\$.*?^\$\$$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"\{[\w:]+\}`[^`]*`|`[^`]*`|\$[^$]+\$", "X", text)
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    paragraphs = [" ".join(block.split()) for block in text.split("\n\n")]
    return [p for p in paragraphs if p and not re.match(r"[#|:]|[-*] |\d+\. ", p)]


def sentences(paragraph: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?!:])\s+(?=[\"“A-Z0-9`])", paragraph) if s]


def test_the_splitter_hears_sentences():
    assert sentences("One. Two is 0.5 long? Three: Four.") == [
        "One.",
        "Two is 0.5 long?",
        "Three:",
        "Four.",
    ]


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.stem)
def test_sentences_are_short(source):
    lengths = {s: len(s.split()) for p in prose(source) for s in sentences(p)}
    assert [sentence for sentence, words in lengths.items() if words > 35] == []
    assert sum(lengths.values()) / len(lengths) <= 18


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.stem)
def test_paragraphs_are_short(source):
    long = [p for p in prose(source) if len(re.findall(r"[.?!](?:\s|$)", p)) > 5]
    assert long == []


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.stem)
def test_no_banned_word(source):
    found = [(m.group(), p) for p in prose(source) for m in BANNED.finditer(p)]
    assert found == []


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.stem)
def test_at_most_one_list(source):
    text = re.sub(r"^```.*?^```$", "", source.read_text(), flags=re.MULTILINE | re.DOTALL)
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    assert len(re.findall(r"(?:^(?:[-*]|\d+\.) .*\n?)+", body, flags=re.MULTILINE)) <= 1


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.stem)
def test_a_chapter_can_be_read_in_one_sitting(source):
    assert 1200 <= sum(len(p.split()) for p in prose(source)) <= 3000


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.stem)
def test_glue_names_its_page(source):
    """A plain key comes out empty in a translated paragraph."""
    keys = re.findall(r"\{glue:\w+\}`([^`]*)`", source.read_text())
    assert keys and all(f"{source.name}::" in key for key in keys)
