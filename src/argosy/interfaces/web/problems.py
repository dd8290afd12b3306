"""Errors as HTTP says them: one status, one word, one sentence that says what to do (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass

from argosy.app.desk.sensitivity import NotAllowedError, StaleError
from argosy.app.door.entrance import EntryRefusedError
from argosy.core.errors import ArgosyError, ConfigurationError, DataError, FaultError, RequestError, RetriableError
from argosy.core.text import Text
from argosy.interfaces.web.entry import NotKnownError
from argosy.interfaces.web.limits import TooManyError


class NotFoundError(RequestError):
    """What the address names is not there."""


@dataclass(frozen=True)
class Problem:
    """`code` is a word for machines, `detail` a sentence for people."""

    status: int
    code: str
    title: Text
    detail: Text
    retry_after: int | None = None

    def to_json(self, language: str, instance: str) -> dict[str, object]:
        """The members of an `application/problem+json` document."""
        return {
            "type": f"urn:argosy:problem:{self.code}",
            "title": self.title.render(language),
            "status": self.status,
            "detail": self.detail.render(language),
            "instance": instance,
        }


_BY_CLASS: tuple[tuple[type[ArgosyError], int, str, Text], ...] = (
    (NotFoundError, 404, "not_found", Text("Not there")),
    (NotKnownError, 401, "not_known", Text("Not logged in")),
    (EntryRefusedError, 403, "entry_refused", Text("Not let in")),
    (NotAllowedError, 403, "not_allowed", Text("Not allowed")),
    (StaleError, 409, "stale", Text("Changed meanwhile")),
    (RequestError, 400, "request", Text("Cannot be done as asked")),
    (DataError, 422, "data", Text("The file cannot be read")),
    (RetriableError, 503, "busy", Text("Busy just now")),
    (ConfigurationError, 500, "configuration", Text("The set-up is wrong")),
    (FaultError, 500, "fault", Text("A fault of Argosy")),
)


def problem_of(error: Exception) -> Problem:
    """The problem an error is; what nobody foresaw is a fault of ours and tells nothing of its inside."""
    if isinstance(error, TooManyError):
        said = Text("Too many requests; wait {seconds} seconds.", {"seconds": error.wait_seconds})
        return Problem(429, "too_many", Text("Too many requests"), said, error.wait_seconds)
    for kind, status, code, title in _BY_CLASS:
        if isinstance(error, kind):
            return Problem(status, code, title, error.text, 2 if status == 503 else None)
    return Problem(
        500, "fault", Text("A fault of Argosy"), Text("Something went wrong on our side; it is in the log. Try again.")
    )
