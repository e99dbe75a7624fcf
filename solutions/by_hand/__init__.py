"""The Transformer in NumPy and float64: every formula once, as the chapter derives it."""
