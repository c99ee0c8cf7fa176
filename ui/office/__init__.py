"""Office: how all drawers of the center stand, and what waits for a person."""
