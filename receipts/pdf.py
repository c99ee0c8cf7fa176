"""The same receipt as a letter-size PDF, for a member who wants a sheet of paper or a file."""

import io

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cashier.domain.columns import columns_of
from cashier.usecases.ports.paper import PaperLine
from receipts.bars import code128
from receipts.document import Document, scannable
from receipts.drawing import BASELINE, BOLD_FILE, REGULAR_FILE, LineDrawer
from receipts.layout import lay_out, pieces_of
from receipts.pdf_marks import Tags, name_file, stands_for
from receipts.squares import qr_rows

COLUMNS = 48
_SIZE_PT = 11.0
_COLUMN_PT = _SIZE_PT * 0.6
_LINE_PT = 15.0
_TOP_PT = 72.0
_BOTTOM_PT = 72.0
_BARCODE_PT = 40.0
_WIDTH_PT = letter[0] - 72.0
_MODULE_PT = 1.0
_QR_MODULE_PT, _QR_MOST_PT = 2.0, 80.0
_DOTS_PER_PT = 5  # Of drawn lines: 360 dots an inch, with which a column is a whole number of them.
_AS_ON_PAPER = [255, *[0] * 255]  # Gray, a third of the bytes that colors take: what is 1 is black.
_FONTS = {False: ("Counterfoil Mono", REGULAR_FILE), True: ("Counterfoil Mono Bold", BOLD_FILE)}


class ReceiptPdf:
    """Makes PDF files of receipts, the fonts loaded once. Not for two threads at a time."""

    def __init__(self) -> None:
        self._faces = {bold: TTFont(name, str(file)) for bold, (name, file) in _FONTS.items()}
        for face in self._faces.values():
            registerFont(face)
        self._drawer = LineDrawer(
            column_dots=round(_COLUMN_PT * _DOTS_PER_PT), height_dots=round(_LINE_PT * _DOTS_PER_PT)
        )

    def make(self, document: Document) -> bytes:
        """The file's bytes, the same ones for the same document. Its title says the receipt number and no name."""
        file = io.BytesIO()
        page = Canvas(
            file,
            pagesize=letter,
            invariant=1,
            lang=document.language,
            # Each page begins with a font, and the library's own is in no file; its types want a number here.
            initialFontName=self._faces[False].fontName,  # type: ignore[arg-type]
        )
        tags = Tags(page)
        name_file(page, f"{document.title} {document.barcode}".strip())
        width, height = letter
        left, top = (width - COLUMNS * _COLUMN_PT) / 2, height - _TOP_PT
        for line in lay_out(document, COLUMNS):
            if top - _LINE_PT < _BOTTOM_PT:
                tags.next_page()
                top = height - _TOP_PT
            with tags.paragraph() if line.text.strip("- ") else tags.ornament():
                self._draw_line(page, line, left, top)
            top -= _LINE_PT
        number, qr = scannable(document.barcode), scannable(document.qr)
        needed = _BARCODE_PT + 3 * _LINE_PT + (_QR_MOST_PT if qr else 0)
        if top - needed < _BOTTOM_PT:
            tags.next_page()
            top = height - _TOP_PT
        if number:
            with tags.figure(f"Barcode {number}"):
                self._draw_barcode(page, number, top - _LINE_PT)
        if qr:
            with tags.figure(f"QR code {qr}"):
                _draw_qr(page, qr, top - _BARCODE_PT - 4 * _LINE_PT)
        tags.save()
        return file.getvalue()

    def _draw_line(self, page: Canvas, line: PaperLine, left: float, top: float) -> None:
        face = self._faces[line.bold]
        page.setFont(face.fontName, _SIZE_PT)
        for piece in pieces_of(line.text, lambda text: all(ord(sign) in face.face.charToGlyph for sign in text)):
            at = left + piece.column * _COLUMN_PT
            if not piece.is_drawn:
                page.drawString(at, top - _LINE_PT * BASELINE, piece.text)
                continue
            picture = self._drawer.draw(piece.text, bold=line.bold).convert("L").point(_AS_ON_PAPER)
            with stands_for(page, piece.text, at, top - _LINE_PT * BASELINE, columns_of(piece.text)):
                size = picture.width / _DOTS_PER_PT, picture.height / _DOTS_PER_PT
                page.drawImage(ImageReader(picture), at, top - _LINE_PT, *size)

    def _draw_barcode(self, page: Canvas, text: str, top: float) -> None:
        bars = code128(text)
        middle = letter[0] / 2
        width = sum(bar.modules for bar in bars) * _MODULE_PT
        left = middle - width / 2
        for bar in bars if width <= _WIDTH_PT else ():  # Of what is longer no scanner reads anything.
            if bar.is_black:
                page.rect(left, top - _BARCODE_PT, bar.modules * _MODULE_PT, _BARCODE_PT, stroke=0, fill=1)
            left += bar.modules * _MODULE_PT
        page.setFont(self._faces[False].fontName, _SIZE_PT)
        page.drawCentredString(middle, top - _BARCODE_PT - _LINE_PT, text)


def _draw_qr(page: Canvas, text: str, top: float) -> None:
    rows = qr_rows(text)
    left = (letter[0] - len(rows) * _QR_MODULE_PT) / 2
    for down, row in enumerate(rows):
        for across, is_black in enumerate(row):
            if is_black:
                at = left + across * _QR_MODULE_PT, top - (down + 1) * _QR_MODULE_PT
                page.rect(*at, _QR_MODULE_PT, _QR_MODULE_PT, stroke=0, fill=1)
