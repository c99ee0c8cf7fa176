"""The few ESC/POS commands that we send and read ourselves (Epson's ESC/POS reference; our protocols, section A5)."""

from dataclasses import dataclass

LF = b"\n"
INIT_BYTES = b"\x1b@"
STATUS_COUNT = 4
STATUS_QUESTION = b"".join(b"\x10\x04" + bytes((n,)) for n in range(1, STATUS_COUNT + 1))  # DLE EOT 1 to 4.
# GS r 1 waits in the printer's queue behind all that was sent before: its answer says that the paper is out.
FENCE = b"\x1dr\x01"


def process_id(name: bytes) -> bytes:
    """``GS ( H`` function 48: once all before it is printed, the printer says these four letters (20h to 7Eh) back."""
    return _PROCESS_HEAD + b"\x06\x0000" + name


def process_answer(name: bytes) -> bytes:
    """What it says then."""
    return PROCESS_ANSWER + name + b"\x00"


def status_back(*, is_on: bool) -> bytes:
    """``GS a``: from then on it says by itself when it goes off line, has an error, or its paper ends; or no more."""
    return b"\x1da" + (b"\x0e" if is_on else b"\x00")


CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}
"""The numbers that ``ESC t`` knows them by, and Python's names for them."""


def code_page(number: int) -> bytes:
    """``ESC t``: which letters bytes from 80h on are."""
    return b"\x1bt" + bytes((number,))


def stored_logo(key: str) -> bytes:
    """``GS ( L`` function 69: prints the picture that lies in the printer's own memory under two letters, as it is."""
    return _GRAPHICS_HEAD + b"\x06\x000E" + key.encode("ascii") + b"\x01\x01"


def drawer_pulse(pin: int) -> bytes:
    """``DLE DC4`` 1 m 2 opens the drawer at once, even while paper is missing: pin 2 or 5 of its plug gets 200 ms."""
    return b"\x10\x14\x01" + (b"\x01" if pin == 5 else b"\x00") + b"\x02"


_PICTURE_MOST = 0xFFFF - 11
DRAWER_PULSE = drawer_pulse(2)


def store_logo(key: str, picture: bytes, *, width_bytes: int, height_dots: int) -> bytes:
    """``GS ( L`` function 67: keeps a picture in the printer's own memory, in the place of what has the same letters.

    ``picture``: its rows from the top, ``width_bytes`` each, the first bit at the left, 1 is black. Raises ValueError.
    """
    if len(picture) != width_bytes * height_dots or len(picture) > _PICTURE_MOST:
        raise ValueError(f"{len(picture)} bytes are no picture of {width_bytes} by {height_dots}, or too many")
    size = (8 * width_bytes).to_bytes(2, "little") + height_dots.to_bytes(2, "little")
    said = b"0C0" + key.encode("ascii") + b"\x01" + size + b"1" + picture
    return _GRAPHICS_HEAD + len(said).to_bytes(2, "little") + said


def logo_kept(data: bytes) -> tuple[str, int, bytes] | None:
    """Key, width in bytes and rows of what a ``GS ( L`` keeps, from the byte after its name; None for others."""
    if data[3:6] != b"0C0":
        return None
    return data[6:8].decode("ascii", "replace"), int.from_bytes(data[9:11], "little") // 8, data[14:]


# DLE ENQ 2: after a jam that was freed, go on, and forget what was not printed: a job that it cut is asked about.
RECOVER = b"\x10\x05\x02"

# --- the slip station, where a check is put in (Epson's specification of the TM-H5000II and TM-H6000) ---

