"""Enrolls a desk at its ledger with the code that the cash office gave out, and a key that is made here."""

import json
from contextlib import closing
from pathlib import Path

from cashier.config import DESK_FILE
from cashier.domain.errors import CashierError
from cashier.doors.key_place import find_desk_key, find_key
from cashier.doors.ledger_line import desk_signer, enrolling_client
from cashier.doors.papers import now_utc, read_papers
from cashier.store.opening import JOURNAL_NAME, look_at_journal
from cashier.wire import Enrolled, Enrollment


def run_enroll(data: Path, *, code: str, ledger_url: str | None) -> int:
    """Enroll, and print where the desk belongs as one JSON object. Raises CashierError."""
    enrolled = enroll_desk(data, code=code, ledger_url=ledger_url)
    print(json.dumps({"desk": enrolled.desk, "center": enrolled.center, "replaces": enrolled.replaces}))
    return 0


def enroll_desk(data: Path, *, code: str, ledger_url: str | None = None) -> Enrolled:
    """Bring a desk in. The key is made once and kept before it is used, so a lost answer is asked for again.

    Raises CashierError, with the ledger's own sentence where that refuses.
    """
    settings = read_papers(data, now_utc()).settings
    source = find_desk_key(data)
    signer = desk_signer(source.read() or source.make(), settings.desk)
    with closing(enrolling_client(settings.ledger, settings.desk, signer, ledger_url)) as client:
        enrolled = client.enroll(
            Enrollment(desk=settings.desk, code=code, public_key=signer.public, journal_lines=_lines(data))
        )
    if enrolled.center != settings.center:
        raise CashierError(
            f"{enrolled.desk} is enrolled at {enrolled.center}, and {DESK_FILE} says {settings.center}. Correct center."
        )
    return enrolled


def _lines(data: Path) -> int:
    """How many lines the desk's journal has; none where there is no journal yet."""
    if not (data / JOURNAL_NAME).exists():
        return 0
    with look_at_journal(data, key_source=find_key(data)) as journal, journal.open_reading() as work:
        return work.journal.head().sequence
