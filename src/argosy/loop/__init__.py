"""What remembers, tests, acts and measures: the register of decisions, their outcomes, and how far each kind can be believed."""
