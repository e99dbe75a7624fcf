"""What all tests share: laws are tried on the same examples every time, without a deadline."""

import os

from hypothesis import settings

# One thread: the machine's cores are shared by the tests that start processes of their own.
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")
