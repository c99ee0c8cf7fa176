"""The letters that paper is drawn with: files of our packages, and of the system for Armenian, which no package has."""

from pathlib import Path

_ARMENIAN_FILES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",  # Debian, as .ci/system installs it.
    "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf",
    "C:/Windows/Fonts/sylfaen.ttf",
)
ARMENIAN_FILE: Path | None = next((path for name in _ARMENIAN_FILES if (path := Path(name)).is_file()), None)
