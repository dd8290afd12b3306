"""Which addresses a server may call for somebody else: the open internet by https, never the machine itself or the network it stands in.

The name is resolved once and the connection goes to the address that was looked at, so that a name cannot point elsewhere in between.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from argosy.core.errors import RequestError

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Target:
    """A host that may be called: its own name, and the address to connect to."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def refuse_address(url: str, private_hosts: Sequence[str] = (), resolve: Resolve = resolved) -> Target:
    """Where the address leads; `RequestError` where a server must not go.

    Hosts of `private_hosts` (argosy.toml, `private_hosts`) may be called within one's own network, and without https.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError as error:
        raise RequestError("{url} is no address; write one such as https://example.com/hook.", url=url[:200]) from error
    is_own = host in private_hosts
    if not host or parts.username or parts.scheme not in (("https", "http") if is_own else ("https",)):
        raise RequestError("{url} is no address; write one such as https://example.com/hook.", url=url[:200])
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        found = list(resolve(host, port))
    except (OSError, ValueError) as error:
        raise RequestError("There is no host {host}.", host=host) from error
    if not found or not (is_own or all(_is_open(one) for one in found)):
        raise RequestError(
            "{host} lies within a private network; name it in argosy.toml (private_hosts) if it is yours.", host=host
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, found[0], path)


def _is_open(address: str) -> bool:
    """Whether an address belongs to the open internet, also where one kind of address is wrapped in another.

    >>> [_is_open(one) for one in ("93.184.216.34", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_open(str(inner))
    return found.is_global and not found.is_multicast
