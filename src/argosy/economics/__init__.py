"""Commerce arithmetic: pure functions, without storage and without statistics."""
