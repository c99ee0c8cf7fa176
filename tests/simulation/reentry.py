"""Receipts of a machine that is lost, entered again from their paper at a colleague's desk, before its lines come home.

Whoever does it brings the money along, out of the lost desk's drawer. Online the ledger says which ones it has; offline
nobody knows, and it finds the two later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import TakePayment
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.receipt_seen import ReceiptSeen, receipt_seen
from cashier.domain.targets import TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.enter import must_be_unknown
from tests.simulation.cashier import Cashier
from tests.simulation.hands import Told
from tests.simulation.network import SimLine

ENTERED = 0.4  # Of the papers that can be, so many are.
BEGINS_S, BETWEEN_S, TRIES_MOST = (60.0, 5_400.0), (20.0, 120.0), 20
_AGAIN_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFound:
    """A receipt that a member, or the printer's roll, has of a lost desk, with what it says."""

    told: Told
    facts: PaymentFacts
    taken_s_ago: float


def papers_of(cashier: Cashier) -> list[PaperFound]:
    """What can be entered of a desk that is about to be lost: paid by cash or paper, for bills, and not sent."""
    at, hands = cashier.at, cashier.hands
    moved = {each.payment_id for each in hands.moved}
    found = []
    with at.desk.open_reading() as work:
        mark = work.journal.mark().received_through
        for payment_id in hands.here:
            told, lines = hands.told[payment_id], work.journal.payment(payment_id)
            if payment_id in moved or payment_id in hands.entered or told.card or len(lines) != 1:
                continue
            facts = read_payment(lines[0].line)
            papers = [tender.amount.cents for tender in facts.tenders if tender.kind is not TenderKind.CASH]
            is_as_taken = sorted(papers) == sorted(paper.cents for paper in told.papers)
            pays_bills = all(placed.part.target.kind is TargetKind.STATEMENT for placed in facts.targets)
            if lines[0].sequence > mark and is_as_taken and pays_bills:
                ago = (at.world.now - lines[0].line.taken_at).total_seconds()
                found.append(PaperFound(told=told, facts=facts, taken_s_ago=ago))
    return found


class Reentry:
    """``cashiers``: those who have a desk now, kept up by others."""

    def __init__(self, cashiers: list[Cashier]) -> None:
        self._cashiers = cashiers

    def plan(self, lost: Cashier, papers: list[PaperFound]) -> None:
        """A colleague enters some of these papers in a while; of a desk that nobody copied."""
        chance = lost.at.world.chance_of("entered again")
        some = [paper for paper in papers if chance.random() < ENTERED]
        if some and not any(other is not lost and other.at.code == lost.at.code for other in self._cashiers):
            lost.at.world.after(chance.uniform(*BEGINS_S), lambda: self._begin(lost, some, TRIES_MOST))

    def _begin(self, lost: Cashier, papers: list[PaperFound], tries: int) -> None:
        ready = [each for each in self._cashiers if each.at.code != lost.at.code and each.may_enter()]
        if ready:
            colleague = lost.at.world.chance_of("entered again").choice(ready)
            colleague.at.walk(self._enter(lost, papers, colleague))
        elif tries:
            lost.at.world.after(_AGAIN_S, lambda: self._begin(lost, papers, tries - 1))

    def _enter(self, lost: Cashier, papers: list[PaperFound], colleague: Cashier) -> Iterator[float]:
        world = colleague.at.world
        for paper in papers:
            if not colleague.may_enter():
                return
            there = lost.hands.premium if paper.told.is_premium else lost.hands.cash - lost.hands.premium
            if paper.told.net_cash <= there:  # Else it left the drawer in a bag.
                self._one(lost, paper, colleague)
            yield world.chance_of("entered again").uniform(*BETWEEN_S)

    def _one(self, lost: Cashier, paper: PaperFound, colleague: Cashier) -> None:
        at, told = colleague.at, paper.told
        origin = Origin(
            kind=OriginKind.LATE,
            book=told.receipt,
            written_at=at.desk.clock() - timedelta(seconds=paper.taken_s_ago, minutes=1),
            names=("Rosa Delgado", "Helen Park"),
        )
        cash = (Tender(kind=TenderKind.CASH, amount=Money(told.net_cash)),) if told.net_cash else ()
        papers = tuple(tender for tender in paper.facts.tenders if tender.kind is not TenderKind.CASH)
        wish = TakePayment(
            payment_id=at.desk.new_id(),
            member_number="",
            parts=tuple(replace(placed.part, note="") for placed in paper.facts.targets),
            tenders=(*papers, *cash),
            identified={},
            origin=origin,
        )

        def brought(entry: UUID) -> None:
            lost.hands.take_out(told.payment_id)
            colleague.hands.entered[entry] = told
            world.count("entered_again")
            world.note(at.name, f"{told.receipt} is entered again as {colleague.hands.told[entry].receipt}")

        world = at.world
        try:
            must_be_unknown(origin, _Receipts(at.line))
            colleague.enter(wish, told, brought)
        except Refused as refused:
            world.count("entered_again_refused")
            world.note(at.name, f"{told.receipt} is not entered: {refused.sentence}")


class _Receipts:
    """`receipt_elsewhere.ReceiptSource`."""

    def __init__(self, line: SimLine) -> None:
        self._line = line

    def receipt(self, number: str) -> ReceiptSeen:
        said = self._line.receipt(number)
        return receipt_seen(number, said.region, said.center_name, said.bodies, since=said.since, voided=said.voided)
