"""The faces of the desk: IBM Plex from its packages, so that a bare machine shows the same letters.

IBM Plex Sans comes as one variable font. Style sheets can't steer its weight, so every font is made here, by role.
Names that Plex has no letters for are shown with those that the receipts are drawn with.
"""

import sys
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

import fontpkg_ibm_plex_mono
import fontpkg_ibm_plex_sans
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QTextLayout

_SANS_FILE = "IBMPlexSans[wdth,wght].ttf"
_MONO_FILES = {400: "IBMPlexMono-Regular.ttf", 500: "IBMPlexMono-Medium.ttf", 600: "IBMPlexMono-SemiBold.ttf"}

# The design speaks in pixels at 96 dots an inch (72 on macOS). Points make Qt follow the system's font scale.
DOTS_PER_INCH = 72 if sys.platform == "darwin" else 96
_POINTS_PER_PIXEL = 72 / DOTS_PER_INCH
_WIDTHS_KEPT = 512


class Face(Enum):
    """What a text is for: size in design pixels, weight, and whether it's a code in Mono."""

    TEXT = (14.0, 400, False)
    STRONG = (14.0, 600, False)
    ACTION = (14.0, 500, False)
    LABEL = (12.5, 400, False)
    LABEL_STRONG = (12.5, 600, False)
    LABEL_MEDIUM = (12.5, 500, False)
    STATUS = (13.0, 400, False)
    HEADING = (16.0, 600, False)
    SUBHEADING = (18.0, 600, False)
    NAME = (20.0, 600, False)
    FIGURE = (15.0, 400, False)
    FIGURE_STRONG = (15.0, 600, False)
    AMOUNT = (24.0, 600, False)
    AMOUNT_LARGE = (26.0, 600, False)
    CHANGE = (38.0, 600, False)
    CODE = (14.0, 400, True)
    CODE_SMALL = (12.5, 400, True)
    KEYCAP = (11.5, 500, True)


_WITH_NAMES = (
    *(Face.TEXT, Face.STRONG, Face.ACTION, Face.LABEL, Face.LABEL_STRONG, Face.LABEL_MEDIUM),
    *(Face.HEADING, Face.SUBHEADING, Face.NAME),
)
_LETTERS = "陈김"


@cache
def font(face: Face) -> QFont:
    """The font of a role, with tabular figures, in points so that it grows with the system's font scale.

    Everybody gets the same one: copy it before you change it.
    """
    size_px, weight, is_code = face.value
    return plex(size_px, weight, is_code=is_code)


@lru_cache(maxsize=_WIDTHS_KEPT)
def width(face: Face, words: str) -> float:
    """How many pixels words take in a role's font. Measured once: a button asks again for each frame."""
    return QFontMetricsF(font(face)).horizontalAdvance(words)


def plex(size_px: float, weight: int, *, is_code: bool) -> QFont:
    """A Plex font of any size; ``size_px`` in design pixels, ``weight`` from 400 to 600."""
    made = QFont(fontpkg_ibm_plex_mono.FAMILY if is_code else fontpkg_ibm_plex_sans.FAMILY)
    made.setPointSizeF(size_px * _POINTS_PER_PIXEL)
    if is_code:
        made.setWeight(QFont.Weight(weight))
    else:
        made.setVariableAxis(QFont.Tag("wght"), weight)
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def load_fonts() -> None:
    """Give Qt the font files of the packages. Raises FileNotFoundError when a package is incomplete."""
    files = [Path(fontpkg_ibm_plex_sans.ROOT) / "files" / _SANS_FILE]
    files += [Path(fontpkg_ibm_plex_mono.ROOT) / "files" / name for name in _MONO_FILES.values()]
    files += [Path(pylopdf_fonts_zh_cn.sans_path()), Path(pylopdf_fonts_ko.sans_path())]
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) == -1:
            raise FileNotFoundError(f"The font {file.name} can't be loaded. Install the program again.")
    _set_foreign_names()


def _set_foreign_names() -> None:
    """Set a letter of each font for names once, in every face that has names.

    Qt takes memory for a font's tables when a face meets it first: a day that goes on through the names would fill it.
    """
    for face in _WITH_NAMES:
        layout = QTextLayout(_LETTERS, font(face))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        layout.glyphRuns()
