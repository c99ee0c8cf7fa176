"""Corrections as the ledger books them: as said, unless the money is elsewhere by now, or the line comes too late.

Money that could not go where a payment said (to credit, or held) leaves from there when it is given back, also after a
person has released it. A correction that names no latest line is held: what left the drawer has left it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import FUND_ACCOUNTS, Account, AccountKind, held
from cashier.domain.correction import CORRECTS, corrects_of
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.past_payments import inner_line
from cashier.domain.people import Right
from cashier.domain.transfer import Transfer
from cashier.ledger.agreed import has_right
from cashier.ledger.database import OWN_DESK
from cashier.ledger.judging import KEPT_BALANCES, Debited, Posted, Why
from cashier.ledger.reading import Received

_KNOWN = text(
    """
    WITH known AS (
        SELECT line_id, desk, sequence FROM lines WHERE desk = :desk AND line_id = ANY(CAST(:ids AS uuid[]))
        UNION SELECT line_id, carrier, sequence FROM carried WHERE desk = :desk AND line_id = ANY(CAST(:ids AS uuid[]))
    ), moved AS (
        SELECT desk, sequence, count(DISTINCT place)::int AS transfers FROM transfers
        WHERE (desk, sequence) IN (SELECT desk, sequence FROM known) GROUP BY desk, sequence
    )
    SELECT line_id, desk, sequence, COALESCE(transfers, 0) AS transfers
    FROM known LEFT JOIN moved USING (desk, sequence)
    """
)
_NOTE = text(
    """
    INSERT INTO corrections (desk, sequence, of_desk, corrects, kind, receipt, cents, stands)
    VALUES (:desk, :sequence, :of_desk, :corrects, :kind, :receipt, :cents, :stands)
    ON CONFLICT DO NOTHING RETURNING sequence
    """
)
# What was entered from paper and posted before goes back with its own line.
_VOIDED = text(
    """
    INSERT INTO voided_lines (desk, sequence)
    SELECT CAST(:desk AS text), CAST(:sequence AS bigint)
    UNION SELECT own_desk, own_sequence FROM reentered
    WHERE desk = :desk AND sequence = :sequence AND own_desk IS NOT NULL
    ON CONFLICT DO NOTHING
    """
)
_ASIDE = text(
    """
    SELECT part, credit,
           cents - COALESCE((SELECT sum(cents) FROM taken_back WHERE task = aside.desk || '.' || aside.sequence || '.'
                             || place || '.' || part), 0)::bigint AS left_cents
    FROM set_aside AS aside
    WHERE desk = :desk AND sequence = :sequence AND place = :place AND (meant IS NOT NULL OR why IS NULL)
      AND why IS DISTINCT FROM 'came_home'
    ORDER BY part
    """
)
_RELEASED = text(
    """
    SELECT task, credit, cents,
           cents - COALESCE((SELECT sum(cents) FROM taken_back WHERE taken_back.task = released.task), 0)::bigint
               AS left_cents
    FROM (SELECT act.subject || '.' || act.sequence || '.' || place || '.' || part AS task, credit, transfer.cents
          FROM office_acts AS act
          JOIN transfers AS transfer ON transfer.desk = :own AND transfer.sequence = act.sequence
          WHERE act.subject = :task AND act.kind = 'held_released' ORDER BY act.sequence, place, part) AS released
    """
)
TAKEN_BACK = text(
    """
    INSERT INTO taken_back AS known (task, desk, sequence, cents) VALUES (:task, :desk, :sequence, :cents)
    ON CONFLICT (task, desk, sequence) DO NOTHING
    """
)
_OVERDRAWN = text(
    """
    SELECT account, -sum(cents)::bigint AS cents FROM funds WHERE account = ANY(CAST(:accounts AS text[]))
    GROUP BY account, book HAVING sum(cents) < 0 ORDER BY account, book
    """
)
_CAME_BACK = text("SELECT 1 FROM returned_items WHERE CAST(payment AS text) = :payment LIMIT 1")
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES (:what, :sentence)")
_SAID = text(
    f"""
    SELECT desk, sequence, state, body FROM lines
    WHERE kind IN ({", ".join(f"'{kind}'" for kind in sorted(CORRECTS))}) AND state IN ('posted', 'held')
    ORDER BY desk, sequence
    """
)
_BODIES = text("SELECT body FROM lines WHERE desk = :desk AND line_id = ANY(CAST(:ids AS uuid[])) ORDER BY sequence")


_HOLDING = f"{AccountKind.HOLDING}:"
_Place = tuple[str, int, int]  # A transfer: its desk, its line, its place in that.


@dataclass(slots=True, kw_only=True)
class _Aside:
    """A part of a payment that is not where its line said, and what of it can still be taken back from there."""

    task: str
    account: str
    cents: int

    @property
    def where(self) -> Account:
        return Account.read(self.account)


@dataclass(slots=True, kw_only=True)
class Corrected:
    """What a run's corrections have to be judged by. ``taken``: of which task they took back how much, by line.

    What a person released of a task is one of its own there, named by the line that released it.
    """

    desk: str
    stale: set[int] = field(default_factory=set)
    places: dict[int, list[_Place]] = field(default_factory=dict)
    asides: dict[_Place, list[_Aside]] = field(default_factory=dict)
    taken: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def learn(self, posted: Posted) -> None:
        """A part of this run went elsewhere: a later line of the same run may take it back."""
        if posted.why is Why.CAME_HOME or (posted.meant is None and not posted.credit.startswith(_HOLDING)):
            return
        self.asides.setdefault((self.desk, posted.sequence, posted.place), []).append(
            _Aside(
                task=f"{self.desk}.{posted.sequence}.{posted.place}.{posted.part}",
                account=posted.credit,
                cents=posted.cents,
            )
        )

    def debits(self, sequence: int, place: int, line: Line, transfer: Transfer) -> list[Debited]:
        """The accounts that a transfer of a correction really debits, with the cents of each."""
        cents = transfer.amount.cents
        if line_is_change(line):
            return [Debited(transfer.debit, cents)]  # Between the parts of one drawer, where it lies.
        if sequence in self.stale:
            if transfer.debit.kind not in KEPT_BALANCES:
                return [Debited(transfer.debit, cents)]
            return [Debited(held(line.center), cents, Why.STALE_CORRECTION)]
        debits = []
        taken_from = self.places[sequence]
        for aside in self.asides.get(taken_from[place], ()) if place < len(taken_from) else ():
            if share := min(cents, aside.cents):
                aside.cents -= share
                cents -= share
                same = aside.account == transfer.debit.code
                debits.append(Debited(Account.read(aside.account), share, None if same else Why.WHERE_IT_WENT))
                self.taken[aside.task, sequence] += share
        return [*debits, Debited(transfer.debit, cents)] if cents else debits

    def keep(self, connection: Connection) -> None:
        """What was taken back waits for nobody any more, and is not there to be taken again."""
        for (task, sequence), cents in self.taken.items():
            connection.execute(TAKEN_BACK, {"task": task, "desk": self.desk, "sequence": sequence, "cents": cents})


def line_is_change(line: Line) -> bool:
    """Whether a line only calls a tender otherwise."""
    return inner_line(line).kind is LineKind.TENDER_CHANGED


def warn_of_overdrawn(connection: Connection, posted: Sequence[Posted]) -> None:
    """Raise an alarm for a deposit or credit that is below zero after corrections: it had paid a bill meanwhile."""
    warn_of_low_funds(connection, [part.debit for part in posted])


def warn_of_low_funds(connection: Connection, accounts: Iterable[str]) -> None:
    """The same for these accounts, by their codes."""
    taken = sorted({account for account in accounts if Account.read(account).kind in FUND_ACCOUNTS})
    for row in connection.execute(_OVERDRAWN, {"accounts": taken}) if taken else ():
        sentence = (
            f"{Money(row.cents)} more of {row.account} was given back or moved than was there: a bill was paid with it "
            "meanwhile, or it was asked back. Find out who owes it."
        )
        connection.execute(_ALARM, {"what": "fund_overdrawn", "sentence": sentence})


def look_up(connection: Connection, desk: str, lines: Sequence[Received]) -> Corrected | None:
    """Note a run's corrections, and find what they are judged by; None for a run without one."""
    if not any(said.kind in CORRECTS for _, said in _said(lines)):
        return None
    corrected = Corrected(desk=desk)
    of_run: dict[UUID, _Known] = {}
    for received, said in _said(lines):
        if said.kind in CORRECTS:
            _note(connection, received.sequence, said, of_run, corrected)
        of_run[said.line_id] = _Known(desk, received.sequence, len(said.transfers), is_new=True)
    return corrected


