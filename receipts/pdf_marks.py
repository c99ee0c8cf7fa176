"""What a PDF says of itself besides its page: its language and title, and the words behind letters that are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas


def name_file(canvas: Canvas, title: str) -> None:
    """Its title, which names no person and stands over the reader's window."""
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setTitle(title)
    canvas.setAuthor("Counterfoil")


@contextmanager
def stands_for(canvas: Canvas, text: str, left: float, baseline: float, columns: int) -> Iterator[None]:
    """What is drawn within stands for this text (PDF 32000-1, 14.9.4): who copies, searches or reads aloud gets it.

    It takes the place of spaces, as many as ``columns``, in the canvas's own font.
    """
    canvas.addLiteral(f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC")
    spaces = canvas.beginText(left, baseline)
    spaces.setTextRenderMode(3)
    spaces.textOut(" " * columns)
    spaces.setTextRenderMode(0)
    canvas.drawText(spaces)
    yield
    canvas.addLiteral("EMC")
