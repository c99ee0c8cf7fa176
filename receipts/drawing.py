"""Draws a line of text as dots, for the names that a printer's own letters cannot say."""

from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import fontpkg_ibm_plex_mono
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from receipts.layout import columns_of

_MONO_FILES = Path(fontpkg_ibm_plex_mono.ROOT) / "files"
REGULAR_FILE = _MONO_FILES / "IBMPlexMono-Regular.ttf"
BOLD_FILE = _MONO_FILES / "IBMPlexMono-Bold.ttf"

_MONO_ADVANCE = 0.6  # Of the letter's size, for every letter of IBM Plex Mono.
_WIDE_SIZE = 0.92  # Of two columns, so that Chinese letters don't touch.
_BASELINE = 0.8  # Of the line's height.
_NO_LETTER = "\U0010fffe"  # Never assigned: what a font draws for it is its sign for a letter it lacks.
_LETTERS_KEPT = 1024


class LineDrawer:
    """Lines of ``height_dots``, each letter in its column, so that drawn and printed lines stand below each other."""

    def __init__(self, *, column_dots: int, height_dots: int) -> None:
        self._column_dots = column_dots
        self._height_dots = height_dots
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
        place = (width / 2, round(self._height_dots * _BASELINE))
        ImageDraw.Draw(cell).text(place, letter, fill=1, font=font, anchor="ms")
        return cell

    def _font_for(self, letter: str, bold: bool) -> ImageFont.FreeTypeFont:
        own = self._bold if bold else self._regular
        return next((font for font in (own, *self._wide) if _has(font, letter)), own)

    @cached_property
    def _regular(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(REGULAR_FILE), self._column_dots / _MONO_ADVANCE)

    @cached_property
    def _bold(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(BOLD_FILE), self._column_dots / _MONO_ADVANCE)

    @cached_property
    def _wide(self) -> tuple[ImageFont.FreeTypeFont, ...]:
        files = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_ko.sans_path())
        return tuple(ImageFont.truetype(str(file), 2 * self._column_dots * _WIDE_SIZE) for file in files)


def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))


def _with_marks(text: str) -> list[str]:
    """The text's letters, each with the combining marks that follow it."""
    starts = 0
    numbered = []
    for letter in text:
        starts += columns_of(letter) > 0
        numbered.append((starts, letter))
    return ["".join(letter for _, letter in group) for _, group in groupby(numbered, key=lambda pair: pair[0])]
