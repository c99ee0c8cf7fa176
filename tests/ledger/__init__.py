"""The central ledger on a real PostgreSQL."""
