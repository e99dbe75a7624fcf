"""One style sheet with what the site's pages use, and one font with the icons they show."""

import logging
import re
from fnmatch import fnmatch
from pathlib import Path

import lightningcss
from fontTools import subset
from fontTools.ttLib import TTFont

# In the order of the cascade. Patterns, because myst-nb puts a digest into a file's name.
SHEETS = (
    "basic.css",
    "styles/bootstrap.css",
    "vendor/fontawesome/*/css/all.min.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "copybutton.css",
    "sphinx-design.min.css",
    "katex/katex.min.css",
    "book.css",
    "components.css",
    "figures.css",
    "figures/*.css",
)
ICON_FONT = "vendor/fontawesome/*/webfonts/fa-solid-900.woff2"
# Scripts make these names from pieces, so no file spells them out.
MADE_BY_SCRIPTS = re.compile(r"^(bs-)?(tooltip|popover|collaps|dropdown|modal|fade|show)")
NAME = re.compile(r"[A-Za-z_][\w-]*")
ICON = re.compile(r"[\ue000-\uf8ff]")


def is_bundled(sheet: str) -> bool:
    """Say whether a file of `_static` is part of the bundle."""
    return any(fnmatch(sheet, pattern) for pattern in SHEETS)


def write_site_css(static: Path, pages: list[str]) -> None:
    """Write `site.css` and `icons.woff2` for these pages' HTML."""
    sheets = [sheet for pattern in SHEETS for sheet in files(static, pattern)]
    css = "\n".join(from_folder(sheet, static) for sheet in sheets)
    css = re.sub(r"@font-face\s*{[^}]*}", own_font, css)
    # Once to read the names as a browser does, once to drop the unused ones.
    css = lightningcss.process_stylesheet(css, error_recovery=True, minify=False)
    css = lightningcss.process_stylesheet(
        css, error_recovery=True, unused_symbols=names_in_selectors(css) - used_names(static, pages)
    )
    (static / "site.css").write_text(css)
    (font,) = files(static, ICON_FONT)
    write_icon_font(font, set(ICON.findall(css)), static / "icons.woff2")


def files(static: Path, pattern: str) -> list[Path]:
    """Return the files that a pattern names; raises FileNotFoundError if there is none."""
    found = sorted(static.glob(pattern))
    if not found:
        raise FileNotFoundError(f"no {pattern} in {static}: did the theme's version change?")
    return found


def from_folder(sheet: Path, static: Path) -> str:
    """Return a sheet whose addresses are right for a file directly in `static`."""
    folder = sheet.parent.relative_to(static).as_posix()
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet.read_text())
    return re.sub(r'url\((["\']?)(?!data:|#|["\'])', rf"url(\g<1>{folder}/", css)


def own_font(face: re.Match[str]) -> str:
    """Keep KaTeX's fonts as woff2, and of the icons the solid ones, from our own file."""
    if "KaTeX" in face[0]:
        return re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", face[0])
    if "fa-solid-900" in face[0] and "6 Free" in face[0]:
        return re.sub(r"src:[^;}]*", 'src:url(icons.woff2) format("woff2")', face[0])
    return ""


def names_in_selectors(css: str) -> set[str]:
    """Return every class and id that a sheet speaks of."""
    return set(re.findall(r"[.#](-?[A-Za-z_][\w-]*)", css))


def used_names(static: Path, pages: list[str]) -> set[str]:
    """Return the names in the pages' tags and in the scripts that the pages load."""
    tags = " ".join(tag for page in pages for tag in re.findall(r"<[^>]+>", page))
    scripts = {name for page in pages for name in re.findall(r"_static/([\w./-]+\.js)", page)}
    sources = [(static / name).read_text() for name in sorted(scripts)]
    inline = [source for page in pages for source in re.findall(r"<script.*?</script>", page, re.S)]
    return set(NAME.findall(" ".join([tags, *sources, *inline])))


def write_icon_font(font: Path, icons: set[str], target: Path) -> None:
    """Cut the icon font down to these icons."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(icons))
    with TTFont(font) as full:
        cutter.subset(full)
        full.flavor = "woff2"
        full.save(target)
