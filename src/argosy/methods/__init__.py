"""Statistics and algorithms, without a word of commerce."""
