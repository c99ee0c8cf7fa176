"""Where each transfer of a received line goes, decided purely: as said, to credit, or held. Nothing is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from cashier.domain.accounts import Account, AccountKind, credit, held, holding
from cashier.domain.correction import CORRECTS
from cashier.domain.line import Line
from cashier.domain.transfer import Transfer
from cashier.ledger.reading import Received

# Their balances are kept with every posting; those of our own money are summed, so that no row of theirs is hot.
KEPT_BALANCES = frozenset(
    {
        AccountKind.RECEIVABLE,
        AccountKind.CREDIT,
        AccountKind.HOLDING,
        AccountKind.HELD,
        AccountKind.PREPAYMENT,
        AccountKind.REFUND_PAYABLE,
    }
)


class Why(StrEnum):
    """Why another account was credited than the one that the body names."""

    UNKNOWN_STATEMENT = "unknown_statement"
    UNKNOWN_GUARANTOR = "unknown_guarantor"
    BEYOND_OPEN = "beyond_open"
    WHERE_IT_WENT = "where_it_went"  # Debited: what is given back lies elsewhere than its payment said.
    STALE_CORRECTION = "stale_correction"  # Debited: what a correction names stands otherwise by now.
    CAME_HOME = "came_home"  # Entered from paper, and posted before: its money left the drawer that it was taken in.
    ENTERED_TWICE = "entered_twice"  # From paper and by its own desk, and both do not agree.


HOLDING_REASONS = frozenset(
    {Why.UNKNOWN_STATEMENT, Why.UNKNOWN_GUARANTOR, Why.STALE_CORRECTION, Why.ENTERED_TWICE}
)  # Such a part waits for a person.


class State(StrEnum):
    """What became of a line. HELD: a part of it waits for a person; the rest is posted."""

    POSTED = "posted"
    HELD = "held"
    UNREADABLE = "unreadable"
    REPEATED = "repeated"


NOT_POSTED = frozenset({State.UNREADABLE, State.REPEATED})


@dataclass(slots=True, kw_only=True)
class OpenStatement:
    """A statement while a run is judged: whose it is, where that matters, and what is still open on it."""

    guarantor_number: str
    open_cents: int


@dataclass(slots=True, kw_only=True)
class Posted:
    """One transfer as the ledger books it, with its accounts' codes. ``meant``, ``meant_debit`` and ``why`` where the
    body differs.
    """

    sequence: int
    place: int
    part: int
    debit: str
    credit: str
    cents: int
    meant: str | None = None
    why: Why | None = None
    meant_debit: str | None = None


@dataclass(slots=True)
class Credited:
    """A part of a transfer and the account that it really credits; ``why`` where that is not the one said."""

    account: Account
    cents: int
    why: Why | None = None


@dataclass(slots=True)
class Debited:
    """A part of a transfer and the account that it really debits; ``why`` where that is not the one said."""

    account: Account
    cents: int
    why: Why | None = None


class Corrections(Protocol):
    """What a run's corrections are judged by."""

    def learn(self, posted: Posted) -> None: ...
    def debits(self, sequence: int, place: int, line: Line, transfer: Transfer) -> list[Debited]: ...


@dataclass(slots=True, kw_only=True)
class Moved:
    """What a run adds to an account's two sides."""

    debit_cents: int = 0
    credit_cents: int = 0


@dataclass(slots=True, kw_only=True)
class Judgment:
    """All that a run's lines move, by account code too, and what became of each line."""

    posted: list[Posted] = field(default_factory=list)
    moved: dict[str, Moved] = field(default_factory=dict)
    states: dict[int, State] = field(default_factory=dict)

    def book(self, posted: Posted, debit: Account, credited: Account) -> None:
        """Add a transfer between these accounts, and its weight to the balances that are kept."""
        self.posted.append(posted)
        if debit.kind in KEPT_BALANCES:
            self.moved.setdefault(posted.debit, Moved()).debit_cents += posted.cents
        if credited.kind in KEPT_BALANCES:
            self.moved.setdefault(posted.credit, Moved()).credit_cents += posted.cents


