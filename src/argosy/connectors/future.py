"""Days that have not come yet: a little ahead of today is told, far ahead is taken as a slip of whoever wrote the file."""

from __future__ import annotations

from argosy.connectors.contract import Context
from argosy.connectors.reading import text_literal

FUTURE = "future_date"
FUTURE_SENTENCE = "The day lies more than a year in the future, so it is taken as mistaken; correct it in the file or export it again."
FAR_DAYS = 366


def is_far_off(day: str, context: Context) -> str:
    """True where a day lies more than a year after today; false where the context does not say what today is."""
    if context.today is None:
        return "false"
    return f"coalesce({day} > DATE {text_literal(context.today.isoformat())} + {FAR_DAYS}, false)"
