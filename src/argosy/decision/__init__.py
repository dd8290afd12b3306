"""The language of proposals: what a decision is."""
