"""The directory's migrations, in order."""