@dataclass(frozen=True, slots=True)
class _Known:
    """Where a line stands, and how many transfers it has."""

    desk: str
    sequence: int
    transfers: int
    is_new: bool = False

    @property
    def places(self) -> Iterator[_Place]:
        return ((self.desk, self.sequence, place) for place in range(self.transfers))


def _said(lines: Sequence[Received]) -> Iterator[tuple[Received, Line]]:
    for received in lines:
        if received.line is not None and not received.repeated:
            yield received, received.carried or received.line


def _note(
    connection: Connection, sequence: int, said: Line, of_run: Mapping[UUID, _Known], corrected: Corrected
) -> None:
    desk = corrected.desk
    paid, before = _named(connection, said, of_run)
    corrects, receipt = _corrects(said)
    row = {
        "desk": desk,
        "sequence": sequence,
        "of_desk": said.desk,
        "corrects": corrects,
        "kind": said.kind.value,
        "receipt": receipt[:200],
        "cents": sum(transfer.amount.cents for transfer in said.transfers),
    }
    came_back = connection.scalar(_CAME_BACK, {"payment": str(said.facts.get("payment", ""))}) is not None
    stands = bool(paid) and not came_back and connection.scalar(_NOTE, row | {"stands": True}) is not None
    if not stands:
        corrected.stale.add(sequence)
        connection.execute(_NOTE, row | {"stands": False})
        sentence = f"Line {sequence} of {desk} corrects {receipt[:40]}, which stands otherwise by now. It is held."
        connection.execute(_ALARM, {"what": "correction_stale", "sentence": sentence})
        return
    if said.facts.get("approver") in (None, "", said.staff):
        sentence = f"Line {sequence} of {desk} corrects {receipt[:40]} without a second person. It is posted: ask how."
        connection.execute(_ALARM, {"what": "correction_alone", "sentence": sentence})
    elif not has_right(connection, str(said.facts["approver"]), Right.APPROVE_CORRECTIONS, said.taken_at):
        approver = str(said.facts["approver"])[:40]
        sentence = f"Line {sequence} of {desk} corrects {receipt[:40]} by {approver}'s word, who has no right to it."
        connection.execute(_ALARM, {"what": "correction_no_right", "sentence": f"{sentence} It is posted: ask how."})
    for known in paid if said.kind is LineKind.VOIDED else ():
        connection.execute(_VOIDED, {"desk": known.desk, "sequence": known.sequence})
    places = [place for known in (*paid, *before) for place in known.places]
    corrected.places[sequence] = _taken_from(said, places)
    for known in (*paid, *before):
        if not known.is_new:
            for place in known.places:
                if place not in corrected.asides:
                    corrected.asides[place] = asides_of(connection, *place)


