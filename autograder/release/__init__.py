"""From `solutions/notebooks` to the learners' notebooks in `exercises/`."""

from pathlib import Path

SOURCES = Path(__file__).parents[2] / "solutions" / "notebooks"
EXERCISES = SOURCES.parents[1] / "exercises"
