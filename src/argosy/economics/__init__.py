"""Commerce arithmetic: pure functions."""
