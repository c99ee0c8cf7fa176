"""The window's own building blocks, used by more than one page."""
