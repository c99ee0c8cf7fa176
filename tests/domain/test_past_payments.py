"""Past payments are read from the lines that moved the money, a desk's and a channel's alike."""

from dataclasses import replace
from datetime import timedelta

from cashier.domain.accounts import Account, AccountKind, credit, prepayment, receivable
from cashier.domain.carried import Carried, carried_line
from cashier.domain.chain import first_link
from cashier.domain.funds import read_use_record
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.past_payments import (
    MOVED_HERE,
    PAST_MOST,
    PastPayment,
    Whose,
    newest_first,
    paid_on,
    past_payment,
    past_payments,
)
from cashier.domain.refund import read_refund_record
from cashier.domain.times import instant_text
from cashier.domain.transfer import Transfer
from tests.domain.written import WRITTEN
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, NOW, TODAY, PaperDesk

GUARANTOR = "200417733"
MEMBER = "11048827"


def whose(statements: set[str]) -> Whose:
    return Whose(member=MEMBER, guarantor=GUARANTOR, statements=statements)


def _paid(*transfers: Transfer, kind: LineKind = LineKind.PAYMENT, facts: dict[str, object] | None = None) -> Line:
    desk = PaperDesk("OAK3")
    return replace(desk.pay("S-1", 100), kind=kind, transfers=transfers, facts=facts or {"receipt": "OAK3-0000001"})


def test_what_a_line_paid_for_one_member_and_no_other() -> None:
    checks = Account(AccountKind.DRAWER_CHECKS, DRAWER.owner, BOOK)
    line = _paid(
        Transfer(DRAWER, receivable("S-1"), Money(300)),
        Transfer(checks, receivable("S-1"), Money(50)),
        Transfer(checks, receivable("S-2"), Money(400)),
        Transfer(checks, receivable("S-9"), Money(9_000)),
        Transfer(DRAWER, credit("999"), Money(7_000)),
        Transfer(DRAWER, credit(GUARANTOR), Money(20)),
    )

    assert past_payment(line, whose({"S-1", "S-2"})) == PastPayment(
        line_id=line.line_id,
        paid_at=NOW,
        business_date=TODAY,
        amount=Money(770),
        statements=("S-1", "S-2"),
        tenders=("cash", "check"),
        receipt="OAK3-0000001",
        desk="OAK3",
        center=CENTER,
    )


def test_a_line_that_paid_nothing_of_the_members_is_none_of_them() -> None:
    assert past_payment(_paid(Transfer(DRAWER, receivable("S-9"), Money(1))), whose({"S-1"})) is None


def test_only_payments_count() -> None:
    billed = Account(AccountKind.BILLED, BOOK.code)
    line = _paid(Transfer(billed, receivable("S-1"), Money(1)), kind=LineKind.STATEMENTS_BILLED)

    assert past_payment(line, whose({"S-1"})) is None


def test_a_channels_payment_has_its_channel_and_the_payors_own_instant() -> None:
    earlier = NOW - timedelta(hours=2)
    came_by = Account(AccountKind.CHANNEL, "online", BOOK)
    line = _paid(
        Transfer(came_by, receivable("S-1"), Money(500)),
        kind=LineKind.CHANNEL_PAYMENT,
        facts={"channel": "online", "reference": "w1", "paid_at": instant_text(earlier)},
    )
    line = replace(line, staff="online")

    paid = past_payment(line, whose({"S-1"}))

    assert paid is not None
    assert (paid.channel, paid.paid_at, paid.desk, paid.receipt, paid.tenders) == ("online", earlier, "", "", ())


def test_a_carried_payment_is_the_one_that_it_carries() -> None:
    inner = _paid(Transfer(DRAWER, receivable("S-1"), Money(500)))
    carried = Carried(desk="OAK3", sequence=1, chain=first_link("OAK3"), body=inner.body().decode())
    line = carried_line(carried, desk="OAK7", center=CENTER, staff="helen", now=NOW)

    (paid,) = past_payments([line], whose({"S-1"}))

    assert (paid.desk, paid.amount) == ("OAK3", Money(500))
    assert past_payments([line, inner], whose({"S-1"})) == (paid,)


def test_a_carried_line_that_cannot_be_read_is_passed_over() -> None:
    line = replace(_paid(), kind=LineKind.CARRIED, facts={"body": "{", "desk": "OAK3", "chain": "x", "sequence": 1})

    assert past_payments([line], whose({"S-1"})) == ()


