"""From `solutions/notebooks` to the learners' notebooks in `exercises/`."""
