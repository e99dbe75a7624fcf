"""Says whether an answer is right, and if it is wrong, which mistake it is."""
