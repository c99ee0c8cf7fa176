"""Searches what a run of the suite has written for what must never be written, in the clear or in what we can open.

The suite's cards, account numbers, PINs and passphrases are few and always the same, so that one search at the end
finds each of them, whichever test brought it there: in files of any kind and of any form that the product writes, in
every page of the desks' databases and their write-ahead logs, and in the ledger's PostgreSQL.
"""

import base64
import gzip
import os
import re
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from cashier.exchange.sample import sample_staff
from cashier.ledger.embedded import REMEMBERED, remove_embedded_postgres
from cashier.security.keys import KEY_BYTES, KEY_FILE
from cashier.store.engine import PAGE_BYTES
from tests.seeds import ACCOUNTS, CARDS, NAMES, PHRASES, PINS, TRACKS
from tests.store.desk_store import KEY

# Where a secret has to lie.
HAS_TO = {
    "*.jsonl": "a day script of a test, which says what is typed",
    "*/desk/desk.toml": "the demo shows its people's passphrases, which are no secret, below the fields",
    "*/test_a_record_that_cannot_be_u*/bank.bai": "a bank's file with a card in it, which is refused",
    "*/test_a_checks_account_opens_*/a.json": "the office opened a check's account with its own key, into this file",
}
_CHUNK, _OVERLAP = 1 << 16, 64
_SALT, _RESERVED = 16, 48  # Of each page: a nonce of 16 bytes and 32 of HMAC-SHA-256, behind what is encrypted.
_WAL, _WAL_HEADER, _FRAME_HEADER = "-wal", 32, 24
_ONE = (1).to_bytes(4, "big")  # A frame's first bytes are its page's number.
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


# What was found in files that are gone by the end of a run.
gone: list[str] = []


def look_into(folder: Path, *, skipping: int = 0) -> list[str]:
    """Each file that has a secret, or a person's name where none may stand, as one line of words.

    ``skipping``: so many folders' names below ``folder`` are the suite's own, and may say anything.
    """
    return _said(_files(folder), folder, skipping)


def remove_postgres(data: Path) -> None:
    """Look through a ledger's PostgreSQL, wherever it stands, before it is taken away."""
    remembered = data / REMEMBERED
    cluster = Path(remembered.read_text("utf-8").strip()) if remembered.exists() else data
    if cluster.is_dir():
        gone.extend(_said((path for path in (*_hit_in(cluster), cluster / "log") if path.is_file()), cluster, 0))
    remove_embedded_postgres(data)


def _hit_in(cluster: Path) -> Iterator[Path]:
    """Files of a PostgreSQL that have a secret. They are large, and grep looks for all of them at once."""
    needles = b"\n".join(needle for needle in _secrets() if 0 not in needle)
    options = ("--recursive", "--files-with-matches", "--text", "--fixed-strings", "--file=-", "--no-messages")
    command = ["grep", *options, str(cluster)]
    done = subprocess.run(command, input=needles, capture_output=True, check=False, env={"LC_ALL": "C"})
    return (Path(line) for line in done.stdout.decode().splitlines())


def _said(files: Iterable[Path], folder: Path, skipping: int) -> list[str]:
    keys = [KEY, *(key for path in _files(folder) if path.name == KEY_FILE for key in _keys_in(path.parent))]
    found = []
    for path in files:
        with suppress(OSError):  # A test has taken it away from others, or a process that ends takes it along.
            found += [
                f"{seed}: {path}" for seed in sorted(_seeds_in(path, path.relative_to(folder).parts[skipping:], keys))
            ]
    return found


