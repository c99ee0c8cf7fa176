"""Draws text as dots, for languages and names that a printer's own letters cannot say."""

from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import fontpkg_ibm_plex_mono
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from cashier.domain.columns import columns_of
from receipts.fonts import ARMENIAN_FILE

_MONO_FILES = Path(fontpkg_ibm_plex_mono.ROOT) / "files"
REGULAR_FILE = _MONO_FILES / "IBMPlexMono-Regular.ttf"
BOLD_FILE = _MONO_FILES / "IBMPlexMono-Bold.ttf"

_MONO_ADVANCE = 0.6  # Of the letter's size, for every letter of IBM Plex Mono.
_WIDE_SIZE = 0.92  # Of two columns, so that Chinese letters don't touch.
BASELINE = 0.83  # Of the line's height.
_NO_LETTER = "\U0010fffe"  # Never assigned: what a font draws for it is its sign for a letter it lacks.
_LETTERS_KEPT = 4096  # Those of all languages that receipts come in, in both weights: a few hundred kB.


class LineDrawer:
    """Pieces of ``height_dots``, each letter in its column, so that drawn and printed ones stand beside each other."""

    def __init__(self, *, column_dots: int, height_dots: int) -> None:
        self._column_dots = column_dots
        self._height_dots = height_dots
        self._signs: dict[int, bytes] = {}
        self._letter = lru_cache(maxsize=_LETTERS_KEPT)(self._draw_letter)

    def draw(self, text: str, *, bold: bool) -> Image.Image:
        """A picture of one bit a dot, 1 is black, as wide as the text's columns (at least one)."""
        width = max(1, columns_of(text)) * self._column_dots
        line = Image.new("1", (width, self._height_dots), 0)
        left = 0
        for letter in _with_marks(text):
            if letter != " ":
                line.paste(1, (left, 0), self._letter(letter, bold))
            left += columns_of(letter) * self._column_dots
        return line

    def _draw_letter(self, letter: str, bold: bool) -> Image.Image:
        width = max(1, columns_of(letter)) * self._column_dots
        font = self._font_for(letter[0], bold)
        cell = Image.new("1", (width, self._height_dots), 0)
        place = (width / 2, round(self._height_dots * BASELINE))
        draw = ImageDraw.Draw(cell)
        draw.text(place, letter, fill=1, font=font, anchor="ms")
        if bold and font is not self._bold:  # The other fonts come in one weight: struck twice, as typewriters did.
            draw.text((place[0] + 1, place[1]), letter, fill=1, font=font, anchor="ms")
        return cell

    def _font_for(self, letter: str, bold: bool) -> ImageFont.FreeTypeFont:
        own = self._bold if bold else self._regular
        return next((font for font in (own, *self._others) if bytes(font.getmask(letter)) != self._missing(font)), own)

    def _missing(self, font: ImageFont.FreeTypeFont) -> bytes:
        """What a font draws for a letter that it lacks."""
        if id(font) not in self._signs:
            self._signs[id(font)] = bytes(font.getmask(_NO_LETTER))
        return self._signs[id(font)]

    @cached_property
    def _regular(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(REGULAR_FILE), self._column_dots / _MONO_ADVANCE)

    @cached_property
    def _bold(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(BOLD_FILE), self._column_dots / _MONO_ADVANCE)

    @cached_property
    def _others(self) -> tuple[ImageFont.FreeTypeFont, ...]:
        wide = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_ko.sans_path())
        fonts = [ImageFont.truetype(str(file), 2 * self._column_dots * _WIDE_SIZE) for file in wide]
        if ARMENIAN_FILE:
            fonts.append(ImageFont.truetype(str(ARMENIAN_FILE), self._column_dots / _MONO_ADVANCE))
        return tuple(fonts)


def _with_marks(text: str) -> list[str]:
    """The text's letters, each with the combining marks that follow it."""
    starts = 0
    numbered = []
    for letter in text:
        starts += columns_of(letter) > 0
        numbered.append((starts, letter))
    return ["".join(letter for _, letter in group) for _, group in groupby(numbered, key=lambda pair: pair[0])]
