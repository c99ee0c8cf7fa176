"""Runs migrations on the connection that `cashier.store.migrations.upgrade` holds, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