def _files(folder: Path) -> Iterator[Path]:
    """Those with something to read, in order. What a link leads to is found where it is."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        paths = (os.path.join(where, name) for name in sorted(names))
        yield from (Path(path) for path in paths if os.path.isfile(path) and not os.path.islink(path))


def _keys_in(folder: Path) -> Iterator[bytes]:
    for path in folder.glob(f"{KEY_FILE}*"):
        if path.is_file() and path.stat().st_size == KEY_BYTES:
            yield path.read_bytes()


def _seeds_in(path: Path, named: Iterable[str], keys: list[bytes]) -> set[str]:
    found = {seed for needle, seed in {**_secrets(), **_names()}.items() if needle in "/".join(named).encode()}
    if any(fnmatch(str(path), place) for place in HAS_TO):
        return found
    needles = {**_secrets(), **_names()} if ".log" in path.name or path.name == "log" else _secrets()
    for content in _contents(path, keys):
        found |= {seed for needle, seed in needles.items() if needle in content}
    return found


def _contents(path: Path, keys: list[bytes]) -> Iterator[bytes]:
    """The file's bytes, a piece after the other, and what is packed or encrypted in them."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.count(0) != len(chunk):
                yield before + chunk
            before = chunk[-_OVERLAP:]
    if ".db" in path.name:
        yield _decrypted(path, [*_keys_in(path.parent), *keys])
    if path.suffix == ".pdf":
        yield from map(_inflated, _STREAM.findall(path.read_bytes()))
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked, suppress(EOFError, gzip.BadGzipFile, zlib.error):
            yield unpacked.read()


def _inflated(stream: bytes) -> bytes:
    try:
        packed = base64.a85decode(stream, adobe=True) if stream.endswith(b"~>") else stream
        return zlib.decompressobj().decompress(packed)
    except (ValueError, zlib.error):
        return b""  # As it stands it was looked at already.


def _decrypted(path: Path, keys: list[bytes]) -> bytes:
    """Every page of a database or its write-ahead log, if one of the keys opens it."""
    is_log, content = path.name.endswith(_WAL), path.read_bytes()
    begin, head = (_WAL_HEADER, _FRAME_HEADER) if is_log else (0, 0)
    ends = range(begin + head + PAGE_BYTES, len(content) + 1, head + PAGE_BYTES)
    frames = [content[end - PAGE_BYTES - head : end] for end in ends]
    pages = [frame[head:] for frame in frames]
    database = path.with_name(path.name.removesuffix(_WAL))
    firsts = [database.read_bytes()[:PAGE_BYTES]] if database.exists() else []
    firsts += [frame[head:] for frame in frames if is_log and frame.startswith(_ONE)]
    key = next((key for key in keys for page in firsts if _is_first(page, key)), None)
    # A first page begins with a salt that is not encrypted: read like the others, all behind it is right.
    return b"" if key is None else b"".join(_plain(page, key, slice(PAGE_BYTES - _RESERVED)) for page in pages)


def _is_first(page: bytes, key: bytes) -> bool:
    """Whether it is a database's first page under this key: behind the salt it says how large a page is."""
    return len(page) == PAGE_BYTES and _plain(page, key, slice(_SALT, 2 * _SALT)).startswith(
        PAGE_BYTES.to_bytes(2, "big")
    )


def _plain(page: bytes, key: bytes, part: slice) -> bytes:
    nonce = page[PAGE_BYTES - _RESERVED :][:_SALT]
    return Cipher(AES(key), CBC(nonce)).decryptor().update(page[part])


@cache
def _secrets() -> dict[bytes, str]:
    """What is searched for, by the secret that it is a form of."""
    phrases = {person.passphrase for person in sample_staff()}
    plain = {text.encode(): text for text in (*CARDS, *ACCOUNTS, *TRACKS, *PHRASES, *phrases)}
    # The first of each is the one that nearly every test uses: one of them in each form that numbers come in is enough.
    formed = {form: text for text in (CARDS[0], ACCOUNTS[0]) for form in _forms(text)}
    quoted = {f"{mark}{pin}{mark}".encode(): pin for pin in PINS for mark in ('"', "'")}
    return plain | formed | quoted


@cache
def _names() -> dict[bytes, str]:
    return {name.encode(): name for name in NAMES}


def _forms(number: str) -> Iterator[bytes]:
    """In groups, as windows keep text, as bytes are written in SQL, and in base64 wherever in a text it begins."""
    for mark in (" ", "-", "%20", "+"):
        yield mark.join(re.findall(".{1,4}", number)).encode()
    yield number.encode("utf-16-le")
    yield number.encode().hex().encode()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + number.encode()).rstrip(b"=")
        # The first letters and the last one depend on what stands around it.
        yield whole[(0, 2, 3)[before] : -1 if (before + len(number)) % 3 else None]
