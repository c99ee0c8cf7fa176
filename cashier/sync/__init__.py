"""The lanes between a desk and the ledger: push and pull, one step at a time."""
