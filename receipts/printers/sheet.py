"""Paper as a printer makes it of bytes: what the simulated printer keeps, shows and lets a scanner read."""

import io
from dataclasses import dataclass, field

from PIL import Image

from cashier.domain.columns import columns_of
from receipts import commands
from receipts.bars import code128
from receipts.drawing import BASELINE, LineDrawer
from receipts.squares import qr_rows

COLUMN_DOTS = 12
LINE_DOTS = 30
_MARGIN_DOTS = 40
_BARCODE_DOTS = 64
QR_MODULE_DOTS = 4
_CODE_PAGE = "cp1252"
_FEED_SHOWN = 1  # The blank run before a cut is for the knife, not for the reader.


@dataclass(frozen=True, slots=True)
class Words:
    """A line in the printer's own letters. Below each of the ``pictures``, which stand from a column on, is space."""

    text: str
    bold: bool
    centered: bool
    pictures: tuple[tuple[int, Image.Image], ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128 barcode, ``module_dots`` wide a module."""

    text: str
    module_dots: int


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code, ``module_dots`` wide a module."""

    text: str
    module_dots: int


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture that lies in the printer's memory under two letters; None where none does."""

    key: str
    picture: Image.Image | None


Row = Words | Bars | Squares | Logo


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of paper, up to its cut. ``number`` counts from 1."""

    number: int
    rows: tuple[Row, ...]
    columns: int

    @property
    def text(self) -> str:
        """What can be read off it without eyes; drawn lines and barcodes are named in brackets."""
        return "\n".join(row_text(row, self.columns) for row in self.rows) + "\n"

    def png(self) -> bytes:
        """The paper as a picture, black on white."""
        images = self.pictures(LineDrawer(column_dots=COLUMN_DOTS, height_dots=LINE_DOTS))
        width = self.columns * COLUMN_DOTS
        height = sum(image.height for image in images)
        paper = Image.new("1", (width + 2 * _MARGIN_DOTS, height + 2 * _MARGIN_DOTS), 1)
        top = _MARGIN_DOTS
        for image in images:
            paper.paste(0, (_MARGIN_DOTS, top), image)
            top += image.height
        file = io.BytesIO()
        paper.save(file, "PNG")
        return file.getvalue()

    def pictures(self, drawer: LineDrawer) -> list[Image.Image]:
        """The ink of each row, one below the other: 1 is black. The drawer's columns and lines are those of paper."""
        return [_row_image(row, drawer, self.columns * COLUMN_DOTS) for row in self.rows]


@dataclass(slots=True)
class Roll:
    """Executes commands in order. A finished sheet is handed out by `run`; ``unknown`` keeps what made no sense."""

    columns: int
    unknown: list[bytes] = field(default_factory=list)
    _finished: int = 0
    _rows: list[Row] = field(default_factory=list)
    _text: str = ""
    _pictures: list[tuple[int, Image.Image]] = field(default_factory=list)
    _bold: bool = False
    _centered: bool = False
    _module_dots: int = 3
    _stored: str = ""
    _letters: str = _CODE_PAGE
    _logos: dict[str, Image.Image] = field(default_factory=dict)

    def run(self, command: commands.Command) -> Sheet | None:
        """Do one command; returns the sheet that it cut off."""
        match command.name:
            case commands.TEXT:
                self._text += command.data.decode(self._letters, "replace")
            case commands.CODE_PAGE:
                self._letters = commands.CODE_PAGES.get(command.data[0], _CODE_PAGE)
            case commands.LINE_FEED:
                self._end_line()
            case commands.INIT:
                self._text, self._pictures, self._bold, self._centered = "", [], False, False
            case commands.BOLD:
                self._bold = bool(command.data[0] & 1)
            case commands.ALIGN:
                self._centered = command.data[0] in (1, ord("1"))
            case commands.FEED:
                for _ in range(min(command.data[0], _FEED_SHOWN)):
                    self._end_line()
            case commands.CUT:
                return self._cut()
            case _:
                self._draw(command)
        return None

    def _draw(self, command: commands.Command) -> None:
        match command.name:
            case commands.BARCODE_WIDTH:
                self._module_dots = command.data[0]
            case commands.BARCODE:
                self._rows.append(
                    Bars(command.data[2:].removeprefix(b"{B").decode("ascii", "replace"), self._module_dots)
                )
            case commands.SYMBOL:
                if (stored := commands.qr_text(command.data)) is not None:
                    self._stored = stored
                elif commands.qr_prints(command.data):
                    self._rows.append(Squares(self._stored, QR_MODULE_DOTS))
            case commands.IMAGE:
                image = _image(command.data)
                self._pictures.append((len(self._text), image))
                self._text += " " * (image.width // COLUMN_DOTS)
            case commands.GRAPHICS if (kept := commands.logo_kept(command.data)) is not None:
                key, width, picture = kept
                self._logos[key] = Image.frombytes("1", (8 * width, len(picture) // width), picture)
            case commands.GRAPHICS:
                key = command.data[5:7].decode("ascii", "replace")
                self._rows.append(Logo(key, self._logos.get(key)))
            case commands.UNKNOWN:
                self.unknown.append(command.data)

    def _end_line(self) -> None:
        self._rows.append(Words(self._text, self._bold, self._centered, tuple(self._pictures)))
        self._text, self._pictures = "", []

    def _cut(self) -> Sheet:
        self._finished += 1
        sheet = Sheet(self._finished, tuple(self._rows), self.columns)
        self._rows = []
        return sheet


def row_text(row: Row, columns: int) -> str:
    """What can be read off a row without eyes."""
    match row:
        case Words():
            text = row.text
            for column, image in row.pictures:
                end = column + image.width // COLUMN_DOTS
                text = text[:column] + "[drawn]".ljust(end - column)[: end - column] + text[end:]
            return text.center(columns).rstrip() if row.centered else text.rstrip()
        case Bars():
            return f"[barcode {row.text}]"
        case Squares():
            return f"[QR {row.text}]"
        case Logo():
            return f"[logo {row.key}]".center(columns).rstrip()


def _row_image(row: Row, drawer: LineDrawer, width: int) -> Image.Image:
    """A row as ink: 1 is black."""
    match row:
        case Words():
            line = Image.new("1", (width, LINE_DOTS), 0)
            first = (width // COLUMN_DOTS - columns_of(row.text)) // 2 if row.centered else 0
            line.paste(1, (first * COLUMN_DOTS, 0), drawer.draw(row.text, bold=row.bold))
            for column, image in row.pictures:
                top = round((LINE_DOTS - commands.IMAGE_DOTS) * BASELINE)
                line.paste(1, ((first + column) * COLUMN_DOTS, top), image)
            return line
        case Bars():
            return _bars_image(row, width)
        case Squares():
            return _squares_image(row, width)
        case Logo():
            picture = row.picture or Image.new("1", (width, 0))
            line = Image.new("1", (width, picture.height), 0)
            line.paste(picture, ((width - picture.width) // 2, 0))
            return line


def _image(data: bytes) -> Image.Image:
    """The picture of an ``ESC *`` 33, from the byte after its name: ``m nL nH``, then three bytes a column."""
    width = int.from_bytes(data[1:3], "little")
    return Image.frombytes("1", (commands.IMAGE_DOTS, width), data[3:]).transpose(Image.Transpose.TRANSPOSE)


def _bars_image(bars: Bars, width: int) -> Image.Image:
    drawn = code128(bars.text)
    image = Image.new("1", (width, _BARCODE_DOTS), 0)
    left = (width - sum(bar.modules for bar in drawn) * bars.module_dots) // 2
    for bar in drawn:
        right = left + bar.modules * bars.module_dots
        if bar.is_black:
            image.paste(1, (left, 0, right, _BARCODE_DOTS))
        left = right
    return image


def _squares_image(squares: Squares, width: int) -> Image.Image:
    rows, side = qr_rows(squares.text), squares.module_dots
    image = Image.new("1", (width, len(rows) * side), 0)
    first = (width - len(rows) * side) // 2
    for down, row in enumerate(rows):
        for across, is_black in enumerate(row):
            if is_black:
                left, top = first + across * side, down * side
                image.paste(1, (left, top, left + side, top + side))
    return image
