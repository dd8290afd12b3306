"""Coming in by the company's own identity provider: OpenID Connect, authorisation code with PKCE (RFC 7636).

The provider says who somebody is; whether they have an account, and with which role, is said here. `argosy.toml` names the issuer and
the client; the client's secret comes from the environment, never from a file.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from argosy.core.errors import ConfigurationError, RequestError, RetriableError

if TYPE_CHECKING:
    from httpx import Client

SECRET_VARIABLE = "ARGOSY_OIDC_SECRET"
ALGORITHMS = ["RS256", "ES256", "PS256"]  # never `none`, never a shared secret
TIMEOUT_SECONDS = 10.0
CLOCK_LEEWAY_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    """What `[oidc]` in argosy.toml says."""

    issuer: str
    client_id: str

    @classmethod
    def of(cls, settings: Mapping[str, Any] | None) -> Provider | None:
        """The provider of the settings; None where there is none."""
        if not settings:
            return None
        if set(settings) != {"issuer", "client_id"} or not str(settings["issuer"]).startswith("https://"):
            raise ConfigurationError("[oidc] in argosy.toml has issuer (an https address) and client_id; correct it.")
        return cls(str(settings["issuer"]).rstrip("/"), str(settings["client_id"]))


@dataclass(frozen=True)
class Errand:
    """What is remembered between sending somebody to the provider and their coming back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Errand:
        """A fresh errand."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_to_ask(provider: Provider, errand: Errand, back_to: str, client: Client) -> str:
    """Where the browser is sent."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back_to,
        "scope": "openid email profile",
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_discovered(provider, client)['authorization_endpoint']}?{urlencode(query)}"


def claims_of(provider: Provider, errand: Errand, code: str, back_to: str, client: Client) -> dict[str, Any]:
    """What the provider vouches for: the claims of an ID token whose signature, issuer, audience, nonce and time are right."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    found = _discovered(provider, client)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": provider.client_id,
        "code_verifier": errand.verifier,
    }
    if secret := os.environ.get(SECRET_VARIABLE):
        form["client_secret"] = secret
    answer = _asked(client, "POST", str(found["token_endpoint"]), data=form)
    keys = KeySet.import_key_set(_asked(client, "GET", str(found["jwks_uri"])))  # type: ignore[arg-type]  # JSON as it came
    try:
        token = jwt.decode(str(answer.get("id_token", "")), keys, algorithms=ALGORITHMS)
        registry = jwt.JWTClaimsRegistry(
            leeway=CLOCK_LEEWAY_SECONDS,
            iss={"essential": True, "value": str(found["issuer"])},
            aud={"essential": True, "value": provider.client_id},
            nonce={"essential": True, "value": errand.nonce},
            exp={"essential": True},
            sub={"essential": True},
        )
        registry.validate(token.claims)
    except (JoseError, ValueError) as error:
        raise RequestError("The identity provider's answer cannot be trusted ({why}); try again.", why=error) from error
    return dict(token.claims)


def _discovered(provider: Provider, client: Client) -> Mapping[str, Any]:
    found = _asked(client, "GET", f"{provider.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ConfigurationError(
            "The identity provider at {issuer} calls itself otherwise; correct issuer in argosy.toml.",
            issuer=provider.issuer,
        )
    return found


def _asked(client: Client, method: str, address: str, **options: Any) -> Mapping[str, Any]:
    import httpx

    try:
        answer = client.request(method, address, timeout=TIMEOUT_SECONDS, **options)
        answer.raise_for_status()
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise RetriableError("The identity provider does not answer ({why}); try again.", why=error) from error
    return body if isinstance(body, dict) else {}
