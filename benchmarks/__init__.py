"""Figures beside peers: `python -m benchmarks [name ...]` writes RESULTS.md."""
