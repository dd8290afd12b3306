"""Errors, grouped by the remedy: who can do something about it.

Every error is one sentence: what happened, where, what to do. The class says who acts:

* `RequestError`: the person changes the request (a flag, a name, a date);
* `DataError`: the person changes or re-exports the file;
* `ConfigurationError`: the person changes `argosy.toml`, a mapping or the machine (space, permissions);
* `RetriableError`: trying again later can succeed with nothing changed;
* `FaultError`: ours; please report it.
"""

from __future__ import annotations

from argosy.core.text import Text


class ArgosyError(Exception):
    """Base of all errors Argosy raises on purpose.

    `text` is translatable; `exit_code` is what the command line returns.
    """

    exit_code = 1

    def __init__(self, text: Text | str, /, **values: object) -> None:
        self.text = text if isinstance(text, Text) else Text(text, values)
        super().__init__(str(self.text))


class RequestError(ArgosyError):
    """The request was wrong: an unknown metric, a date that cannot be read, an id that does not exist."""


class DataError(ArgosyError):
    """The data was wrong: an empty file, a missing column, a total that does not add up."""


class ConfigurationError(ArgosyError):
    """The set-up was wrong: `argosy.toml`, a mapping, a permission, a full disk."""


class RetriableError(ArgosyError):
    """Nothing is wrong for good: another process holds the lock, a service did not answer."""


class FaultError(ArgosyError):
    """A fault of ours; the command line returns 3."""

    exit_code = 3
