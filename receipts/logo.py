"""A picture as receipt printers keep it: one bit a dot, as wide as the paper at most."""

from pathlib import Path

from PIL import Image, ImageOps

from receipts.commands import store_logo

_HEIGHT_MOST = 240  # Three centimeters: a receipt's head, and no page.
_GRAY_MIDDLE = 128


def logo_bytes(picture: Path, key: str, *, dots: int) -> bytes:
    """What stores it under two letters, in the place of what has them. A wider or higher one is made smaller.

    Raises OSError and ValueError for what is no picture that can be read.
    """
    with Image.open(picture) as opened:
        on_white = Image.new("RGBA", opened.size, "white")
        on_white.alpha_composite(opened.convert("RGBA"))
    gray = ImageOps.contain(on_white.convert("L"), (dots, _HEIGHT_MOST)) if _is_large(on_white, dots) else on_white
    ink = gray.convert("L").point(lambda shade: 255 if shade < _GRAY_MIDDLE else 0, mode="1")
    width = (ink.width + 7) // 8
    whole = Image.new("1", (8 * width, ink.height), 0)
    whole.paste(ink, (0, 0))
    return store_logo(key, whole.tobytes(), width_bytes=width, height_dots=ink.height)


def _is_large(picture: Image.Image, dots: int) -> bool:
    return picture.width > dots or picture.height > _HEIGHT_MOST
