"""What a learner meets: hints that climb, cards in a notebook, parts that are kept."""
