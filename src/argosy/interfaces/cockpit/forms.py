"""Forms: read once, with the session's token checked before anything is done."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from argosy.core.errors import RequestError

MOST_FIELDS = 200
MOST_BYTES = 1024**2  # files come by the API, streamed


class Form:
    """The fields of a form as text."""

    def __init__(self, data: FormData) -> None:
        self.data = data

    def text(self, name: str) -> str:
        """A field, "" where it is not there."""
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """A field exactly as typed."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All fields of that name."""
        return [value for value in self.data.getlist(name) if isinstance(value, str) and value]


async def form(request: Request) -> Form:
    """The form of a request; its `csrf` field is laid ready for whoever checks who asks."""
    if request.method != "POST":
        return Form(FormData())
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MOST_BYTES:
        raise RequestError("The form is too large, or does not say how large it is.")
    data = await request.form(max_fields=MOST_FIELDS)
    sent = data.get("csrf")
    request.state.form_csrf = sent if isinstance(sent, str) else ""
    return Form(data)


Filled = Annotated[Form, Depends(form)]
