"""Terminals and drawers, simulated and absent."""
