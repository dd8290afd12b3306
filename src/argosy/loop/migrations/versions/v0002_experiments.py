"""Experiments as they were designed, and what was found; neither is ever changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("experiments", "experiment_events")


def upgrade() -> None:
    """Make both tables and the triggers that keep them append-only."""
    op.create_table(
        "experiments",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("start_on", sa.Date, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
    )
    op.create_index("ix_experiments_decision_id", "experiments", ["decision_id"])
    op.create_table(
        "experiment_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("experiment_id", sa.String(64), sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.UniqueConstraint("experiment_id", "type", name="uq_experiment_events_experiment_id_type"),
    )
    dialect = op.get_bind().dialect.name
    for table in TABLES:
        for change in ("update", "delete"):
            if dialect == "sqlite":
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'never changed or deleted'); END"
                )
        if dialect == "postgresql":  # the function is that of revision 0001
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION argosy_append_only()"
            )


def downgrade() -> None:
    """Drop both tables; their triggers go with them."""
    op.drop_table("experiment_events")
    op.drop_table("experiments")
