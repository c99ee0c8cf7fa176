"""The cash office when a day is over: checks come back, deposits and credit are used or refunded, bags go to the bank.

What each act moves is said by hand, of what hands took; the ledger's answer is never asked for it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection

from cashier.domain.accounts import Book, BookLine
from cashier.domain.errors import Refused
from cashier.domain.people import Role, Staff
from cashier.domain.tenders import TenderKind
from cashier.exchange.bank_file import BankCredit
from cashier.ledger.bank import take_bank_credits
from cashier.ledger.bank_figures import correct_deposit
from cashier.ledger.custody import deposit_arrived, give_deposit
from cashier.ledger.deposits import prepare_deposit, review_deposit
from cashier.ledger.funds import funds_of, use_fund
from cashier.ledger.refunds import approve_refund, ask_refund, decline_refund, pay_refund
from cashier.ledger.returning_checks import return_check
from cashier.wire_deeds import Deed
from cashier.wire_funds import FundRow, UseFund
from cashier.wire_refunds import AskRefund
from cashier.wire_safe import CorrectDeposit, DepositArrived, GiveDeposit, PrepareDeposit, ReviewDeposit, Seen
from tests.simulation.cashier import Cashier
from tests.simulation.center import LEAD, REGION, Center
from tests.simulation.hands import Bag, Told, notes
from tests.simulation.moving import HELEN, OfficeMoves
from tests.simulation.office import KEEPER, SECOND, end_cards
from tests.simulation.roll import CENTER
from tests.simulation.world import Broken, World

FIRST_FEE, LATER_FEE = 2_500, 3_500
ACCOUNT = "000111222333"
REFUND_DAYS_MOST = 12


@dataclass(slots=True, kw_only=True)
class Refund:
    """A refund that waits for whoever pays it out."""

    about: str
    cents: int
    guarantor: str
    since: date


@dataclass(slots=True, kw_only=True)
class Sealed:
    """A deposit on its way to the bank."""

    seal: str
    cents: int
    step: Literal["sealed", "given", "at_bank"] = "sealed"


class CashOffice:
    """`Books` beside the ledger's, and all that the office has in hand."""

    def __init__(self, center: Center, cashiers: list[Cashier], world: World) -> None:
        self._center = center
        self._cashiers = cashiers
        self._world = world
        self._returned: Counter[str] = Counter()
        self._refunds: list[Refund] = []
        self._bags: list[Bag] = []
        self._deposits: list[Sealed] = []
        self._seals = 0
        self._moves = OfficeMoves(center, world)

    def evening(self, day: date) -> None:
        """One evening's work. Raises Broken."""
        self._end_cards_that_are_gone()
        for told in [told for told in self._could_come_back() if self._world.likely(0.02)]:
            self._return_check(told, day)
        for told in [told for _, told in self._told() if self._world.likely(0.04)]:
            self._moves.move(told)
        if self._world.likely(0.6):
            self._fund_is_used_or_refunded(day)
        for refund in list(self._refunds):
            self._pay_refund(refund, day)
        for sealed in list(self._deposits):
            self._goes_on(sealed, day)
        self._take_in()
        for line in BookLine:
            self._deposit([bag for bag in self._bags if bag.line is line], Book(REGION, line).code)

    def _end_cards_that_are_gone(self) -> None:
        """Two end what nobody can ask a terminal about any more: the card's bank gives back what was charged."""
        gone = {cashier.at.code for cashier in self._cashiers if cashier.is_gone}
        for desk, number in end_cards(self._center, self._world, gone):
            for cashier in self._cashiers:
                if cashier.is_gone and cashier.at.code == desk:
                    cashier.at.terminal.bank_gives_back(number)
            self._count("cards_ended", f"card {number} of {desk} is ended")

    def _told(self) -> Iterator[tuple[Cashier, Told]]:
        for cashier in self._cashiers:
            for told in cashier.hands.told.values():
                if told.payment_id not in cashier.hands.voided | cashier.hands.returned:
                    yield cashier, told

    def _could_come_back(self) -> list[Told]:
        """What was paid by one check alone, so that all of it is open again; no check is at the bank that lies in the
        drawer of a desk that is gone.
        """
        return [
            told
            for cashier, told in self._told()
            if told.payment_id not in cashier.hands.here
            and [paper.kind for paper in told.papers] == [TenderKind.CHECK]
            and told.paper == told.cents
        ]

    def _return_check(self, told: Told, day: date) -> None:
        (check,), world = told.papers, self._world
        has_fee = world.likely(0.8)
        fee = (LATER_FEE if self._returned[told.guarantor] else FIRST_FEE) if has_fee else 0
        hands = next(cashier.hands for cashier, some in self._told() if some is told)
        owed = Counter({told.guarantor: told.cents - told.aside + fee})
        for moved in (*hands.moved, *self._moves.that_stand()):
            if moved.payment_id == told.payment_id:
                owed[moved.left] -= moved.cents
                owed[moved.to] += moved.cents
        wish = Deed(
            line_id=world.new_id(),
            staff=KEEPER.user,
            what="return_check",
            receipt=told.receipt,
            number=check.number,
            words="nsf" if has_fee else "payment stopped",
            day=day,
        )

        def act() -> None:
            with self._center.engine.begin() as connection:
                said = return_check(connection, wish, KEEPER, SECOND, CENTER, **self._how)
            if (said.cents, said.fee_cents) != (told.cents, fee):
                raise Broken(f"{told.receipt} came back with {told.cents} and a fee of {fee}; the ledger said {said}.")
            if fee:
                self._center.know(said.fee_statement, told.member, told.guarantor)

        self._do(act, {"bank": -told.cents, "prepayment": told.aside}, owed)
        self._returned[told.guarantor] += 1
        hands.returned.add(told.payment_id)
        self._count("checks_returned", f"{told.receipt} came back, {told.cents} cents, fee {fee}")

    def _fund_is_used_or_refunded(self, day: date) -> None:
        """Somebody's deposit or credit, mostly one that was made at a window."""
        world = self._world
        told = [told for _, told in self._told() if told.aside or world.likely(0.05)]
        if not told:
            return
        one = world.chance.choice(told)
        with self._center.engine.connect() as connection:
            funds = [
                fund for fund in funds_of(connection, one.member) if fund.book == Book(REGION, BookLine.MEDICAL).code
            ]
            if not funds:
                return
            fund = world.chance.choice(funds)
            bills = [bill for bill in self._center.bills if bill.guarantor == one.guarantor]
            bill, open_cents = self._open_one(connection, [bill.number for bill in bills])
        cents = world.chance.randint(1, fund.cents)
        if bill and world.likely(0.5):
            self._use(one, fund, bill, min(cents, open_cents), open_cents)
        else:
            self._ask_refund(one, fund, cents, day)

    def _open_one(self, connection: Connection, numbers: list[str]) -> tuple[str, int]:
        """A medical bill of these on which something is open."""
        rows = self._center.open_medical(connection, numbers)
        return self._world.chance.choice(rows) if rows else ("", 0)

    def _use(self, told: Told, fund: FundRow, bill: str, cents: int, open_cents: int) -> None:
        wish = UseFund(
            line_id=self._world.new_id(),
            staff=self._cashier().user,
            member=told.member,
            fund=fund.fund,
            book=fund.book,
            statement=bill,
            cents=cents,
            seen_cents=open_cents,
        )

        def act() -> None:
            with self._center.engine.begin() as connection:
                use_fund(connection, wish, desk="OAK1", center=CENTER, **self._how)

        is_deposit = fund.fund.startswith("prepay")
        try:
            self._do(act, {"prepayment": cents} if is_deposit else {}, {told.guarantor: -cents} if is_deposit else {})
        except Refused as refused:  # A bill that is confidential to another one of the family.
            self._world.note("office", f"not used: {refused.sentence}")
            return
        self._count("funds_used", f"{cents} cents of {fund.fund} pay {bill}")

    def _ask_refund(self, told: Told, fund: FundRow, cents: int, day: date) -> None:
        cashier, line_id = self._cashier(), self._world.new_id()
        wish = AskRefund(
            line_id=line_id,
            staff=cashier.user,
            member=told.member,
            fund=fund.fund,
            book=fund.book,
            cents=cents,
            why="asked for it",
        )
        about = f"refund.{line_id}"
        is_deposit = fund.fund.startswith("prepay")
        back = {"prepayment": cents} if is_deposit else {}
        owed = {} if is_deposit else {told.guarantor: cents}

        def ask() -> None:
            with self._center.engine.begin() as connection:
                ask_refund(connection, wish, cashier, desk="OAK1", center=CENTER, **self._how)

        self._do(ask, back | {"refund_payable": -cents}, owed)
        self._count("refunds_asked", f"{cents} cents of {fund.fund}")
        if self._world.likely(0.25):
            decline = self._deed(about, "decline", LEAD, words="not now")
            self._do(
                lambda: self._on(decline_refund, decline, HELEN, CENTER),
                {kind: -moved for kind, moved in back.items()} | {"refund_payable": cents},
                {guarantor: -more for guarantor, more in owed.items()},
            )
            return
        approve = self._deed(about, "approve", LEAD)
        self._do(lambda: self._on(approve_refund, approve, HELEN, CENTER), {}, {})
        self._refunds.append(Refund(about=about, cents=cents, guarantor=told.guarantor, since=day))

    def _pay_refund(self, refund: Refund, day: date) -> None:
        """By check, or to the card; money of a check has to wait, and a check that came back ends it."""
        wish = self._deed(refund.about, "pay_refund", KEEPER.user, receipt="R-1")
        before, to_card = self._refunds, self._card_part(refund.about)
        moved = {"refund_payable": refund.cents, "card_clearing": -to_card, "bank": to_card - refund.cents}
        try:
            self._do(lambda: self._on(pay_refund, wish, KEEPER, CENTER), moved, {})
        except Refused as refused:
            self._world.note("office", f"not paid out: {refused.sentence}")
            if (day - refund.since).days <= REFUND_DAYS_MOST:
                return
        else:
            self._count("refunds_paid", f"{refund.cents} cents, {to_card} of them to a card")
        before.remove(refund)

    def _card_part(self, about: str) -> int:
        with self._center.engine.connect() as connection:
            return self._center.asked_to_card(connection, about)

    def _take_in(self) -> None:
        """Bags come into the safe: as many cents as hands put into each."""
        for cashier in self._cashiers:
            for bag in cashier.hands.bags:
                self._do(
                    lambda bag=bag: self._center.take_in(bag.number, bag.cents),
                    {"transit": -bag.cents, "safe": bag.cents},
                    {},
                )
                self._bags.append(bag)
            cashier.hands.bags.clear()

    def _deposit(self, bags: list[Bag], book: str) -> None:
        """Prepared by one, reviewed by another: what hands put into the bags is what both count."""
        if not bags or self._world.likely(0.3):
            return
        cents = sum(bag.cents for bag in bags)
        seen = tuple(Seen(number=paper.number, cents=paper.cents) for bag in bags for paper in bag.papers)
        self._seals += 1
        seal, count = f"SEAL-{self._seals}", notes(sum(bag.cash for bag in bags))
        prepare = PrepareDeposit(
            line_id=self._world.new_id(),
            staff=KEEPER.user,
            center=CENTER,
            book=book,
            bags=tuple(bag.number for bag in bags),
            count=count,
            checks=seen,
        )
        review = ReviewDeposit(
            line_id=self._world.new_id(),
            staff=SECOND.user,
            deposit=prepare.line_id,
            count=count,
            checks=seen,
            seal=seal,
        )

        def act() -> None:
            with self._center.engine.begin() as connection:
                prepare_deposit(connection, prepare, KEEPER, **self._how)
            with self._center.engine.begin() as connection:
                review_deposit(connection, prepare.line_id, review, SECOND, **self._how)

        self._do(act, {"safe": -cents, "deposit": cents}, {})
        self._bags = [bag for bag in self._bags if bag not in bags]
        self._deposits.append(Sealed(seal=seal, cents=cents))
        self._count("deposits", f"{seal}: {cents} cents of {book}")

    def _goes_on(self, sealed: Sealed, day: date) -> None:
        """To the courier, to the bank, and what the bank says of it, which is another figure now and then."""
        if self._world.likely(0.3):
            return
        if sealed.step == "sealed":
            give = GiveDeposit(
                line_id=self._world.new_id(), staff=KEEPER.user, number=sealed.seal, courier="Loomis, Ed"
            )
            self._do(
                lambda: self._on(give_deposit, give, KEEPER, CENTER),
                {"deposit": -sealed.cents, "courier": sealed.cents},
                {},
            )
            sealed.step = "given"
        elif sealed.step == "given":
            self._arrives(sealed, day)
        else:
            self._deposits.remove(sealed)

    def _arrives(self, sealed: Sealed, day: date) -> None:
        arrived = DepositArrived(line_id=self._world.new_id(), staff=KEEPER.user, number=sealed.seal, receipt="B-7")
        off = -100 if self._world.likely(0.15) else 0
        credit = BankCredit(
            line=1,
            account=ACCOUNT,
            as_of=day,
            type="301",
            cents=sealed.cents + off,
            reference=sealed.seal,
            bank_reference="",
        )
        correct = CorrectDeposit(
            line_id=self._world.new_id(),
            staff=KEEPER.user,
            second=LEAD,
            number=sealed.seal,
            credited_cents=credit.cents,
            reason="a note too few",
        )

        def act() -> None:
            self._on(deposit_arrived, arrived, KEEPER, CENTER)
            with self._center.engine.begin() as connection:
                for _ in range(2):  # The bank's file comes again.
                    take_bank_credits(connection, [credit], KEEPER, {}, **self._how)
            if off:
                self._on(correct_deposit, correct, (KEEPER, HELEN), CENTER)

        self._do(act, {"courier": -sealed.cents, "bank": sealed.cents + off, "over_short": -off}, {})
        sealed.step = "at_bank"
        self._count("deposits_at_bank", f"{sealed.seal} is at the bank, {off} cents off")

    def _do(self, act: Any, moved: dict[str, int], owed: Any) -> None:
        self._center.office.do(act, moved, owed)
        self._center.tell()

    def _on(self, act: Any, *said: Any) -> None:
        """One act in one transaction."""
        with self._center.engine.begin() as connection:
            act(connection, *said, **self._how)

    def _deed(self, about: str, what: Any, staff: str, *, words: str = "", receipt: str = "") -> Deed:
        line_id: UUID = self._world.new_id()
        return Deed(line_id=line_id, staff=staff, what=what, about=about, words=words, receipt=receipt)

    def _cashier(self) -> Staff:
        user = self._cashiers[0].user
        return Staff(user=user, name=user.title(), role=Role.CASHIER)

    @property
    def _how(self) -> dict[str, Any]:
        return {"clock": self._world.clock, "new_id": self._world.new_id}

    def _count(self, what: str, words: str) -> None:
        self._world.count(what)
        self._world.note("office", words)
