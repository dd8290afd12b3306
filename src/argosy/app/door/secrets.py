"""Secrets: passwords by Argon2id, and random tokens of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING

from argosy.core.errors import RequestError

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST_PASSWORD = 10  # NIST SP 800-63B asks for 8 at least, and no rules about kinds of characters
LONGEST_PASSWORD = 200
TOO_PLAIN = ("password", "12345678", "qwertyui", "11111111", "argosy")


@cache
def _hasher() -> PasswordHash:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


def hashed(password: str, email: str = "") -> str:
    """The Argon2id hash of a new password; `RequestError` where it is too short, too long or too easily guessed."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RequestError(
            "The password has {length} characters; choose one of {least} to {most}.",
            length=len(password),
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        )
    plain = password.lower()
    own = email.partition("@")[0].lower()
    is_plain = len(set(plain)) < 4 or any(word in plain and len(plain) < len(word) + 6 for word in TOO_PLAIN)
    if is_plain or (len(own) > 3 and own in plain):
        raise RequestError("That password is easily guessed; choose a longer sentence that is not your name.")
    return _hasher().hash(password)


def verified(password: str, stored: str | None) -> bool:
    """Whether the password is the one; where there is none it takes as long, so that nobody learns who has an account."""
    if stored is None:
        _hasher().verify(password[:LONGEST_PASSWORD], _decoy())
        return False
    return bool(_hasher().verify(password[:LONGEST_PASSWORD], stored))


@cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(24))


def new_token() -> str:
    """A random token of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """A random id of 96 bits."""
    return secrets.token_hex(12)


def fingerprint(token: str) -> str:
    """What is kept of a token: its SHA-256.

    >>> fingerprint("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(token.encode()).hexdigest()