def test_they_stand_newest_first_and_are_no_more_than_anybody_asks_for() -> None:
    paid = past_payment(_paid(Transfer(DRAWER, receivable("S-1"), Money(1))), whose({"S-1"}))
    assert paid is not None
    desk = PaperDesk("OAK3")
    many = [
        replace(paid, line_id=desk.pay("S-1", 1).line_id, paid_at=NOW + timedelta(minutes=minute))
        for minute in range(PAST_MOST + 5)
    ]

    kept = newest_first(many)

    assert len(kept) == PAST_MOST
    assert kept[0] == many[-1]
    assert newest_first([paid, paid]) == (paid,)


def test_a_deposit_is_the_members_whose_account_was_open_and_nobody_elses_in_the_family() -> None:
    line = _paid(Transfer(DRAWER, prepayment("E-20441"), Money(15_000)), facts={"receipt": "R", "member": MEMBER})

    paid = past_payment(line, whose(set()))
    assert paid is not None
    assert (paid.deposits, paid.statements, paid.amount, paid.used) == (("E-20441",), (), Money(15_000), "")
    assert past_payment(line, Whose(member="11050000", guarantor=GUARANTOR, statements=set())) is None


def test_what_a_member_leaves_without_a_name_or_buys_is_no_payment_of_theirs() -> None:
    facts: dict[str, object] = {"receipt": "R", "member": MEMBER}
    for account in (Account(AccountKind.HOLDING, CENTER), Account(AccountKind.CASH_ROUNDING, CENTER)):
        assert past_payment(_paid(Transfer(DRAWER, account, Money(500)), facts=facts), whose({"S-1"})) is None


def test_only_what_was_taken_can_go_back_and_only_what_was_taken_can_be_moved_on() -> None:
    """A channel's payment has no name that a desk could void it by, and a move pays what it pays."""
    to_bill = Transfer(DRAWER, receivable("S-1"), Money(500))
    online = past_payment(_paid(to_bill, kind=LineKind.CHANNEL_PAYMENT, facts={}), whose({"S-1"}), voided={""})
    assert online is not None
    assert not online.is_voided

    for kind, is_moved in ((LineKind.PAYMENT, True), (LineKind.MOVED, False), (LineKind.MOVE_AGREED, False)):
        paid = past_payment(_paid(to_bill, kind=kind, facts={"payment": "p1"}), whose({"S-1"}), moved_on={"p1"})
        assert paid is not None
        assert paid.is_moved is is_moved


def test_what_a_deposit_paid_is_history_and_no_money_that_came_in() -> None:
    facts: dict[str, object] = {"fund": "prepay:E-20441", "desk": "OAK4", "center": "OAK"}
    moved = Transfer(prepayment("E-20441"), receivable("S-1"), Money(500))
    paid = past_payment(_paid(moved, kind=LineKind.CREDIT_USED, facts=facts), whose({"S-1"}))

    assert paid is not None
    assert (paid.used, paid.statements, paid.desk, paid.receipt) == ("prepay:E-20441", ("S-1",), "OAK4", "")
    assert paid_on(TODAY, [paid]) == Money(0)


def test_what_came_in_is_what_was_handed_over_and_stayed() -> None:
    paid = past_payment(_paid(Transfer(DRAWER, receivable("S-1"), Money(500))), whose({"S-1"}))
    assert paid is not None
    assert paid.came_in
    assert paid_on(TODAY, [paid]) == Money(500)
    assert paid_on(TODAY + timedelta(days=1), [paid]) == Money(0)
    for gone in (
        replace(paid, is_voided=True),
        replace(paid, used="prepay:E-1"),
        replace(paid, is_returned=True),
        replace(paid, tenders=(MOVED_HERE,)),
    ):
        assert not gone.came_in


