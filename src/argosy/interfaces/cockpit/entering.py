"""Coming in: log in, the one-time link, the company's identity provider; and going out."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from argosy.app.desk.sensitivity import NotAllowedError
from argosy.app.door import oidc
from argosy.app.door.entrance import EntryRefusedError
from argosy.app.door.people import LANGUAGES
from argosy.core.errors import ArgosyError
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.rendering import LANGUAGE_COOKIE, render
from argosy.interfaces.web.entry import COOKIE, address_of, asker, check_csrf
from argosy.interfaces.web.limits import LOGIN
from argosy.interfaces.web.problems import problem_of
from argosy.interfaces.web.served import served

router = APIRouter()
ERRAND_COOKIE = "argosy_errand"
ERRAND_SECONDS = 600
Token = Annotated[str, Path(max_length=100)]


@router.get("/login")
def login_page(request: Request) -> Response:
    """Ask for address and password."""
    if asker(request):
        return RedirectResponse("/", 303)
    values = {
        "problem": None,
        "email": "",
        "next": request.query_params.get("next", ""),
        "has_oidc": _has_oidc(request),
    }
    return render(request, "login.html", values)


@router.post("/login")
def log_in(request: Request, form: Filled) -> Response:
    """Begin a session; a refusal is said on the same page."""
    refuse_foreign(request)
    state = served(request)
    state.limits.take(f"login:{address_of(request)}", LOGIN)
    try:
        token = state.live.door.log_in(
            form.text("email"), form.secret("password"), form.text("code"), address_of(request)
        )
    except EntryRefusedError as error:
        values = {"problem": problem_of(error), "email": form.text("email"), "next": form.text("next")}
        return render(request, "login.html", {**values, "has_oidc": _has_oidc(request)}, 403)
    return _come_in(request, token, form.text("next"))


@router.post("/logout")
def log_out(request: Request, form: Filled) -> Response:
    """End the session."""
    if found := asker(request):
        check_csrf(found, form.text("csrf"))
        served(request).live.door.log_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/welcome/{token}")
def welcome_page(request: Request, token: Token) -> Response:
    """The one-time link: choose a password."""
    served(request).limits.take(f"login:{address_of(request)}", LOGIN)
    person = served(request).live.door.linked(token)
    return render(request, "welcome.html", {"problem": None, "email": person.email, "token": token})


@router.post("/welcome/{token}")
def welcome(request: Request, token: Token, form: Filled) -> Response:
    """Set the password, and begin a session."""
    refuse_foreign(request)
    door = served(request).live.door
    served(request).limits.take(f"login:{address_of(request)}", LOGIN)
    person = door.linked(token)
    try:
        session = door.use_link(token, form.secret("password"), address_of(request))
    except EntryRefusedError:
        raise
    except ArgosyError as error:
        values = {"problem": problem_of(error), "email": person.email, "token": token}
        return render(request, "welcome.html", values, 400)
    return _come_in(request, session, "")


@router.post("/language")
def language(form: Filled) -> Response:
    """The language of the pages before anybody is logged in."""
    answer = RedirectResponse("/login", 303)
    if form.text("language") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, form.text("language"), max_age=365 * 86400, httponly=True, samesite="lax")
    return answer


@router.get("/oidc/begin")
def oidc_begin(request: Request) -> Response:
    """Send the browser to the identity provider."""
    import httpx

    state = served(request)
    if state.provider is None:
        raise EntryRefusedError("No identity provider is set up; log in with a password.")
    state.limits.take(f"login:{address_of(request)}", LOGIN)
    errand = oidc.Errand.new()
    with httpx.Client(transport=request.app.state.oidc_transport) as client:
        target = oidc.address_to_ask(state.provider, errand, _back_to(request), client)
    answer = RedirectResponse(target, 303)
    sealed = _sealer(request).dumps([errand.state, errand.nonce, errand.verifier])
    answer.set_cookie(
        ERRAND_COOKIE,
        str(sealed),
        max_age=ERRAND_SECONDS,
        httponly=True,
        samesite="lax",
        secure=state.is_https,
        path="/oidc",
    )
    return answer


@router.get("/oidc/back")
def oidc_back(request: Request, code: str = "", state: str = "") -> Response:
    """Come back from the identity provider with its word."""
    import httpx

    served_state = served(request)
    served_state.limits.take(f"login:{address_of(request)}", LOGIN)
    try:
        errand = oidc.Errand(*_sealer(request).loads(request.cookies.get(ERRAND_COOKIE, ""), max_age=ERRAND_SECONDS))
    except (BadSignature, TypeError, json.JSONDecodeError) as error:
        raise EntryRefusedError("The way to the identity provider took too long; begin again.") from error
    if served_state.provider is None or not code or state != errand.state:
        raise EntryRefusedError("The way to the identity provider took too long; begin again.")
    with httpx.Client(transport=request.app.state.oidc_transport) as client:
        claims = oidc.claims_of(served_state.provider, errand, code, _back_to(request), client)
    answer = _come_in(request, served_state.live.door.log_in_by_provider(claims, address_of(request)), "")
    answer.delete_cookie(ERRAND_COOKIE, path="/oidc")
    return answer


def refuse_foreign(request: Request) -> None:
    """`NotAllowedError` for a form that another site sent, where nobody is logged in yet and no token can tell."""
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    is_foreign = site in ("cross-site", "same-site") or (
        origin not in ("", "null") and urlsplit(origin).netloc != request.url.netloc
    )
    if is_foreign:
        raise NotAllowedError("This form came from another site; open the page here and fill it in again.")


def _come_in(request: Request, token: str, wanted: str) -> Response:
    """To where the person wanted to go, on this site only."""
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    answer = RedirectResponse(wanted if is_local else "/", 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=served(request).is_https, max_age=12 * 3600)
    return answer


def _has_oidc(request: Request) -> bool:
    return served(request).provider is not None


def _sealer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(served(request).cookie_key, salt="oidc")


def _back_to(request: Request) -> str:
    return str(request.url_for("oidc_back"))
