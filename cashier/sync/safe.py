"""Asks the ledger about safe, deposits and bank for somebody of the cash office, and tells it what was counted."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from cashier.domain import safe
from cashier.domain.accounts import Book
from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.wire import Message
from cashier.wire_safe import (
    BagAnswer,
    BagAsked,
    BagsNamed,
    BankRow,
    CorrectDeposit,
    CountBag,
    CountDone,
    CountSafe,
    DepositArrived,
    DepositDone,
    GiveDeposit,
    NameBags,
    PrepareDeposit,
    ReviewDeposit,
    SafeAnswer,
    SafeAsked,
    SafeBag,
    SafeDeposit,
    Seen,
    SlipAnswer,
    SlipAsked,
    TakeChange,
)

MessageType = TypeVar("MessageType", bound=Message)


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def safe(self, path: str, wish: Message, shape: type[MessageType]) -> MessageType: ...


class LedgerSafe:
    """`ports.safe.SafeLedger`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def look(self, staff: Staff, day: date) -> safe.Safe:
        said = self._ledger.safe("", SafeAsked(staff=staff.user, day=day), SafeAnswer)
        return safe.Safe(
            as_of=said.as_of,
            bags=tuple(map(_bag, said.bags)),
            deposits=tuple(map(_deposit, said.deposits)),
            bank=tuple(map(_difference, said.bank)),
            open_shifts=said.open_shifts,
            shifts=said.shifts,
            opened_on=said.opened_on,
            closed_on=said.closed_on,
        )

    def bag(self, staff: Staff, number: str) -> safe.BagSeen:
        said = self._ledger.safe("/bag", BagAsked(staff=staff.user, number=number), BagAnswer)
        return safe.BagSeen(
            number=said.number,
            next_step=said.next_step,
            items=tuple(
                safe.BagCheck(
                    key=item.key,
                    bag=item.bag,
                    kind=item.kind,
                    number=item.number,
                    receipt=item.receipt,
                    amount=Money(item.cents),
                )
                for item in said.items
            ),
            steps=tuple(safe.BagStep(at=step.at, what=step.what, who=step.who) for step in said.steps),
        )

    def prepare(self, wish: safe.Prepare, staff: Staff) -> safe.DepositDone:
        asked = PrepareDeposit(
            line_id=wish.line_id,
            staff=staff.user,
            book=wish.book.code,
            bags=wish.bags,
            count=dict(wish.count),
            checks=_seen(wish.checks),
            is_final=wish.is_final,
        )
        return _done(self._ledger.safe("/prepare", asked, DepositDone))

    def review(self, wish: safe.Review, staff: Staff) -> safe.DepositDone:
        asked = ReviewDeposit(
            line_id=wish.line_id,
            staff=staff.user,
            deposit=wish.deposit,
            count=dict(wish.count),
            checks=_seen(wish.checks),
            seal=wish.seal,
        )
        return _done(self._ledger.safe("/review", asked, DepositDone))

    def give(self, wish: safe.HandOver, staff: Staff) -> safe.DepositDone:
        asked = GiveDeposit(line_id=wish.line_id, staff=staff.user, number=wish.number, courier=wish.word)
        return _done(self._ledger.safe("/give", asked, DepositDone))

    def arrive(self, wish: safe.HandOver, staff: Staff) -> safe.DepositDone:
        asked = DepositArrived(line_id=wish.line_id, staff=staff.user, number=wish.number, receipt=wish.word)
        return _done(self._ledger.safe("/arrive", asked, DepositDone))

    def correct(self, wish: safe.DepositCorrection, staff: Staff, second: Staff) -> safe.DepositDone:
        asked = CorrectDeposit(
            line_id=wish.line_id,
            staff=staff.user,
            second=second.user,
            number=wish.number,
            credited_cents=wish.credited.cents,
            reason=wish.reason,
        )
        return _done(self._ledger.safe("/correct", asked, DepositDone))

    def count(self, wish: safe.SafeCount, staff: Staff, second: Staff) -> safe.CountDone:
        asked = CountSafe(
            line_id=wish.line_id,
            staff=staff.user,
            second=second.user,
            purpose=wish.purpose.value,
            day=wish.day,
            count=dict(wish.count),
            bags=wish.bags,
        )
        return _counted(self._ledger.safe("/count", asked, CountDone))

    def recount(self, wish: safe.BagCount, staff: Staff, second: Staff) -> safe.CountDone:
        asked = CountBag(
            line_id=wish.line_id,
            staff=staff.user,
            second=second.user,
            number=wish.number,
            count=dict(wish.count),
            missing=wish.missing,
        )
        return _counted(self._ledger.safe("/recount", asked, CountDone))

    def name(self, wish: safe.TwoBags, staff: Staff, second: Staff) -> safe.BagsNamed:
        asked = NameBags(line_id=wish.line_id, staff=staff.user, second=second.user, number=wish.number)
        said = self._ledger.safe("/name", asked, BagsNamed)
        return safe.BagsNamed(number=said.number, names=tuple((one.desk, one.name) for one in said.names))

    def change(self, wish: safe.Change, staff: Staff, second: Staff) -> safe.CountDone:
        asked = TakeChange(
            line_id=wish.line_id,
            staff=staff.user,
            second=second.user,
            ordered_cents=wish.ordered.cents,
            count=dict(wish.count),
        )
        return _counted(self._ledger.safe("/change", asked, CountDone))

    def slip(self, deposit: UUID, reason: str, staff: Staff) -> Deposit:
        said = self._ledger.safe("/slip", SlipAsked(staff=staff.user, deposit=deposit, reason=reason), SlipAnswer)
        return Deposit(
            name=str(said.deposit),
            number=said.number,
            center=said.center,
            book=Book.read(said.book),
            prepared_on=said.prepared_on,
            prepared_at=said.prepared_at,
            prepared_by=said.prepared_by,
            reviewed_by=said.reviewed_by,
            bags=said.bags,
            seal=said.seal,
            day=said.day,
            is_final=said.is_final,
            items=tuple(
                DepositItem(
                    bag=item.bag,
                    is_cash=item.is_cash,
                    amount=Money(item.cents),
                    denomination=item.denomination,
                    pieces=item.pieces,
                    number=item.number,
                    receipt=item.receipt,
                )
                for item in said.items
            ),
        )


