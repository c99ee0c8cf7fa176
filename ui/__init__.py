"""The window of the desk, in Qt Widgets."""
