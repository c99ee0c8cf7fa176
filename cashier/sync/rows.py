"""Turns the ledger's rows into the domain's values, and believes none that cannot be."""

from cashier.domain.errors import LedgerAway, UnreadableBody
from cashier.domain.funds import is_fund
from cashier.domain.line import read_line
from cashier.domain.mailed_receipt import is_address
from cashier.domain.money import MOST_CENTS, Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.past_payments import PastPayment
from cashier.domain.people import Staff
from cashier.domain.receipt_seen import OFFICE_SAYS, masked_since
from cashier.domain.statements import Member, Statement
from cashier.usecases.ports.directory import CameBack, DirectoryPage, Found, Known, ReturnedCheck, StaffRecord
from cashier.wire import (
    FoundRow,
    MemberRow,
    Page,
    PastAnswer,
    PastRow,
    ReturnedCheckRow,
    SearchAnswer,
    StaffRow,
    StatementRow,
)

TEXT_MAX = 200
NOTES_MAX = 20
PAST_TEXTS_MAX = 200
HASH_MAX = 500
BODY_MAX = 10_000
_PLAN = "payment_plan"  # A plan's own words say it better.
VERSION_MAX = 2**53 - 1


def directory_page(page: Page) -> DirectoryPage:
    """The page as the store takes it. Raises LedgerAway, naming the first row that cannot be, and no person."""
    return DirectoryPage(
        epoch=page.epoch,
        mark=page.mark,
        after=page.after,
        more=page.more,
        gone=page.gone,
        members=tuple(_member(row) for row in page.members),
        statements=tuple(_known(row, page) for row in page.statements),
        staff=tuple(_staff(row) for row in page.staff),
        paid_elsewhere=tuple(_paid(row) for row in page.statements if _is_told(row)),
        returned=tuple(_returned(row) for row in page.returned_checks),
        came_back=tuple(filter(None, map(_came_back, page.came_back))),
    )


def found_members(answer: SearchAnswer) -> tuple[Found, ...]:
    """Who was found, as a list shows them. Raises LedgerAway."""
    return tuple(_found(row) for row in answer.found)


def past_payments(answer: PastAnswer) -> tuple[PastPayment, ...]:
    """What was paid before. Raises LedgerAway."""
    return tuple(_past(row) for row in answer.payments)


def _past(row: PastRow) -> PastPayment:
    texts = (row.receipt, row.desk, row.center, row.channel, row.used, *row.statements, *row.deposits, *row.tenders)
    _check(len(texts) <= PAST_TEXTS_MAX and max(map(len, texts)) <= TEXT_MAX, "an impossible payment")
    _check(row.cents <= MOST_CENTS, "an impossible payment")
    _check(not row.used or is_fund(row.used), "an impossible payment")
    return PastPayment(
        line_id=row.line_id,
        paid_at=row.paid_at,
        business_date=row.business_date,
        amount=Money(row.cents),
        statements=row.statements,
        deposits=row.deposits,
        used=row.used,
        tenders=row.tenders,
        receipt=row.receipt,
        desk=row.desk,
        center=row.center,
        channel=row.channel,
        is_voided=row.is_voided,
        is_moved=row.is_moved,
        is_refund=row.is_refund,
        is_returned=row.is_returned,
    )


def _found(row: FoundRow) -> Found:
    _check_texts("an impossible member", row.number, row.family_name + row.given_names)
    _check(len(row.home_center) <= TEXT_MAX, "an impossible member")
    return Found(
        number=row.number,
        family_name=row.family_name,
        given_names=row.given_names,
        birth_year=row.birth_year,
        home_center=row.home_center,
    )


def _member(row: MemberRow) -> Member:
    _check_texts("an impossible member", row.number, row.guarantor_number, row.family_name + row.given_names)
    _check(
        len(row.notes) <= NOTES_MAX and all(len(note) <= TEXT_MAX for note in row.notes),
        "a member with impossible notes",
    )
    _check(max(map(len, (row.region, row.home_center, row.plan, row.language))) <= TEXT_MAX, "an impossible member")
    return Member(
        number=row.number,
        guarantor_number=row.guarantor_number,
        family_name=row.family_name,
        given_names=row.given_names,
        birth_date=row.birth_date,
        region=row.region,
        home_center=row.home_center,
        plan=row.plan,
        language=row.language,
        notes=row.notes,
        email=row.email if is_address(row.email) else "",  # An odd one stops no page: it is only offered.
    )


