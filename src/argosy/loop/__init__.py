"""What remembers, tests, acts and measures."""
