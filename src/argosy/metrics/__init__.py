"""The dictionary of numbers: one definition per KPI."""
