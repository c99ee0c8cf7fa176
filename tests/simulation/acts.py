"""What a cashier does with a drawer besides taking payments: open it, drop, correct, count and close.

Hands do their part once the line is there: after a sudden end the cashier looks whether it is.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.card import UNSETTLED, AttemptState
from cashier.domain.correction import Why
from cashier.domain.count import propose_float
from cashier.domain.drawer_acts import DROP_ACT, Drop
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.move import Move, move_act
from cashier.domain.people import Approval, Right
from cashier.domain.shift import OPEN_ACT, OpenShift, counted
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, most_to_leave, to_sign
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tender_change import ChangeTender, change_act
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.tries import WITNESS_RIGHT
from cashier.domain.void import Void, void_act
from cashier.usecases.change_tender import change_offer, change_tender
from cashier.usecases.close_shift import close_sheet, close_shift, closing, count_drawer, terminal_totals
from cashier.usecases.correct_payment import move_offer, move_payment, void_offer, void_payment
from cashier.usecases.drawer_acts import drop
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.shift import open_shift, second_count
from cashier.usecases.sign_in import InPerson
from tests.simulation.center import LEAD, PASSPHRASE, Center
from tests.simulation.desk import SimDesk
from tests.simulation.hands import Hands, Moved, Paper, notes
from tests.simulation.serving import Serving
from tests.simulation.world import Broken

FLOAT_CENTS = 20_000
FLOAT_LEAST_CENTS = 5_000

Then = Callable[[Line], None]


class DrawerActs:
    """One cashier's acts, by what ``serving`` says of who is signed in."""

    def __init__(self, at: SimDesk, center: Center, hands: Hands, serving: Serving) -> None:
        self._at = at
        self._center = center
        self._hands = hands
        self._serving = serving
        self._half_done: dict[UUID, Then] = {}
        self._cards_back: dict[UUID, Callable[[], None]] = {}

    def look_what_was_done(self) -> None:
        """Each act that was begun is in the journal, and then hands do it, or it is not."""
        half_done, self._half_done = self._half_done, {}
        for line_id, then in half_done.items():
            with self._at.desk.open_reading() as work:
                there = work.journal.line(line_id)
            if there is not None:
                then(there.line)

    def leaves(self) -> bool:
        """Whether nothing is half done that only this journal knows."""
        return not self._half_done and not self._cards_back

    def open(self) -> None:
        """With what was left, or anew before a second person where that is too little."""
        at, left = self._at, self._hands.float_left
        count = notes(FLOAT_CENTS) if left is None or counted(left).cents < FLOAT_LEAST_CENTS else left
        differs = second_count(count, at.desk)
        approval = self._signed(OPEN_ACT, differs, Right.HOLD_DRAWER) if differs > ZERO else None
        wish = OpenShift(shift_id=at.desk.new_id(), count=count, approval=approval, is_date_confirmed=True)

        def then(_: Line) -> None:
            self._hands.open(counted(count).cents)
            self._note(f"drawer open with {self._hands.cash} cents")

        self.do(wish.shift_id, then, lambda: open_shift(wish, at.desk, self._serving.staff))

    def drop(self) -> None:
        """What is more than the float goes to the safe, in twenties."""
        at, hands = self._at, self._hands
        cents = (hands.cash - hands.premium - FLOAT_CENTS) // 2_000 * 2_000
        witness = self._signed(DROP_ACT, Money(cents), WITNESS_RIGHT)
        bag = hands.new_bag(at.name)
        wish = Drop(line_id=at.desk.new_id(), count=notes(cents), bag=bag, witness=witness)

        def then(_: Line) -> None:
            hands.drop(cents, bag)
            self._count("drops", f"dropped {cents} cents")

        self.do(wish.line_id, then, lambda: drop(wish, at.desk, self._serving.staff))

    def void(self) -> None:
        """A member changed their mind, and brings the receipt."""
        at, hands = self._at, self._hands
        payment_id = at.world.chance.choice(hands.here)
        told = hands.told[payment_id]
        if payment_id in hands.entered:
            return  # Its own line would be held, for a person who knows why it went back.
        offer = void_offer(told.receipt, at.desk, self._serving.staff, at.terminal.name)
        if offer.refused or told.net_cash > (hands.premium if told.is_premium else hands.cash - hands.premium):
            return
        if offer.amount.cents != told.cents:
            raise Broken(f"A void of {told.receipt} gives back {offer.amount}, and {told.cents} cents were taken.")
        wish = Void(
            line_id=at.desk.new_id(),
            receipt=told.receipt,
            why=Why(reason="not_today"),
            receipt_back=told.receipt,
            approval=self._signed(void_act(told.receipt), offer.amount, Right.APPROVE_CORRECTIONS),
        )

        def goes() -> None:
            hands.give_back(payment_id)
            self._count("voids", f"{told.receipt} given back")

        def waits(_: Line) -> None:
            self._cards_back[wish.line_id] = goes

        if offer.card is None:
            self.do(wish.line_id, lambda _: goes(), lambda: void_payment(wish, at.desk, self._serving.staff))
            return
        self.do(wish.line_id, waits, lambda: ask_reversal(wish, at.terminal.name, at.desk, self._serving.staff))
        at.wake("cards")

    def look_at_cards_back(self) -> None:
        """Hands give back what goes with a card once the terminal has said that the card has its money."""
        for asked, goes in list(self._cards_back.items()):
            with self._at.desk.open_reading() as work:
                attempt = work.attempts.get(asked)
            if attempt is None or attempt.state in UNSETTLED:
                continue
            del self._cards_back[asked]
            self._count(f"cards_{attempt.state}", f"money for a card: {attempt.state}, {attempt.words}")
            if attempt.state is AttemptState.REVERSED:
                goes()

    def move(self) -> None:
        """The wrong bill was chosen: a part of a payment pays another one, mostly another family's."""
        at, hands, chance = self._at, self._hands, self._at.world.chance
        payment_id = chance.choice(hands.here)
        told = hands.told[payment_id]
        offer = move_offer(told.receipt, at.desk, self._serving.staff)
        sources = [source for source in offer.sources if source.target.kind is TargetKind.STATEMENT]
        bill = chance.choice(self._center.bills)
        to = Target(TargetKind.STATEMENT, bill.number)
        if offer.refused or not sources or to in [source.target for source in offer.sources]:
            return
        source = chance.choice(sources)
        amount = Money(chance.randint(1, source.amount.cents))
        act = move_act(told.receipt, source.target.code, to)
        wish = Move(
            line_id=at.desk.new_id(),
            receipt=told.receipt,
            source=source.target.code,
            to=to,
            amount=amount,
            why=Why(reason="wrong_member"),
            approval=self._signed(act, amount, Right.APPROVE_CORRECTIONS),
        )
        left = self._center.owner_of(source.target.number)

        def then(_: Line) -> None:
            hands.moved.append(Moved(payment_id=payment_id, left=left, to=bill.guarantor, cents=amount.cents))
            self._count("moves", f"{told.receipt}: {amount.cents} cents moved to {bill.number}")

        self.do(wish.line_id, then, lambda: move_payment(wish, at.desk, self._serving.staff))

    def call_otherwise(self) -> None:
        """A check was keyed as cash, or cash as a check; hands had it right all along, and count it so from now on."""
        at, hands, chance = self._at, self._hands, self._at.world.chance
        payment_id = chance.choice(hands.here)
        receipt = hands.told[payment_id].receipt
        offer = change_offer(receipt, at.desk, self._serving.staff)
        if offer.refused:
            return
        found = chance.choice(offer.tenders)
        was, is_cash = found.tender, found.tender.kind is TenderKind.CASH
        number = f"{chance.randint(10**7, 10**8)}"
        to = Tender(kind=TenderKind.CHECK if is_cash else TenderKind.CASH, amount=was.amount)
        wish = ChangeTender(
            line_id=at.desk.new_id(),
            receipt=receipt,
            tender=found.place,
            to=replace(to, number=number) if is_cash else to,
            why=Why(reason="keyed_wrong"),
        )
        act = change_act(receipt, was, wish.to)
        wish = replace(wish, approval=self._signed(act, was.amount, Right.APPROVE_CORRECTIONS))

        def then(_: Line) -> None:
            hands.call_otherwise(payment_id, _paper(was), _paper(wish.to))
            self._count("changes", f"{receipt}: {was.words} is {wish.to.words}")

        self.do(wish.line_id, then, lambda: change_tender(wish, at.desk, self._serving.staff))

    def count_and_close(self) -> None:
        """Blind, twice where the first count differs; who counts may miscount once."""
        at, hands, staff = self._at, self._hands, self._serving.staff
        for slip in (500 if at.world.likely(0.05) else 0, 0):
            known = close_sheet(at.desk, staff).counted
            if known is None or known.difference is None:
                count = notes(hands.cash + (slip if known is None else 0))  # The first may be kept from before a fault.
                count_drawer(CountDrawer(line_id=at.desk.new_id(), count=count), at.desk, staff)
        known = close_sheet(at.desk, staff).counted
        if known is None or known.difference is None or known.difference.cents != hands.off:
            raise Broken(f"The drawer of {at.code} is off by {hands.off} cents, and {known} is said.")
        now = closing(at.desk, staff)
        left = propose_float(now.attempts[-1].count, min(Money(FLOAT_CENTS), most_to_leave(now)))
        signs = to_sign(now)
        wish = CloseShift(
            line_id=at.desk.new_id(),
            present=frozenset(item.key for item in now.items),
            reason="counted twice" if signs > ZERO else "",
            approval=self._signed(CLOSE_ACT, signs, Right.APPROVE_DRAWER) if signs > ZERO else None,
            left=left,
            till_bag=hands.new_bag(at.name),
            received_by=LEAD,
            bags={BookLine.MEDICAL: hands.new_bag(at.name), BookLine.PREMIUM: hands.new_bag(at.name)},
            terminals=terminal_totals(at.desk, staff, at.terminal),
        )

        def then(_: Line) -> None:
            hands.close(left, counted(left).cents, wish.bags)
            self._note(f"drawer closed, {counted(left).cents} cents stay")

        self.do(wish.line_id, then, lambda: close_shift(wish, at.desk, staff))

    def do(self, line_id: UUID, then: Then, act: Callable[[], object]) -> None:
        """Press Enter for an act; a refusal changes nothing. Raises LedgerAway where the act does."""
        self._half_done[line_id] = then
        try:
            act()
        except Refused as refused:
            self._note(f"refused: {refused.sentence}")
            self._at.world.count("acts_refused")
        self.look_what_was_done()
        self._at.committed()

    def _signed(self, act: str, amount: Money, right: Right) -> Approval:
        return InPerson(self._at.desk).approve(LEAD, PASSPHRASE, act=act, amount=amount, right=right)

    def _count(self, what: str, words: str) -> None:
        self._at.world.count(what)
        self._note(words)

    def _note(self, words: str) -> None:
        self._at.world.note(self._at.name, words)


def _paper(tender: Tender) -> Paper:
    """Cash, too, which is none."""
    return Paper(kind=tender.kind, number=tender.number, cents=tender.amount.cents)
