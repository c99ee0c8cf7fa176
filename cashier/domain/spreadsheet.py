"""Text for a cell of a table that a spreadsheet may open: it stays text, whatever it looks like."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula with an apostrophe before it (CWE-1236); all else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
