"""The simulated seller: from a seed and a size, two years of a Chinese cross-border seller as the platforms' own files.

It knows no more of Argosy than a platform does, so what Argosy finds in its files it found by itself. `truth.json` beside the files
says what was planted; nothing that decides may read it.
"""
