"""Doors to other systems: statements and people in, accounting out."""
