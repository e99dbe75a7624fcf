"""What all tests share.

Laws are tried on the same examples every time, without a deadline. The taught modules' shapes,
written as jaxtyping annotations, are checked at every call.
"""

import os

from hypothesis import settings
from jaxtyping import install_import_hook

from autograder.chapters import CHAPTERS

# One thread: the machine's cores are shared by the tests that start processes of their own.
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

install_import_hook(
    [f"by_hand.{module}" for chapter in CHAPTERS for module in chapter.by_hand]
    + [f"translator.{module}" for chapter in CHAPTERS[:11] for module in chapter.translator],
    "beartype.beartype",
)
