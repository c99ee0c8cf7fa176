"""What a drawer should hold, from its shift's transfers: one function for X reading, close, and the ledger's office.

It reads the accounts that money moved between and never what a payment says of itself, so that change, rounding, drops
and whatever comes later are in it without being named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.errors import MISREAD
from cashier.domain.line import Line, LineKind, text_of
from cashier.domain.money import ZERO, Money, total
from cashier.domain.shift_lines import NO_CASH_ALONE, CashAlone
from cashier.domain.tenders import TenderKind
from cashier.domain.transfer import Transfer

_IN_DRAWER = (AccountKind.DRAWER_CASH, AccountKind.DRAWER_CHECKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What should be in a drawer by book: notes and coins, and checks with all other paper. Books with nothing moved
    are left out; an amount may be negative where more was given out than came in.
    """

    cash: Mapping[Book, Money]
    checks: Mapping[Book, Money]

    @property
    def cash_total(self) -> Money:
        """A count knows no books."""
        return total(self.cash.values())


def drawer_holds(shift_id: UUID, moved: Iterable[Transfer]) -> Holdings:
    """The balances of one shift's drawer accounts. ``moved`` may hold other transfers too, and sums of several."""
    owner = str(shift_id)
    held: dict[AccountKind, dict[Book, Money]] = {kind: {} for kind in _IN_DRAWER}
    for transfer in moved:
        for account, amount in ((transfer.debit, transfer.amount), (transfer.credit, -transfer.amount)):
            if account.owner == owner and account.kind in held and account.book is not None:
                book = held[account.kind]
                book[account.book] = book.get(account.book, ZERO) + amount
    return Holdings(cash=held[AccountKind.DRAWER_CASH], checks=held[AccountKind.DRAWER_CHECKS])


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerItem:
    """A check or other paper in the drawer. ``key`` names it in bodies: its line and its place among the tenders."""

    key: str
    kind: TenderKind
    number: str
    receipt: str
    book: Book
    amount: Money


def items_in(shift_id: UUID, lines: Iterable[Line]) -> tuple[DrawerItem, ...]:
    """The checks, money orders and other paper that lie in a shift's drawer, in the order in which they came.

    A line that takes paper out of the drawer names it by its keys in ``facts["items"]``, one that brings some from
    another drawer says it in ``facts["papers"]``.
    """
    items: dict[str, DrawerItem] = {}
    for line in lines:
        for place, transfer in enumerate(line.transfers):
            if _is_paper_of(shift_id, transfer.debit) and line.kind is LineKind.PAYMENT:
                item = _item(line, place, transfer)
                known = items.get(item.key)
                items[item.key] = item if known is None else _with_more(known, item.amount)
        for key in _taken_out(shift_id, line):
            items.pop(key, None)
        if any(_is_paper_of(shift_id, t.debit) for t in line.transfers) or _is_changed_in(shift_id, line):
            items |= {item.key: item for item in _brought(line)}
    return tuple(items.values())


def _is_changed_in(shift_id: UUID, line: Line) -> bool:
    """Whether a tender of this drawer was called otherwise: one paper for another moves no money."""
    return line.kind is LineKind.TENDER_CHANGED and line.shift_id == shift_id


def _is_paper_of(shift_id: UUID, account: Account) -> bool:
    return account.kind is AccountKind.DRAWER_CHECKS and account.owner == str(shift_id)


def _taken_out(shift_id: UUID, line: Line) -> tuple[str, ...]:
    goes = any(_is_paper_of(shift_id, transfer.credit) for transfer in line.transfers)
    if not goes and not _is_changed_in(shift_id, line):
        return ()
    said = line.facts.get("items", ())
    return tuple(key for key in said if isinstance(key, str))


def _brought(line: Line) -> tuple[DrawerItem, ...]:
    try:
        return read_papers(line.facts.get("papers", ()))
    except MISREAD:
        return ()  # Its money is in the drawer all the same, and the count says so.


def read_papers(said: Sequence[Mapping[str, Any]]) -> tuple[DrawerItem, ...]:
    """Checks and other paper that go along, as bodies keep them. Raises KeyError, TypeError or ValueError."""
    return tuple(
        DrawerItem(
            key=text_of(one["key"]),
            kind=TenderKind(one["kind"]),
            number=text_of(one["number"]),
            receipt=text_of(one["receipt"]),
            book=Book.read(one["book"]),
            amount=Money(one["cents"]),
        )
        for one in said
    )


def _item(line: Line, place: int, transfer: Transfer) -> DrawerItem:
    """What a transfer brought into the drawer; without a number where the body does not say."""
    index, said = tender_of(line, place)
    assert transfer.debit.book is not None
    try:
        kind = TenderKind(said.get("kind", ""))
    except ValueError:
        kind = TenderKind.CHECK
    return DrawerItem(
        key=f"{line.line_id}.{index}",
        kind=kind,
        number=str(said.get("number", "")),
        receipt=str(line.facts.get("receipt", "")),
        book=transfer.debit.book,
        amount=transfer.amount,
    )


def _with_more(item: DrawerItem, amount: Money) -> DrawerItem:
    return DrawerItem(
        key=item.key,
        kind=item.kind,
        number=item.number,
        receipt=item.receipt,
        book=item.book,
        amount=item.amount + amount,
    )


def tender_of(line: Line, place: int) -> tuple[int, Mapping[str, Any]]:
    """Which of a payment's tenders its transfer at ``place`` brings, and what is said of it; -1 and nothing if none."""
    try:
        index = line.facts["applied"][place][0]
        return index, line.facts["tenders"][index]
    except MISREAD:
        return -1, {}


