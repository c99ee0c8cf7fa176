"""The letters that paper is drawn with: files of our packages, and of the system for Armenian, which no package has.

``ocr-a.ttf`` is John Sauter's OCR-A of 2007, in the public domain (sourceforge.net/projects/ocr-a-font).
"""

from pathlib import Path

_ARMENIAN_FILES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",  # Debian, as .ci/system installs it.
    "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf",
    "C:/Windows/Fonts/sylfaen.ttf",
)
_ARMENIAN_LETTER_FILES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    *_ARMENIAN_FILES,
)


def _first(names: tuple[str, ...]) -> Path | None:
    return next((path for name in names if (path := Path(name)).is_file()), None)


OCR_FILE = Path(__file__).with_name("ocr-a.ttf")  # What lockbox scanners read (ANSI X3.17).
ARMENIAN_FILE = _first(_ARMENIAN_FILES)
ARMENIAN_LETTER_FILE = _first(_ARMENIAN_LETTER_FILES)  # Of proportional width, as letters of letter size are set.
