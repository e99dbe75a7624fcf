"""Where a learner's code runs: a warm process in bubblewrap, forked once for each submission."""
