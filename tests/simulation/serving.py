"""One member at the window: found, identified, asked, paid one way or another, with the mistakes that people make."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from cashier.domain.card import UNSETTLED, AttemptState
from cashier.domain.errors import CashierError, Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import CREDIT_ACT, TakePayment
from cashier.domain.people import Approval, Staff
from cashier.domain.statements import Statement, StatementKind
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import KEYED, Tender, TenderKind
from cashier.usecases.card_payment import ask_card
from cashier.usecases.enter import enter
from cashier.usecases.find_member import Account, open_member, read_account
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import Taken, finish_payment, take_payment, taken
from tests.simulation.center import LEAD, PASSPHRASE, Bill, Center
from tests.simulation.desk import SimDesk
from tests.simulation.hands import Hands, Paper, Told
from tests.simulation.world import Broken

ROUTING = "121000248"
TRIES_MOST = 3
OFTEN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What the cashier pressed Enter for. Whoever's desk dies then looks whether it is there."""

    wish: TakePayment
    guarantor: str
    is_premium: bool
    then: Callable[[UUID], None] = lambda _: None


class Serving:
    """A cashier with members before the window, one after the other."""

    def __init__(self, at: SimDesk, center: Center, hands: Hands) -> None:
        self.at = at
        self.hands = hands
        self.staff: Staff
        self._center = center
        self._world = at.world
        self._pending: Pending | None = None
        self._cards: dict[UUID, Pending] = {}

    def serve(self) -> Iterator[float]:
        """One member, from look-up to leaving."""
        world = self._world
        # Some come often, to any window.
        somebody = self._center.members[:OFTEN] if world.likely(0.2) else self._center.members
        member = world.chance.choice(somebody).number
        for _ in range(TRIES_MOST):
            try:
                account = open_member(member, "date of birth", self.at.desk, self.staff)
            except Refused as refused:
                self._note(f"cannot open {member}: {refused.sentence}")
                return
            self.at.committed()
            yield world.between(8, 50)
            chosen = self._choose(account)
            if not chosen:
                return
            if world.likely(0.08):
                self._pays_online(chosen[0])
            yield world.between(5, 60)
            wish = self._wish(account, chosen)
            pending = Pending(
                wish=wish,
                guarantor=account.member.guarantor_number,
                is_premium=chosen[0].kind is StatementKind.PREMIUM,
            )
            try:
                yield from self._pay(pending)
            except Refused as refused:
                self._note(f"refused: {refused.sentence}")
                self._world.count("refused")
                continue
            return

    def enter(self, wish: TakePayment, paper: Told, then: Callable[[UUID], None]) -> None:
        """What a lost desk's paper says, once more. Raises Refused."""
        pending = Pending(wish=wish, guarantor=paper.guarantor, is_premium=paper.is_premium, then=then)
        self._pending = pending
        try:
            answer = enter(wish, self.at.desk, self.staff)
        except Refused:
            self._pending = None
            raise
        self._is_taken(answer, pending)
        self._pending = None
        self.at.committed()

    def look_what_was_taken(self) -> None:
        """After a sudden end: the payment that Enter was pressed for is in the journal, or it is not."""
        pending, self._pending = self._pending, None
        if pending is not None and pending.wish.payment_id not in self._cards:
            self._look(pending)
        self.look_at_cards()

    def stands_still(self) -> bool:
        """Whether nobody has pressed Enter, and no card is under way."""
        return self._pending is None and not self._cards

    def leaves(self) -> bool:
        """What is in the journal of it was taken. False where that is not known yet."""
        with self.at.desk.open_reading() as work:
            unsettled = {attempt.wish.payment_id for attempt in work.attempts.unsettled()}
        if self._pending is not None or not unsettled <= self._cards.keys():
            return False
        for payment_id, pending in self._cards.items():
            if payment_id not in unsettled:
                self._look(pending)
        self._cards.clear()
        return True

    def look_at_cards(self) -> None:
        """What became of cards whose result was not known."""
        with self.at.desk.open_reading() as work:
            open_ones = {attempt.wish.payment_id for attempt in work.attempts.unsettled()}
        for payment_id in [known for known in self._cards if known not in open_ones]:
            pending = self._cards[payment_id]
            finish_payment(payment_id, self.at.desk)
            del self._cards[payment_id]
            self._look(pending)
            self.at.committed()

    def _look(self, pending: Pending) -> None:
        with self.at.desk.open_reading() as work:
            lines = work.journal.payment(pending.wish.payment_id)
        if lines:
            self._is_taken(taken(lines, again=True), pending)

    def _choose(self, account: Account) -> list[Statement]:
        """Some of what is open, of one book, now and then with a bill of another one of the family."""
        world = self._world
        known = list(account.statements)
        if account.family and world.likely(0.25):
            other = world.chance.choice(account.family)
            known += read_account(other.number, self.at.desk).statements
        payable = [
            s for s in known if s.open > ZERO and not (s.confidential and s.member_number != account.member.number)
        ]
        if not payable:
            return []
        first = world.chance.choice(payable)
        is_premium = first.kind is StatementKind.PREMIUM
        others = [s for s in payable if s is not first and (s.kind is StatementKind.PREMIUM) == is_premium]
        world.chance.shuffle(others)
        return [first, *others[: world.chance.choice((0, 0, 1, 2))]]

    def _pays_online(self, statement: Statement) -> None:
        """Somebody at home pays the same bill meanwhile."""
        bill = Bill(number=statement.number, member=statement.member_number, guarantor=statement.guarantor_number)
        day = self._world.now.date()
        self._center.pay_online(bill, self._world.chance.randint(1, statement.open.cents), day)

    def _wish(self, account: Account, chosen: list[Statement]) -> TakePayment:
        world = self._world
        parts = []
        for statement in chosen:
            cents = statement.open.cents
            if cents > 50_000 or world.likely(0.25):
                cents = world.chance.randint(1, min(cents, 50_000))
            parts.append(Part(target=Target(TargetKind.STATEMENT, statement.number), amount=Money(cents)))
        if chosen[0].kind is not StatementKind.PREMIUM and world.likely(0.08):
            aside = Target(TargetKind.PREPAY, f"E-{world.chance.randint(10_000, 99_999)}")
            parts.append(Part(target=aside, amount=Money(world.chance.randint(500, 20_000)), note="surgery"))
        beyond = ZERO
        if chosen[0].kind is not StatementKind.PREMIUM and world.likely(0.05):
            beyond = Money(world.chance.randint(100, 5_000))
            credit = Target(TargetKind.CREDIT, account.member.guarantor_number)
            parts.append(Part(target=credit, amount=beyond, note="for the next bill"))
        return TakePayment(
            payment_id=self.at.desk.new_id(),
            member_number=account.member.number,
            parts=tuple(parts),
            reason="paid ahead" if beyond else "",
            approval=self._lead_agrees(beyond) if beyond else None,
            tenders=(),
            identified={s.member_number: "statement and name" for s in chosen} | dict(account.identified),
            seen={statement.number: statement.version for statement in chosen},
        )

    def _lead_agrees(self, beyond: Money) -> Approval:
        return InPerson(self.at.desk).approve(LEAD, PASSPHRASE, act=CREDIT_ACT, amount=beyond)

    def _pay(self, pending: Pending) -> Iterator[float]:
        """Raises Refused, and then nothing was taken."""
        world, due = self._world, pending.wish.to_pay.cents
        if world.likely(0.05):
            self._mistake(pending, due)
        way = world.chance.choice(("cash", "cash", "cash", "check", "check", "card", "card", "split", "order"))
        if pending.is_premium and way == "split":
            way = "card"
        if way in ("card", "split"):
            card = due if way == "card" or due < 200 else due // 2
            state = yield from self._pay_card(pending, card)
            if state is not AttemptState.APPROVED:
                return
            with self.at.desk.open_reading() as work:
                paid = taken(work.journal.payment(pending.wish.payment_id), again=True).paid.cents
            rest = due - paid
            tenders: tuple[Tender, ...] = (self._cash(rest),) if rest else ()
        elif way == "check" and due >= 300 and world.likely(0.2):
            tenders = (self._check(due // 2), self._cash(due - due // 2))
        else:
            tenders = ({"cash": self._cash, "check": self._check, "order": self._order}[way](due),)
        yield world.between(10, 60)
        self._take(pending, tenders)

    def _take(self, pending: Pending, tenders: tuple[Tender, ...]) -> None:
        """Enter, and now and then twice."""
        wish, desk = replace(pending.wish, tenders=tenders), self.at.desk
        self._pending = pending
        try:
            answer = take_payment(wish, desk, self.staff) if tenders else finish_payment(wish.payment_id, desk)
        except Refused:
            self._pending = None
            if wish.payment_id not in self._cards:
                raise
            tenders = ()  # The card's part stays taken; the member leaves with that.
            answer = finish_payment(wish.payment_id, desk)
        assert answer is not None
        self._is_taken(answer, pending)
        self._pending = None
        self._cards.pop(wish.payment_id, None)
        self.at.committed()
        if tenders and self._world.likely(0.08):
            again = take_payment(wish, desk, self.staff)
            if not again.again or again.receipt != answer.receipt:
                raise Broken(f"Enter twice is two payments: {answer.receipt} and {again.receipt}.")
        if tenders and self._world.likely(0.015) and any(tender.kind is TenderKind.CASH for tender in tenders):
            self.hands.cash -= 100  # A dollar too much in change.
            self.hands.off -= 100

    def _pay_card(self, pending: Pending, cents: int) -> Generator[float, None, AttemptState]:
        """Returns how it ended, UNKNOWN where that is not known when the member leaves."""
        at, payment_id = self.at, pending.wish.payment_id
        self._cards[payment_id] = pending
        try:
            attempt = ask_card(pending.wish, Money(cents), at.terminal.name, at.desk, self.staff)
        except Refused:
            del self._cards[payment_id]
            raise
        at.committed()
        at.wake("cards")
        for _ in range(8):
            yield 7.0
            with at.desk.open_reading() as work:
                now = work.attempts.get(attempt.attempt_id)
            assert now is not None
            if now.state not in UNSETTLED:
                if now.state is not AttemptState.APPROVED:
                    del self._cards[payment_id]
                    self._note(f"the card is {now.state}: {now.words}")
                return now.state
        self._world.count("unknown_cards")
        self._note("the card's result is not known")
        return AttemptState.UNKNOWN

    def _mistake(self, pending: Pending, due: int) -> None:
        """Something that has to be refused, and changes nothing."""
        with self.at.desk.open_reading() as work:
            before = work.journal.head()
        wrong = self._world.chance.choice((Money(due - 1) if due > 1 else ZERO, ZERO))
        try:
            take_payment(
                replace(pending.wish, tenders=(Tender(kind=TenderKind.CASH, amount=wrong),)), self.at.desk, self.staff
            )
        except CashierError:
            pass
        else:
            raise Broken(f"{wrong} was taken for {Money(due)}.")
        with self.at.desk.open_reading() as work:
            if work.journal.head() != before:
                raise Broken("A refusal wrote a line.")

    def _is_taken(self, answer: Taken, pending: Pending) -> None:
        """The cashier reads the answer, gives the change and hands over the receipt."""
        payment_id = pending.wish.payment_id
        if payment_id in self.hands.told:
            return
        world, tenders = self._world, [tender for n in answer.lines for tender in _tenders(n.line.facts)]
        given = {kind: sum(tender.cents for tender in tenders if tender.kind is kind) for kind in TenderKind}
        told = Told(
            payment_id=payment_id,
            receipt=answer.receipt,
            cents=answer.paid.cents,
            member=pending.wish.member_number,
            guarantor=pending.guarantor,
            net_cash=given[TenderKind.CASH] - answer.change.cents,
            papers=tuple(tender for tender in tenders if tender.kind in (TenderKind.CHECK, TenderKind.MONEY_ORDER)),
            card=given[TenderKind.CARD],
            is_premium=pending.is_premium,
            aside=_aside(pending.wish, answer.paid.cents),
        )
        # By hand: what was handed over less what was asked for is what goes back.
        if told.net_cash + told.paper + told.card != told.cents:
            raise Broken(f"{answer.receipt} took {told.cents} cents, and {told} lies there.")
        self.hands.keep(told)
        pending.then(payment_id)
        world.note(self.at.name, f"{answer.receipt} taken, {told.cents} cents, change {answer.change.cents}")
        world.count("payments")

    def _cash(self, cents: int) -> Tender:
        """Exact, or in twenties with change."""
        handed = cents if self._world.likely(0.3) else -(-cents // 2_000) * 2_000
        return Tender(kind=TenderKind.CASH, amount=Money(handed))

    def _check(self, cents: int) -> Tender:
        number, account = str(self._world.chance.randint(100, 9_999_999)), str(self._world.chance.randint(10**7, 10**9))
        return Tender(
            kind=TenderKind.CHECK,
            amount=Money(cents),
            number=number,
            issuer="Wells Fargo",
            routing=ROUTING,
            account=self.at.desk.sealer.seal_account(ROUTING, account),
            micr=KEYED,
        )

    def _order(self, cents: int) -> Tender:
        number = str(self._world.chance.randint(10**8, 10**10))
        return Tender(kind=TenderKind.MONEY_ORDER, amount=Money(cents), number=number, issuer="Western Union")

    def _note(self, what: str) -> None:
        self._world.note(self.at.name, what)


def _aside(wish: TakePayment, paid: int) -> int:
    """What of the money pays deposits: parts are paid in their order, as far as it reaches."""
    aside = 0
    for part in wish.parts:
        amount = min(part.amount.cents, paid)
        paid -= amount
        aside += amount if part.target.kind is TargetKind.PREPAY else 0
    return aside


def _tenders(facts: object) -> list[Paper]:
    """What was handed over, cash and cards too."""
    assert isinstance(facts, dict)
    return [
        Paper(kind=TenderKind(tender["kind"]), number=tender.get("number", ""), cents=tender["cents"])
        for tender in facts["tenders"]
    ]
