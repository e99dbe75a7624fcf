"""Attacks on who opens the result: scripts in outputs and in text (class h19)."""

from attacks.attack import Attack

SHOWING = (
    Attack(
        "h19a",
        "shows HTML with a script",
        "page",
        "from IPython.display import HTML, display\ndisplay(HTML('<script>evil()</script>'))",
    ),
    Attack(
        "h19b",
        "shows a picture that runs code when it fails to load",
        "page",
        "from IPython.display import HTML, display\n"
        "display(HTML('<img src=x onerror=\"evil()\">'))",
    ),
    Attack(
        "h19c",
        "shows JavaScript",
        "page",
        "from IPython.display import Javascript, display\ndisplay(Javascript('evil()'))",
    ),
    Attack(
        "h19d",
        "shows a vector picture that runs code when it has loaded",
        "page",
        "from IPython.display import HTML, display\ndisplay(HTML('<svg onload=\"evil()\"></svg>'))",
    ),
    Attack(
        "h19e",
        "raises an error whose text is a script",
        "page",
        "display({'text/html': '<iframe srcdoc=\"&lt;script&gt;evil()&lt;/script&gt;\"></iframe>'},"
        " raw=True)\n"
        "def attention(*a, **k): raise ValueError('<script>evil()</script>')",
    ),
)
