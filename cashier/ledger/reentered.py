"""A receipt of a dead desk that was entered again elsewhere, from its paper, and its own line that comes after all.

Both are one payment, and its money is posted once, whichever comes first. Where they agree, the entry says where the
money lies now: the own line moves nothing, or, where that was posted already, the entry takes its money out of the dead
desk's drawer. Where they do not, a number may have been misread, and two payments look like one: the drawer of the
later one has its money, which is *held* until a person has looked at the paper.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, held
from cashier.domain.errors import FieldRefused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import total
from cashier.domain.origin import read_origin
from cashier.domain.past_payments import inner_line
from cashier.domain.receipt_number import is_receipt, made_at
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received
from cashier.ledger.replaced import with_heirs
from cashier.ledger.rows import FIRST_OF_RECEIPT

DRAWERS = frozenset({AccountKind.DRAWER_CASH, AccountKind.DRAWER_CHECKS})

_STATE = """
    line.body, EXISTS (SELECT FROM voided_lines AS gone WHERE gone.desk = line.desk AND gone.sequence = line.sequence)
        AS is_voided
"""
_ENTERED = text("SELECT DISTINCT receipt FROM reentered WHERE receipt = ANY(CAST(:receipts AS text[]))")
_IS_HOME = """
    own_desk IS NOT NULL OR EXISTS (SELECT FROM carried WHERE carrier = line.desk AND carried.sequence = line.sequence
                                                          AND carried.desk = split_part(receipt, '-', 1))
"""
_ENTRIES = text(
    f"""
    SELECT receipt, desk, sequence, {_STATE}, {_IS_HOME} AS is_home
    FROM reentered JOIN lines AS line USING (desk, sequence) WHERE receipt = ANY(CAST(:receipts AS text[]))
    ORDER BY is_voided, desk, sequence
    """
)
# Two that enter one receipt, and each desk that could bring its own line, wait for each other: none overlooks another.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(:lock, hashtext(:receipt))")
_ENTRIES_LOCK = 3_041_965  # Any number, the same in every process.
_ENTER = text(
    """
    UPDATE desks SET entered = entered + 1 WHERE desk = :desk RETURNING revoked_at IS NOT NULL AS is_gone
    """
)
_OWN = text(
    f"""
    WITH {FIRST_OF_RECEIPT}
    SELECT desk, sequence, {_STATE}, (desk, sequence) IN (SELECT own_desk, own_sequence FROM reentered
                                                          WHERE receipt = :receipt AND own_desk IS NOT NULL)
               AS is_home
    FROM first JOIN lines AS line USING (desk, sequence)
    """
)
_CLOSED = text(
    """
    SELECT EXISTS (SELECT FROM lines WHERE shift_id = :shift AND (
        kind = 'shift_closed' OR (kind = 'carried' AND read_body(body) -> 'facts' ->> 'kind' = 'shift_closed')))
    """
)
_KEEP = text(
    """
    INSERT INTO reentered (receipt, desk, sequence, own_desk, own_sequence)
    VALUES (:receipt, :desk, :sequence, :own_desk, :own_sequence) ON CONFLICT DO NOTHING
    """
)
_STANDS_AS = text(
    f"""
    WITH {FIRST_OF_RECEIPT}
    SELECT * FROM (
        SELECT {_STATE}, {_IS_HOME} AS is_home, desk, sequence FROM reentered JOIN lines AS line USING (desk, sequence)
        WHERE receipt = :receipt
    ) AS entry WHERE is_home OR NOT (is_voided OR EXISTS (SELECT FROM first))
    ORDER BY is_voided, desk, sequence LIMIT 1
    """
)


def reentered_receipt(line: Line) -> str:
    """The receipt of a desk that a PAYMENT line enters again; empty where it enters none."""
    if line.kind is not LineKind.PAYMENT or "origin" not in line.facts:
        return ""
    try:
        origin = read_origin(line.facts["origin"])
    except UnreadableBody:
        return ""
    receipt = origin.receipt if origin is not None else ""
    return receipt if is_receipt(receipt) else ""


def agree(entry: Line, own: Line) -> bool:
    """Whether both pay the same things with as much money of the same kinds."""
    return _paid(entry) == _paid(own)


def _paid(line: Line) -> Counter[tuple[AccountKind, str, str]]:
    paid: Counter[tuple[AccountKind, str, str]] = Counter()
    for transfer in line.transfers:
        paid[transfer.debit.kind, str(transfer.debit.book), transfer.credit.code] += transfer.amount.cents
    return paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line and where it stands. ``is_home``: it has found its counterpart. ``line`` is what moves the money there."""

    desk: str
    sequence: int
    line: Line
    is_voided: bool = False
    is_home: bool = False

    @property
    def words(self) -> str:
        paid = total([transfer.amount for transfer in self.line.transfers])
        named = sorted({transfer.credit.code for transfer in self.line.transfers})
        to = ", ".join(code.removeprefix("receivable:")[:40] for code in named[:5])
        return f"line {self.sequence} of {self.desk} ({str(self.line.facts.get('receipt', ''))[:40]}: {paid} to {to})"


