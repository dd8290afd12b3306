"""A workspace: one folder with `argosy.toml`, `inbox/`, `mappings/`, `lake/` and `state.db`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argosy.core.errors import ConfigurationError, RequestError
from argosy.warehouse.lake import Lake

SETTINGS_FILE = "argosy.toml"
ENVIRONMENT_VARIABLE = "ARGOSY_WORKSPACE"
KNOWN_KEYS = {
    "home_currency",
    "home_country",
    "language",
    "engine",
    "cost_method",
    "state",
    "stores",
    "oidc",
    "private_hosts",
}
STORE_KEYS = {"id", "channel", "market", "time_zone", "currency", "account"}


@dataclass(frozen=True)
class Store:
    """A seller's account on a channel."""

    id: str
    channel: str
    time_zone: str = "UTC"
    market: str | None = None
    currency: str | None = None
    account: str | None = None  # the channel's own id of the account: files of another one are refused


@dataclass(frozen=True)
class Workspace:
    """Where everything of one seller lies, and what `argosy.toml` says."""

    root: Path
    home_currency: str
    home_country: str
    language: str | None = None
    engine: str = "duckdb"
    cost_method: str = "fifo"
    state: str | None = None
    stores: Mapping[str, Store] = field(default_factory=dict)
    oidc: Mapping[str, Any] | None = None  # issuer and client_id of the company's identity provider
    private_hosts: tuple[str, ...] = ()  # hosts of one's own network that webhooks may call

    @property
    def lake(self) -> Lake:
        """The lake."""
        return Lake(self.root / "lake")

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.root / "inbox"

    @property
    def mappings(self) -> Path:
        """Mapping files the seller has confirmed; `drafts/` below holds guesses."""
        return self.root / "mappings"

    @property
    def state_url(self) -> str:
        """SQLAlchemy URL of the state database: SQLite in the workspace unless `state` names another."""
        return self.state or f"sqlite:///{self.root / 'state.db'}"


def create(root: Path, home_currency: str, home_country: str) -> Workspace:
    """Make a workspace; `RequestError` where there is one already."""
    from argosy.reference.countries.catalogue import country
    from argosy.reference.currencies.catalogue import currency

    home_currency, home_country = currency(home_currency.upper()).code, country(home_country.upper()).code
    settings = root / SETTINGS_FILE
    if settings.exists():
        raise RequestError("There is a workspace in {folder} already; choose another folder.", folder=root)
    try:
        for folder in (root, root / "inbox", root / "mappings", root / "lake"):
            folder.mkdir(parents=True, exist_ok=True)
        settings.write_text(_settings_text(home_currency, home_country), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError("Folder {folder} cannot be made: {why}.", folder=root, why=error.strerror) from error
    return open_workspace(root)


def open_workspace(root: Path | None = None) -> Workspace:
    """The workspace in `root`, in ARGOSY_WORKSPACE, or in this folder; `ConfigurationError` says how to make one."""
    folder = (root or Path(os.environ.get(ENVIRONMENT_VARIABLE) or ".")).resolve()
    settings = folder / SETTINGS_FILE
    if not settings.is_file():
        raise ConfigurationError("There is no workspace in {folder}; make one with: argosy new {folder}", folder=folder)
    try:
        raw = tomllib.loads(settings.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError("{file} is not valid TOML: {why}.", file=settings, why=error) from error
    return _read(folder, settings, raw)


def _read(folder: Path, settings: Path, raw: Mapping[str, Any]) -> Workspace:
    _refuse_unknown(settings, raw, KNOWN_KEYS)
    for key in ("home_currency", "home_country"):
        if not isinstance(raw.get(key), str):
            raise ConfigurationError('{file} lacks {key}; add a line such as {key} = "CNY".', file=settings, key=key)
    stores = {}
    for entry in raw.get("stores", []):
        _refuse_unknown(settings, entry, STORE_KEYS)
        if not {"id", "channel"} <= set(entry):
            raise ConfigurationError("A store in {file} lacks its id or channel.", file=settings)
        stores[entry["id"]] = Store(**entry)
    return Workspace(
        root=folder,
        home_currency=raw["home_currency"],
        home_country=raw["home_country"],
        language=raw.get("language"),
        engine=raw.get("engine", "duckdb"),
        cost_method=raw.get("cost_method", "fifo"),
        state=raw.get("state"),
        stores=stores,
        oidc=raw.get("oidc"),
        private_hosts=tuple(str(one).lower() for one in raw.get("private_hosts", [])),
    )


def _refuse_unknown(settings: Path, raw: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(raw) - known):
        raise ConfigurationError(
            "{file} has keys nobody reads: {keys}; known are: {known}.",
            file=settings,
            keys=", ".join(unknown),
            known=", ".join(sorted(known)),
        )


def _settings_text(home_currency: str, home_country: str) -> str:
    return (
        "# Settings of this workspace. Amounts are shown in the home currency, beside the original one.\n"
        f'home_currency = "{home_currency}"\n'
        f'home_country = "{home_country}"\n'
        '# language = "zh"       # en or zh; by default what the machine is set to\n'
        '# engine = "spark"      # duckdb by default; spark needs argosy[spark] and Java\n'
        '# state = "postgresql+psycopg://user@host/argosy"   # by default state.db in this folder\n\n'
        "# One block per store, so that reports without a store of their own find their time zone and currency:\n"
        "# [[stores]]\n"
        '# id = "de_shop"\n'
        '# channel = "amazon"\n'
        '# market = "DE"\n'
        '# time_zone = "Europe/Berlin"\n'
        '# currency = "EUR"\n'
    )
