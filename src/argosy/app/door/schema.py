"""Tables of the door, in the state database beside the register: people, their sessions, tokens and links, jobs, the book of acts."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from argosy.loop.storage import Schema

DOOR = Schema(Path(__file__).with_name("migrations"), "0002", "alembic_version_door")
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
RESOLUTIONS = sa.Table(
    "resolutions",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("load_id", sa.String(64), nullable=False, index=True),
    sa.Column("line", sa.BigInteger, nullable=False),
    sa.Column(
        "action", sa.String(20), nullable=False
    ),  # left: stays apart on purpose; corrected: the file was loaded again
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("changes", sa.JSON, nullable=False),
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
    sa.UniqueConstraint("load_id", "line", name="uq_resolutions_load_id_line"),
)
TARGETS = sa.Table(
    "targets",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("metric", sa.String(100), nullable=False, unique=True),
    sa.Column("value", sa.Numeric(24, 6), nullable=False),  # of a month; money in the home currency
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
)
WEBHOOKS = sa.Table(
    "webhooks",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("events", sa.JSON, nullable=False),
    sa.Column("secret", sa.String(64), nullable=False),
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("created_at", _AT, nullable=False),
    sa.Column("removed_at", _AT),
)
DELIVERIES = sa.Table(
    "deliveries",
    METADATA,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("webhook_id", sa.String(32), sa.ForeignKey("webhooks.id"), nullable=False),
    sa.Column("event", sa.String(40), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),  # waiting, done or failed
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("said", sa.String(300), nullable=False),  # what the other side said last
    sa.Column("due_at", _AT, nullable=False),
    sa.Column("created_at", _AT, nullable=False),
)
MARKS = sa.Table(
    "marks",
    METADATA,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)
TABLES = (
    *(PEOPLE, SESSIONS, LINKS, TOKENS, AUDIT, JOBS, ANSWERS, NOTES, VIEWS),
    *(RESOLUTIONS, TARGETS, WEBHOOKS, DELIVERIES, MARKS),
)
