"""What must hold when a day is over and all is drained: each proof compares what hands did with what the books say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.drawer import drawer_holds
from cashier.domain.errors import FieldRefused
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.payment_facts import read_payment
from cashier.domain.revoked import FORGOTTEN, REVOKED
from cashier.domain.tenders import TenderKind
from cashier.ledger.check import check
from cashier.ledger.held import held_rows
from cashier.ledger.receipts import receipt_of
from cashier.store.verify import verify_journal
from cashier.usecases.balances import balances
from cashier.usecases.ports.work import JobState
from tests.simulation.cashier import Cashier
from tests.simulation.center import Center
from tests.simulation.devices import Charge
from tests.simulation.world import Broken, World

_UNKNOWN_CARDS = text("SELECT desk, service, asked_at FROM open_cards WHERE state IN ('asked', 'unknown', 'on_hold')")
_LINES = text(
    """
    SELECT sequence, chain, body, state FROM lines WHERE desk = :desk AND sequence > :after ORDER BY sequence
    """
)
_DESKS = text("SELECT desk FROM desks WHERE desk <> 'LEDGER' ORDER BY desk")
_RECEIPTS = text("SELECT receipt, payment_id FROM receipts")
_RECEIPTS_TWICE = text("SELECT sentence FROM alarms WHERE what = 'receipt_twice'")
_SUMS = text(
    """
    SELECT kind, sum(cents)::bigint AS cents FROM (
        SELECT split_part(debit, ':', 1) AS kind, cents FROM transfers
        UNION ALL SELECT split_part(credit, ':', 1), -cents FROM transfers
    ) AS moved GROUP BY kind
    """
)
_OPEN = text("SELECT account, debit_cents - credit_cents AS cents FROM balances WHERE account = ANY(:accounts)")
_OWED = text(
    """
    SELECT guarantor, sum(cents)::bigint AS cents FROM (
        SELECT guarantor_number AS guarantor, debit_cents - credit_cents AS cents
        FROM balances JOIN statements ON account = 'receivable:' || number
        UNION ALL
        SELECT substr(account, 8), debit_cents - credit_cents FROM balances WHERE account LIKE 'credit:%'
    ) AS owed GROUP BY guarantor
    """
)

LOOKED_AT = 40  # Bills each night: so many of the newest, and as many of all.


@dataclass(slots=True)
class Known:
    """What the ledger was found to have so far. ``through``: of each desk. ``paid``: receipt and cents by payment;
    ``cards``: of which payment, approval code and cents; ``receipts``: of each desk, its payments by number.
    """

    through: dict[str, int] = field(default_factory=dict)
    lines: set[tuple[str, UUID]] = field(default_factory=set)
    receipts: dict[str, dict[str, set[UUID]]] = field(default_factory=dict)
    paid: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    voided: set[UUID] = field(default_factory=set)
    cards: list[tuple[UUID, str, int]] = field(default_factory=list)


class Proofs:
    """The proofs of one simulation, which go on each day from where they were. ``everybody``: also those whose desk
    is gone.
    """

    def __init__(self, center: Center, cashiers: list[Cashier], everybody: list[Cashier], world: World) -> None:
        self._center = center
        self._cashiers = cashiers
        self._everybody = everybody
        self._world = world
        self._known = Known()
        self._on_paper: set[UUID] = set()

    def day(self) -> None:
        """Raises Broken for the first thing that does not hold."""
        for cashier in self._cashiers:
            self._is_drained(cashier)
            self._paper_is_made(cashier)
            if not cashier.at.differs():  # Who is revoked forgets, and is told nothing more.
                self._desk_shows_what_is_open(cashier)
        with self._center.engine.connect() as connection:
            self._ledger_has_it_once(connection)
            self._numbers_have_no_gap(connection)
            self._cards_agree(connection)
            self._cash_is_conserved(connection)
            self._nothing_is_unknown(connection)
            self._everybody_owes_what_is_left(connection)

    def meanwhile(self) -> None:
        """With faults in full swing: each desk that runs has all that its cashier was told, and their drawer."""
        for cashier in self._cashiers:
            if cashier.at.is_running and not cashier.is_done and cashier.stands_still():
                self._desk_has_it(cashier)
        self._world.count("looks_meanwhile")

    def is_quiet(self) -> bool:
        """Whether the ledger has all that desks took, and nobody is at work any more."""
        return all(
            cashier.is_done and cashier.at.is_running and cashier.at.has_delivered() for cashier in self._cashiers
        )

    def all(self) -> None:
        """Also what takes long: every chain from its first line, and the ledger's own proof."""
        for cashier in self._cashiers:
            report = verify_journal(cashier.at.assembly.store.journal)
            _must(report.holds, f"The journal of {report.desk}: {' '.join(report.problems)}")
        findings = check(self._center.engine).findings
        _must(not findings, f"The ledger's check: {' '.join(findings[:3])}")

    def _desk_has_it(self, cashier: Cashier) -> None:
        at, hands = cashier.at, cashier.hands
        with at.desk.open_reading() as work:
            shift = work.journal.open_shift()
            moved = work.journal.drawers.moved(shift.shift_id) if shift is not None else ()
            lost = [payment for payment in hands.here if not work.journal.payment(payment)]
        _must(not lost, f"{at.name} was told that {lost[:3]} are taken, and its journal does not say so.")
        if shift is not None:
            cash, here = drawer_holds(shift.shift_id, moved).cash_total.cents, hands.cash - hands.off
            _must(cash == here, f"The drawer of {at.name} should hold {here} cents, and does {cash} by its journal.")

    def _is_drained(self, cashier: Cashier) -> None:
        at = cashier.at
        _must(cashier.is_done, f"{at.code} did not come to the end of its day.")
        with at.desk.open_reading() as work:
            head, mark = work.journal.head(), work.journal.mark()
            unsettled = work.attempts.unsettled()
            waiting = (*work.jobs.in_state(JobState.QUEUED), *work.jobs.in_state(JobState.SENDING))
            differs = work.journal.differs()
        _must(differs in ("", REVOKED, FORGOTTEN), f"{at.code} may take no more money: {differs}")
        _must(
            mark.received_through == head.sequence,
            f"{at.code} is at {head.sequence}, its mark at {mark.received_through}.",
        )
        _must(at.copied() == head.sequence, f"{at.code} is at {head.sequence}, its second copy at {at.copied()}.")
        _must(not unsettled, f"{at.code} has cards whose result nobody knows: {unsettled}")
        _must(not waiting, f"{at.code} has paper that was never made: {waiting}")
        self._world.note(at.code, f"at {head.sequence} {head.chain}")

    def _paper_is_made(self, cashier: Cashier) -> None:
        """What is confirmed came out once; what is not known may have, and was not printed again by itself."""
        at = cashier.at
        told = [told.receipt for told in cashier.hands.told.values() if told.payment_id not in self._on_paper]
        self._on_paper.update(cashier.hands.told)
        papers = Counter(paper.rpartition("|")[0] for paper in at.printer.papers.elements())
        with at.desk.open_reading() as work:
            for receipt in told:
                jobs = work.jobs.of(receipt)
                _must(bool(jobs), f"{receipt} has no paper.")
                originals = [job.state for job in jobs if job.copy == 0]
                out, sure = papers[f"{receipt}|0"], originals.count(JobState.CONFIRMED)
                _must(sure <= out <= len(originals) == 1, f"{receipt} came out {out} times, and is {originals}.")

    def _desk_shows_what_is_open(self, cashier: Cashier) -> None:
        """A cashier who looks a bill up is told what the ledger says is open on it."""
        desk, bills = cashier.at.desk, self._center.bills
        some = tuple(bill.number for bill in (*bills[-LOOKED_AT:], *self._world.chance.sample(bills, LOOKED_AT)))
        with self._center.engine.connect() as connection:
            rows = connection.execute(_OPEN, {"accounts": [f"receivable:{number}" for number in some]})
            told = {row.account.removeprefix("receivable:"): row.cents for row in rows}
        with desk.open_reading() as work:
            shown = {
                b.statement.number: b.statement.open.cents
                for b in balances(desk.directory.statements(some), work.journal)
            }
        wrong = {number: (cents, shown.get(number)) for number, cents in told.items() if shown.get(number) != cents}
        _must(not wrong, f"{cashier.at.code} shows otherwise than the ledger has open: {wrong}")

    def _ledger_has_it_once(self, connection: Connection) -> None:
        """Each line is there once, in its own desk's journal or within that of the desk which took its place."""
        known = self._known
        heads = {cashier.at.code: cashier.at.head() for cashier in self._cashiers}
        chains: dict[str, str] = {}
        for row in connection.execute(_DESKS).all():
            for line in connection.execute(_LINES, {"desk": row.desk, "after": known.through.get(row.desk, 0)}):
                known.through[row.desk], chains[row.desk] = line.sequence, line.chain
                _must(line.state in ("posted", "held"), f"Line {line.sequence} of {row.desk} is {line.state}.")
                self._learn(read_line(line.body.encode()))
        for desk, head in heads.items():
            found = known.through.get(desk, 0), chains.get(desk, head.chain)
            _must(found == (head.sequence, head.chain), f"The ledger has another {desk}.")
        told = {
            each.payment_id: (each.receipt, each.cents)
            for cashier in self._everybody
            for each in cashier.hands.told.values()
        }
        entered = self._entered_again(connection)
        paid = {payment: value for payment, value in known.paid.items() if payment not in entered}
        _must(paid == told, f"Told and posted differ by {_differ(told, paid)}.")
        voided = {payment for cashier in self._everybody for payment in cashier.hands.voided}
        _must(known.voided == voided, f"Given back and posted differ: {voided ^ known.voided}.")

    def _entered_again(self, connection: Connection) -> set[UUID]:
        """Payments whose paper was entered again: their own lines are here too, and say the same. The number that the
        member holds leads to the one that counts, but where a copied journal drew it for another payment.
        """
        again: set[UUID] = set()
        drawn_twice = " ".join(connection.scalars(_RECEIPTS_TWICE))
        for hands in (cashier.hands for cashier in self._everybody):
            for entry, own in hands.entered.items():
                again.add(own.payment_id)
                here = self._known.paid.get(own.payment_id, ("", 0))
                _must(here in ((own.receipt, own.cents), ("", 0)), f"{own.receipt} came home as {here}.")
                try:
                    receipt_of(connection, own.receipt)
                except FieldRefused as stands:
                    _must(hands.told[entry].receipt in stands.sentence, stands.sentence)
                else:
                    _must(own.receipt in drawn_twice, f"{own.receipt} was entered again, and does not say so.")
        return again

    def _learn(self, line: Line) -> None:
        known = self._known
        if line.kind is LineKind.CARRIED:
            line = read_line(read_carried(line).body.encode())
        if (line.desk, line.line_id) in known.lines:
            return
        known.lines.add((line.desk, line.line_id))
        if line.kind is LineKind.VOIDED:
            known.voided.add(UUID(line.facts["payment"]))
        if line.kind is not LineKind.PAYMENT:
            return
        facts = read_payment(line)
        _, cents = known.paid.get(facts.payment_id, ("", 0))
        known.receipts.setdefault(line.desk, {}).setdefault(facts.receipt, set()).add(facts.payment_id)
        known.paid[facts.payment_id] = (facts.receipt, cents + facts.paid.cents)
        for tender in facts.tenders:
            if tender.kind is TenderKind.CARD:
                known.cards.append((facts.payment_id, tender.approval_code, tender.amount.cents))

    def _numbers_have_no_gap(self, connection: Connection) -> None:
        """Each number is one payment's; where a journal was copied, and both drew it, the office is told so."""
        alarms = " ".join(connection.scalars(_RECEIPTS_TWICE))
        for desk, receipts in self._known.receipts.items():
            expected = [f"{desk}-{number:07d}" for number in range(1, len(receipts) + 1)]
            missing = sorted(set(expected) ^ set(receipts))
            _must(not missing, f"Receipts of {desk} have a gap: {missing}")
            for receipt, payments in receipts.items():
                _must(len(payments) == 1 or receipt in alarms, f"Nobody is told that {receipt} stands on two papers.")
        posted = {(row.receipt, row.payment_id) for row in connection.execute(_RECEIPTS)}
        told = {(receipt, payment) for payment, (receipt, _) in self._known.paid.items()}
        again = {own.payment_id for cashier in self._everybody for own in cashier.hands.entered.values()}
        wrong = sorted(each for each in posted ^ told if each[1] not in again)
        _must(not wrong, f"Receipts that the ledger lists otherwise: {wrong[:3]}")

    def _charges(self, connection: Connection) -> Iterator[Charge]:
        """What the terminals charged, but for what the office looks after: cards of desks that are gone since today."""
        theirs = {(row.desk, row.service) for row in connection.execute(_UNKNOWN_CARDS)}
        for cashier in self._everybody:
            terminal = cashier.at.terminal
            for sale, charge in terminal.book.items():
                if charge in terminal.charges and not (cashier.is_gone and (cashier.at.code, sale) in theirs):
                    yield charge

    def _cards_agree(self, connection: Connection) -> None:
        known = self._known
        charged = Counter((charge.code, charge.cents) for charge in self._charges(connection))
        booked = Counter((code, cents) for payment, code, cents in known.cards if payment not in known.voided)
        _must(charged == booked, f"Of cards the terminal charged {charged - booked} and books say {booked - charged}.")

    def _nothing_is_unknown(self, connection: Connection) -> None:
        """Nothing is held; cards of which nobody knows are of desks that are gone since today, and the office's."""
        held = held_rows(connection, self._world.now)
        _must(not held, f"{len(held)} lines are held, after the office released all that can be.")
        gone = {cashier.at.code for cashier in self._everybody if cashier.is_gone}
        before = self._world.now - timedelta(hours=23)
        forgotten = [
            f"{row.service} of {row.desk}"
            for row in connection.execute(_UNKNOWN_CARDS)
            if row.desk not in gone or row.asked_at < before
        ]
        _must(not forgotten, f"Nobody looks after cards {forgotten[:3]}.")

    def _cash_is_conserved(self, connection: Connection) -> None:
        sums = {row.kind: row.cents for row in connection.execute(_SUMS)}
        hands = [cashier.hands for cashier in self._everybody]
        expected = Counter(
            {
                "drawer_cash": sum(each.cash - each.off for each in hands),  # No close has said what is off.
                "drawer_checks": sum(each.paper for each in hands),
                "transit": sum(each.bagged + each.on_way for each in hands),
                "safe": sum(each.safe for each in hands),
                "over_short": -sum(each.differences for each in hands),
                "card_clearing": sum(charge.cents for charge in self._charges(connection)),
                "prepayment": -sum(
                    told.aside for each in hands for told in each.told.values() if told.payment_id not in each.voided
                ),
                "held": 0,
            }
        )
        for kind, cents in self._center.office.moved.items():
            expected[kind] += cents
        found = {kind: sums.get(kind, 0) for kind in expected}
        _must(found == dict(expected), f"By hand {dict(expected)}, by the books {found}.")

    def _everybody_owes_what_is_left(self, connection: Connection) -> None:
        """Bills less payments of all channels, guarantor by guarantor: nothing is lost, or somebody else's."""
        center = self._center
        expected = Counter(center.billed)
        expected.subtract(center.online)
        expected.update(center.office.owed)
        for cashier in self._everybody:
            for told in cashier.hands.told.values():
                if told.payment_id not in cashier.hands.voided:
                    expected[told.guarantor] -= told.cents - told.aside
            for moved in cashier.hands.moved:
                if moved.payment_id not in cashier.hands.voided:
                    expected[moved.left] += moved.cents
                    expected[moved.to] -= moved.cents
        owed = {row.guarantor: row.cents for row in connection.execute(_OWED)}
        wrong = {g: (cents, owed.get(g, 0)) for g, cents in expected.items() if owed.get(g, 0) != cents}
        _must(not wrong, f"By guarantor, what is owed by hand and by the books: {dict(list(wrong.items())[:3])}")


def _differ(told: dict[UUID, tuple[str, int]], posted: dict[UUID, tuple[str, int]]) -> str:
    lost = [value for key, value in told.items() if posted.get(key) != value]
    more = [value for key, value in posted.items() if told.get(key) != value]
    return f"told {sorted(lost)[:3]}, posted {sorted(more)[:3]}"


def _must(holds: bool, sentence: str) -> None:
    if not holds:
        raise Broken(sentence)
