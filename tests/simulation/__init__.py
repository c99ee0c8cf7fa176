"""Desks and ledger under a scheduler and a clock of our own."""
