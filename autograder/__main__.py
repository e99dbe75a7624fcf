"""Lets `python -m autograder` do what `autograder` does."""

import sys

from autograder.cli import main

sys.exit(main())
