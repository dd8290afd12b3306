"""Coming in by an identity provider: a whole round against one that runs in this process; lies of it are refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from argosy.app.door.oidc import Provider
from argosy.core.errors import ConfigurationError

ISSUER = "https://id.example.com"


class Issuer:
    """An identity provider that says what a test wants it to say."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.claims: dict[str, Any] = {"email": "finance@example.com", "email_verified": True, "sub": "subject-1"}
        self.signing = self.key
        self.nonce = ""

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("openid-configuration"):
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return httpx.Response(
                200, json={"issuer": ISSUER, **{name: f"{ISSUER}/{path}" for name, path in names.items()}}
            )
        if request.url.path == "/keys":
            return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        form = parse_qs(request.content.decode())
        assert form["code_verifier"][0]
        claims = {"iss": ISSUER, "aud": "cockpit", "exp": int(time.time()) + 60, "nonce": self.nonce, **self.claims}
        return httpx.Response(200, json={"id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing)})


@pytest.fixture
def issuer(site: Any) -> Iterator[Issuer]:
    made = Issuer()
    site.state.served.provider = Provider(ISSUER, "cockpit")
    site.state.oidc_transport = httpx.MockTransport(made.answer)
    yield made
    site.state.served.provider, site.state.oidc_transport = None, None


def round_trip(site: Any, issuer: Issuer, state: str = "") -> tuple[TestClient, Any]:
    client = TestClient(site, raise_server_exceptions=False)
    sent = client.get("/oidc/begin", follow_redirects=False)
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    issuer.nonce = issuer.nonce or asked["nonce"][0]
    back = client.get(f"/oidc/back?code=c&state={state or asked['state'][0]}", follow_redirects=False)
    return client, back


def test_who_the_provider_vouches_for_comes_in_as_their_role(site: Any, issuer: Issuer) -> None:
    client, back = round_trip(site, issuer)
    assert back.status_code == 303, back.text
    assert client.get("/api/v1/me").json()["role"] == "finance"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1000},
        {"nonce": "another"},
        {"email": "stranger@example.com", "sub": "subject-9"},
        {"email_verified": False, "sub": "subject-8", "email": "viewer@example.com"},
    ],
)
def test_a_word_that_is_not_for_us_opens_nothing(site: Any, issuer: Issuer, claims: dict[str, Any]) -> None:
    issuer.claims |= claims
    client, back = round_trip(site, issuer)
    assert back.status_code in (400, 403), back.text
    assert client.get("/api/v1/me").status_code == 401


def test_a_foreign_signature_and_a_foreign_state_open_nothing(site: Any, issuer: Issuer) -> None:
    assert round_trip(site, issuer, state="another")[1].status_code == 403
    issuer.signing = RSAKey.generate_key(2048, {"kid": "one"})
    assert round_trip(site, issuer)[1].status_code == 400


def test_the_settings_name_an_https_issuer() -> None:
    assert Provider.of(None) is None
    with pytest.raises(ConfigurationError):
        Provider.of({"issuer": "http://id.example.com", "client_id": "x"})
