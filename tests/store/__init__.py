"""The desk's databases on real files."""