@dataclass(slots=True)
class Entries:
    """What was entered again of the receipts of one run, by receipt, what stands first. ``drawn_twice``: receipts that
    turned out to stand on two papers.
    """

    connection: Connection
    known: dict[str, list[Place]] = field(default_factory=dict)
    drawn_twice: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, connection: Connection, receipts: Iterable[str]) -> "Entries":
        entries, drawn = cls(connection), list(receipts)
        asked = connection.scalars(_ENTERED, {"receipts": drawn}).all() if drawn else []  # Of nearly every run, none.
        for row in connection.execute(_ENTRIES, {"receipts": asked}) if asked else ():
            line = inner_line(read_line(row.body.encode()))
            entries.known.setdefault(row.receipt, []).append(
                Place(desk=row.desk, sequence=row.sequence, line=line, is_voided=row.is_voided, is_home=row.is_home)
            )
        return entries

    def home_of(self, own: Received) -> Place | None:
        """The entry that an own line's money stands in already; None where there is none that agrees."""
        line = own.carried or own.line
        assert own.receipt is not None
        assert line is not None
        for entry in self.known.get(own.receipt.receipt, ()):
            if not entry.is_voided and not entry.is_home and agree(entry.line, line):
                return entry
        return None

    def judged(self, desk: str, own: Received) -> Received:
        """An own line that has no home: as it says where its receipt was not entered again, or has its own line by
        now and stands on another paper, too; else held.
        """
        line = own.carried or own.line
        entries = self.known.get(own.receipt.receipt, ()) if own.receipt else ()
        if any(entry.is_home for entry in entries) and own.receipt is not None:
            self.drawn_twice.add(own.receipt.receipt)
            return own
        first = next(iter(entries), None)
        if first is None or line is None or not is_of_drawer(line):
            return own
        mine = Place(desk=desk, sequence=own.sequence, line=line)
        assert own.receipt is not None
        how = "and voided there" if first.is_voided else "and both do not agree"
        _warn(
            self.connection,
            f"Receipt {own.receipt.receipt} came as {mine.words}, was entered from paper as {first.words}, {how}",
        )
        return _held(own)


def settle_entered(
    connection: Connection, desk: str, lines: Sequence[Received], *, is_gone: bool, drawn_twice: Iterable[str] = ()
) -> tuple[Sequence[Received], list[tuple[UUID, Place]]]:
    """The lines of a run with what was, or is, entered again from paper; and which of them stand in an entry.

    ``is_gone``: this desk may take no more money, and its drawer is another one's to count. ``drawn_twice``: receipts
    of these lines that are known to stand on another paper, too.
    """
    direct = [one for one in lines if one.receipt and not one.carried and not one.repeated]
    entries = Entries.of(connection, [one.receipt.receipt for one in direct if one.receipt])
    settled: list[Received] = []
    homes = []
    for received in lines:
        said = (received.carried or received.line) if not received.repeated else None
        if said is not None and not received.is_elsewhere and (receipt := reentered_receipt(said)):
            settled.append(_entered(connection, desk, received, receipt, settled))
        elif entries.known and received in direct:
            home = entries.home_of(received) if is_gone else None
            if home is None or received.line is None:
                settled.append(entries.judged(desk, received))
            else:
                homes.append((received.line.line_id, home))
                settled.append(received.without_money())
        else:
            settled.append(received)
    warn_of_two_papers(connection, entries.drawn_twice.union(drawn_twice))
    return settled, homes


def warn_of_two_papers(connection: Connection, receipts: Iterable[str]) -> None:
    """A journal that was put back, or copied, has drawn numbers again that stood on paper already."""
    for receipt in sorted(receipts):
        raise_alarm(
            connection,
            "receipt_twice",
            f"Receipt {receipt} stands on two papers: its desk's journal was put back and drew the number again. "
            "Both payments are posted. Tell the members.",
        )


