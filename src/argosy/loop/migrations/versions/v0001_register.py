"""The register: decisions as they were proposed, and what happened to them; neither is ever changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("decisions", "events")
CHANGES = ("update", "delete")


def upgrade() -> None:
    """Make both tables and the triggers that keep them append-only."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("root_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("snapshot", sa.BigInteger),
        sa.Column("document", sa.JSON, nullable=False),
    )
    op.create_index("ix_decisions_root_id", "decisions", ["root_id"])
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("snapshot", sa.BigInteger),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.UniqueConstraint("decision_id", "sequence", name="uq_events_decision_id_sequence"),
    )
    op.create_index("ix_events_kind_subject", "events", ["kind", "subject"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop both tables; their triggers go with them."""
    op.drop_table("events")
    op.drop_table("decisions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION argosy_append_only()")


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'never changed or deleted'); END"
            for table in TABLES
            for change in CHANGES
        ]
    if dialect == "postgresql":
        function = (
            "CREATE FUNCTION argosy_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'never changed or deleted'; END $$"
        )
        return [
            function,
            *(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION argosy_append_only()"
                for table in TABLES
            ),
        ]
    return []
