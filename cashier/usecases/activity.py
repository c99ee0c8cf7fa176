"""Earlier payments of this desk, found, opened and added up, with nothing told of a drawer before its count (R2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cashier.domain.accounts import receivable
from cashier.domain.carried import read_carried
from cashier.domain.day import Day, by_hour, day_figures, same_weekdays
from cashier.domain.desk_payment import DeskPayment, PostState, held_places, read_payment_query
from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.records import read_record_day
from cashier.domain.scan import safe_text
from cashier.domain.shift import Shift
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import Journal, PrintJob

FOUND_MOST = 200
DAYS_OFFERED = 7
SHOWN_DAY = "day"
_PARTS_LOOKED_AT = 100
_CARRIED_LOOKED_AT = 1_000  # The parts of one payment were taken within minutes.


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsFound:
    """What was found, newest first; ``more`` if there may be others. ``behind``: lines that were not read yet."""

    payments: tuple[DeskPayment, ...]
    more: bool
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPayment:
    """One payment with all that its lines say, its papers, and ``since``: what was corrected, and came back.

    ``address``: where its member reads e-mail, as far as that is known and they paid for themselves.
    """

    payment: DeskPayment
    lines: tuple[Line, ...]
    since: tuple[Line, ...]
    facts: tuple[PaymentFacts, ...]
    papers: tuple[PrintJob, ...]
    address: str


def day_at(desk: Desk, chosen: date | None = None) -> Day:
    """The ``chosen`` business date; without one that of the open drawer, or else the center's day."""
    with desk.open_reading() as work:
        shift = work.journal.open_shift()
    business_date = chosen or (shift.business_date if shift is not None else today_at(desk))
    compared = same_weekdays(business_date)
    activity = desk.activity.day(business_date, compared)
    is_counted = cash_is_counted(shift, business_date)
    hours = {of_day: _at_the_center(counted, desk) for of_day, counted in activity.hours.items()}
    figures, days_compared = by_hour(hours[business_date], [hours[other] for other in compared])
    return Day(
        business_date=business_date,
        payments=_with_states(activity.payments, desk),
        figures=day_figures(activity.payments, declined=activity.declined, cash_is_counted=is_counted),
        hours=figures,
        days_compared=days_compared,
        behind=desk.activity.behind(),
        cash_is_counted=is_counted,
    )


def earlier_days(desk: Desk) -> tuple[date, ...]:
    """The last days before today on which this desk took payments, the latest first."""
    return desk.activity.days_before(today_at(desk), DAYS_OFFERED)


def read_day(text: str, desk: Desk) -> date:
    """A day of this desk as it is typed, up to today. Raises FieldRefused."""
    return read_record_day(text, today_at(desk), SHOWN_DAY)


def cash_is_counted(shift: Shift | None, business_date: date) -> bool:
    """Whether a day's cash may be told at this desk: its drawer of that day is not open any more (R2)."""
    return shift is None or shift.business_date != business_date


def find_payments(text: str, desk: Desk) -> PaymentsFound:
    """Payments of this desk by receipt, member, amount or check number; the latest for no text. Raises Refused."""
    found = desk.activity.found(read_payment_query(text), FOUND_MOST + 1)
    return PaymentsFound(
        payments=_with_states(found[:FOUND_MOST], desk), more=len(found) > FOUND_MOST, behind=desk.activity.behind()
    )


def open_payment(receipt: str, desk: Desk) -> OpenedPayment:
    """One payment as it stands in the journal. Raises Refused if it is not this desk's."""
    payment = desk.activity.of(receipt)
    with desk.open_reading() as work:
        lines = tuple(numbered.line for numbered in work.journal.receipt(receipt)) or _carried(payment, work.journal)
        corrections = corrections_of(lines, work)
        papers = work.jobs.of(receipt)
    if payment is None or not lines:
        raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
    (payment,) = _with_states((payment,), desk)
    facts = tuple(map(read_payment, lines))
    since = (*corrections, *desk.directory.came_back(receipt))
    address = _known_address(facts[-1], desk)
    return OpenedPayment(payment=payment, lines=lines, since=since, facts=facts, papers=papers, address=address)


def _known_address(facts: PaymentFacts, desk: Desk) -> str:
    """A receipt is its payor's: where somebody else paid, it goes to no address that is the member's."""
    if facts.payor.name:
        return ""
    member = desk.directory.member(facts.member_number)
    return member.email if member is not None else ""


def _carried(payment: DeskPayment | None, journal: Journal) -> tuple[Line, ...]:
    """The lines of a payment that was taken at the desk whose place this one took, as they were carried here."""
    if payment is None:
        return ()
    some = journal.after(payment.place - 1, min(payment.through - payment.place + 1, _CARRIED_LOOKED_AT))
    inner = (read_line(read_carried(n.line).body.encode()) for n in some if n.line.kind is LineKind.CARRIED)
    return tuple(line for line in inner if line.kind is LineKind.PAYMENT and line.facts["receipt"] == payment.receipt)


def _at_the_center(counted: Mapping[datetime, int], desk: Desk) -> dict[int, int]:
    """By the hour of the center's clock: the two hours that a clock set back shows twice are one there."""
    hours: Counter[int] = Counter()
    for hour, count in counted.items():
        hours[hour.astimezone(desk.place.time_zone).hour] += count
    return dict(hours)


def _with_states(payments: Iterable[DeskPayment], desk: Desk) -> tuple[DeskPayment, ...]:
    """Each with how far it is: sent by the mark, and posted unless the ledger says that it holds a part."""
    held = desk.directory.held()
    with desk.open_reading() as work:
        mark = work.journal.mark().received_through
        certain, unclear = _held(held, mark, work.journal)
    return tuple(
        payment
        if (state := _state(payment, mark, certain, unclear)) is payment.state
        else payment._replace(state=state)
        for payment in payments
    )


def _state(payment: DeskPayment, mark: int, certain: frozenset[str], unclear: frozenset[str]) -> PostState:
    if payment.voided:
        return PostState.VOIDED
    if payment.through > mark:
        return PostState.TO_SEND
    if payment.receipt in certain:
        return PostState.NOT_POSTED
    return PostState.UNCLEAR if payment.receipt in unclear else PostState.POSTED


def _held(held: Mapping[str, Money], mark: int, journal: Journal) -> tuple[frozenset[str], frozenset[str]]:
    """The receipts with a part that the ledger could not post, and those that may have one."""
    certain: set[str] = set()
    unclear: set[str] = set()
    for number, amount in held.items():
        parts, receipts = _parts(number, mark, journal)
        sure, unsure = held_places(parts, amount)
        certain |= {receipts[place] for place in sure}
        unclear |= {receipts[place] for place in unsure}
    return frozenset(certain), frozenset(unclear)


def _parts(number: str, mark: int, journal: Journal) -> tuple[dict[int, Money], dict[int, str]]:
    """What this desk's lines up to the mark paid on a statement, and under which receipts."""
    account = receivable(number)
    parts: dict[int, Money] = {}
    receipts: dict[int, str] = {}
    for numbered in journal.crediting([account.code], _PARTS_LOOKED_AT):
        if numbered.sequence <= mark:
            parts[numbered.sequence] = total([t.amount for t in numbered.line.transfers if t.credit == account])
            receipts[numbered.sequence] = str(numbered.line.facts.get("receipt", ""))
    return parts, receipts