def _taken_from(said: Line, places: Sequence[_Place]) -> list[_Place]:
    """For each transfer of a correction, the one whose money it takes; none where it does not say that plainly."""
    try:
        return [places[place] for place, _ in said.facts["parts"]]
    except MISREAD:
        return []


def _corrects(said: Line) -> tuple[UUID, str]:
    try:
        return corrects_of(said), str(said.facts.get("receipt", ""))
    except UnreadableBody:
        return said.line_id, str(said.facts.get("receipt", ""))


def _named(connection: Connection, said: Line, of_run: Mapping[UUID, _Known]) -> tuple[list[_Known], list[_Known]]:
    """The payment's lines that a correction names and the corrections before it; none unless all of them are here."""
    try:
        paid = [UUID(one) for one in said.facts["lines"]]
        before = [UUID(one) for one in said.facts.get("after", ())]
        wanted = {*paid, *before, *(UUID(one) for one in said.facts.get("changed", ())), corrects_of(said)}
    except (*MISREAD, UnreadableBody):
        return [], []
    asked = {"desk": said.desk, "ids": [str(one) for one in wanted if one not in of_run]}
    rows = connection.execute(_KNOWN, asked)
    known = dict(of_run) | {row.line_id: _Known(row.desk, row.sequence, row.transfers) for row in rows}
    if not all(one in known for one in wanted):
        return [], []
    return [known[one] for one in paid], [known[one] for one in before]


