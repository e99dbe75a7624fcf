"""Says whether an answer is right, and if it is wrong, which mistake it is."""

from autograder.checking import CheckFailed, check

__all__ = ["CheckFailed", "check"]
