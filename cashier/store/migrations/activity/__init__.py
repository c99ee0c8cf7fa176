"""The journal's migrations, in order."""
