"""Known mistakes and accepted variants, each a real implementation, one file a taught function."""
