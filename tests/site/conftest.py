"""A built site, a server for it and a browser to look at it."""

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from book.screenshots import CHROMIUM, OPTIONS

ROOT = Path(__file__).parents[2]
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "book",
    "solutions",
    "exercises",
    "autograder/checks",
    "autograder/finale",
    "autograder/judging",
    "autograder/learner",
    "autograder/checking.py",
    "autograder/keys.py",
)


def build(output: Path, config: Path) -> Path:
    """Build the book as the Makefile does: warnings are errors."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT / "book"]
    command += ["--config", config, "--toc", ROOT / "_toc.yml", "--path-output", output]
    result = subprocess.run(
        [*map(str, command), "-W", "--keep-going"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return output / "_build/html"


def newest(*names: str) -> float:
    """Return when any of these files or folders last changed."""
    files = [file for name in names for file in [ROOT / name, *(ROOT / name).rglob("*")]]
    return max(f.stat().st_mtime for f in files if f.is_file() and f.suffix != ".pyc")


@pytest.fixture(scope="session")
def site() -> Path:
    """The public edition in `_build/html`, built if it is missing or older than its sources."""
    html = ROOT / "_build/html"
    finished = html / "_static/site.css"
    if not finished.exists() or finished.stat().st_mtime < newest(*SOURCES):
        build(ROOT, ROOT / "_config.yml")
        finished.touch()
    return html


@pytest.fixture(scope="session")
def class_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class edition: the same configuration with one word changed."""
    folder = tmp_path_factory.mktemp("class")
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["sphinx"]["config"]["edition"] = "class"
    config["sphinx"]["local_extensions"]["extensions"] = str(ROOT / "book")
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    return build(folder, folder / "_config.yml")


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serve files without a line in the log for each."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Debian's Chromium; without it the tests are skipped here and fail in CI."""
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing: `apt-get install chromium` brings it."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address: str) -> Iterator:
    """Open a page of the site: `visit("index.html", width=390, colours="dark")`."""
    contexts = []

    def open_page(name: str, width: int = 1366, colours: str = "light", **options: object):
        viewport = {"width": width, "height": 900}
        context = chromium.new_context(viewport=viewport, color_scheme=colours, **options)
        contexts.append(context)
        page = context.new_page()
        page.errors, page.hosts = [], set()
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        page.goto(address + name)
        return page

    yield open_page
    for context in contexts:
        context.close()