def stands_as(connection: Connection, receipt: str) -> None:
    """Raises FieldRefused for a receipt whose payment stands under another number, with that number. What was entered
    and voided can be entered again.
    """
    maker = made_at(receipt)
    asked = {"maker": maker, "makers": with_heirs(connection, [maker]), "receipt": receipt}
    for row in connection.execute(_STANDS_AS, asked):
        line = inner_line(read_line(row.body.encode()))
        raise FieldRefused(
            f"Receipt {receipt} was entered from its paper at {line.desk}: use its number {line.facts['receipt']}.",
            "receipt",
        )


def _entered(connection: Connection, desk: str, received: Received, receipt: str, run: Sequence[Received]) -> Received:
    """A line that enters ``receipt`` again, as it is to be posted; ``run`` came before it."""
    entry = received.carried or received.line
    assert entry is not None
    connection.execute(_ONE_AT_A_TIME, {"lock": _ENTRIES_LOCK, "receipt": receipt})
    maker = made_at(receipt)
    makers = sorted(with_heirs(connection, [maker]))
    are_gone = {one: connection.scalar(_ENTER, {"desk": one}) for one in makers}
    mine = Place(desk=desk, sequence=received.sequence, line=entry)
    before = [one for one in Entries.of(connection, [receipt]).known.get(receipt, ()) if not one.is_voided]
    before += [
        Place(desk=desk, sequence=one.sequence, line=line)
        for one in run
        if (line := one.carried or one.line) is not None and reentered_receipt(line) == receipt
    ]
    own = _own_of_run(desk, receipt, run) or _own(connection, receipt, makers)
    came_home = None
    if not before and own is not None and are_gone[maker]:
        came_home = _taken_out(connection, entry, own)
    kept = {"receipt": receipt, "desk": desk, "sequence": received.sequence, "own_desk": None, "own_sequence": None}
    if came_home is not None and own is not None:
        connection.execute(_KEEP, kept | {"own_desk": own.desk, "own_sequence": own.sequence})
        return replace(received, instead=came_home, is_elsewhere=True)
    connection.execute(_KEEP, kept)
    first = before[0] if before else own
    if first is None:
        return received
    _warn(
        connection,
        f"Receipt {receipt} was entered from paper as {mine.words}, and is here as {first.words} already",
    )
    return _held(received)


def _own(connection: Connection, receipt: str, makers: list[str]) -> Place | None:
    row = connection.execute(_OWN, {"maker": made_at(receipt), "makers": makers, "receipt": receipt}).first()
    if row is None:
        return None
    line = inner_line(read_line(row.body.encode()))
    return Place(desk=row.desk, sequence=row.sequence, line=line, is_voided=row.is_voided, is_home=row.is_home)


def _own_of_run(desk: str, receipt: str, run: Sequence[Received]) -> Place | None:
    """The receipt's own line, where it came along in this same run."""
    said = [(one, one.carried or one.line) for one in run]
    for one, line in said:
        if one.receipt is not None and one.receipt.receipt == receipt and line is not None:
            payment = str(one.receipt.payment_id)
            gone = any(
                other is not None and other.kind is LineKind.VOIDED and other.facts.get("payment") == payment
                for _, other in said
            )
            return Place(desk=desk, sequence=one.sequence, line=line, is_voided=gone)
    return None


def _taken_out(connection: Connection, entry: Line, own: Place) -> tuple[Account, ...] | None:
    """The dead desk's drawer, for each transfer of an entry whose money was taken out of it.

    None where both do not agree, or that drawer was counted with the money in it.
    """
    if own.is_voided or own.is_home or not agree(entry, own.line) or not is_of_drawer(entry, wholly=True):
        return None
    if connection.scalar(_CLOSED, {"shift": own.line.shift_id}):
        return None
    drawers = {(t.debit.kind, str(t.debit.book), t.credit.code): t.debit for t in own.line.transfers}
    return tuple(drawers[t.debit.kind, str(t.debit.book), t.credit.code] for t in entry.transfers)


def is_of_drawer(line: Line, *, wholly: bool = False) -> bool:
    """Whether a line brings what can be entered from paper: a card's money cannot."""
    of_drawers = [transfer.debit.kind in DRAWERS for transfer in line.transfers]
    return all(of_drawers) if wholly else any(of_drawers)


def _held(received: Received) -> Received:
    line = received.line
    assert line is not None
    return replace(received, instead=(held(line.center),) * len(line.transfers))


def _warn(connection: Connection, sentence: str) -> None:
    raise_alarm(
        connection,
        "entered_twice",
        f"{sentence}. The later one is held: look at both papers. Release it if it is another payment; else void the "
        "entry.",
    )
