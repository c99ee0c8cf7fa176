"""A sheet of letter size: text in a proportional face, wherever it stands, in whatever letters a name has."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import fontpkg_ibm_plex_sans
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cashier.domain.columns import columns_of
from cashier.domain.training import TRAINING_WORDS
from receipts.bars import code128
from receipts.drawing import REGULAR_FILE
from receipts.fonts import ARMENIAN_LETTER_FILE, OCR_FILE
from receipts.layout import NEVER_FIRST, clean, words_in
from receipts.pdf_marks import Tags, name_file, stands_for

WIDTH_PT, HEIGHT_PT = letter
_SANS_FILE = Path(fontpkg_ibm_plex_sans.ROOT) / "files" / "IBMPlexSans[wdth,wght].ttf"
_SANS, _OCR = "Counterfoil Sans", "Counterfoil Digits"
_OCR_SIZE_PT = 7.2 / 0.715  # Ten to an inch, as the standard spaces them (ANSI X3.17, size I).
_DOTS_PER_PT = 6  # Of letters that are drawn: 432 dots an inch.
_BOLDER_PT = 0.35  # Bold is drawn as the outline of the letters besides: the face comes in one weight.
_TRAINING_PT, _TRAINING_SIZE_PT = 26.0, 13.0
_CUT = " …"
_WIDE = "\u2e80-\u9fff\uff00-\U0010ffff"
_WITH_STOPS = re.compile(f"(?:[{_WIDE}]|[^{_WIDE}]+)[{NEVER_FIRST}]*")
_ASCENT, _DESCENT = 0.95, 0.3  # Of the size, with room for every letter.


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighboring letters that one font has; ``font`` None for the face itself."""

    text: str
    font: int | None
    width_pt: float


class Letters:
    """The fonts, loaded once. Not for two threads at a time."""

    def __init__(self) -> None:
        self.face = TTFont(_SANS, str(_SANS_FILE))
        registerFont(self.face)
        registerFont(TTFont(_OCR, str(OCR_FILE)))
        # Where the system has no Armenian letters, nothing is said in Armenian.
        self._files = (
            pylopdf_fonts_zh_cn.sans_path(),
            pylopdf_fonts_ko.sans_path(),
            ARMENIAN_LETTER_FILE or REGULAR_FILE,
        )
        self._drawn: dict[tuple[int, int], ImageFont.FreeTypeFont] = {}

    def runs(self, text: str, size_pt: float) -> list[_Run]:
        """A text in pieces, each with the font that has its letters."""
        made = []
        for font, pairs in groupby(self._fonts_of(clean(text)), key=lambda pair: pair[1]):
            piece = "".join(sign for sign, _ in pairs)
            made.append(_Run(piece, font, self._width(piece, font, size_pt)))
        return made

    def _fonts_of(self, text: str) -> list[tuple[str, int | None]]:
        """Each letter with its font; a space between two words of one font is that font's, too."""
        fonts = [self._font_for(sign) for sign in text]
        for place in range(1, len(text) - 1):
            if text[place] == " " and fonts[place - 1] == fonts[place + 1]:
                fonts[place] = fonts[place - 1]
        return list(zip(text, fonts, strict=True))

    def width(self, text: str, size_pt: float) -> float:
        """In points."""
        return sum(run.width_pt for run in self.runs(text, size_pt))

    def wrapped(self, text: str, size_pt: float, room_pt: float) -> list[str]:
        """Lines that fit: broken at spaces, between letters only where a word is longer than a line."""
        lines = [""]
        for word in _words(clean(text)):
            if self.width((lines[-1] + word).rstrip(), size_pt) <= room_pt:
                lines[-1] += word
                continue
            lines = [line for line in lines if line]
            piece = ""
            for sign in word:
                if self.width(piece + sign, size_pt) > room_pt:
                    lines.append(piece)
                    piece = ""
                piece += sign
            lines.append(piece)
        return [line.strip() for line in lines if line.strip()]

    def fitted(self, text: str, size_pt: float, room_pt: float, *, least_pt: float) -> tuple[str, float]:
        """A text in one line, and the size it has then: smaller, but not below ``least_pt``, where it is cut off."""
        size_pt = max(min(size_pt, size_pt * room_pt / max(self.width(text, size_pt), 0.1)), least_pt)
        if self.width(text, size_pt) <= room_pt + 0.1:
            return text, size_pt
        line = self.wrapped(text, size_pt, room_pt - self.width(_CUT, size_pt))[0]
        return line + _CUT, size_pt

    def drawn(self, run: _Run, size_pt: float, *, bold: bool) -> Image.Image:
        """The picture of a run in letters that the face lacks: white, with black letters."""
        font = self._drawing_font(run.font or 0, size_pt)
        size = round(run.width_pt * _DOTS_PER_PT) + 2, round((_ASCENT + _DESCENT) * size_pt * _DOTS_PER_PT)
        picture = Image.new("L", size, 255)
        stroke = 1 if bold else 0
        at = (1, round(_ASCENT * size_pt * _DOTS_PER_PT))
        ImageDraw.Draw(picture).text(at, run.text, fill=0, font=font, anchor="ls", stroke_width=stroke)
        return picture

    def _font_for(self, sign: str) -> int | None:
        if ord(sign) in self.face.face.charToGlyph:
            return None
        # Korean and Armenian have files of their own; the Chinese one has all else that names are written in here.
        if "\u0530" <= sign <= "\u058f":
            return 2
        return 1 if "\u1100" <= sign <= "\u11ff" or "\u3130" <= sign <= "\u318f" or "\uac00" <= sign <= "\ud7af" else 0

    def _width(self, text: str, font: int | None, size_pt: float) -> float:
        if font is None:
            return float(stringWidth(text, _SANS, size_pt))
        return self._drawing_font(font, size_pt).getlength(text) / _DOTS_PER_PT

    def _drawing_font(self, font: int, size_pt: float) -> ImageFont.FreeTypeFont:
        dots = round(size_pt * _DOTS_PER_PT)
        if (font, dots) not in self._drawn:
            self._drawn[font, dots] = ImageFont.truetype(str(self._files[font]), dots)
        return self._drawn[font, dots]