def _seen(checks: Iterable[safe.SeenCheck]) -> tuple[Seen, ...]:
    return tuple(Seen(number=check.number, cents=check.amount.cents) for check in checks)


def _done(said: DepositDone) -> safe.DepositDone:
    return safe.DepositDone(deposit=said.deposit, number=said.number, seal=said.seal, amount=Money(said.cents))


def _counted(said: CountDone) -> safe.CountDone:
    return safe.CountDone(
        matches=said.matches, again=said.again, difference=Money(said.difference_cents), missing=said.missing
    )


def _bag(row: SafeBag) -> safe.BagAtHand:
    return safe.BagAtHand(
        number=row.bag,
        book=Book.read(row.book),
        desk=row.desk,
        day=row.day,
        cash=Money(row.cash_cents),
        checks=Money(row.checks_cents),
        accepted_by=row.accepted_by,
        shift_is_open=row.shift_is_open,
    )


def _deposit(row: SafeDeposit) -> safe.DepositAtHand:
    return safe.DepositAtHand(
        deposit=row.deposit,
        number=row.number,
        book=Book.read(row.book),
        day=row.day,
        is_final=row.is_final,
        cash=Money(row.cash_cents),
        checks=Money(row.checks_cents),
        state=safe.DepositState(row.state),
        prepared_by=row.prepared_by,
        reviewed_by=row.reviewed_by,
        seal=row.seal,
        courier=row.courier,
        wrong=row.wrong,
        credited=None if row.credited_cents is None else Money(row.credited_cents),
        corrected=Money(row.corrected_cents),
        is_yours=row.is_yours,
    )


def _difference(row: BankRow) -> safe.BankDifference:
    return safe.BankDifference(what=row.what, why=row.why, amount=Money(row.cents), as_of=row.as_of)
