"""Day: what was taken today at this desk, in figures, as a list, and by the hour."""
