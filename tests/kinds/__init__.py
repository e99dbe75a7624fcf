"""Small exercises, one of each kind that no chapter has yet: the proof that it can be judged."""
