"""What must hold when a day is over and all is drained: each proof compares what hands did with what the books say."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.payment_facts import read_payment
from cashier.domain.tenders import TenderKind
from cashier.ledger.check import check
from cashier.store.verify import verify_journal
from cashier.usecases.balances import balances
from cashier.usecases.ports.work import JobState
from tests.simulation.cashier import Cashier
from tests.simulation.center import Center
from tests.simulation.world import Broken, World

_LINES = text(
    """
    SELECT sequence, chain, body, state FROM lines WHERE desk = :desk AND sequence > :after ORDER BY sequence
    """
)
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
    """What the ledger was found to have of one desk so far. ``paid``: receipt and cents by payment; ``cards``: of which
    payment, approval code and cents.
    """

    through: int = 0
    receipts: int = 0
    paid: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    voided: set[UUID] = field(default_factory=set)
    cards: list[tuple[UUID, str, int]] = field(default_factory=list)


class Proofs:
    """The proofs of one simulation, which go on each day from where they were."""

    def __init__(self, center: Center, cashiers: list[Cashier], world: World) -> None:
        self._center = center
        self._cashiers = cashiers
        self._world = world
        self._known = {cashier.at.code: Known() for cashier in cashiers}

    def day(self) -> None:
        """Raises Broken for the first thing that does not hold."""
        for cashier in self._cashiers:
            self._is_drained(cashier)
            self._paper_is_made(cashier)
            self._desk_shows_what_is_open(cashier)
        with self._center.engine.connect() as connection:
            for cashier in self._cashiers:
                self._ledger_has_it_once(cashier, connection)
                self._cards_agree(cashier)
            self._cash_is_conserved(connection)
            self._everybody_owes_what_is_left(connection)

    def all(self) -> None:
        """Also what takes long: every chain from its first line, and the ledger's own proof."""
        for cashier in self._cashiers:
            report = verify_journal(cashier.at.assembly.store.journal)
            _must(report.holds, f"The journal of {report.desk}: {' '.join(report.problems)}")
        findings = check(self._center.engine).findings
        _must(not findings, f"The ledger's check: {' '.join(findings[:3])}")

    def _is_drained(self, cashier: Cashier) -> None:
        at = cashier.at
        _must(cashier.is_done, f"{at.code} did not come to the end of its day.")
        with at.desk.open_reading() as work:
            head, mark = work.journal.head(), work.journal.mark()
            unsettled = work.attempts.unsettled()
            waiting = (*work.jobs.in_state(JobState.QUEUED), *work.jobs.in_state(JobState.SENDING))
            differs = work.journal.differs()
        _must(not differs, f"{at.code} may take no more money: {differs}")
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
        known = self._known[at.code]
        told = sorted(told.receipt for told in cashier.hands.told.values())[known.receipts :]
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

    def _ledger_has_it_once(self, cashier: Cashier, connection: Connection) -> None:
        at, known = cashier.at, self._known[cashier.at.code]
        with at.desk.open_reading() as work:
            head = work.journal.head()
        chain = ""
        for row in connection.execute(_LINES, {"desk": at.code, "after": known.through}):
            known.through, chain = row.sequence, row.chain
            _must(row.state in ("posted", "held"), f"Line {row.sequence} of {at.code} is {row.state}.")
            self._learn(read_line(row.body.encode()), known)
        _must((known.through, chain or head.chain) == (head.sequence, head.chain), f"The ledger has another {at.code}.")
        told = {each.payment_id: (each.receipt, each.cents) for each in cashier.hands.told.values()}
        _must(known.paid == told, f"{at.code}: told and posted differ by {_differ(told, known.paid)}.")
        _must(known.voided == cashier.hands.voided, f"{at.code}: given back and posted differ.")
        with_receipt = {
            row.receipt: row.payment_id
            for row in connection.execute(
                text("SELECT receipt, payment_id FROM receipts WHERE desk = :desk"), {"desk": at.code}
            )
        }
        _must(with_receipt == {receipt: payment for payment, (receipt, _) in told.items()}, f"Receipts of {at.code}.")

    def _learn(self, line: Line, known: Known) -> None:
        if line.kind is LineKind.VOIDED:
            known.voided.add(UUID(line.facts["payment"]))
        if line.kind is not LineKind.PAYMENT:
            return
        facts = read_payment(line)
        receipt, cents = known.paid.get(facts.payment_id, ("", 0))
        if not receipt:
            known.receipts += 1
            expected = f"{line.desk}-{known.receipts:07d}"
            _must(facts.receipt == expected, f"Receipt {facts.receipt} follows where {expected} should.")
        known.paid[facts.payment_id] = (facts.receipt, cents + facts.paid.cents)
        for tender in facts.tenders:
            if tender.kind is TenderKind.CARD:
                known.cards.append((facts.payment_id, tender.approval_code, tender.amount.cents))

    def _cards_agree(self, cashier: Cashier) -> None:
        known = self._known[cashier.at.code]
        charged = Counter((charge.code, charge.cents) for charge in cashier.at.terminal.charges)
        booked = Counter((code, cents) for payment, code, cents in known.cards if payment not in known.voided)
        _must(
            charged == booked,
            f"{cashier.at.code}: the terminal charged {charged - booked} and books say {booked - charged}.",
        )

    def _cash_is_conserved(self, connection: Connection) -> None:
        sums = {row.kind: row.cents for row in connection.execute(_SUMS)}
        hands = [cashier.hands for cashier in self._cashiers]
        expected = Counter(
            {
                "drawer_cash": sum(each.cash for each in hands),
                "drawer_checks": sum(each.paper for each in hands),
                "transit": sum(each.bagged + each.on_way for each in hands),
                "safe": sum(each.safe for each in hands),
                "over_short": -sum(each.differences for each in hands),
                "card_clearing": sum(charge.cents for c in self._cashiers for charge in c.at.terminal.charges),
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
        for cashier in self._cashiers:
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