def judge(
    lines: Iterable[Received],
    open_now: dict[str, OpenStatement],
    guarantors: frozenset[str],
    corrected: Corrections | None = None,
) -> Judgment:
    """Judge lines in order. ``open_now`` is used up as they pay: what exceeds it becomes the guarantor's credit."""
    judgment = Judgment()
    for received in lines:
        if received.line is None:
            judgment.states[received.sequence] = State.UNREADABLE
        elif received.repeated:
            judgment.states[received.sequence] = State.REPEATED
        else:
            judgment.states[received.sequence] = State.POSTED
            said = received.carried or received.line
            is_correction = corrected is not None and said.kind in CORRECTS
            for place, transfer in enumerate(received.line.transfers):
                debits = [Debited(transfer.debit, transfer.amount.cents)]
                if received.instead:
                    parts = [(debits[0], _entered_again(received.instead[place], transfer.amount.cents))]
                    _book(judgment, received.sequence, place, transfer, parts, corrected)
                    continue
                if corrected is not None and is_correction:
                    debits = corrected.debits(received.sequence, place, received.line, transfer)
                parts = [
                    (debited, credited)
                    for debited in debits
                    for credited in _credits(received.line, transfer, debited, open_now, guarantors)
                ]
                _book(judgment, received.sequence, place, transfer, parts, corrected)
    return judgment


def _book(
    judgment: Judgment,
    sequence: int,
    place: int,
    transfer: Transfer,
    parts: list[tuple[Debited, Credited]],
    corrected: Corrections | None,
) -> None:
    for part, (debited, credited) in enumerate(parts):
        posted = Posted(
            sequence=sequence,
            place=place,
            part=part,
            debit=debited.account.code,
            credit=credited.account.code,
            cents=credited.cents,
            meant=transfer.credit.code if credited.why else None,
            why=debited.why if debited.why is Why.STALE_CORRECTION else credited.why or debited.why,
            meant_debit=transfer.debit.code if debited.why else None,
        )
        judgment.book(posted, debited.account, credited.account)
        if corrected is not None:
            corrected.learn(posted)
        if posted.why in HOLDING_REASONS:
            judgment.states[sequence] = State.HELD


def _entered_again(account: Account, cents: int) -> Credited:
    return Credited(account, cents, Why.ENTERED_TWICE if account.kind is AccountKind.HELD else Why.CAME_HOME)


def _credits(
    line: Line,
    transfer: Transfer,
    debited: Debited,
    open_now: Mapping[str, OpenStatement],
    guarantors: frozenset[str],
) -> list[Credited]:
    """The parts of what a transfer debits, each with the account that it really credits."""
    cents, debit = debited.cents, debited.account
    if debit.kind is AccountKind.RECEIVABLE and (billed := open_now.get(debit.owner)):
        billed.open_cents += cents
    if transfer.credit.kind is AccountKind.RECEIVABLE:
        statement = open_now.get(transfer.credit.owner)
        if statement is None:
            return [_instead(held(line.center), Why.UNKNOWN_STATEMENT, cents, transfer, debit)]
        fits = min(cents, max(statement.open_cents, 0))
        statement.open_cents -= fits
        if fits == cents:
            return [Credited(transfer.credit, cents)]
        beyond = _instead(credit(statement.guarantor_number), Why.BEYOND_OPEN, cents - fits, transfer, debit)
        return [Credited(transfer.credit, fits), beyond] if fits else [beyond]
    if transfer.credit.kind is AccountKind.CREDIT and transfer.credit.owner not in guarantors:
        return [_instead(held(line.center), Why.UNKNOWN_GUARANTOR, cents, transfer, debit)]
    return [Credited(transfer.credit, cents)]


def _instead(account: Account, why: Why, cents: int, transfer: Transfer, debit: Account) -> Credited:
    """Another account than the one said; as said where the money comes from that account anyway.

    A move that comes too late, to what nobody knows, is held on both sides: it is money with no name.
    """
    if account != debit:
        return Credited(account, cents, why)
    if debit.kind is AccountKind.HELD:
        return Credited(holding(debit.owner), cents, why)
    return Credited(transfer.credit, cents)
