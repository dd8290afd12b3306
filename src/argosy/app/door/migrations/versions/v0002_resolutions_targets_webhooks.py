"""What was settled about rows kept apart; targets; webhooks, their deliveries, and how far they have looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("resolutions", "targets", "deliveries", "webhooks", "marks")
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _settled()
    _told()


def _settled() -> None:
    op.create_table(
        "resolutions",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("load_id", sa.String(64), nullable=False, index=True),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.UniqueConstraint("load_id", "line", name="uq_resolutions_load_id_line"),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("metric", sa.String(100), nullable=False, unique=True),
        sa.Column("value", sa.Numeric(24, 6), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
    )


def _told() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("removed_at", _AT),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("webhook_id", sa.String(32), sa.ForeignKey("webhooks.id"), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("said", sa.String(300), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
    )
    op.create_table(
        "marks", sa.Column("name", sa.String(60), primary_key=True), sa.Column("value", sa.BigInteger, nullable=False)
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in TABLES:
        op.drop_table(table)
