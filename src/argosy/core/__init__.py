"""Values: money, quantity, place, period, estimate, evidence, text, errors."""
