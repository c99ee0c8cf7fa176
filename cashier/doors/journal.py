"""Proves a desk's journal, beside an open desk too; shows its lines and papers to a named person, which is a line."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cashier.domain.errors import Refused
from cashier.domain.line import Numbered
from cashier.domain.scan import safe_text
from cashier.domain.slips import z_of
from cashier.domain.year_proof import Stretch
from cashier.doors.assembly import Assembly, assembled
from cashier.doors.key_place import find_key
from cashier.exchange.year_file import prove_year
from cashier.store.opening import look_at_journal
from cashier.store.verify import read_lines, verify_journal
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.read_journal import read_journal
from cashier.usecases.sign_in import countersign
from receipts.layout import lay_out
from receipts.papers import paper_document
from receipts.pdf import ReceiptPdf

_COLUMNS = 42


def run_verify(data: Path) -> int:
    """Print what was proven as one JSON object. Returns 1, with the reasons on standard error, if it does not hold.

    Raises StoreTrouble if the journal cannot be read at all.
    """
    with look_at_journal(data, key_source=find_key(data)) as journal:
        report = verify_journal(journal)
    proven = asdict(report)
    problems = proven.pop("problems")
    print(json.dumps({"holds": report.holds} | proven))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 0 if report.holds else 1


def run_verify_years(files: list[Path]) -> int:
    """Prove years that left the ledger as files, each tied to the one before; one JSON object a file. 1 if not so.

    Raises YearFileTrouble.
    """
    holds, before = True, dict[str, Stretch]()
    for file in files:
        proof = prove_year(file, before)
        ends = {one.desk: {"line": one.through, "link": one.chain} for one in proof.desks}
        counted = {name: getattr(proof, name) for name in ("lines", "transfers", "payments", "z_reports")}
        said = {"holds": not proof.problems, "year": proof.year, "made_at": proof.made_at, "sha256": proof.sha256}
        print(json.dumps(said | counted | {"desks": ends}))
        for problem in proof.problems:
            print(f"{file}: {problem}", file=sys.stderr)
        holds &= not proof.problems
        before = {stretch.desk: stretch for stretch in proof.desks}
    return 0 if holds else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who takes something out of the journal, as they sign in, and why."""

    user: str
    passphrase: str
    reason: str


def run_show(data: Path, reader: Reader) -> int:
    """Print every line with its place, its link and its body; the last one says who reads. Raises CashierError."""
    with _read_by(reader, data, "lines") as assembly:
        try:
            for numbered in read_lines(assembly.store.journal):
                print(_shown(numbered))
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever reads, such as a pager, has seen enough; Python must not flush into the closed pipe at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def run_receipt(number: str, *, data: Path, pdf: Path | None, reader: Reader) -> int:
    """Print a receipt's words as its paper says them, or write them as a PDF copy. Raises CashierError.

    A copy outside the desk is marked like every other: it says DUPLICATE.
    """
    name = safe_text(number, "The number")
    with _read_by(reader, data, name) as assembly:
        place = assembly.papers.place
        with assembly.desk.open_reading() as work:
            z = work.journal.drawers.z(z_of(number, place.desk) or 0)
            paid = tuple(numbered.line for numbered in work.journal.receipt(number))
            since = (*corrections_of(paid, work), *assembly.desk.directory.came_back(number)) if paid else ()
            lines = (z.line,) if z else (*paid, *since)
            copy = 1 + max((job.copy for job in work.jobs.of(str(z.line.line_id) if z else number)), default=0)
    if not lines:
        raise Refused(f"No receipt {name} was made at this desk. Check the number.")
    document = paper_document(lines, place, copy)
    if pdf is None:
        for line in lay_out(document, _COLUMNS):
            print(line.text)
        return 0
    try:
        pdf.write_bytes(ReceiptPdf().make(document))
    except OSError as trouble:
        raise Refused(f"{pdf} cannot be written ({trouble.strerror}). Name another file.") from trouble
    return 0


@contextmanager
def _read_by(reader: Reader, data: Path, what: str) -> Iterator[Assembly]:
    """The desk, closed to all others meanwhile, once the reader has signed and that is on record."""
    with assembled(data) as assembly:
        staff = countersign(reader.user, reader.passphrase, assembly.desk)
        read_journal(what, reader.reason, assembly.desk, staff)
        yield assembly


def _shown(numbered: Numbered) -> str:
    return f'{{"sequence":{numbered.sequence},"chain":"{numbered.chain}","body":{numbered.body.decode()}}}'
