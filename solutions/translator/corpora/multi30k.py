"""Multi30k task 1: image captions in German and English, 29,000 pairs to train on.

Elliott, Frank, Sima'an and Specia 2016, doi 10.18653/v1/W16-3210. For research and teaching;
the repository states no licence for the text, so we fetch it and never pass it on.
"""

import hashlib
import os
import urllib.error
import urllib.request
from pathlib import Path

from translator.corpora.files import parallel

SOURCE = (
    "https://raw.githubusercontent.com/multi30k/dataset/"
    "a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/"
)
SPLITS = {"train": "train", "val": "val", "test2016": "test_2016_flickr"}
SHA256 = {
    "train.de.gz": "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6",
    "train.en.gz": "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f",
    "val.de.gz": "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a",
    "val.en.gz": "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28",
    "test_2016_flickr.de.gz": "9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8",
    "test_2016_flickr.en.gz": "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9",
}


def load(split: str, source: str, target: str, folder: Path | None = None) -> list[tuple[str, str]]:
    """Read one split, with `source` and `target` each "de" or "en".

    The files come from `folder`, or from the folder named by TRANSLATOR_DATA, or are fetched
    once into the user's cache. Raises ValueError on an unknown split or a wrong checksum, and
    FileNotFoundError that says what to do when the files cannot be had.
    """
    if split not in SPLITS:
        raise ValueError(f"multi30k has no split {split!r}; it has {', '.join(SPLITS)}")
    names = [f"{SPLITS[split]}.{language}.gz" for language in (source, target)]
    paths = [_find(name, folder) for name in names]
    for name, path in zip(names, paths, strict=True):
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[name]:
            raise ValueError(f"{path} is not the file we know as {name}: its sha256 differs")
    return parallel(*paths)


def _find(name: str, folder: Path | None) -> Path:
    if folder is None and os.environ.get("TRANSLATOR_DATA"):
        folder = Path(os.environ["TRANSLATOR_DATA"])
    if folder is None:
        return _fetch(name)
    if not (folder / name).is_file():
        raise FileNotFoundError(
            f"{folder} has no file {name}; fetch it from {SOURCE}{name}, "
            "or leave out the folder, and it is fetched for you"
        )
    return folder / name


def _fetch(name: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    path = cache / "translator" / "multi30k" / name
    if path.is_file():
        return path
    try:
        with urllib.request.urlopen(SOURCE + name, timeout=30) as response:
            content = response.read()
    except (urllib.error.URLError, TimeoutError) as error:
        raise FileNotFoundError(
            f"cannot fetch {SOURCE}{name} ({error}); download the six files on another machine "
            "and name their folder with --data DIR or TRANSLATOR_DATA=DIR"
        ) from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ValueError(f"what {SOURCE}{name} sent is not the file we know: its sha256 differs")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
    return path
