"""Asks the ledger how the whole center stands, for somebody of its office."""

from datetime import date
from typing import Protocol
from uuid import UUID

from cashier.domain.card_batch import CardBatch
from cashier.domain.closed_move import PAYMENTS, ClosedPayment, ClosedSource
from cashier.domain.money import Money
from cashier.domain.office import BagInSafe, DrawerState, Office, OfficeDrawer, OverShort, WaitingItem, WaitingList
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Staff
from cashier.domain.targets import read_target
from cashier.wire_deeds import BatchSaid, Deed, DeedDone, TaskAsked, TaskTold, TrendAsked, TrendRow, TrendTold
from cashier.wire_office import AcceptBag, BagAccepted, OfficeAnswer, OfficeAsked, OfficeDrawerRow, OfficeList


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def office(self, asked: OfficeAsked) -> OfficeAnswer: ...
    def accept_bag(self, wish: AcceptBag) -> BagAccepted: ...
    def deed(self, wish: Deed) -> DeedDone: ...
    def task(self, asked: TaskAsked) -> TaskTold: ...
    def trend(self, asked: TrendAsked) -> TrendTold: ...


class LedgerOffice:
    """`ports.office.OfficeLedger`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger
        self._last: dict[str, Office] = {}

    def look(self, staff: Staff, business_date: date, cash_most: Money) -> Office:
        asked = OfficeAsked(staff=staff.user, business_date=business_date, cash_most_cents=cash_most.cents)
        said = self._ledger.office(asked)
        self._last[staff.user] = seen = Office(
            as_of=said.as_of,
            drawers=tuple(map(_drawer, said.drawers)),
            tasks=_list(said.tasks),
            unidentified=_list(said.unidentified),
            not_posted=_list(said.not_posted),
            credits=_list(said.credits),
            returned=_list(said.returned),
            books=_list(said.books),
            for_you=_list(said.for_you),
            messages=_list(said.messages),
            you_asked=_list(said.you_asked),
            on_their_way=_list(said.on_their_way),
        )
        return seen

    def last(self, staff: Staff) -> Office | None:
        return self._last.get(staff.user)

    def accept_bag(self, line_id: UUID, number: str, staff: Staff) -> BagInSafe:
        said = self._ledger.accept_bag(AcceptBag(line_id=line_id, staff=staff.user, number=number))
        return BagInSafe(
            number=said.number, line=said.line, cash=Money(said.cash_cents), checks=Money(said.checks_cents)
        )

    def do(self, wish: Wish, staff: Staff) -> str:
        asked = Deed(
            line_id=wish.line_id,
            staff=staff.user,
            what=wish.deed.value,
            about=wish.about,
            second=wish.second,
            statement=wish.statement,
            guarantor=wish.guarantor,
            cents=wish.amount.cents if wish.amount is not None else None,
            day=wish.day,
            site_fees_cents=_cents(wish.site_fees),
            fee_cents=wish.fee.cents if wish.fee is not None else None,
            receipt=wish.receipt,
            number=wish.check,
            until=wish.until,
            source=wish.source,
            to=wish.to,
            reason=wish.reason,
            words=wish.words,
            minutes=wish.minutes,
            desks=wish.desks,
            batch=_batch(wish.batch) if wish.batch is not None else None,
        )
        return self._ledger.deed(asked).said

    def trend(self, staff: Staff, today: date, days: int) -> OverShort:
        told = self._ledger.trend(TrendAsked(staff=staff.user, today=today, days=days))
        return OverShort(closing=_trend(told.closing), floats=_trend(told.floats))

    def closed_payment(self, receipt: str, staff: Staff) -> ClosedPayment:
        told = self._ledger.task(TaskAsked(staff=staff.user, about=f"{PAYMENTS}{receipt}"))
        return ClosedPayment(
            receipt=receipt,
            sources=tuple(
                ClosedSource(target=read_target(row.code), words=row.words, amount=Money(row.cents))
                for row in told.sources
            ),
            told=told.facts,
        )

    def task(self, about: str, staff: Staff) -> tuple[tuple[str, str], ...]:
        return self._ledger.task(TaskAsked(staff=staff.user, about=about)).facts


def _cents(fees: tuple[Money, Money] | None) -> tuple[int, int] | None:
    return (fees[0].cents, fees[1].cents) if fees is not None else None


def _batch(batch: CardBatch) -> BatchSaid:
    return BatchSaid(
        desk=batch.desk,
        terminal=batch.terminal,
        number=batch.number,
        until=batch.until,
        sales=tuple((row.code, row.last_four, row.amount.cents) for row in batch.rows),
    )


def _drawer(row: OfficeDrawerRow) -> OfficeDrawer:
    return OfficeDrawer(
        desk=row.desk,
        cashier=row.cashier,
        cashier_name=row.cashier_name,
        opened_at=row.opened_at,
        state=DrawerState(row.state),
        payments=row.payments,
        expected=_money(row.expected_cents),
        is_over_limit=row.is_over_limit,
        waits=row.waits,
        closed_at=row.closed_at,
        z=row.z,
        difference=_money(row.difference_cents),
        bags=row.bags,
        also_at=row.also_at,
    )


def _list(said: OfficeList) -> WaitingList:
    items = (
        WaitingItem(
            what=r.what,
            why=r.why,
            amount=_money(r.cents),
            age_days=r.age_days,
            owner=r.owner,
            task=r.task,
            kind=r.kind,
            age_minutes=r.age_minutes,
            until=r.until,
        )
        for r in said.rows
    )
    return WaitingList(items=tuple(items), count=said.count, amount=Money(said.cents))


def _trend(rows: tuple[TrendRow, ...]) -> WaitingList:
    items = tuple(WaitingItem(what=row.name, why=row.words, amount=_money(row.cents), kind="trend") for row in rows)
    return WaitingList(items=items, count=len(items))


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)
