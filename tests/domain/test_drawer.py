"""What a drawer should hold is what moved in and out of its own shift, and of no other."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.drawer import Holdings, drawer_holds, items_in, tender_totals
from cashier.domain.drawer_acts import (
    EXCHANGE_ACT,
    PAY_ACT,
    Exchange,
    PayInOrOut,
    check_reason,
    decide_exchange,
    decide_no_sale,
    decide_opening,
    decide_opening_for,
    decide_pay,
    decide_resume,
    exchanged_amount,
    is_no_sale,
)
from cashier.domain.drawer_count import COUNT_ACT, CountDrawer, decide_count, read_attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.shift import Shift, ShiftState
from cashier.domain.shift_lines import CashAlone
from cashier.domain.surprise import SURPRISE_ACT, SurpriseCount, decide_surprise, read_surprise
from cashier.domain.tenders import TenderKind
from cashier.domain.transfer import Transfer
from cashier.domain.tries import MoreThanThere
from tests.domain.correcting import a_paid, changed, voided
from tests.domain.drawer_lines import an_approval, counted, shift_in
from tests.fakes.builders import (
    HELEN,
    MEDICAL,
    NOW,
    ROSA,
    SHIFT_ID,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

OURS, THEIRS = UUID(int=1), UUID(int=2)


def _cash(shift: UUID) -> Account:
    return Account(AccountKind.DRAWER_CASH, str(shift), MEDICAL)


def test_a_reason_is_kept_without_blanks_around_it() -> None:
    assert check_reason("  change for a colleague ") == "change for a colleague"
    with pytest.raises(FieldRefused, match="Enter a reason"):
        check_reason(" ")


def test_a_drawer_holds_what_moved_in_its_own_shift() -> None:
    moved = [
        Transfer(_cash(OURS), receivable("S-1"), Money(500)),
        Transfer(_cash(THEIRS), receivable("S-2"), Money(70)),
        Transfer(_cash(THEIRS), _cash(OURS), Money(200)),
        Transfer(Account(AccountKind.CARD_CLEARING, "OAK3", MEDICAL), receivable("S-3"), Money(9)),
    ]

    assert drawer_holds(OURS, moved).cash == {MEDICAL: Money(300)}
    assert drawer_holds(THEIRS, moved).cash_total == Money(270)
    assert drawer_holds(OURS, moved).checks == {}


def test_an_opening_for_another_act_is_no_opening_without_a_sale() -> None:
    line = decide_opening(UUID(int=7), "a drop", shift=a_shift(), staff=ROSA, now=NOW)

    assert (line.kind, line.facts["number"], line.facts["for"]) == (LineKind.NO_SALE, 0, "a drop")
    assert not is_no_sale(line)
    assert is_no_sale(decide_no_sale(UUID(int=7), "change", shift=a_shift(), staff=ROSA, number=1, now=NOW))
    assert not is_no_sale(counted())
    suspended = shift_in(ShiftState.SUSPENDED)
    with pytest.raises(Refused, match="is suspended"):
        decide_opening(UUID(int=7), "a drop", shift=suspended, staff=ROSA, now=NOW)
    along = an_approval(ABSENT_ACT)
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        decide_opening_for(UUID(int=7), along, shift=a_shift(), staff=replace(ROSA, user="luis", name="Luis"), now=NOW)


def test_a_drawer_that_was_handed_over_is_not_gone_on_with() -> None:
    with pytest.raises(Refused, match="This drawer was handed over"):
        decide_resume(UUID(int=7), None, shift=shift_in(ShiftState.PENDING), staff=ROSA, now=NOW)


def test_cash_without_a_payment_is_an_amount_that_another_agreed_to_and_no_more_than_there_is() -> None:
    held, rules = Holdings(cash={MEDICAL: Money(6000)}, checks={}), DrawerRules(pays_in_and_out=True)

    def pays(cents: int, *, is_out: bool = True, shift: Shift | None = None, by: str = "helen") -> Line:
        word = replace(an_approval(PAY_ACT, Money(cents)), approver=by)
        wish = PayInOrOut(line_id=UUID(int=7), amount=Money(cents), is_out=is_out, reason="stamps", approval=word)
        return decide_pay(wish, shift=shift or a_shift(), staff=ROSA, held=held, rules=rules, now=NOW)

    assert pays(6000).kind is LineKind.PAID_OUT
    assert pays(6001, is_out=False).kind is LineKind.PAID_IN
    with pytest.raises(MoreThanThere):
        pays(6001)
    for cents in (0, -1):
        with pytest.raises(Refused, match="Enter an amount above zero"):
            pays(cents)
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        pays(100, by="rosa")
    with pytest.raises(Refused, match="is suspended"):
        pays(100, shift=shift_in(ShiftState.SUSPENDED))
    with pytest.raises(Refused, match="This drawer is Helen Park's"):
        pays(100, shift=a_shift(HELEN))


def test_all_of_a_drawer_is_exchanged_and_nothing_is_not() -> None:
    held = Holdings(cash={MEDICAL: Money(6000)}, checks={})
    witness = replace(an_approval(EXCHANGE_ACT, Money(6000)))
    wish = Exchange(line_id=UUID(int=7), given={"20.00": 3}, got={"10.00": 6}, witness=witness)

    assert decide_exchange(wish, shift=a_shift(), staff=ROSA, held=held, now=NOW).facts["cents"] == 6000
    with pytest.raises(Refused, match="have to be the same sum"):
        exchanged_amount({"20.00": 0}, {})


def test_a_first_surprise_count_is_not_booked_and_after_a_booked_one_it_is_a_first_again() -> None:
    held = Holdings(cash={MEDICAL: Money(6000)}, checks={})
    witness = replace(an_approval(SURPRISE_ACT))

    def counts(notes: int, *before: Line) -> Line:
        wish = SurpriseCount(line_id=UUID(int=7), count={"20.00": notes}, witness=witness)
        return decide_surprise(wish, shift=a_shift(), staff=ROSA, held=held, before=before, now=NOW)

    first = counts(2)
    second = counts(2, first)
    assert [(line.facts["attempt"], line.facts["booked"]) for line in (first, second, counts(2, first, second))] == [
        (1, False),
        (2, True),
        (1, False),
    ]
    with pytest.raises(UnreadableBody, match="A surprise count cannot be read"):
        read_surprise(replace(first, facts={}))


def test_a_count_that_cannot_be_read_says_so_and_a_third_is_signed_by_another() -> None:
    with pytest.raises(UnreadableBody, match="A count cannot be read"):
        read_attempt(replace(counted(), facts={}))
    twice = [read_attempt(counted(n)) for n in (1, 2)]
    enough = [replace(twice[0], number=1, matches=False), replace(twice[1], number=2, matches=False)]
    held = Holdings(cash={MEDICAL: Money(6000)}, checks={})
    wish = CountDrawer(line_id=UUID(int=7), count={"20.00": 3}, witness=an_approval(COUNT_ACT))
    shift = shift_in(ShiftState.COUNTING)
    decide_count(wish, shift=shift, staff=ROSA, held=held, before=enough, now=NOW)
    for word in (replace(an_approval(COUNT_ACT), approver="rosa"), an_approval("a drop")):
        with pytest.raises(Refused):
            decide_count(replace(wish, witness=word), shift=shift, staff=ROSA, held=held, before=enough, now=NOW)
    with pytest.raises(Refused, match="drawer is counted by two"):
        decide_count(replace(wish, witness=None), shift=shift, staff=HELEN, held=held, before=(), now=NOW)


def test_a_check_that_pays_two_bills_is_one_check_of_its_whole_amount() -> None:
    wish = a_wish(pays("S-48210377", 41260), pays("S-2", 1000), tenders=(check(42260),))
    line = decide_payment(wish, a_situation(a_statement(), a_statement("S-2", 1000)))

    (item,) = items_in(SHIFT_ID, (line,))
    assert (item.number, item.amount, item.key) == ("1043", Money(42260), f"{line.line_id}.0")
    assert items_in(UUID(int=9), (line,)) == (), "it lies in its own shift's drawer"


def test_what_goes_back_takes_its_paper_along_also_beside_cash() -> None:
    tenders = check(20000), cash(25000)

    assert len(items_in(SHIFT_ID, (a_paid(*tenders),))) == 1
    assert items_in(SHIFT_ID, (a_paid(*tenders), voided(*tenders))) == ()
    (left,) = items_in(SHIFT_ID, (a_paid(*tenders), voided(cash(41260))))
    assert left.number == "1043", "cash that goes back takes no paper along"


def test_paper_is_called_otherwise_in_its_own_drawer_alone() -> None:
    paid, change = a_paid(check(41260)), changed(money_order(41260), check(41260))

    assert [item.number for item in items_in(SHIFT_ID, (paid, change))] == ["22-4471"]
    elsewhere = replace(change, shift_id=UUID(int=9))
    assert [item.number for item in items_in(SHIFT_ID, (paid, elsewhere))] == ["1043"]
    other = replace(change, kind=LineKind.ACCOUNT_OPENED)
    assert [item.number for item in items_in(SHIFT_ID, (paid, other))] == ["1043"]
    assert items_in(SHIFT_ID, (paid, replace(change, facts={**change.facts, "papers": "x"}))) == ()


def test_paper_of_which_a_body_says_nothing_is_a_check_without_a_number() -> None:
    paid = a_paid(check(41260))
    silent = replace(paid, facts={**paid.facts, "applied": []})

    (item,) = items_in(SHIFT_ID, (silent,))
    assert (item.kind, item.number, item.amount, item.key) == (
        TenderKind.CHECK, "", Money(41260), f"{paid.line_id}.-1",
    )  # fmt: skip


def test_payments_that_are_told_by_their_sums_count_to_cash() -> None:
    alone = CashAlone(count=2, tendered=Money(5000), change=Money(400))
    paid = a_paid(check(20000), cash(21260))

    totals = [(total.kind, total.count, total.amount.cents) for total in tender_totals((paid,), alone)]
    assert totals == [("cash", 3, 21260 + 4600), ("check", 1, 20000)]
    assert [(total.kind, total.count) for total in tender_totals((), alone)] == [("cash", 2)]
    assert tender_totals(()) == ()
