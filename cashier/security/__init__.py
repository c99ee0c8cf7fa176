"""Passphrases, keys, signatures and sealed fields."""
