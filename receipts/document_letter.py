"""A document of the receipt printer on letter size, in a proportional face: agreements to sign, covers to send."""

from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet

_LEFT, _RIGHT = 108.0, WIDTH_PT - 108.0
_TOP, _BOTTOM = 72.0, HEIGHT_PT - 72.0
_SIZE, _LINE, _FEED, _INDENT, _BETWEEN = 11.0, 15.0, 9.0, 7.0, 12.0


class DocumentLetter:
    """Makes the PDF of a document. Not for two threads at a time."""

    def __init__(self, letters: Letters, *, is_training: bool = False) -> None:
        self._letters = letters
        self._is_training = is_training

    def make(self, document: Document) -> bytes:
        """The file's bytes, the same ones for the same document; its title names no person."""
        self._sheet = Sheet(self._letters, document.title, is_training=self._is_training, language=document.language)
        self._at = _TOP
        for block in document.blocks:
            self._write(block)
        return self._sheet.done()

    def _write(self, block: Block) -> None:
        match block:
            case Text():
                left = _LEFT + block.indent * _INDENT
                for line in self._letters.wrapped(block.text, _SIZE, _RIGHT - left):
                    self._need(_LINE)
                    middle = (WIDTH_PT - self._letters.width(line, _SIZE)) / 2
                    at = middle if block.align is Align.CENTER else left
                    self._sheet.text(at, self._at, line, _SIZE, bold=block.bold)
                    self._at += _LINE
            case Pair():
                room = _RIGHT - _LEFT - self._letters.width(block.right, _SIZE) - _BETWEEN
                lines = self._letters.wrapped(block.left, _SIZE, max(room, _BETWEEN))
                self._need(len(lines) * _LINE)
                self._sheet.right(_RIGHT, self._at, block.right, _SIZE, bold=block.bold)
                for line in lines:
                    self._sheet.text(_LEFT, self._at, line, _SIZE, bold=block.bold)
                    self._at += _LINE
            case Rule():
                self._need(_LINE)
                self._sheet.rule(_LEFT, self._at - 4, _RIGHT)
                self._at += _LINE - 2
            case Feed():
                self._at += _FEED

    def _need(self, height: float) -> None:
        if self._at + height > _BOTTOM:
            self._sheet.next_page()
            self._at = _TOP