def asides_of(connection: Connection, desk: str, sequence: int, place: int) -> list[_Aside]:
    """What of a transfer is elsewhere than its line says, and where."""
    found = []
    for row in connection.execute(_ASIDE, {"desk": desk, "sequence": sequence, "place": place}).all():
        task = f"{desk}.{sequence}.{place}.{row.part}"
        released = connection.execute(_RELEASED, {"own": OWN_DESK, "task": task}).all()
        parts = [(task, row.credit, row.left_cents - sum(one.cents for one in released))]
        parts += [(one.task, one.credit, one.left_cents) for one in released]
        found += [_Aside(task=task, account=account, cents=cents) for task, account, cents in parts if cents > 0]
    return found


def wrong_corrections(connection: Connection) -> Iterator[str]:
    """Voids that are not the whole of what they name, and corrections that one person signed: a sentence each."""
    for row in connection.execute(_SAID).all():
        name = f"Line {row.sequence} of {row.desk}"
        try:
            line = read_line(row.body.encode())
            named = (*line.facts["lines"], *line.facts.get("after", ()), *line.facts.get("changed", ()))
            ids = [str(UUID(one)) for one in named]
        except (*MISREAD, UnreadableBody):
            yield f"{name} corrects a payment and does not say which."
            continue
        if line.facts.get("approver") in (None, "", line.staff):
            yield f"{name} corrects a payment and was signed by one person."
        if line.kind is LineKind.TENDER_CHANGED and not all(map(_is_within_drawer, line.transfers)):
            yield f"{name} calls a tender otherwise and moves money out of its drawer."
        if row.state == "held" or line.kind is not LineKind.VOIDED:
            continue
        bodies = connection.scalars(_BODIES, {"desk": row.desk, "ids": ids}).all()
        paid = [transfer for body in bodies for transfer in read_line(body.encode()).transfers]
        if _net(line.transfers) != _net([Transfer(t.credit, t.debit, t.amount) for t in paid]):
            yield f"{name} gives back otherwise than was paid."


def _is_within_drawer(transfer: Transfer) -> bool:
    sides = (transfer.debit, transfer.credit)
    owners = {(side.owner, side.book) for side in sides}
    return len(owners) == 1 and {side.kind for side in sides} == {AccountKind.DRAWER_CASH, AccountKind.DRAWER_CHECKS}


def _net(transfers: Sequence[Transfer]) -> dict[str, int]:
    """What each account gets or gives."""
    net: dict[str, int] = defaultdict(int)
    for transfer in transfers:
        net[transfer.debit.code] += transfer.amount.cents
        net[transfer.credit.code] -= transfer.amount.cents
    return {account: cents for account, cents in net.items() if cents}
