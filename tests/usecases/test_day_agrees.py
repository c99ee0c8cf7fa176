"""Every figure of Day is the Z report's and the list's: one day, told three times."""

from collections import Counter as Counted

from hypothesis import given, settings
from hypothesis import strategies as some

from cashier.domain.correction import Why
from cashier.domain.drawer import drawer_holds
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.line import LineKind
from cashier.domain.money import Money, total
from cashier.domain.people import Right
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import Void, void_act
from cashier.usecases.activity import day_at
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.correct_payment import void_offer, void_payment
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import ROSA, SHIFT_ID, Counter, a_desk, a_statement, a_wish, cash, check, money_order, pays
from tests.usecases.test_close_shift import a_close

PAPER = (TenderKind.CHECK, TenderKind.CASHIERS_CHECK, TenderKind.MONEY_ORDER)


def take(counter: Counter, place: int, cents: int, kind: str) -> str:
    tenders: dict[str, tuple[Tender, ...]] = {
        "cash": (cash(cents),),
        "change": (cash(cents + 2000),),
        "check": (check(cents, str(1000 + place)),),
        "order": (money_order(cents, str(5000 + place)),),
        "two": (check(cents - 1, str(1000 + place)), cash(1)),
    }
    wish = a_wish(pays("S-1", cents), tenders=tenders[kind], payment_id=counter.desk.new_id())
    return take_payment(wish, counter.desk, ROSA).receipt


def void(counter: Counter, receipt: str) -> None:
    amount = void_offer(receipt, counter.desk, ROSA).amount
    approval = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(receipt), amount=amount, right=Right.APPROVE_CORRECTIONS
    )
    why = Why(reason="changed_tender")
    wish = Void(line_id=counter.desk.new_id(), receipt=receipt, why=why, receipt_back=receipt, approval=approval)
    void_payment(wish, counter.desk, ROSA)


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.integers(2, 9_000), some.sampled_from(["cash", "change", "check", "order", "two"]), some.booleans()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_day_agrees_with_the_z_report_and_with_its_list(taken: list[tuple[int, str, bool]]) -> None:
    counter = a_desk(a_statement("S-1", 1_000_000))
    for place, (cents, kind, goes_back) in enumerate(taken):
        receipt = take(counter, place, cents, kind)
        if goes_back:
            void(counter, receipt)
    day = day_at(counter.desk)
    assert day.figures.total is None, "before the count (R2)"
    close(counter)

    day, (z,) = day_at(counter.desk), [li for li in counter.store.lines() if li.kind is LineKind.SHIFT_CLOSED]
    figures, stand = day.figures, [payment for payment in day.payments if not payment.voided]
    assert figures.receipts == len(stand) == z.facts["payments"] == sum(hour.taken for hour in day.hours)
    assert figures.receipts + figures.voided == len(day.payments)
    sums: Counted[str] = Counted({kind: cents for kind, _, cents in z.facts["tenders"]})
    assert figures.cash.amount == Money(sums[TenderKind.CASH])
    assert figures.checks.amount == Money(sum(sums[kind] for kind in PAPER))
    assert figures.checks.items == sum(number for kind, number, _ in z.facts["tenders"] if kind in PAPER)
    assert figures.total == total([payment.amount for payment in stand]) == Money(sum(sums.values()))


def close(counter: Counter) -> None:
    """With all that came over the float in ones and cents."""
    with counter.desk.open_reading() as work:
        came = drawer_holds(SHIFT_ID, work.journal.drawers.moved(SHIFT_ID)).cash_total.cents - 10_000
    count = {"20.00": 5, "1.00": came // 100, "0.01": came % 100}
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=count), counter.desk, ROSA)
    close_shift(a_close(counter), counter.desk, ROSA)
