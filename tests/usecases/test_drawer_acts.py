"""Between float and count: drops, openings without a sale, breaks, exchanges and readings, one line each."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.drawer_acts import DROP_ACT, EXCHANGE_ACT, PAY_ACT, Drop, Exchange, PayInOrOut
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import RIGHTS, Approval, Role
from cashier.domain.statements import StatementKind
from cashier.domain.tries import WITNESS_RIGHT
from cashier.usecases.drawer_acts import (
    drop,
    exchange_bills,
    has_too_much,
    must_be_new_bag,
    must_be_new_bags,
    open_without_sale,
    pay_in_or_out,
    read_x,
    resume_drawer,
    suspend_drawer,
)
from cashier.usecases.hand_over import needs_witness
from cashier.usecases.reprint import reprint
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, ROSA, Counter, a_desk, a_statement, a_wish, cash, check, pays
from tests.fakes.drawers_elsewhere import OtherDrawers
from tests.fakes.terminal import UNKNOWN
from tests.usecases.test_reverse_card import a_rig


@pytest.fixture
def counter() -> Counter:
    """Rosa's desk, $100.00 float, and $50.00 premium cash."""
    premium = a_statement("P-1", 5000, kind=StatementKind.PREMIUM)
    counter = a_desk(a_statement(), premium)
    take_payment(a_wish(pays("P-1", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
    return counter


def witnessed(counter: Counter, cents: int, act: str = DROP_ACT) -> Approval:
    return InPerson(counter.desk).approve("helen", "helen's words", act=act, amount=Money(cents), right=WITNESS_RIGHT)


def a_drop(counter: Counter, count: Mapping[str, int], cents: int, bag: str = "B-1", **more: BookLine) -> Drop:
    return Drop(line_id=counter.desk.new_id(), count=count, bag=bag, witness=witnessed(counter, cents), **more)


def kinds(counter: Counter) -> list[LineKind]:
    return [line.kind for line in counter.store.lines()]


def test_a_drop_is_in_transit_with_two_slips(counter: Counter) -> None:
    numbered = drop(a_drop(counter, {"20.00": 2}, 4000), counter.desk, ROSA)

    moved = [(t.debit.code, t.credit.kind.value, t.amount.cents) for t in numbered.line.transfers]
    assert moved == [("transit:OAK:ncal.medical", "drawer_cash", 4000)]
    assert numbered.line.facts["witness"] == "helen"
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(numbered.line.line_id))] == [0, 1]


def test_a_drop_takes_no_more_than_is_there_of_its_own_book(counter: Counter) -> None:
    for count, cents, line in (
        ({"100.00": 2}, 20000, BookLine.MEDICAL),
        ({"20.00": 3}, 6000, BookLine.PREMIUM),
    ):
        with pytest.raises(Refused, match=f"not that much {line} cash"):
            drop(a_drop(counter, count, cents, line=line), counter.desk, ROSA)
    drop(a_drop(counter, {"50.00": 1}, 5000, line=BookLine.PREMIUM), counter.desk, ROSA)


def test_how_much_is_there_is_found_out_by_nobody_who_only_tries(counter: Counter) -> None:
    """Without a witness the answer is the same for a cent and for a fortune (R2)."""
    sentences = set()
    for count in ({"0.01": 1}, {"100.00": 9999}):
        with pytest.raises(Refused) as refused:
            drop(replace(a_drop(counter, count, 1), witness=None), counter.desk, ROSA)
        sentences.add(refused.value.sentence)

    assert sentences == {"A drop needs a witness. Have a lead or somebody of the cash office sign."}
    assert tries(counter) == []


@pytest.mark.parametrize("act", [DROP_ACT, EXCHANGE_ACT, PAY_ACT])
def test_each_wish_for_more_than_is_there_is_kept_with_both_names(counter: Counter, act: str) -> None:
    """Else who tries long enough knows what the drawer holds, and nobody knows who tried (R1)."""
    place = replace(counter.desk.place, drawers=DrawerRules(pays_in_and_out=True))
    counter = replace(counter, desk=replace(counter.desk, place=place))
    takes: dict[str, Callable[[int], object]] = {
        DROP_ACT: lambda cents: drop(a_drop(counter, {"100.00": cents // 10_000}, cents), counter.desk, ROSA),
        EXCHANGE_ACT: lambda cents: exchange_bills(an_exchange(counter, cents // 10_000), counter.desk, ROSA),
        PAY_ACT: lambda cents: pay_in_or_out(pay_of(counter, cents, is_out=True), counter.desk, ROSA),
    }
    for cents in (90_000, 40_000):
        with pytest.raises(Refused, match="There is not that much"):
            takes[act](cents)

    assert tries(counter) == [("rosa", act, 90_000, "helen"), ("rosa", act, 40_000, "helen")]
    assert needs_witness(counter.desk), "giving cash asks for a witness from now on, too"


def test_a_colleague_at_the_window_is_no_witness(counter: Counter) -> None:
    assert [role for role in Role if WITNESS_RIGHT in RIGHTS[role]] == [
        Role.LEAD, Role.CASH_OFFICE, Role.SUPERVISOR, Role.AUDITOR
    ]  # fmt: skip


def tries(counter: Counter) -> list[tuple[str, str, int, str]]:
    lines = [line for line in counter.store.lines() if line.kind is LineKind.TRANSFER_COUNTED]
    return [(line.staff, line.facts["for"], line.facts["cents"], line.facts["witness"]) for line in lines]


def test_a_drop_needs_a_count_a_new_bag_and_somebody_elses_eyes(counter: Counter) -> None:
    drop(a_drop(counter, {"20.00": 1}, 2000, bag="B-1"), counter.desk, ROSA)
    own = replace(witnessed(counter, 2000), approver="rosa")
    for wish, sentence in (
        (a_drop(counter, {}, 0, bag="B-2"), "Count what goes into the bag first"),
        (a_drop(counter, {"20.00": 1}, 2000, bag=" "), "Enter the number of the bag"),
        (a_drop(counter, {"20.00": 1}, 2000, bag="bag one!"), "as it is printed"),
        (a_drop(counter, {"20.00": 1}, 2000, bag="b-1"), "Bag B-1 was used before"),
        (a_drop(counter, {"20.00": 1}, 2001, bag="B-2"), "given for something else"),
        (replace(a_drop(counter, {"20.00": 1}, 2000, bag="B-2"), witness=own), "Nobody approves for themselves"),
    ):
        with pytest.raises(Refused, match=sentence):
            drop(wish, counter.desk, ROSA)
    assert kinds(counter).count(LineKind.CASH_DROPPED) == 1


def test_an_opening_without_a_sale_has_a_reason_a_slip_and_a_number(counter: Counter) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        open_without_sale(counter.desk.new_id(), "  ", counter.desk, ROSA)
    first = open_without_sale(counter.desk.new_id(), "change", counter.desk, ROSA)
    second_id = counter.desk.new_id()
    second = open_without_sale(second_id, "stuck", counter.desk, ROSA)

    assert open_without_sale(second_id, "stuck", counter.desk, ROSA) == second
    assert [numbered.line.facts["number"] for numbered in (first, second)] == [1, 2]


def test_a_z_report_that_is_not_there_is_not_printed(counter: Counter) -> None:
    for name in ("OAK3-Z00001", "OAK4-Z00001", "OAK3-Z00000"):
        with pytest.raises(Refused, match="made at this desk"):
            reprint(name, counter.desk, ROSA)


def test_a_break_is_ended_by_the_drawers_owner_alone(counter: Counter) -> None:
    suspend_drawer(counter.desk.new_id(), counter.desk, ROSA)

    with pytest.raises(Refused, match="This drawer is suspended"):
        take_payment(a_wish(payment_id=counter.desk.new_id()), counter.desk, ROSA)
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        resume_drawer(counter.desk.new_id(), counter.desk, HELEN)
    resume_drawer(counter.desk.new_id(), counter.desk, ROSA)
    with pytest.raises(Refused, match="in use already"):
        resume_drawer(counter.desk.new_id(), counter.desk, ROSA)
    take_payment(a_wish(payment_id=counter.desk.new_id()), counter.desk, ROSA)


def test_an_exchange_with_the_safe_moves_no_money(counter: Counter) -> None:
    with pytest.raises(Refused, match="have to be the same sum"):
        exchange_bills(an_exchange(counter, 1, fives=4), counter.desk, ROSA)

    numbered = exchange_bills(an_exchange(counter, 1), counter.desk, ROSA)

    assert numbered.line.transfers == ()
    said = numbered.line.facts
    assert (said["staff_name"], said["witness"], said["witness_name"]) == (ROSA.name, HELEN.user, HELEN.name)


def test_nobody_exchanges_alone_nor_what_is_not_there(counter: Counter) -> None:
    alone = replace(an_exchange(counter, 1), witness=None)
    for_less = replace(an_exchange(counter, 2), witness=witnessed(counter, 10_000, EXCHANGE_ACT))
    own = replace(
        an_exchange(counter, 1), witness=replace(witnessed(counter, 10_000, EXCHANGE_ACT), approver=ROSA.user)
    )
    for wish, why in (
        (alone, "An exchange needs a witness"),
        (for_less, "for something else"),
        (own, "Nobody approves for themselves"),
        (an_exchange(counter, 90), "There is not that much cash in this drawer. Count again what goes to the safe."),
    ):
        with pytest.raises(Refused, match=why) as refused:
            exchange_bills(wish, counter.desk, ROSA)
        assert "$" not in refused.value.sentence, "how much there is stays unsaid (R2)"


def an_exchange(counter: Counter, hundreds: int, fives: int | None = None) -> Exchange:
    got = {"20.00": 5 * hundreds if fives is None else fives}
    witness = witnessed(counter, hundreds * 10_000, EXCHANGE_ACT)
    return Exchange(line_id=counter.desk.new_id(), given={"100.00": hundreds}, got=got, witness=witness)


def pay_of(counter: Counter, cents: int, *, is_out: bool) -> PayInOrOut:
    return PayInOrOut(
        line_id=counter.desk.new_id(),
        amount=Money(cents),
        is_out=is_out,
        reason="taxi",
        approval=witnessed(counter, cents, PAY_ACT),
    )


def test_cash_without_a_payment_is_off_unless_the_site_says_otherwise(counter: Counter) -> None:
    with pytest.raises(Refused, match="not paid in or out"):
        pay_in_or_out(pay_of(counter, 500, is_out=True), counter.desk, ROSA)
    place = replace(counter.desk.place, drawers=DrawerRules(pays_in_and_out=True))
    allowed = replace(counter, desk=replace(counter.desk, place=place))

    out = pay_in_or_out(pay_of(allowed, 500, is_out=True), allowed.desk, ROSA)
    back = pay_in_or_out(pay_of(allowed, 200, is_out=False), allowed.desk, ROSA)

    assert [(t.debit.code, t.amount.cents) for t in out.line.transfers] == [("misc:OAK.PETTY", 500)]
    assert [(t.credit.code, t.amount.cents) for t in back.line.transfers] == [("misc:OAK.PETTY", 200)]
    with pytest.raises(Refused, match="not that much medical cash"):
        pay_in_or_out(pay_of(allowed, 1_000_000, is_out=True), allowed.desk, ROSA)


def test_an_x_reading_hides_cash_from_the_drawers_owner_and_keeps_who_read_it(counter: Counter) -> None:
    take_payment(
        a_wish(pays("S-48210377", 41260), tenders=(check(30000), cash(11260)), payment_id=counter.desk.new_id()),
        counter.desk,
        ROSA,
    )

    own = read_x(counter.desk.new_id(), counter.desk, ROSA)
    auditors = read_x(counter.desk.new_id(), counter.desk, replace(HELEN, role=Role.AUDITOR))
    colleagues = read_x(counter.desk.new_id(), counter.desk, replace(HELEN, role=Role.CASHIER))

    assert (own.cash, [t.kind for t in own.tenders], own.payments, own.papers) == (None, ["check"], 2, 1)
    assert (colleagues.cash, auditors.cash) == (None, Money(10000 + 5000 + 11260))
    read = [line for line in counter.store.lines() if line.kind is LineKind.DRAWER_READ]
    assert [(line.staff, line.facts["cash_cents"]) for line in read] == [
        ("rosa", None),
        ("helen", 26260),
        ("helen", None),
    ]


def test_too_much_cash_is_said_and_stops_nobody(counter: Counter) -> None:
    place = replace(counter.desk.place, drawers=DrawerRules(cash_most=Money(15000)))
    desk = replace(counter.desk, place=place)
    assert not has_too_much(desk)

    wish = a_wish(pays("S-48210377", 100), tenders=(cash(100),), payment_id=desk.new_id())
    take_payment(wish, desk, ROSA)

    assert has_too_much(desk)


def test_a_bag_that_another_desk_used_is_named_with_that_desk_and_an_unknown_answer_holds_nobody_up() -> None:
    there = OtherDrawers(bags={"B-1": ("OAK4", "OAK5")})
    with pytest.raises(FieldRefused, match="Bag B-1 was used before, at OAK4 and OAK5") as refused:
        must_be_new_bag(" b-1 ", "the drop bag", there)
    assert refused.value.field == "the drop bag"
    with pytest.raises(FieldRefused, match="Bag B-1 was used before") as refused:
        must_be_new_bags({"the till bag": "T-1", "the medical bag": "B-1"}, there)
    assert refused.value.field == "the medical bag"
    must_be_new_bag("B-2", "the drop bag", there)
    must_be_new_bag("B-1", "the drop bag", replace(there, trouble="The ledger cannot be reached."))


def test_without_a_drawer_there_is_nothing_to_read_to_drop_or_to_warn_of() -> None:
    closed = a_desk(is_open=False)
    wish = Drop(line_id=closed.desk.new_id(), count={"20.00": 1}, bag="B-1")

    with pytest.raises(Refused, match="Open your drawer first"):
        read_x(closed.desk.new_id(), closed.desk, ROSA)
    with pytest.raises(Refused, match="Open your drawer first"):
        drop(wish, closed.desk, ROSA)
    assert not has_too_much(closed.desk)


def test_an_x_reading_counts_openings_and_has_one_slip(counter: Counter) -> None:
    open_without_sale(counter.desk.new_id(), "change", counter.desk, ROSA)
    line_id = counter.desk.new_id()

    assert read_x(line_id, counter.desk, ROSA).no_sales == 1
    read_x(line_id, counter.desk, ROSA)
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line_id))] == [0]


def test_while_cash_goes_back_with_a_card_the_drawer_opens_and_nothing_leaves_it() -> None:
    rig = a_rig(UNKNOWN, rest=cash(10000))
    rig.ask()
    desk = rig.counter.desk
    before = len(rig.counter.store.lines())

    with pytest.raises(Refused, match="A card is given back at the terminal"):
        suspend_drawer(desk.new_id(), desk, ROSA)
    with pytest.raises(Refused, match="A card is given back at the terminal"):
        drop(a_drop(rig.counter, {"20.00": 1}, 2000), desk, ROSA)
    assert len(rig.counter.store.lines()) == before
    assert open_without_sale(desk.new_id(), "change for a member", desk, ROSA).line.kind is LineKind.NO_SALE