def _known(row: StatementRow, page: Page) -> Known:
    _check_texts("an impossible statement", row.number, row.region, row.member_number, row.guarantor_number)
    _check(max(len(row.title), len(row.plan_words)) <= TEXT_MAX, "a statement with impossible words")
    _check(0 <= row.billed_cents <= MOST_CENTS, "a statement with an impossible amount billed")
    # Less than nothing may be open: a bill that was lowered after it had been paid.
    _check(-MOST_CENTS <= row.open_cents <= MOST_CENTS, "a statement with an impossible balance")
    _check(0 <= row.held_cents <= MOST_CENTS, "a statement with an impossible amount held")
    _check(0 <= row.version <= VERSION_MAX, "a statement with an impossible version")
    statement = Statement(
        number=row.number,
        kind=row.kind,
        region=row.region,
        member_number=row.member_number,
        guarantor_number=row.guarantor_number,
        title=row.title,
        statement_date=row.statement_date,
        due_date=row.due_date,
        billed=Money(row.billed_cents),
        open=Money(row.open_cents),
        version=f"{page.epoch}.{row.version}",
        service_date=row.service_date,
        under_review=row.under_review,
        autopay_on=row.autopay_on,
        plan_words=_words(row),
        confidential=row.confidential,
    )
    return Known(statement=statement, mark=page.mark, held=Money(row.held_cents))


def _is_told(row: StatementRow) -> bool:
    """Whether there is a payment that came another way. These are words alone, so an odd one stops no page."""
    return bool(row.paid_elsewhere) and 0 < row.paid_elsewhere[0].cents <= MOST_CENTS


def _paid(row: StatementRow) -> PaidElsewhere:
    """The newest; the ledger puts it first."""
    newest = row.paid_elsewhere[0]
    return PaidElsewhere(
        number=row.number,
        member_number=row.member_number,
        channel=newest.channel[:TEXT_MAX],
        amount=Money(newest.cents),
        paid_at=newest.paid_at,
    )


def _words(row: StatementRow) -> str:
    """What a cashier must see of a statement: its statuses, those too that this desk has no name for, and its plan."""
    statuses = [status.replace("_", " ") for status in row.statuses if not (status == _PLAN and row.plan_words)]
    words = " · ".join(filter(None, [*statuses, row.plan_words]))
    return words if len(words) <= TEXT_MAX else f"{words[: TEXT_MAX - 1]}…"


def _staff(row: StaffRow) -> StaffRecord:
    _check_texts("an impossible staff member", row.user, row.name)
    _check(len(row.passphrase_hash) <= HASH_MAX and len(row.badge) <= TEXT_MAX, "an impossible staff member")
    return StaffRecord(
        staff=Staff(user=row.user, name=row.name, role=row.role),
        passphrase_hash=row.passphrase_hash,
        badge=row.badge,
        active=row.active,
    )


def _returned(row: ReturnedCheckRow) -> ReturnedCheck:
    _check_texts("an impossible account", row.token)
    return ReturnedCheck(token=row.token, until=row.until)


def _came_back(body: str) -> CameBack | None:
    """These are words for paper alone, so an odd one stops no page."""
    try:
        line = masked_since(read_line(body.encode()))
    except UnreadableBody:
        return None
    is_one = line.kind in OFFICE_SAYS and len(body) <= BODY_MAX
    return CameBack(line.facts["receipt"], line) if is_one else None


def _check_texts(what: str, *needed: str) -> None:
    """What a row is known by must be there, and short enough to be that."""
    _check(all(0 < len(text) <= TEXT_MAX for text in needed), what)


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise LedgerAway(f"The ledger sent {what}. This desk keeps what it had before.")
