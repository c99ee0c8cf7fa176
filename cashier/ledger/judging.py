"""Where each transfer of a received line goes, decided purely: as said, to credit, or held. Nothing is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cashier.domain.accounts import Account, AccountKind, credit, held
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


HOLDING_REASONS = frozenset({Why.UNKNOWN_STATEMENT, Why.UNKNOWN_GUARANTOR})  # Such a part waits for a person.


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
    """One transfer as the ledger books it, with its accounts' codes; ``meant`` and ``why`` where the body differs."""

    sequence: int
    place: int
    part: int
    debit: str
    credit: str
    cents: int
    meant: str | None = None
    why: Why | None = None


@dataclass(slots=True)
class Credited:
    """A part of a transfer and the account that it really credits; ``why`` where that is not the one said."""

    account: Account
    cents: int
    why: Why | None = None


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


def judge(lines: Iterable[Received], open_now: dict[str, OpenStatement], guarantors: frozenset[str]) -> Judgment:
    """Judge lines in order. ``open_now`` is used up as they pay: what exceeds it becomes the guarantor's credit."""
    judgment = Judgment()
    for received in lines:
        if received.line is None:
            judgment.states[received.sequence] = State.UNREADABLE
        elif received.repeated:
            judgment.states[received.sequence] = State.REPEATED
        else:
            judgment.states[received.sequence] = State.POSTED
            for place, transfer in enumerate(received.line.transfers):
                parts = _credits(received.line, transfer, open_now, guarantors)
                _book(judgment, received.sequence, place, transfer, parts)
    return judgment


def _book(judgment: Judgment, sequence: int, place: int, transfer: Transfer, parts: list[Credited]) -> None:
    debit = transfer.debit.code
    for part, credited in enumerate(parts):
        posted = Posted(
            sequence=sequence,
            place=place,
            part=part,
            debit=debit,
            credit=credited.account.code,
            cents=credited.cents,
            meant=transfer.credit.code if credited.why else None,
            why=credited.why,
        )
        judgment.book(posted, transfer.debit, credited.account)
        if credited.why in HOLDING_REASONS:
            judgment.states[sequence] = State.HELD


def _credits(
    line: Line, transfer: Transfer, open_now: Mapping[str, OpenStatement], guarantors: frozenset[str]
) -> list[Credited]:
    """The parts of a transfer, each with the account that it really credits."""
    cents = transfer.amount.cents
    if transfer.debit.kind is AccountKind.RECEIVABLE and (billed := open_now.get(transfer.debit.owner)):
        billed.open_cents += cents
    if transfer.credit.kind is AccountKind.RECEIVABLE:
        statement = open_now.get(transfer.credit.owner)
        if statement is None:
            return [_instead(held(line.center), Why.UNKNOWN_STATEMENT, cents, transfer)]
        fits = min(cents, max(statement.open_cents, 0))
        statement.open_cents -= fits
        if fits == cents:
            return [Credited(transfer.credit, cents)]
        beyond = _instead(credit(statement.guarantor_number), Why.BEYOND_OPEN, cents - fits, transfer)
        return [Credited(transfer.credit, fits), beyond] if fits else [beyond]
    if transfer.credit.kind is AccountKind.CREDIT and transfer.credit.owner not in guarantors:
        return [_instead(held(line.center), Why.UNKNOWN_GUARANTOR, cents, transfer)]
    return [Credited(transfer.credit, cents)]


def _instead(account: Account, why: Why, cents: int, transfer: Transfer) -> Credited:
    """Another account than the one said; as said where the money comes from that account anyway."""
    return Credited(transfer.credit, cents) if account == transfer.debit else Credited(account, cents, why)
