"""The language of proposals: what a decision is, how it is judged, how decisions rank, and how the kinds are found.

`contract` has the decision itself, `evaluation` how it will be judged, `parameters` a domain's own choices, `domain` the domains and
their kinds (found by walking `argosy.domains`), `ranking` the one list, `documentation` the pages made from docstrings.
"""
