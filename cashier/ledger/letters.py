"""What members are told of what was corrected: a letter that waits until somebody says how it went out (R6).

It is written in the transaction that keeps the correction, and says no more than that line; whoever handed over money
and hears of a void that they never asked for is how a void that was none is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.correction import CORRECTS
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.languages import language_name
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.past_payments import inner_line
from cashier.ledger.database import OWN_DESK
from cashier.ledger.reading import Received
from cashier.wire import Message
from cashier.wire_office import OfficeWaitingRow

PREFIX = "letter."
ROWS_MOST = 1_000

TOLD = CORRECTS | {LineKind.MOVE_AGREED, LineKind.CHECK_RETURNED, LineKind.REFUND_DECLINED, LineKind.REFUND_PAID}
_WHAT = {
    LineKind.VOIDED: "Void of {}",
    LineKind.MOVED: "Move of {}",
    LineKind.MOVE_AGREED: "Move of {}",
    LineKind.TENDER_CHANGED: "Changed tender of {}",
    LineKind.CHECK_RETURNED: "Returned check of {}",
    LineKind.REFUND_DECLINED: "Refund declined",
    LineKind.REFUND_PAID: "Refund paid out",
}
_KEEP = text(
    """
    INSERT INTO letters (desk, sequence, kind, center, receipt, member_number)
    VALUES (:desk, :sequence, :kind, :center, :receipt, :member) ON CONFLICT DO NOTHING
    """
)
# Who asked that a treatment be nobody else's business is told by nobody's mail (California Civil Code 56.107).
_LETTERS = """
    WITH letter AS (
        SELECT letters.*, body FROM letters JOIN lines USING (desk, sequence) WHERE {}
    )
    SELECT letter, letter.desk, letter.sequence, letter.kind, letter.center, letter.receipt, letter.member_number,
           letter.made_at, told_in, letter.body,
           greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - letter.made_at) / 86400), 0)::int AS age_days,
           COALESCE(member.language, 'en') AS language, COALESCE(payer.name, '') AS name,
           COALESCE(member.family_name || ', ' || member.given_names, '') AS member_name,
           COALESCE(mail.address, '{{}}') AS address,
           EXISTS (SELECT FROM statements AS bill
                   WHERE bill.member_number = letter.member_number AND bill.confidential) AS is_confidential
    FROM letter
    LEFT JOIN members AS member ON member.number = letter.member_number
    LEFT JOIN guarantors AS payer ON payer.number = member.guarantor_number
    LEFT JOIN mail_addresses AS mail ON mail.guarantor_number = member.guarantor_number
"""
_WAITING = text(
    _LETTERS.format("told_in IS NULL AND (:center = '' OR letters.center = :center)")
    + f"ORDER BY letter LIMIT {ROWS_MOST}"
)
_ONE = text(_LETTERS.format("letter = :letter AND letters.center = :center"))
_MISSING = text(
    f"""
    WITH line AS (
        SELECT desk, sequence FROM lines
        WHERE kind IN ({", ".join(f"'{kind}'" for kind in sorted(TOLD))}) AND state IN ('posted', 'held')
          AND read_body(body) -> 'facts' ->> 'member' <> ''
    )
    SELECT desk, sequence FROM line
    WHERE NOT EXISTS (SELECT FROM letters WHERE (letters.desk, letters.sequence) = (line.desk, line.sequence))
    ORDER BY desk, sequence
    """
)


class LetterRow(Message):
    """One that waits, without anybody's name. ``by_mail``: false where the member asked for confidence."""

    letter: int
    center: str
    kind: str
    receipt: str
    made_at: datetime
    age_days: int
    has_address: bool
    by_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """What a letter is made of: the line that it tells, and to whom. ``member``: the number."""

    letter: int
    line: Line
    center: str
    made_at: datetime
    name: str
    address: tuple[str, ...]
    member: str
    language: str


def note_letters(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Write the letters of a run's corrections, in the transaction that keeps its lines; none where no member is
    known.
    """
    for received in lines:
        line = received.carried or received.line
        if line is None or received.repeated or line.kind not in TOLD:
            continue
        facts = line.facts
        if member := str(facts.get("member", ""))[:60]:
            kept = {
                "desk": desk,
                "sequence": received.sequence,
                "kind": line.kind.value,
                "center": str(facts.get("center", line.center)),
                "receipt": str(facts.get("receipt", ""))[:60],
                "member": member,
            }
            connection.execute(_KEEP, kept)


def waiting_letters(connection: Connection, now: datetime, *, center: str = "") -> list[Row[Any]]:
    """Those that nobody has sent yet, oldest first."""
    return list(connection.execute(_WAITING, {"now": now, "center": center}))


def letters_listed(connection: Connection, now: datetime, center: str) -> Iterator[OfficeWaitingRow]:
    """Whom a center's corrections are to be told, as its office's list says it."""
    for row in waiting_letters(connection, now, center=center):
        yield OfficeWaitingRow(
            task=f"{PREFIX}{row.letter}",
            kind="letter",
            what=letter_what(row),
            why="Tell the member, not by mail." if row.is_confidential else "Tell the member.",
            cents=letter_cents(row),
            age_days=row.age_days,
        )


def letter_row(row: Row[Any]) -> LetterRow:
    return LetterRow(
        letter=row.letter,
        center=row.center,
        kind=row.kind,
        receipt=row.receipt,
        made_at=row.made_at,
        age_days=row.age_days,
        has_address=bool(row.address),
        by_mail=not row.is_confidential,
    )


def letter_paper(row: Row[Any]) -> LetterPaper:
    """What its sheet is made of. Raises UnreadableBody."""
    return LetterPaper(
        letter=row.letter,
        line=inner_line(read_line(row.body.encode())),
        center=row.center,
        made_at=row.made_at,
        name=row.name or row.member_name,
        address=tuple(row.address),
        member=row.member_number,
        language=row.language,
    )


def letter_what(row: Row[Any]) -> str:
    """``Void of OAK3-0000001``."""
    return _WHAT[LineKind(row.kind)].format(row.receipt)


def letter_cents(row: Row[Any]) -> int | None:
    """What it is about; None where its line does not say."""
    try:
        facts = letter_paper(row).line.facts
    except UnreadableBody:
        return None
    cents = facts.get("cents", facts.get("asked_cents"))
    return cents if type(cents) is int else None


def letter_facts(connection: Connection, letter: int, center: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """What whoever tells the member should know, label by label. Raises Refused."""
    row = letter_of(connection, letter, center, now)
    cents = letter_cents(row)
    how = "Not by mail: the member asked for confidence." if row.is_confidential else ", ".join(row.address)
    said = (
        ("Member", f"{row.member_name or 'not known here'}, ****{row.member_number[-4:]}"),
        ("What", letter_what(row)),
        ("Amount", Money(cents).plain() if cents else ""),
        ("Language", language_name(row.language) or row.language),
        ("Where to", how or "No mail address is known: call."),
    )
    return tuple((label, words) for label, words in said if words)


def wrong_letters(connection: Connection) -> Iterator[str]:
    """Corrections of which no member is told, a sentence each."""
    for row in connection.execute(_MISSING):
        where = "the ledger's own journal" if row.desk == OWN_DESK else row.desk
        yield f"Line {row.sequence} of {where} corrects a payment, and no letter tells the member."


def letter_of(connection: Connection, letter: int, center: str, now: datetime) -> Row[Any]:
    """One of a center's. Raises Refused."""
    row = connection.execute(_ONE, {"letter": letter, "center": center, "now": now}).one_or_none()
    if row is None:
        raise Refused("This center has no such letter. Look at the list again.")
    return row
