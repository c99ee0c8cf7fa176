"""People and bills as rows of text, the one shape in which COPY, a file and a message meet."""

from operator import attrgetter
from typing import NamedTuple

from cashier.ledger.copying import copied
from cashier.wire import GuarantorRow, MemberRow, StatementRow
from cashier.wire_billing import Bill


class GuarantorText(NamedTuple):
    """A guarantor as COPY reads it."""

    number: str
    name: str
    region: str


class MemberText(NamedTuple):
    """A member as COPY reads it; ``notes`` are JSON."""

    number: str
    guarantor_number: str
    family_name: str
    given_names: str
    birth_date: str
    region: str
    home_center: str
    plan: str
    language: str
    notes: str
    email: str


class BillText(NamedTuple):
    """A bill as COPY reads it; ``statuses`` are JSON."""

    number: str
    kind: str
    region: str
    member_number: str
    guarantor_number: str
    title: str
    statement_date: str
    due_date: str
    billed_cents: str
    paid_cents: str
    service_date: str
    under_review: str
    autopay_on: str
    plan_words: str
    confidential: str
    statuses: str


_GUARANTOR_FIELDS = attrgetter(*GuarantorText._fields)
_MEMBER_FIELDS = attrgetter(*MemberText._fields)
_BILL_FIELDS = attrgetter(*BillText._fields)


def guarantor_text(row: GuarantorRow) -> GuarantorText:
    """A guarantor's fields as text."""
    return GuarantorText(*map(copied, _GUARANTOR_FIELDS(row)))


def member_text(row: MemberRow) -> MemberText:
    """A member's fields as text."""
    return MemberText(*map(copied, _MEMBER_FIELDS(row)))


def bill_text(bill: Bill) -> BillText:
    """A bill's fields as text."""
    return BillText(*map(copied, _BILL_FIELDS(bill)))


def bill_of(row: StatementRow) -> Bill:
    """A statement as a desk sees it, as the bill that it came from."""
    said = row.model_dump(exclude={"open_cents", "version", "held_cents"})
    return Bill(**said, paid_cents=row.billed_cents - row.open_cents)
