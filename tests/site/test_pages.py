"""Every page: quiet, complete, reachable for everybody, in light and dark, wide and narrow."""

import itertools
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

TOC = yaml.safe_load((Path(__file__).parents[2] / "_toc.yml").read_text())
PAGES = ("index.html", *(f"{c['file']}.html" for c in TOC["chapters"]), "search.html")
CHAPTERS = [name for name in PAGES if name[0].isdigit()]
LOOKS = list(itertools.product(PAGES, (1366, 390), ("light", "dark")))


@pytest.mark.parametrize(("name", "width", "colours"), LOOKS)
def test_a_page_is_quiet_accessible_and_fits(visit, address, name, width, colours):
    page = visit(name, width, colours)
    page.wait_for_load_state("networkidle")
    assert page.errors == []
    assert page.hosts == {urlsplit(address).netloc}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.theme") == colours
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_colour_button_has_a_name_and_works(visit):
    page = visit("index.html")
    button = page.get_by_role("button", name="Colours")
    before = page.evaluate("document.documentElement.dataset.mode")
    button.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before


def test_icons_come_from_the_small_font(visit, site):
    page = visit("index.html")
    assert page.evaluate("document.fonts.check('900 16px \"Font Awesome 6 Free\"', '\\uf0c9')")
    assert (site / "_static/icons.woff2").stat().st_size < 10_000


def test_search_finds_a_word_of_the_chapter(visit):
    page = visit("search.html?q=variance")
    page.wait_for_selector("#search-results li a")
    assert "Scaled dot-product attention" in page.inner_text("#search-results")


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_long_formula_is_whole_on_a_phone(visit, name):
    page = visit(name, width=390)
    cut = page.evaluate(
        "[...document.querySelectorAll('div.math')].filter(m => m.scrollWidth > m.clientWidth + 1)"
        ".map(m => m.textContent)"
    )
    assert cut == []


def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(), "html.parser")


def test_no_link_is_broken(site):
    broken = []
    pages = {path: parsed(path) for path in site.glob("*.html")}
    for path, tree in pages.items():
        links = [tag.get("href") or tag.get("src") for tag in tree(["a", "link", "script", "img"])]
        for link in filter(None, links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = path.parent / unquote(parts.path) if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and not pages[target].find(id=anchor)):
                broken.append(f"{path.name}: {link}")
    assert broken == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_notebook_can_be_downloaded(site, name):
    (notebook,) = site.glob(f"_downloads/*/{name.removesuffix('.html')}.ipynb")
    assert '"nbformat": 4' in notebook.read_text()


def test_every_page_says_what_it_is(site):
    for name in set(PAGES) - {"search.html"}:
        page = parsed(site / name)
        assert bool(page.select(".reading-time")) == (name in CHAPTERS)
        for kind in ({"name": "description"}, {"property": "og:description"}):
            (tag,) = page.find_all("meta", attrs=kind)
            assert tag["content"].strip() and "\\" not in tag["content"]
        assert (
            page.find("meta", property="og:site_name")["content"]
            == page.title.string.split(" — ")[-1]
        )
        assert all(image.get("alt") and image.get("width") for image in page("img"))


def test_no_page_loads_what_it_does_not_need(site):
    for name in PAGES:
        page = (site / name).read_text()
        assert "fontawesome" not in page and "thebe" not in page
        assert ("searchindex.js" in page) == (name == "search.html")
    assert sum(f.stat().st_size for f in (site / "_static").rglob("*.css")) < 200_000
