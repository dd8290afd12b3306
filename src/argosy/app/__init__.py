"""The composition root and the five verbs."""
