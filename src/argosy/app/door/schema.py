"""Tables of the door, in the state database beside the register: people, their sessions, tokens and links, jobs, the book of acts."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from argosy.loop.storage import Schema

DOOR = Schema(Path(__file__).with_name("migrations"), "0001", "alembic_version_door")
METADATA = sa.MetaData()
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_AT = sa.DateTime(timezone=True)

PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("stores", sa.JSON),  # a list of store ids; null: every store
    sa.Column("language", sa.String(20), nullable=False),
    sa.Column("theme", sa.String(10), nullable=False),
    sa.Column("password_hash", sa.String(300)),
    sa.Column("oidc_subject", sa.String(300), unique=True),
    sa.Column("totp_secret", sa.String(64)),
    sa.Column("totp_step", sa.BigInteger, nullable=False),  # the newest step used: a code counts once
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", _AT),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("removed_at", _AT),
)
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("expires_at", _AT, nullable=False),
)
LINKS = sa.Table(
    "links",
    METADATA,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("expires_at", _AT, nullable=False),
    sa.Column("used_at", _AT),
)
TOKENS = sa.Table(
    "tokens",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("scope", sa.JSON, nullable=False),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("expires_at", _AT, nullable=False),
    sa.Column("revoked_at", _AT),
)
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("at", _AT, nullable=False),
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("object", sa.String(300), nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
)
JOBS = sa.Table(
    "jobs",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("person_id", sa.String(32), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("step", sa.String(300), nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("result", sa.JSON),
    sa.Column("error", sa.JSON),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("beat_at", _AT, nullable=False),  # when the worker last said something
)
ANSWERS = sa.Table(
    "idempotent_answers",
    METADATA,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("person_id", sa.String(32), primary_key=True),
    sa.Column("request_hash", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("body", sa.Text),
    sa.Column("created_at", _AT, nullable=False),
)
NOTES = sa.Table(
    "annotations",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("on_day", sa.Date),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("person_id", sa.String(32), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
)
VIEWS = sa.Table(
    "saved_views",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("person_id", sa.String(32), nullable=False),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("created_at", _AT, nullable=False),
)
TABLES = (PEOPLE, SESSIONS, LINKS, TOKENS, AUDIT, JOBS, ANSWERS, NOTES, VIEWS)
