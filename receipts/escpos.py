"""A document as the bytes that an ESC/POS printer takes. Loads a slow library: only the print lane imports this."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from escpos.printer import Dummy
from PIL import Image

from cashier.domain.columns import columns_of
from cashier.usecases.ports.paper import PaperLine
from receipts.commands import CODE_PAGES, FENCE, IMAGE_DOTS, code_page, image, qr_code, stored_logo
from receipts.document import Document, scannable
from receipts.drawing import LineDrawer
from receipts.layout import lay_out, pieces_of
from receipts.phrases import phrases

PAGE_SAMPLE = "áéíñóúü ¿¡ ç £ €"
_BARCODE_TEXT = re.compile(r"[0-9A-Z-]{1,30}")
_BARCODE_HEIGHT_DOTS = 64
_FEED_LINES = 6  # As the library feeds before it cuts.
_QR_MODULE_DOTS = 4  # Half a millimeter: a telephone's camera reads it at arm's length.
_QUIET_MODULES = 20  # Code 128 wants ten empty modules on both sides.


class ReceiptBytes:
    """Makes receipts for one printer, of ``columns`` in ``dots``. Not for two threads at a time.

    ``cut``: partial, full, or none for a printer that has no knife. ``logo``: the two letters under which a picture
    lies in the printer's memory. ``letters`` are those that the printer has under the number ``code_page``.
    """

    def __init__(
        self,
        *,
        columns: int,
        dots: int,
        cut: str = "partial",
        logo: str = "",
        letters: str = "cp1252",
        code_page: int = 16,
    ) -> None:
        self._columns = columns
        self._cut = cut
        self._logo = stored_logo(logo) if logo else b""
        self._dots = dots
        self._roll = _Roll()
        self._roll.use(letters, code_page)
        self._drawer = LineDrawer(column_dots=dots // columns, height_dots=IMAGE_DOTS)

    def encode(self, document: Document) -> bytes:
        """The whole job: set up, the lines, the barcode, the cut, and the fence whose answer says it's through."""
        self._roll.begin()
        if self._logo:
            self._roll.set(align="center")
            self._roll.raw(self._logo)
            self._roll.set(align="left")
        lines = lay_out(document, self._columns)
        for (bold, drawn), group in groupby(lines, key=lambda line: (line.bold, not self._roll.has(line.text))):
            self._roll.set(bold=bold)
            if drawn:
                self._write_in_pieces(group)
            else:
                self._roll.letters("".join(f"{line.text}\n" for line in group))
        self._roll.set(bold=False)
        if document.tries_pages:
            self._roll.try_pages()
        self._roll.set(align="center")
        self._roll.letters("\n")
        if modules := _module_dots(document.barcode, self._dots):
            self._roll.code128(document.barcode, modules)
        self._roll.letters(f"{scannable(document.barcode)}\n")
        if qr := scannable(document.qr):
            self._roll.letters("\n")
            self._roll.raw(qr_code(qr, _QR_MODULE_DOTS))
            self._roll.letters("\n")
        self._roll.set(align="left")
        self._roll.end(self._cut)
        self._roll.raw(FENCE)
        return self._roll.taken()

    def warm_up(self) -> Iterator[None]:
        """Draws what receipts say in other letters, a phrase at each step: the first receipt in a language is as quick
        as the second.
        """
        for text, bold in phrases():
            if not self._roll.has(text):
                self._drawer.draw(text, bold=bold)
                yield

    def _write_in_pieces(self, lines: Iterable[PaperLine]) -> None:
        for line in lines:
            at = 0
            for piece in pieces_of(line.text, self._roll.has):
                self._roll.letters(" " * (piece.column - at))
                if piece.is_drawn:
                    picture = self._drawer.draw(piece.text, bold=line.bold)
                    # On its side, a column of dots is a row of three bytes.
                    self._roll.raw(image(picture.transpose(Image.Transpose.TRANSPOSE).tobytes()))
                else:
                    self._roll.letters(piece.text)
                at = piece.column + columns_of(piece.text)
            self._roll.letters("\n")


class _Roll(Dummy):  # type: ignore[misc]  # The library is not typed.
    """The library's recorder, without its two habits: words on our standard output, and a code page sent only once."""

    def use(self, letters: str, code_page: int) -> None:
        """Which letters it has, and under which number."""
        self._letters, self._code_page = letters, code_page

    def begin(self) -> None:
        self.clear()
        self.hw("INIT")
        self._raw(code_page(self._code_page))  # INIT made the printer forget it.

    def has(self, text: str) -> bool:
        """Whether the printer's own letters can say it. The library would send guesses instead of refusing."""
        try:
            text.encode(self._letters)
        except UnicodeEncodeError:
            return False
        return True

    def try_pages(self) -> None:
        """A line of each code page that may be used, as the printer has it; a wrong one shows by its letters."""
        for number, letters in CODE_PAGES.items():
            self._raw(code_page(number) + f"{number:3} {letters:8}{PAGE_SAMPLE}\n".encode(letters, "replace"))
        self._raw(code_page(self._code_page))

    def end(self, cut: str) -> None:
        """Feed the last line past the knife or the edge to tear at, and cut."""
        if cut == "none":
            self.print_and_feed(_FEED_LINES)
        else:
            self.cut(mode="PART" if cut == "partial" else "FULL")

    def raw(self, data: bytes) -> None:
        self._raw(data)

    def letters(self, text: str) -> None:
        """Text of which `has` is true. The library's own way there looks at every letter, which took longer than
        all the rest of a receipt."""
        self._raw(text.encode(self._letters))

    def code128(self, text: str, module_dots: int) -> None:
        """Centered, without the printer's own letters below."""
        self._hw_barcode(
            "{B" + text, "CODE128", height=_BARCODE_HEIGHT_DOTS, width=module_dots, pos="OFF", function_type="B"
        )

    def taken(self) -> bytes:
        made: bytes = self.output
        self.clear()
        return made


def _module_dots(text: str, dots: int) -> int:
    """How wide a bar is: 3 dots if the barcode fits so with its quiet zones, else 2; 0 where it can't be scanned."""
    if not _BARCODE_TEXT.fullmatch(text):
        return 0
    modules = 11 * (len(text) + 2) + 13
    if (modules + _QUIET_MODULES) * 3 <= dots:
        return 3
    return 2 if modules * 2 <= dots else 0
