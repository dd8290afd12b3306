"""Runs the revisions on the connection that `argosy.loop.storage.migrate` hands over."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Apply the revisions within the caller's transaction."""
    context.configure(connection=context.config.attributes["connection"])
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic runs this file; importing it does nothing
    run()
