"""Which label of a hierarchy does a text belong to, how surely, and what would one have to know to be sure?

Labels are codes whose prefixes are their parents. Each is known by short example texts; a text is compared with them by words, pairs
of words and runs of letters. Scores become probabilities with a part left for "none of these", so that an unknown thing is
answered by silence. Nothing here knows what the labels mean.
"""

from argosy.methods.classification.confidence import Confidence, fit_confidence, probabilities
from argosy.methods.classification.examples import Example, LabelIndex, Part
from argosy.methods.classification.hierarchy import Candidate, Verdict, decide

__all__ = [
    "Candidate",
    "Confidence",
    "Example",
    "LabelIndex",
    "Part",
    "Verdict",
    "decide",
    "fit_confidence",
    "probabilities",
]
