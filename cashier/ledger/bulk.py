"""Loads files of millions of rows: batch after batch, each in one transaction with the note of how far the file is.

The next batch is read while the database works on this one, and no more than these stand in memory. After a cut the
file goes on behind its last batch; a row that cannot be taken is named in a file of its own, and the others go in.
"""

import csv
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from os import fstat
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from psycopg.errors import DeadlockDetected, UniqueViolation
from pydantic import ValidationError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.exchange.billing_files import REJECTED, BillingRows, FileKind, FileRow, kind_of
from cashier.ledger.billing import take_events
from cashier.ledger.loading import Merged, load_guarantors, load_members, load_statements
from cashier.ledger.plain import plain_texts
from cashier.ledger.prepared import NewBills, NewGuarantors, NewMembers
from cashier.ledger.statement_details import load_addresses, load_lines
from cashier.ledger.text_rows import bill_text, guarantor_text, member_text
from cashier.wire import CODE, LANGUAGE, NO_LETTER, NUMBER, Message
from cashier.wire_billing import Bill, BilledGuarantor, BilledLine, BilledMember, BillingEvent, MailAddress

BATCH_ROWS = 50_000
EVENTS_AT_ONCE = 1_000  # Each is a line of its own, and holds up who else writes into the ledger's journal.
TRIES_MOST = 5
REJECT_COLUMNS = ("file", "line", "field", "why", "row")
_FINGERPRINT_BYTES = 1 << 20
# What a row has to be, and how COPY reads it; what goes in by no COPY is taken as it is.
_SHAPES: dict[FileKind, tuple[type[Message], Callable[[Any], Any]]] = {
    FileKind.GUARANTORS: (BilledGuarantor, guarantor_text),
    FileKind.MEMBERS: (BilledMember, member_text),
    FileKind.STATEMENTS: (Bill, bill_text),
    FileKind.EVENTS: (BillingEvent, lambda event: event),
    FileKind.LINES: (BilledLine, lambda line: line),
    FileKind.ADDRESSES: (MailAddress, lambda address: address),
}
_READY: dict[FileKind, Callable[[Any], NewGuarantors | NewMembers | NewBills]] = {
    FileKind.GUARANTORS: NewGuarantors.of,
    FileKind.MEMBERS: NewMembers.of,
    FileKind.STATEMENTS: NewBills.of,
}
_KNOWN = text("SELECT rows_done, rejected, rejects_bytes FROM loads WHERE file = :file AND fingerprint = :fingerprint")
_NOTE = text(
    """
    INSERT INTO loads (file, fingerprint, rows_done, rejected, rejects_bytes)
    VALUES (:file, :fingerprint, :rows_done, :rejected, :rejects_bytes)
    ON CONFLICT (file) DO UPDATE SET fingerprint = excluded.fingerprint, rows_done = excluded.rows_done,
        rejected = excluded.rejected, rejects_bytes = excluded.rejects_bytes
    """
)
_THROUGH = text("DELETE FROM loads WHERE file = :file")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that was not taken: where it is, which field is wrong, and in one sentence why."""

    file: str
    line: int
    field: str
    sentence: str
    fields: Sequence[str]


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a file is. ``rows`` counts all that were read, those too that were not taken or say what was known."""

    file: str
    bytes_all: int
    bytes_done: int = 0
    rows: int = 0
    rejected: int = 0


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Rows that were read together: what they are as text, in the order of those ``taken``, and those that are none.

    ``bytes_done``: how far the file was read for them. ``ready``: the good ones, as they go in.
    """

    rows: Sequence[FileRow]
    bytes_done: int
    good: list[Any] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    taken: Sequence[FileRow] | None = None
    ready: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """Loads files into a ledger. ``tell`` hears of every batch, ``name`` of every row that was not taken.

    ``system``: which billing system the files are of; what happened to statements counts once for it.
    """

    engine: Engine
    system: str
    rejects_folder: Path
    tell: Callable[[Progress], None]
    name: Callable[[Rejected], None]
    clock: Clock
    new_id: NewId

    def load(self, path: Path) -> Progress:
        """Load a file, from its beginning or from where a load of it was cut. Raises FileTrouble."""
        with path.open("rb") as raw:
            kind, note = kind_of(path), {"file": str(path.resolve()), "fingerprint": _fingerprint(raw)}
            progress = Progress(file=path.name, bytes_all=fstat(raw.fileno()).st_size)
            with self.engine.connect() as connection:
                known = connection.execute(_KNOWN, note).one_or_none()
            if known is not None:
                progress.rows, progress.rejected = known.rows_done, known.rejected
            rejects = _Rejects(self.rejects_folder / f"{path.stem}{REJECTED}", known.rejects_bytes if known else 0)
            rows = BillingRows(raw, kind, path.name)
            loading = _Loading(loader=self, kind=kind, note=note, progress=progress, rejects=rejects)
            for batch in _read_ahead(_batches(rows, raw, kind, path.name, progress.rows)):
                loading.take(batch)
            rows.let_go()
        with self.engine.begin() as connection:
            connection.execute(_THROUGH, note)
        return progress


@dataclass(slots=True, kw_only=True)
class _Loading:
    """One file on its way in. ``all_new``: nothing of it was known so far, so that no row is looked for any more."""

    loader: Loader
    kind: FileKind
    note: dict[str, Any]
    progress: Progress
    rejects: "_Rejects"
    all_new: bool = True

    def take(self, batch: _Batch) -> None:
        """All that is good of a batch, or nothing; tried again where a desk or channel was in its way."""
        progress = self.progress
        for _ in range(TRIES_MOST):
            try:
                rejected = self._commit(batch)
            except DBAPIError as trouble:
                if not isinstance(trouble.orig, DeadlockDetected | UniqueViolation):
                    raise
                self.all_new = False
                continue
            progress.rows += len(batch.rows)
            progress.rejected += len(rejected)
            progress.bytes_done = batch.bytes_done
            for one in rejected:
                self.loader.name(one)
            self.loader.tell(progress)
            return
        raise TimeoutError(f"The rows of {progress.file} found their accounts busy {TRIES_MOST} times.")

    def _commit(self, batch: _Batch) -> list[Rejected]:
        with self.loader.engine.begin() as connection:
            refused = self._merge(connection, batch)
            rejected = sorted([*batch.rejected, *refused], key=lambda one: one.line)
            end = self.rejects.write(rejected)
            counts = {
                "rows_done": self.progress.rows + len(batch.rows),
                "rejected": self.progress.rejected + len(rejected),
            }
            connection.execute(_NOTE, self.note | counts | {"rejects_bytes": end})
        self.rejects.keep(end)
        return rejected

    def _merge(self, connection: Connection, batch: _Batch) -> list[Rejected]:
        """What the ledger does not take of a batch's good rows."""
        if self.kind is FileKind.EVENTS:
            loader = self.loader
            answered = take_events(connection, loader.system, batch.good, clock=loader.clock, new_id=loader.new_id)
            why = {one.reference: ("statement_number", one.sentence) for one in answered.not_taken}
            names = [event.reference for event in batch.good]
        else:
            merged = self._load(connection, batch)
            why = {one.number: (one.field, one.sentence) for one in merged.refused}
            names = [row.number for row in batch.good] if why else []
        rows = batch.rows if batch.taken is None else batch.taken
        return [
            Rejected(
                file=self.progress.file, line=row.line, field=why[name][0], sentence=why[name][1], fields=row.fields
            )
            for name, row in zip(names, rows, strict=bool(names))
            if name in why
        ]

    def _load(self, connection: Connection, batch: _Batch) -> Merged:
        loader, all_new = self.loader, self.all_new
        if self.kind is FileKind.LINES:
            return load_lines(connection, batch.good)
        if self.kind is FileKind.ADDRESSES:
            return load_addresses(connection, batch.good)
        if self.kind is FileKind.GUARANTORS:
            return load_guarantors(connection, batch.ready, all_new=all_new)
        if self.kind is FileKind.MEMBERS:
            return load_members(connection, batch.ready, all_new=all_new)
        return load_statements(
            connection, batch.ready, by=loader.system, all_new=all_new, clock=loader.clock, new_id=loader.new_id
        )


