"""A disk that fails below SQLite: full, read-only, torn, lost at a power cut; in this process alone, by nobody's leave.

SQLite reaches its files through a table of functions, and those that write are exchanged in it for ours. So whatever
is proved with it is proved wherever the desk runs, without root, a compiler or a file system of its own.
"""

import ctypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from sqlcipher3 import _sqlite3

FULL, WRITE_FAILED, SYNC_FAILED = 13, 778, 1_034  # SQLite's codes.
SECTOR_BYTES = 512

_Pointer = ctypes.c_void_p
_Open = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, _Pointer, ctypes.c_int, _Pointer)
_Move = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, ctypes.c_int, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int)


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`: what SQLite does with one file."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", _Pointer),
        ("read", _Move),
        ("write", _Move),
        ("truncate", _Pointer),
        ("sync", _Sync),
        ("others", _Pointer * 13),
    )


class _FileSystem(ctypes.Structure):
    """`sqlite3_vfs`, up to the function that opens a file."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("path_most", ctypes.c_int),
        ("next", _Pointer),
        ("name", ctypes.c_char_p),
        ("data", _Pointer),
        ("open", _Open),
    )


_kept: list[object] = []  # SQLite calls these for as long as a file is open, whoever has forgotten it.


class Way(Enum):
    """How a disk is bad. REFUSES is also one that a kernel made read-only; TORN keeps half of what it refuses."""

    FULL = "full"
    REFUSES = "refuses"
    TORN = "torn"
    SYNC_FAILS = "sync fails"


@dataclass(slots=True)
class BadDisk:
    """Of files below ``folder`` the ``turn``th write or sync goes ``way``, and so does each one after it.

    ``done`` counts them. ``unsure`` are the writes that no sync has made durable, each with what stood there before.
    """

    folder: Path
    way: Way | None = None
    turn: int = 1
    done: int = 0
    unsure: dict[Path, list[tuple[int, bytes]]] = field(default_factory=dict)

    def goes_bad(self, way: Way, turn: int = 1) -> None:
        """Count anew, and go bad when it comes to this turn."""
        self.way, self.turn, self.done = way, turn, 0

    def is_well_again(self) -> None:
        """As after somebody has freed some space."""
        self.way = None

    @property
    def is_bad(self) -> bool:
        return self.way is not None and self.done >= self.turn

    def without_power(self, into: Path, chance: Random) -> None:
        """What is found if the power goes now: of what no sync has made durable, each sector is there or is not.

        The desk goes on; only the copy is what the disk would hold.
        """
        shutil.copytree(self.folder, into, ignore=lambda _, names: [name for name in names if name.endswith("-shm")])
        for path, writes in self.unsure.items():
            found = into / path.relative_to(self.folder)
            if not found.exists():
                continue
            with found.open("r+b") as file:
                for place, before in reversed(writes):
                    for at in range(0, len(before), SECTOR_BYTES):
                        if chance.random() < 0.5:
                            file.seek(place + at)
                            file.write(before[at : at + SECTOR_BYTES])

    def _opens(self, path: Path, opened: int, methods: _Methods) -> None:
        """Exchange what writes to a file. ``opened``: where SQLite keeps it."""
        read, write, sync = methods.read, methods.write, methods.sync

        def writes(file: int, data: int, size: int, place: int) -> int:
            self.done += 1
            if self.is_bad and self.way is not Way.SYNC_FAILS:
                if self.way is not Way.TORN:
                    return FULL if self.way is Way.FULL else WRITE_FAILED
                size //= 2
            before = ctypes.create_string_buffer(size)
            read(file, ctypes.addressof(before), size, place)  # Beyond the end there are zeros.
            self.unsure.setdefault(path, []).append((place, before.raw))
            failed = int(write(file, data, size, place))
            return WRITE_FAILED if self.is_bad and self.way is Way.TORN else failed

        def syncs(file: int, flags: int) -> int:
            self.done += 1
            if self.is_bad and self.way is not Way.FULL:
                return SYNC_FAILED
            self.unsure.pop(path, None)
            return int(sync(file, flags))

        ours = _Methods.from_buffer_copy(methods)
        ours.write, ours.sync = _Move(writes), _Sync(syncs)
        _kept.extend((ours, ours.write, ours.sync))
        _Pointer.from_address(opened).value = ctypes.addressof(ours)


@contextmanager
def bad_disk(folder: Path) -> Iterator[BadDisk]:
    """Files that are opened below ``folder`` meanwhile are on such a disk, which is a good one at first."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_FileSystem)
    system = library.sqlite3_vfs_find(None).contents
    as_it_was = _Open.from_buffer_copy(system.open)
    disk = BadDisk(folder)

    def opens(its_system: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path = Path(ctypes.string_at(name).decode()) if name else None  # SQLite keeps the name where it is.
        is_ours = path is not None and path.is_relative_to(folder)
        failed = int(as_it_was(its_system, name, file, flags, out))
        if not failed and is_ours and path is not None:
            disk._opens(path, file, _Methods.from_address(_Pointer.from_address(file).value or 0))
        return failed

    system.open = _Open(opens)
    _kept.append(system.open)
    try:
        yield disk
    finally:
        system.open = as_it_was
