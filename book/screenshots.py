"""Take the README's pictures of the built site: `python book/screenshots.py` after `make book`.

Writes book/pictures/page-wide.png and book/pictures/page-narrow.png. Debian's Chromium takes them.
"""

import functools
import http.server
import sys
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build/html"
PICTURES = ROOT / "book/pictures"
CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
CHAPTER = "03-scaled-dot-product-attention.html"
COLOURS = 128  # enough for a page of text, and a third of the bytes


def take(browser: Browser, address: str, name: str, width: int, height: int, colours: str) -> None:
    """Show the figure of chapter 3 after a guess, and save what a reader sees."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours, device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(address + CHAPTER)
    page.locator("#long-vectors .play-guess input").fill("30")
    page.get_by_role("button", name="Show me").click()
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        "document.querySelector('#watch-it-go-blind').scrollIntoView({behavior: 'instant'})"
    )
    page.wait_for_timeout(600)  # the bars take a third of a second to grow
    picture = PICTURES / f"{name}.png"
    page.screenshot(path=picture)
    with Image.open(picture) as image:
        image.convert("RGB").quantize(COLOURS).save(picture, optimize=True)
    print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size / 1000:.0f} kB")
    context.close()


def main() -> None:
    """Serve the site to a browser and take both pictures."""
    for needed in (SITE / CHAPTER, CHROMIUM):
        if not needed.exists():
            sys.exit(f"{needed} is missing: build the book, and install Debian's chromium.")
    PICTURES.mkdir(exist_ok=True)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(SITE))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        take(browser, address, "page-wide", 1366, 860, "light")
        take(browser, address, "page-narrow", 390, 844, "dark")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
