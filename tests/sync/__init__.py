"""The lanes to the ledger, one step at a time."""
