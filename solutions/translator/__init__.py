"""The Transformer in PyTorch, on any device, up to the trained translator."""
