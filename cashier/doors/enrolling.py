"""Enrolls a desk at its ledger with the code that the cash office gave out, and a key that is made here."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

from cashier.config import DESK_FILE
from cashier.domain.carried import Carried, Replacement, read_carried, replacement_act
from cashier.domain.errors import CashierError, Refused, StoreTrouble
from cashier.domain.line import LineKind, read_line
from cashier.domain.shift import counted
from cashier.doors.assembly import assembled
from cashier.doors.key_place import find_desk_key, find_key
from cashier.doors.ledger_line import desk_signer, enrolling_client
from cashier.doors.organization_keys import private_half
from cashier.doors.papers import now_utc, read_papers
from cashier.doors.setup import fill, make_desk
from cashier.doors.typed import typed_passphrase
from cashier.security.keys import RECOVERY_FILE, unwrap_key
from cashier.store.opening import JOURNAL_NAME, look_at_journal
from cashier.store.rescue import rescued_journal
from cashier.store.work import JournalFile
from cashier.usecases.ports.work import Stored
from cashier.usecases.replace_desk import replace_desk
from cashier.usecases.sign_in import InPerson
from cashier.wire import Enrolled, Enrollment

CODE_VARIABLE = "COUNTERFOIL_ENROLLMENT_CODE"
_LINES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """The data folder of the desk that is replaced, and what a lead found there; ``count`` like ``20.00=5,1.00=12``.

    ``recovery_key``: the file with the organization's private key, where the desk's own key is gone with it; then the
    folder may be that of its second copy.
    """

    folder: Path
    lead: str
    last_receipt: str
    count: str
    recovery_key: Path | None = None


def run_enroll(data: Path, *, ledger_url: str | None, predecessor: Predecessor | None) -> int:
    """Enroll, and print where the desk belongs as one JSON object. Raises CashierError.

    The code is no argument, which every user of the machine could read while it still holds.
    """
    code = os.environ.get(CODE_VARIABLE, "") or typed_passphrase("The one-time code from the cash office")
    if not code.strip():
        raise Refused("Enter the one-time code that the cash office gave out for this desk.")
    if predecessor is None:
        enrolled = enroll_desk(data, code=code.strip(), ledger_url=ledger_url)
        print(json.dumps({"desk": enrolled.desk, "center": enrolled.center}))
    else:
        words = typed_passphrase("The lead's passphrase")
        enrolled, came = take_place(data, predecessor, words, code=code.strip(), ledger_url=ledger_url)
        facts = {"desk": enrolled.desk, "center": enrolled.center, "replaces": enrolled.replaces, "carried": came}
        print(json.dumps(facts))
    return 0


def enroll_desk(data: Path, *, code: str, ledger_url: str | None = None, replaces: str | None = None) -> Enrolled:
    """Bring a desk in. The key is made once and kept before it is used, so a lost answer is asked for again.

    Raises CashierError, with the ledger's own sentence where that refuses.
    """
    settings = read_papers(data, now_utc()).settings
    source = find_desk_key(data)
    signer = desk_signer(source.read() or source.make(), settings.desk)
    asked = Enrollment(
        desk=settings.desk, code=code, public_key=signer.public, journal_lines=_lines(data), replaces=replaces
    )
    with closing(enrolling_client(settings.ledger, settings.desk, signer, ledger_url)) as client:
        enrolled = client.enroll(asked)
    if enrolled.center != settings.center:
        raise CashierError(
            f"{enrolled.desk} is enrolled at {enrolled.center}, and {DESK_FILE} says {settings.center}. Correct center."
        )
    return enrolled


def take_place(
    data: Path, predecessor: Predecessor, passphrase: str, *, code: str, ledger_url: str | None = None
) -> tuple[Enrolled, int]:
    """Enroll a desk in another one's place, with that one's unsent lines; returns how many came along.

    Begins the journal where there is none. After any failure the same again goes on. Raises CashierError.
    """
    count = _count(predecessor.count)
    with _journal_of(predecessor, data) as old:
        if not (data / JOURNAL_NAME).exists():
            make_desk(data, replaces=old.desk)
        enrolled = enroll_desk(data, code=code, ledger_url=ledger_url, replaces=old.desk)
        found = Replacement(replaces=old.desk, last_receipt=predecessor.last_receipt, count=count)
        with assembled(data, replaces=old.desk) as assembly:
            fill(assembly, ledger_url)
            approval = InPerson(assembly.desk, begins=True).approve(
                predecessor.lead, passphrase, act=replacement_act(old.desk), amount=counted(count)
            )
            came = replace_desk(found, lines_to_carry(old, enrolled), approval, assembly.desk)
    return enrolled, came


def _journal_of(predecessor: Predecessor, data: Path) -> AbstractContextManager[JournalFile]:
    """The old desk's journal. Raises CashierError."""
    folder = predecessor.folder
    if predecessor.recovery_key is None:
        return look_at_journal(folder, key_source=find_key(folder))
    private = private_half(predecessor.recovery_key, "recovery")
    try:
        wrapped = (folder / RECOVERY_FILE).read_text("ascii")
    except (OSError, UnicodeDecodeError) as trouble:
        raise StoreTrouble(
            f"{folder / RECOVERY_FILE} cannot be read; it lies beside both copies of a journal. Name the right folder."
        ) from trouble
    return rescued_journal(folder, data, unwrap_key(wrapped, private))


def lines_to_carry(old: JournalFile, enrolled: Enrolled) -> Iterator[Carried]:
    """What the ledger may not have: past what it says now, and past what it told that desk, whichever is less.

    What it told before it was put back to a backup, it may have lost since, and have a copy's lines in its place: then
    all lines are carried, and those that it has count once.
    """
    with old.open_reading() as work:
        mark = work.journal.mark()
        past = min(mark.received_through, enrolled.replaced_through) if mark.epoch == enrolled.epoch else 0
        while some := work.journal.stored_after(past, _LINES_AT_ONCE):
            for stored in some:
                yield _as_carried(stored, old.desk)
            past = some[-1].sequence


def _as_carried(stored: Stored, desk: str) -> Carried:
    """A line to carry; one that carries another already gives that one on."""
    line = read_line(stored.body)
    if line.kind is LineKind.CARRIED:
        return read_carried(line)
    return Carried(desk=desk, sequence=stored.sequence, chain=stored.chain, body=stored.body.decode())


def _lines(data: Path) -> int:
    """How many lines the desk's journal has; none where there is no journal yet."""
    if not (data / JOURNAL_NAME).exists():
        return 0
    with look_at_journal(data, key_source=find_key(data)) as journal, journal.open_reading() as work:
        return work.journal.head().sequence


def _count(text: str) -> dict[str, int]:
    """A count as it is typed. Raises Refused, naming the place."""
    count: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        code, equals, number = part.partition("=")
        if not (equals and number.isascii() and number.isdigit() and len(number) <= 4):
            raise Refused(f"Write the count like 20.00=5,1.00=12; {part[:20]} is no part of one.")
        count[code] = int(number)
    counted(count)
    return count
