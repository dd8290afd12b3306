"""The history of the register's schema, one revision per file, run by Alembic when a database is opened."""