SLIP_QUESTION = b"\x10\x04\x05"  # DLE EOT 5.
SLIP_CANCEL = b"\x10\x05\x03"  # DLE ENQ 3: wait for no check any more, and forget what came behind that.
SLIP_EJECT = b"\x1ca2"  # FS a 2: the check that was read comes out again.
# ESC f: for one minute at most; half a second after it is in, it is drawn in. ESC c 0 4 or 8, then 1: slip, or roll.
_SLIP_WAIT = b"\x1bf\x01\x05"
SLIP_OFF = b"\x1bc0\x01"
# FS ( f: what cannot be read is a question mark, and a bad reading says why. FS a 0 0: wait for a check and read it.
MICR_READ = b"\x1c(f\x04\x00\x00\x20\x01\x01" + _SLIP_WAIT + b"\x1ca00"
FORM_FEED = b"\x0c"  # On a slip: print what is there, and let it out.


def slip_on(station: int) -> bytes:
    """Wait for a check in the slip (4) or validation (8) station."""
    return _SLIP_WAIT + b"\x1bc0" + bytes((station,))


IMAGE_DOTS = 24  # How high a picture within a line is: as high as the printer's own letters.


def image(columns: bytes) -> bytes:
    """``ESC *`` 33: a picture within a line, three bytes for each column of dots, the first bit at the top, 1 is black.

    Raises ValueError.
    """
    dots, rest = divmod(len(columns), IMAGE_DOTS // 8)
    if rest or dots > 0xFFFF:
        raise ValueError(f"{len(columns)} bytes are no picture of {IMAGE_DOTS} dots' height")
    return _IMAGE_HEAD + _IMAGE_MODE + dots.to_bytes(2, "little") + columns


_QR_STORE = b"1P0"


def qr_code(text: str, module_dots: int) -> bytes:
    """``GS ( k``: a QR code of model 2 with the least correction, ``module_dots`` wide a module; printable ASCII."""
    parts = (b"1A2\x00", b"1C" + bytes((module_dots,)), b"1E0", _QR_STORE + text.encode("ascii"), b"1Q0")
    return b"".join(_SYMBOL_HEAD + len(part).to_bytes(2, "little") + part for part in parts)


def qr_text(data: bytes) -> str | None:
    """What a ``GS ( k`` stores to be printed, from the byte after its name; None for its other functions."""
    return data[3:].removeprefix(_QR_STORE).decode("ascii", "replace") if data[3:].startswith(_QR_STORE) else None


def qr_prints(data: bytes) -> bool:
    """Whether a ``GS ( k`` prints what was stored."""
    return data[3:] == b"1Q0"


@dataclass(frozen=True, slots=True)
class Command:
    """One command as a printer reads it: its name (``ESC E``, ``text``) and its parameters' or letters' bytes."""

    name: str
    data: bytes


TEXT, LINE_FEED, UNKNOWN = "text", "LF", "unknown"
INIT, CODE_PAGE, BOLD, ALIGN, FEED = "ESC @", "ESC t", "ESC E", "ESC a", "ESC d"
STATUS, PULSE, QUEUED_PULSE, RESUME = "DLE EOT", "DLE DC4", "ESC p", "DLE ENQ"
BARCODE_WIDTH, BARCODE, CUT, ASK, IMAGE = "GS w", "GS k", "GS V", "GS r", "ESC *"
STATUS_BACK = "GS a"
PAPER_SELECT, SLIP_WAIT, CHECK, CHECK_WAYS, EJECT = "ESC c", "ESC f", "FS a", "FS ( f", "FF"
SYMBOL, PROCESS, GRAPHICS = "GS ( k", "GS ( H", "GS ( L"
PROCESS_ANSWER = b"\x37\x22"

REAL_TIME = frozenset({STATUS, PULSE, RESUME})

# How many bytes of parameters follow; those with a length of their own are read below.
_FIXED = {
    b"\x1b@": (INIT, 0),
    b"\x1bt": (CODE_PAGE, 1),
    b"\x1bE": (BOLD, 1),
    b"\x1ba": (ALIGN, 1),
    b"\x1bd": (FEED, 1),
    b"\x1bp": (QUEUED_PULSE, 3),
    b"\x1bc": (PAPER_SELECT, 2),
    b"\x1bf": (SLIP_WAIT, 2),
    b"\x10\x04": (STATUS, 1),
    b"\x10\x05": (RESUME, 1),
    b"\x10\x14": (PULSE, 3),
    b"\x1dh": ("GS h", 1),
    b"\x1dw": (BARCODE_WIDTH, 1),
    b"\x1df": ("GS f", 1),
    b"\x1dH": ("GS H", 1),
    b"\x1dV": (CUT, 1),
    b"\x1dr": (ASK, 1),
    b"\x1da": (STATUS_BACK, 1),
}
_LEADS = b"\x10\x1b\x1c\x1d"
_SYMBOL_HEAD, _PROCESS_HEAD, _GRAPHICS_HEAD = b"\x1d(k", b"\x1d(H", b"\x1d(L"
_CHECK_HEAD, _CHECK_WAYS_HEAD = b"\x1ca", b"\x1c(f"
_PARENTHESES = {
    _SYMBOL_HEAD: SYMBOL,
    _PROCESS_HEAD: PROCESS,
    _GRAPHICS_HEAD: GRAPHICS,
    _CHECK_WAYS_HEAD: CHECK_WAYS,
}
_BARCODE_HEAD, _IMAGE_HEAD = b"\x1dk", b"\x1b*"
_IMAGE_MODE = b"\x21"  # Three bytes a column, as many columns as the head has dots.
# Commands that say their own length, and the only functions or modes of each that we know.
_LONG = {
    _BARCODE_HEAD: b"",
    _IMAGE_HEAD: _IMAGE_MODE,
    _SYMBOL_HEAD[:2]: b"kHL",
    _CHECK_WAYS_HEAD[:2]: b"f",
    _CHECK_HEAD: b"012",
}


def read_command(stream: bytes) -> tuple[Command, bytes] | None:
    """The first command of a printer's input and what follows it; None while its last byte is not there yet.

    A lead byte with an unknown letter is the command `UNKNOWN` with these two bytes.
    """
    if not stream:
        return None
    if stream[0] not in _LEADS:
        return _read_letters(stream)
    head = stream[:2]
    if len(head) < 2:
        return None
    if head in _LONG:
        return _read_long(stream, head)
    name, length = _FIXED.get(head, (UNKNOWN, 0))
    if name == UNKNOWN:
        return Command(UNKNOWN, head), stream[2:]
    return _read_sized(stream, name, head=2, length=length)


def _read_long(stream: bytes, head: bytes) -> tuple[Command, bytes] | None:
    """A command that says its own length."""
    if head == _BARCODE_HEAD:
        return _read_sized(stream, BARCODE, head=4, length=stream[3] if len(stream) > 3 else 0)
    if stream[2:3] not in _LONG[head]:
        return Command(UNKNOWN, head), stream[2:]
    if len(stream) < 3:
        return None
    if head == _CHECK_HEAD:
        return _read_sized(stream, CHECK, head=2, length=2 if stream[2:3] == b"0" else 1)
    if name := _PARENTHESES.get(stream[:3]):
        return _read_sized(stream, name, head=5, length=int.from_bytes(stream[3:5], "little"))
    return _read_sized(stream, IMAGE, head=5, length=IMAGE_DOTS // 8 * int.from_bytes(stream[3:5], "little"))


def _read_letters(stream: bytes) -> tuple[Command, bytes]:
    if stream[:1] == LF:
        return Command(LINE_FEED, LF), stream[1:]
    if stream[:1] == FORM_FEED:
        return Command(EJECT, FORM_FEED), stream[1:]
    if stream[0] < 0x20:
        return Command(UNKNOWN, stream[:1]), stream[1:]
    end = next((place for place, byte in enumerate(stream) if byte < 0x20), len(stream))
    return Command(TEXT, stream[:end]), stream[end:]


def _read_sized(stream: bytes, name: str, *, head: int, length: int) -> tuple[Command, bytes] | None:
    if len(stream) < head + length:
        return None
    return Command(name, stream[2 : head + length]), stream[head + length :]