@dataclass(frozen=True, slots=True)
class BrandTotal:
    """The same of one brand of card; ``brand`` is empty where nobody said it."""

    brand: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTotal:
    """What one terminal approved in a shift and did not give back: how many sales, and how much."""

    terminal: str
    count: int
    amount: Money
    brands: tuple[BrandTotal, ...] = ()


def cards_of(lines: Iterable[Line]) -> tuple[CardTotal, ...]:
    """A shift's card money by terminal, for holding against the terminal's own total."""
    sales, brands = sales_of(lines)
    return tuple(
        CardTotal(
            terminal=terminal,
            count=sum(1 for amount in of_terminal.values() if amount != ZERO),
            amount=total(of_terminal.values()),
            brands=_by_brand(of_terminal, brands),
        )
        for terminal, of_terminal in sorted(sales.items())
    )


def sales_of(lines: Iterable[Line]) -> tuple[dict[str, dict[str, Money]], dict[str, str]]:
    """What stands of each card that was booked, by terminal and attempt: nothing of one that was given back; and each
    attempt's brand.
    """
    asked: dict[str, str] = {}
    brands: dict[str, str] = {}
    sales: dict[str, dict[str, Money]] = {}
    for line in lines:
        if line.kind is LineKind.CARD_ASKED:
            asked[str(line.line_id)] = str(line.facts.get("terminal", ""))
        for place, transfer in enumerate(line.transfers):
            sides = ((transfer.debit, transfer.amount), (transfer.credit, -transfer.amount))
            for account, amount in sides:
                if account.kind is AccountKind.CARD_CLEARING:
                    _, said = tender_of(line, place)
                    attempt = str(said.get("attempt", line.line_id))
                    brands[attempt] = str(said.get("issuer", "")) or brands.get(attempt, "")
                    of_terminal = sales.setdefault(asked.get(attempt, ""), {})
                    of_terminal[attempt] = of_terminal.get(attempt, ZERO) + amount
    return sales, brands


def _by_brand(sales: Mapping[str, Money], brands: Mapping[str, str]) -> tuple[BrandTotal, ...]:
    """One terminal's sales by brand; what was given back whole is none."""
    of_brand: dict[str, list[Money]] = {}
    for attempt, amount in sales.items():
        if amount != ZERO:
            of_brand.setdefault(brands[attempt], []).append(amount)
    return tuple(BrandTotal(brand, len(amounts), total(amounts)) for brand, amounts in sorted(of_brand.items()))


def receipts_in(lines: Iterable[Line]) -> tuple[str, ...]:
    """The receipts of these lines whose payments stand, each once, in order."""
    lines = tuple(lines)
    voided = voided_in(lines)
    payments = (line for line in lines if line.kind is LineKind.PAYMENT and line.facts.get("payment") not in voided)
    return tuple(dict.fromkeys(str(line.facts["receipt"]) for line in payments))


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderTotal:
    """What was taken in one kind of tender in a shift, less the change given: how many, and how much."""

    kind: str
    count: int
    amount: Money


def voided_in(lines: Iterable[Line]) -> frozenset[str]:
    """The payments, by their ids as bodies say them, that were given back whole."""
    return frozenset(str(line.facts.get("payment", "")) for line in lines if line.kind is LineKind.VOIDED)


def changes_in(lines: Iterable[Line]) -> Iterator[tuple[str, str, Money]]:
    """Which kind of tender was found to be which one, and how much, of payments that stand."""
    lines = tuple(lines)
    voided = voided_in(lines)
    for line in lines:
        if line.kind is LineKind.TENDER_CHANGED and line.facts.get("payment") not in voided:
            yield str(line.facts["was"]["kind"]), str(line.facts["now"]["kind"]), Money(line.facts["cents"])


def tender_totals(lines: Iterable[Line], cash_alone: CashAlone = NO_CASH_ALONE) -> tuple[TenderTotal, ...]:
    """What payors paid in a shift by kind of tender, in the order of the kinds' names; cash rounding as one of them. A
    payment that was voided in the shift counts nothing. ``cash_alone`` are payments that are not in ``lines``.

    What was rounded up is cash in the drawer and no payment, so it is less than nothing there.
    """
    paid: dict[str, Money] = {}
    counted: set[tuple[UUID, int, str]] = set()
    lines = tuple(lines)
    voided = voided_in(lines)
    for line in lines:
        if line.kind is not LineKind.PAYMENT or line.facts.get("payment") in voided:
            continue
        for place, transfer in enumerate(line.transfers):
            index, said = tender_of(line, place)
            kind = str(said.get("kind", "")) or transfer.debit.kind.value
            amount = transfer.amount
            if transfer.credit.kind is AccountKind.CASH_ROUNDING:
                cash = TenderKind.CASH.value
                paid[cash] = paid.get(cash, ZERO) + amount
                kind, amount = AccountKind.CASH_ROUNDING.value, -amount
            paid[kind] = paid.get(kind, ZERO) + amount
            counted.add((line.line_id, index, kind))
    counts = Counter(kind for _, _, kind in counted)
    for was, now, amount in changes_in(lines):
        for kind, more in ((was, -1), (now, 1)):
            paid[kind] = paid.get(kind, ZERO) + Money(more * amount.cents)
            counts[kind] += more
    if cash_alone.count:
        cash = TenderKind.CASH.value
        paid[cash] = paid.get(cash, ZERO) + cash_alone.amount
        counts[cash] += cash_alone.count
    return tuple(
        TenderTotal(kind=kind, count=counts[kind], amount=amount)
        for kind, amount in sorted(paid.items())
        if amount != ZERO or counts[kind]
    )
