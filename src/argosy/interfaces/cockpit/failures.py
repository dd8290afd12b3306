"""What a person sees when a page cannot be shown: what happened, and the way on."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from argosy.interfaces.cockpit.rendering import link, render
from argosy.interfaces.web.problems import Problem


def failure_page(request: Request, problem: Problem, headers: Mapping[str, str]) -> Response:
    """The page of a problem; who is not logged in is asked to, and comes back to where they wanted to go."""
    if problem.status == 401:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        wanted = here if request.method == "GET" and here != "/" else ""
        target = link("/login", next=wanted)
        if request.headers.get("hx-request"):
            return Response("", 200, {"hx-redirect": target})
        return RedirectResponse(target, 303)
    template = "failure_part.html" if request.headers.get("hx-request") else "failure.html"
    return render(request, template, {"problem": problem}, problem.status, headers)
