"""People, sessions, links, tokens, jobs, notes, and the book of acts, which is never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "saved_views",
    "annotations",
    "idempotent_answers",
    "jobs",
    "audit",
    "tokens",
    "links",
    "sessions",
    "people",
)
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the triggers that keep the book of acts append-only."""
    _people()
    _comings()
    _books()
    _writings()
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables; their triggers go with them."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION argosy_audit_append_only()")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("stores", sa.JSON),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("theme", sa.String(10), nullable=False),
        sa.Column("password_hash", sa.String(300)),
        sa.Column("oidc_subject", sa.String(300), unique=True),
        sa.Column("totp_secret", sa.String(64)),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", _AT),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("removed_at", _AT),
    )


def _comings() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("used_at", _AT),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("person_id", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("revoked_at", _AT),
    )


def _books() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("at", _AT, nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object", sa.String(300), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
    )
    op.create_table(
        "jobs",
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
        sa.Column("beat_at", _AT, nullable=False),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("person_id", sa.String(32), primary_key=True),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("body", sa.Text),
        sa.Column("created_at", _AT, nullable=False),
    )


def _writings() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("on_day", sa.Date),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
    )


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER audit_no_{change} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'never changed or deleted'); END"
            for change in ("update", "delete")
        ]
    if dialect == "postgresql":
        return [
            "CREATE FUNCTION argosy_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'never changed or deleted'; END $$",
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION argosy_audit_append_only()",
        ]
    return []
