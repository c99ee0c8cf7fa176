"""The migrations of the desk's two databases, run by `cashier.store.migrations.upgrade`."""