class _Rejects:
    """The file of what was not taken; there is none where all was. What a cut left behind its last batch goes."""

    def __init__(self, path: Path, kept_bytes: int) -> None:
        self._path = path
        self._kept_bytes = kept_bytes if kept_bytes and path.exists() else 0
        if self._kept_bytes:
            os.truncate(path, self._kept_bytes)
        else:
            path.unlink(missing_ok=True)

    def write(self, rejected: Sequence[Rejected]) -> int:
        """Write rows behind those that are kept; returns where they end."""
        if not rejected:
            return self._kept_bytes
        rows = StringIO(newline="")
        writer = csv.writer(rows, lineterminator="\n")
        if not self._kept_bytes:
            writer.writerow(REJECT_COLUMNS)
        for one in rejected:
            row = StringIO(newline="")
            csv.writer(row, lineterminator="").writerow(one.fields)
            writer.writerow([one.file, one.line, one.field, one.sentence, row.getvalue()])
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        with open(descriptor, "wb") as file:
            file.truncate(self._kept_bytes)
            file.seek(self._kept_bytes)
            file.write(rows.getvalue().encode(errors="surrogateescape"))
            return file.tell()

    def keep(self, end: int) -> None:
        """What was written up to there belongs to a batch that is in the ledger."""
        self._kept_bytes = end