class Sheet:
    """A letter in the making. Places are in points from the top left corner of the page; baselines for text."""

    def __init__(self, letters: Letters, title: str, *, is_training: bool = False, language: str = "en") -> None:
        self._letters = letters
        self._is_training = is_training
        self._file = io.BytesIO()
        self._canvas = Canvas(
            self._file,
            pagesize=letter,
            invariant=1,
            lang=language,
            # Each page begins with a font, and the library's own is in no file; its types want a number here.
            initialFontName=_SANS,  # type: ignore[arg-type]
        )
        self._tags = Tags(self._canvas)
        name_file(self._canvas, title)
        self._begin_page()

    def text(self, left: float, top: float, text: str, size: float = 9.5, *, bold: bool = False) -> None:
        """One line."""
        with self._tags.paragraph():
            self._write(left, top, text, size, bold=bold)

    def _write(self, left: float, top: float, text: str, size: float, *, bold: bool) -> None:
        canvas = self._canvas
        for run in self._letters.runs(text, size):
            if run.font is None:
                said = canvas.beginText(left, HEIGHT_PT - top)
                said.setFont(_SANS, size)
                said.setTextRenderMode(2 if bold else 0)
                canvas.setLineWidth(_BOLDER_PT)
                said.textOut(run.text)
                said.setTextRenderMode(0)
                canvas.drawText(said)
            else:
                picture = self._letters.drawn(run, size, bold=bold)
                width, height = picture.width / _DOTS_PER_PT, picture.height / _DOTS_PER_PT
                bottom = HEIGHT_PT - top - _DESCENT * size
                canvas.setFont(_SANS, size)
                with stands_for(canvas, run.text, left, HEIGHT_PT - top, columns_of(run.text)):
                    canvas.drawImage(ImageReader(picture), left - 1 / _DOTS_PER_PT, bottom, width, height)
            left += run.width_pt

    def right(self, right: float, top: float, text: str, size: float = 9.5, *, bold: bool = False) -> None:
        """One line that ends there."""
        self.text(right - self._letters.width(text, size), top, text, size, bold=bold)

    def paragraph(
        self, left: float, top: float, text: str, room: float, size: float = 9.5, *, bold: bool = False
    ) -> float:
        """Wrapped lines; returns where the next one would stand."""
        for line in self._letters.wrapped(text, size, room):
            self.text(left, top, line, size, bold=bold)
            top += size * 1.35
        return top

    def height_of(self, text: str, room: float, size: float = 9.5) -> float:
        """How much a paragraph takes."""
        return len(self._letters.wrapped(text, size, room)) * size * 1.35

    def digits(self, left: float, top: float, text: str) -> None:
        """Digits in the face and size that readers of payment slips want."""
        with self._tags.paragraph():
            self._canvas.setFont(_OCR, _OCR_SIZE_PT)
            self._canvas.drawString(left, HEIGHT_PT - top, text)

    def rule(self, left: float, top: float, right: float, *, dashed: bool = False, width: float = 0.6) -> None:
        """A line across."""
        with self._tags.ornament():
            self._canvas.setLineWidth(width)
            self._canvas.setDash(*((3, 3) if dashed else ()))
            self._canvas.line(left, HEIGHT_PT - top, right, HEIGHT_PT - top)
            self._canvas.setDash()

    def box(self, left: float, top: float, width: float, height: float) -> None:
        """An empty frame to write in."""
        with self._tags.ornament():
            self._canvas.setLineWidth(0.8)
            self._canvas.rect(left, HEIGHT_PT - top - height, width, height, stroke=1, fill=0)

    def barcode(self, left: float, top: float, text: str, *, height: float, module: float) -> None:
        """Code 128; ``top`` is its upper edge."""
        with self._tags.figure(f"Barcode {text}"):
            for bar in code128(text):
                width = bar.modules * module
                if bar.is_black:
                    self._canvas.rect(left, HEIGHT_PT - top - height, width, height, stroke=0, fill=1)
                left += width

    def next_page(self) -> None:
        self._tags.next_page()
        self._begin_page()

    def _begin_page(self) -> None:
        """In training, at both edges, which no letter writes on."""
        if self._is_training:
            words = " · ".join(TRAINING_WORDS)
            for top in (_TRAINING_PT, HEIGHT_PT - _TRAINING_PT + _TRAINING_SIZE_PT):
                left = (WIDTH_PT - self._letters.width(words, _TRAINING_SIZE_PT)) / 2
                self.text(left, top, words, _TRAINING_SIZE_PT, bold=True)

    def done(self) -> bytes:
        """The file."""
        self._tags.save()
        return self._file.getvalue()


def _words(text: str) -> Iterable[str]:
    """Words with the space behind each; Chinese letters may be parted anywhere, so each is a word with its stops."""
    pieces = words_in(text)
    for place, piece in enumerate(pieces):
        yield from _WITH_STOPS.findall(piece)
        yield " " if place < len(pieces) - 1 else ""


def postal_name(name: str) -> str:
    """``Tran, Mai Linh`` as an envelope says it: ``Mai Linh Tran``; Chinese and Korean names without a space."""
    family, comma, given = name.partition(", ")
    if not comma:
        return name
    if all("\u2e80" <= sign <= "\ud7af" for sign in family + given if not sign.isspace()):
        return f"{family}{given}"
    return f"{given} {family}"
