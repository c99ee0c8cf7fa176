"""A ledger on more than one machine, built on this one: what it takes, and the proof that it loses nothing."""
