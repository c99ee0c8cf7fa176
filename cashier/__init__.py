"""The cashier's desk and its ledger: everything but paper and window."""
