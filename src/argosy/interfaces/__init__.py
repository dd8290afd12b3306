"""Ways to show and ask; no rule, no SQL."""
