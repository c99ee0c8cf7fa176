"""Passphrases, keys and sealed fields."""
