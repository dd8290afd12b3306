"""Things named by an address that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from argosy.app.desk.sensitivity import NotAllowedError
from argosy.core.errors import RequestError
from argosy.interfaces.web.problems import NotFoundError


@contextmanager
def missing_is_404() -> Iterator[None]:
    """A look-up by the address: what it does not find is not there."""
    try:
        yield
    except NotAllowedError:
        raise
    except RequestError as error:
        raise NotFoundError(error.text) from error
