"""Runs the revisions on the connection that `argosy.loop.storage.migrate` hands over."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Apply the revisions within the caller's transaction."""
    attributes = context.config.attributes
    context.configure(connection=attributes["connection"], version_table=attributes["version_table"])
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic runs this file; importing it does nothing
    run()
