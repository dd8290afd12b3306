"""Roles: what each kind of colleague may see and do. A permission is asked for by name, a role is nothing but a set of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from argosy.core.errors import RequestError
from argosy.core.text import Text


class Permission(StrEnum):
    """What somebody may see or do. The first word of an API token's scope is one of these too."""

    READ = "read"  # numbers and decisions
    ACT = "act"  # accept, decline, test, say that it is done
    INGEST = "ingest"  # bring files in
    RUN = "run"  # let the domains propose, measure what is due
    EXPORT = "export"  # take tables away
    SEE_COST = "see_cost"  # what things cost us
    SEE_PROFIT = "see_profit"  # what is left
    SEE_PERSONAL = "see_personal"  # who the buyers are
    MANAGE = "manage"  # people, roles, tokens of others, settings
    AUDIT = "audit"  # read the book of what everybody did


@dataclass(frozen=True)
class Role:
    """A kind of colleague; `title` is the word people read."""

    name: str
    title: Text
    about: Text
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in self.permissions


_P = Permission
_EVERYDAY = {_P.READ, _P.ACT, _P.EXPORT}


def _role(name: str, title: Text, about: Text, permissions: set[Permission]) -> tuple[str, Role]:
    return name, Role(name, title, about, frozenset(permissions))


ROLES: Mapping[str, Role] = MappingProxyType(
    dict(
        (
            _role("owner", Text("Owner"), Text("Sees and does everything."), set(_P)),
            _role(
                "finance",
                Text("Finance"),
                Text("Cost and profit, files, exports, the book of acts; no names of buyers."),
                _EVERYDAY | {_P.INGEST, _P.RUN, _P.SEE_COST, _P.SEE_PROFIT, _P.AUDIT},
            ),
            _role(
                "operations",
                Text("Operations"),
                Text("Runs the shop day by day: files, decisions, cost; no profit, no names of buyers."),
                _EVERYDAY | {_P.INGEST, _P.RUN, _P.SEE_COST},
            ),
            _role(
                "marketing",
                Text("Marketing"),
                Text("Numbers and decisions; no cost, no profit, no names of buyers."),
                _EVERYDAY | {_P.RUN},
            ),
            _role(
                "supply",
                Text("Supply"),
                Text("Stock, orders to suppliers and their cost; no profit, no names of buyers."),
                _EVERYDAY | {_P.INGEST, _P.SEE_COST},
            ),
            _role(
                "support",
                Text("Support"),
                Text("Buyers and their orders; no cost, no profit, no export."),
                {_P.READ, _P.ACT, _P.SEE_PERSONAL},
            ),
            _role("viewer", Text("Viewer"), Text("Looks; changes and takes away nothing."), {_P.READ}),
            _role(
                "agency",
                Text("Agency"),
                Text("Somebody from outside, for the stores granted: looks and proposes, takes away nothing."),
                {_P.READ, _P.RUN},
            ),
        )
    )
)


def role(name: str) -> Role:
    """The role of that name; `RequestError` names those there are."""
    if name not in ROLES:
        raise RequestError("There is no role {role}; the roles are: {known}.", role=name, known=", ".join(ROLES))
    return ROLES[name]
