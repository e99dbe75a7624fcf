"""Sentence pairs from files: two parallel ones, or one with a tab in each line."""

import gzip
from pathlib import Path


def read_lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 file, plain or gzipped.

    Raises FileNotFoundError, or ValueError that names the line which is not UTF-8.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist")
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = []
    # Only "\n" ends a line: text holds other characters at which splitlines would cut.
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8").removesuffix("\r"))
        except UnicodeDecodeError as error:
            raise ValueError(f"{path}, line {number}, is not valid UTF-8: {error}") from error
    if lines == [""]:
        raise ValueError(f"{path} is empty")
    return lines


def parallel(source: Path, target: Path) -> list[tuple[str, str]]:
    """Read two files in which line n of one translates line n of the other.

    Raises ValueError if they differ in length.
    """
    sources, targets = read_lines(source), read_lines(target)
    if len(sources) != len(targets):
        raise ValueError(
            f"{source} has {len(sources)} lines and {target} has {len(targets)}: "
            "line n of one must translate line n of the other"
        )
    return list(zip(sources, targets, strict=True))


def tab_separated(path: Path) -> list[tuple[str, str]]:
    """Read a file with a source, a tab and a target in each line.

    Raises ValueError that names the line without exactly one tab.
    """
    pairs = []
    for number, line in enumerate(read_lines(path), start=1):
        fields = line.split("\t")
        if len(fields) != 2:
            raise ValueError(f"{path}, line {number}, has {len(fields) - 1} tabs instead of one")
        pairs.append((fields[0], fields[1]))
    return pairs