def test_what_was_asked_back_and_what_a_bank_returned_are_read_from_where_the_money_was() -> None:
    told: dict[str, object] = {
        "fund": "prepay:E-20441",
        "desk": "OAK4",
        "center": "SJO",
        "member": MEMBER,
        "subject": "r1",
    }
    payable = Account(AccountKind.REFUND_PAYABLE, GUARANTOR)
    back = Transfer(prepayment("E-20441"), payable, Money(500))
    asked = past_payment(_paid(back, kind=LineKind.REFUND_ASKED, facts=told), whose(set()), voided={"r1"})
    assert asked is not None
    assert (asked.is_refund, asked.used, asked.deposits, asked.is_voided, asked.desk, asked.center) == (
        True, "prepay:E-20441", (), True, "OAK4", "SJO",
    )  # fmt: skip

    facts: dict[str, object] = {"receipt": "R", "payment": "p1", "desk": "OAK4", "center": "SJO"}
    opened = Transfer(receivable("S-1"), DRAWER, Money(500))
    returned = past_payment(_paid(opened, kind=LineKind.CHECK_RETURNED, facts=facts), whose({"S-1"}), voided={"p1"})
    assert returned is not None
    assert (returned.is_returned, returned.is_voided, returned.receipt, returned.desk) == (True, False, "R", "OAK4")

    moved = Transfer(receivable("S-2"), receivable("S-1"), Money(500))
    agreed = past_payment(_paid(moved, kind=LineKind.MOVE_AGREED, facts=facts), whose({"S-1"}), voided={"p1"})
    assert agreed is not None
    assert (agreed.tenders, agreed.is_voided, agreed.desk, agreed.center) == ((MOVED_HERE,), True, "OAK4", "SJO")


def test_a_slip_of_this_desk_is_the_members_own_and_no_brothers() -> None:
    slip = WRITTEN["refund_slip"]()
    said = read_refund_record(slip)
    own = Whose(member=said.member_number, guarantor=said.guarantor_number, statements=set())

    asked = past_payment(slip, own)
    assert asked is not None
    assert (asked.statements, asked.used, asked.is_refund) == ((), "prepay:E-20441", True)
    assert past_payment(slip, replace(own, guarantor="other")) is None
    assert past_payment(slip, replace(own, member="other")) is None, "a deposit is one member's"
    of_the_family = replace(slip, facts={**slip.facts, "fund": f"credit:{said.guarantor_number}"})
    assert past_payment(of_the_family, replace(own, member="other")) is not None, "credit is the whole family's"
    used = WRITTEN["credit_slip"]()
    bill = read_use_record(used).wish.statement
    paid = past_payment(used, Whose(member="other", guarantor="other", statements={bill}))
    assert paid is not None
    assert (paid.statements, paid.is_refund) == ((bill,), False)
    assert past_payment(used, replace(own, statements=set())) is None


def _changed(to: Account, cents: int, payment: str = "p1") -> Line:
    """Cash that was found to be what lies in another account."""
    return _paid(Transfer(to, DRAWER, Money(cents)), kind=LineKind.TENDER_CHANGED, facts={"payment": payment})


def test_tenders_have_their_right_names_once_all_of_one_was_called_otherwise() -> None:
    checks = Account(AccountKind.DRAWER_CHECKS, DRAWER.owner, BOOK)
    both = (
        Transfer(DRAWER, receivable("S-1"), Money(300)),
        Transfer(checks, receivable("S-1"), Money(200)),
    )
    facts: dict[str, object] = {"receipt": "R", "payment": "p1"}
    line = _paid(*both, facts=facts)

    def told(
        cents: int, payment: str = "p1", kind: LineKind = LineKind.PAYMENT, to: Account = checks
    ) -> tuple[str, ...]:
        change = _changed(to, cents, payment)
        other = _paid(change.transfers[0], kind=LineKind.TENDER_CHANGED, facts={"payment": "p9"})
        found = past_payment(replace(line, kind=kind), whose({"S-1"}), changes=(other, change))
        assert found is not None
        return found.tenders

    assert told(300) == ("check",)
    assert told(299) == ("cash", "check")
    assert told(300, "p2") == ("cash", "check")
    assert told(300, kind=LineKind.CREDIT_USED) == ("cash", "check")
    assert told(300, to=Account(AccountKind.SAFE, CENTER, BOOK)) == ("check",), "what has no name adds none"
    by_check = past_payment(replace(line, transfers=both[1:]), whose({"S-1"}), changes=(_changed(checks, 100),))
    assert by_check is not None
    assert by_check.tenders == ("check",), "the cash that was called otherwise paid something else"
    by_cash = past_payment(
        _paid(both[0], facts=facts),
        whose({"S-1"}),
        changes=(_changed(checks, 100),),
    )
    assert by_cash is not None
    assert by_cash.tenders == ("cash", "check")


def test_whoever_knows_that_it_went_back_knows_it_later() -> None:
    paid = past_payment(_paid(Transfer(DRAWER, receivable("S-1"), Money(500))), whose({"S-1"}))
    assert paid is not None

    for later in (replace(paid, is_voided=True), replace(paid, is_moved=True)):
        assert newest_first([paid, later]) == newest_first([later, paid]) == (later,)