def _read_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each read while the one before is worked on."""
    with ThreadPoolExecutor(1, thread_name_prefix="reading") as reader:
        coming = reader.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = reader.submit(next, items, None)
            yield item


def _batches(rows: BillingRows, raw: BinaryIO, kind: FileKind, name: str, begun: int) -> Iterator[_Batch]:
    """The rows after the ``begun`` first, some at a time."""
    size = EVENTS_AT_ONCE if kind is FileKind.EVENTS else BATCH_ROWS
    remaining = islice(rows, begun, None)
    while some := list(islice(remaining, size)):
        batch = _Batch(rows=some, bytes_done=raw.tell())
        plain = plain_texts(kind, rows.columns, some)
        if plain is None:
            _read_one_by_one(rows, kind, name, batch)
        else:
            batch.good = plain
        if kind in _READY:
            batch.ready = _READY[kind](batch.good)
        yield batch


def _read_one_by_one(rows: BillingRows, kind: FileKind, name: str, batch: _Batch) -> None:
    """For a batch in which something is not plain: which row it is, and which field."""
    shape, text_of = _SHAPES[kind]
    taken: list[FileRow] = []
    for row in batch.rows:
        field, sentence = "", row.trouble
        if not sentence:
            try:
                batch.good.append(text_of(shape.model_validate(rows.said(row))))
                taken.append(row)
                continue
            except ValidationError as trouble:
                field, sentence = _what_is_wrong(trouble)
        batch.rejected.append(Rejected(file=name, line=row.line, field=field, sentence=sentence, fields=row.fields))
    batch.taken = taken


# By the patterns of the wire's fields.
_WRITTEN = {
    f"^{NUMBER}$": "1 to 40 letters and digits, with . _ / or - between them",
    f"^{CODE}$": "1 to 20 letters and digits, with _ or - between them",
    f"^{LANGUAGE}$": "a language like en or zh-CN",
    f"^[^{NO_LETTER}]*$": "text that can be shown, without control characters",
}


def _what_is_wrong(trouble: ValidationError) -> tuple[str, str]:
    """The first field that is wrong, and why."""
    first = trouble.errors(include_url=False, include_input=False)[0]
    named = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing":
        return named, f"{named} is missing. Add it."
    if first["type"] == "string_pattern_mismatch":
        return named, f"{named} has to be {_WRITTEN.get(first['ctx']['pattern'], 'written otherwise')}. Correct it."
    if first["type"].startswith("int_"):
        return named, f"{named} has to be a whole number. Correct it."
    why = first["msg"].removeprefix("Value error, ")
    return named, f"{named}: {why[0].lower()}{why[1:]}. Correct it." if named else f"{why}."


def _fingerprint(raw: BinaryIO) -> str:
    """Changes with the file: its size, when it was written, and how it begins."""
    facts = fstat(raw.fileno())
    digest = hashlib.sha256(f"{facts.st_size}:{facts.st_mtime_ns}:".encode() + raw.read(_FINGERPRINT_BYTES))
    raw.seek(0)
    return digest.hexdigest()
