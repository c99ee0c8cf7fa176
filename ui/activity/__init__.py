"""Activity: earlier payments of this desk, to be found, opened and printed again."""
