"""A card that the terminal does not settle is settled by two people, from its report; by nobody alone or too soon."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.card_hold import WHY, HoldCard, check_hold, hold_act
from cashier.domain.card_report import CHARGED, CODE, FOUND, REFERENCE, Found, SettleCard, settle_act
from cashier.domain.correction import Why
from cashier.domain.errors import FieldRefused, Refused, StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Approval
from cashier.domain.reversal_words import not_given_back
from cashier.domain.void import Void, void_act
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import close_sheet
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.settle_card import hold_by_two, owner_of, settle_by_two, theirs, unknown_cards
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, ROSA, TERMINAL, Counter, a_desk, a_wish, cash, pays
from tests.fakes.memory_store import MemoryAttempts
from tests.fakes.terminal import DECLINED, POI, UNKNOWN, approved, given_back

RECEIPT = "OAK3-0000001"


@dataclass(slots=True)
class Rig:
    """A desk with a card that has not been known for two minutes."""

    counter: Counter
    attempt: Attempt

    def wish(self, found: Found = Found.LISTED, **said: object) -> SettleCard:
        wish: dict[str, object] = {
            "line_id": uuid4(),
            "attempt_id": self.attempt.attempt_id,
            "found": found,
            "reference": "batch 114",
            "charged": self.attempt.amount,
            "code": "071882",
            "approval": Approval(
                approver=HELEN.user,
                approver_name=HELEN.name,
                act=settle_act(self.attempt, found),
                amount=self.attempt.amount,
                given_at=self.counter.clock(),
            ),
        }
        return SettleCard(**wish | said)  # type: ignore[arg-type]

    def settle(self, found: Found = Found.LISTED, **said: object) -> AttemptState:
        return settle_by_two(self.wish(found, **said), self.counter.desk, ROSA).attempt.state

    def hold(self, **said: object) -> Attempt:
        wish: dict[str, object] = {
            "line_id": uuid4(),
            "attempt_id": self.attempt.attempt_id,
            "why": "the terminal is broken",
            "approval": Approval(
                approver=HELEN.user,
                approver_name=HELEN.name,
                act=hold_act(self.attempt),
                amount=self.attempt.amount,
                given_at=self.counter.clock(),
            ),
        }
        return hold_by_two(HoldCard(**wish | said), self.counter.desk, ROSA)  # type: ignore[arg-type]

    def kinds(self) -> list[LineKind]:
        return [line.kind for line in self.counter.store.lines()]

    def paid(self) -> int:
        lines = [line for line in self.counter.store.lines() if line.kind is LineKind.PAYMENT]
        return sum(transfer.amount.cents for line in lines for transfer in line.transfers)


def unknown_sale(seconds: float = 121) -> Rig:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, counter.desk)
    counter.clock.forward(seconds)
    return Rig(counter, attempt)


def test_what_two_read_of_a_terminal_that_stands_alone_is_final_once_its_batch_lists_it() -> None:
    rig = unknown_sale()
    rig.settle(code="a71882", is_by_hand=True)

    (paid,) = [line for line in rig.counter.store.lines() if line.kind is LineKind.PAYMENT]
    (tender,) = read_payment(paid).tenders
    assert (tender.by_hand, tender.approval_code, tender.last_four) == (TERMINAL, "A71882", "")


def ask_back(counter: Counter) -> Attempt:
    signed = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=void_act(RECEIPT),
        amount=Money(41260),
        given_at=counter.clock(),
    )
    why = Why(reason="paid_twice")
    wish = Void(line_id=uuid4(), receipt=RECEIPT, why=why, receipt_back=RECEIPT, approval=signed)
    return ask_reversal(wish, TERMINAL, counter.desk, ROSA)


def unknown_reversal() -> Rig:
    counter = a_desk()
    sale = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(sale.attempt_id, approved(41260, POI), counter.desk)
    attempt = ask_back(counter)
    settle_card(attempt.attempt_id, UNKNOWN, counter.desk)
    counter.clock.forward(121)
    return Rig(counter, attempt)


def test_a_sale_that_the_report_lists_is_a_payment_with_both_names_behind_it() -> None:
    rig = unknown_sale()

    assert rig.settle() is AttemptState.APPROVED
    assert rig.kinds()[-2:] == [LineKind.CARD_CLOSED, LineKind.PAYMENT]
    closed, payment = rig.counter.store.lines()[-2:]
    assert closed.facts["settled"] == {
        "found": "listed",
        "reference": "BATCH 114",
        "cents": 41260,
        "staff_name": "Rosa Delgado",
        "approver": "helen",
        "approver_name": "Helen Park",
    }
    assert payment.facts["tenders"][0]["approval_code"] == "071882"
    assert close_sheet(rig.counter.desk, ROSA).blocked_by == ()


def test_less_was_charged_where_the_report_says_so_and_the_rest_stays_to_pay() -> None:
    rig = unknown_sale()

    settled = settle_by_two(rig.wish(charged=Money(10000)), rig.counter.desk, ROSA)

    assert (rig.paid(), settled.rest) == (10000, Money(31260))


def test_what_the_report_does_not_list_frees_balance_and_terminal_and_a_late_approval_is_booked_all_the_same() -> None:
    rig = unknown_sale()
    assert rig.settle(Found.NOT_LISTED) is AttemptState.NOT_CHARGED
    wish = replace(a_wish(pays("S-48210377", 100), tenders=(cash(100),)), payment_id=UUID(int=9))
    take_payment(wish, rig.counter.desk, ROSA)

    settle_card(rig.attempt.attempt_id, approved(41260), rig.counter.desk)

    assert rig.paid() == 41360, "money that was taken is a fact"


def test_a_reversal_that_the_report_lists_is_the_void() -> None:
    rig = unknown_reversal()

    assert rig.settle() is AttemptState.REVERSED
    assert rig.kinds()[-2:] == [LineKind.REVERSAL_CLOSED, LineKind.VOIDED]


def test_a_reversal_that_it_does_not_list_may_be_asked_again_and_is_void_once() -> None:
    """Also where the first one's answer comes after all."""
    rig = unknown_reversal()
    assert rig.settle(Found.NOT_LISTED) is AttemptState.NOT_CHARGED
    second = ask_back(rig.counter)
    settle_card(second.attempt_id, given_back(41260), rig.counter.desk)

    settle_card(rig.attempt.attempt_id, given_back(41260), rig.counter.desk)

    assert rig.kinds().count(LineKind.VOIDED) == 1


def test_the_same_wish_twice_settles_once() -> None:
    rig = unknown_sale()
    wish = rig.wish()

    for _ in range(2):
        assert settle_by_two(wish, rig.counter.desk, ROSA).attempt.state is AttemptState.APPROVED
    assert rig.kinds().count(LineKind.PAYMENT) == 1


def test_nobody_settles_too_soon_or_what_is_settled() -> None:
    rig = unknown_sale(seconds=119)
    with pytest.raises(Refused, match="The terminal may still say it"):
        rig.settle()
    rig.counter.clock.forward(2)
    assert [each.attempt_id for each in unknown_cards(rig.counter.desk)] == [rig.attempt.attempt_id]
    assert theirs(rig.counter.desk) == ()
    rig.counter.clock.forward(600)
    assert len(theirs(rig.counter.desk)) == 1
    rig.settle()
    with pytest.raises(Refused, match="The terminal has said what became of this card"):
        rig.settle()
    assert (unknown_cards(rig.counter.desk), theirs(rig.counter.desk)) == ((), ())


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"found": None}, FOUND, "Choose what the terminal's report says."),
        ({"reference": " "}, REFERENCE, "Enter the number of the terminal's report or slip"),
        ({"reference": "4111 1111 1111 1111"}, "", "card number"),
        ({"charged": Money(0)}, CHARGED, "Enter what the report says was charged, up to $412.60."),
        ({"charged": Money(41261)}, CHARGED, "Enter what the report says was charged, up to $412.60."),
        ({"code": ""}, CODE, "Enter the approval code"),
        ({"code": "07 1882!"}, CODE, "Enter the approval code"),
        ({"approval": None}, "", "Settling a card needs a lead's approval."),
    ],
)
def test_what_is_not_whole_settles_nothing(said: dict[str, object], field: str, sentence: str) -> None:
    rig = unknown_sale()
    before = rig.counter.store.tables

    with pytest.raises(Refused) as refused:
        settle_by_two(replace(rig.wish(), **said), rig.counter.desk, ROSA)  # type: ignore[arg-type]
    assert sentence in refused.value.sentence
    assert (refused.value.field if isinstance(refused.value, FieldRefused) else "") == field
    assert rig.counter.store.tables == before


def test_a_lead_signs_for_this_card_and_for_what_its_report_says() -> None:
    rig = unknown_sale()
    good = rig.wish().approval
    assert good is not None

    for other in (replace(good, approver="rosa"), replace(good, act=settle_act(rig.attempt, Found.NOT_LISTED))):
        with pytest.raises(Refused):
            rig.settle(approval=other)


@pytest.mark.parametrize("second", [None, UNKNOWN, given_back(41260)], ids=["asked", "unknown", "given back"])
def test_a_late_answer_about_the_first_is_booked_beside_a_second_that_may_have_done_it(
    second: CardOutcome | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryAttempts, "move", _one_that_may_be_back(MemoryAttempts.move))
    rig = unknown_reversal()
    rig.settle(Found.NOT_LISTED)
    again = ask_back(rig.counter)
    if second is not None:
        settle_card(again.attempt_id, second, rig.counter.desk)

    for _ in range(2):
        late = settle_card(rig.attempt.attempt_id, given_back(41260), rig.counter.desk)
        assert late.attempt.state is AttemptState.REVERSED
    assert rig.kinds().count(LineKind.VOIDED) == 1


def test_a_second_that_is_declined_never_says_that_nothing_went_back_where_the_first_may_have_done_it() -> None:
    rig = unknown_reversal()
    rig.settle(Found.NOT_LISTED)
    again = ask_back(rig.counter)
    declined = CardOutcome(state=AttemptState.DECLINED, words="reversed before")
    said = not_given_back(settle_card(again.attempt_id, declined, rig.counter.desk).attempt)
    assert "Nothing of receipt" not in said
    assert "settled by two from report" in said

    settle_card(rig.attempt.attempt_id, given_back(41260), rig.counter.desk)
    assert settle_card(again.attempt_id, declined, rig.counter.desk).voided is not None, "it went back by the first"


def _one_that_may_be_back(move: Callable[..., None]) -> Callable[..., None]:
    """As the index of the table keeps it."""

    def moved(attempts: MemoryAttempts, attempt_id: UUID, state: AttemptState, words: str = "") -> None:
        attempt = attempts.get(attempt_id)
        back = attempt.gives_back if attempt else None
        last = attempts.reversal_of(back.sale) if back else None
        if state is AttemptState.REVERSED and last and last.attempt_id != attempt_id:
            raise StoreTrouble("UNIQUE constraint failed: attempts.reverses")
        move(attempts, attempt_id, state, words)

    return moved


def test_on_hold_by_both_it_blocks_its_balance_and_its_terminal_and_the_close_no_more() -> None:
    rig = unknown_sale(601)
    assert [owner_of(each, rig.counter.desk) for each in theirs(rig.counter.desk)] == ["Rosa Delgado"]
    assert close_sheet(rig.counter.desk, ROSA).blocked_by != ()

    assert rig.hold().is_on_hold

    assert close_sheet(rig.counter.desk, ROSA).blocked_by == ()
    assert theirs(rig.counter.desk) == ()
    assert [each.attempt_id for each in unknown_cards(rig.counter.desk)] == [rig.attempt.attempt_id]
    line = rig.counter.store.lines()[-1]
    assert (line.kind, line.staff, line.facts["state"]) == (LineKind.CARD_CLOSED, "rosa", "unknown")
    assert line.facts["on_hold"] == {
        "why": "the terminal is broken",
        "staff_name": "Rosa Delgado",
        "approver": "helen",
        "approver_name": "Helen Park",
    }
    with pytest.raises(Refused, match="last result is not known"):
        ask_card(replace(a_wish(), payment_id=UUID(int=8)), Money(100), TERMINAL, rig.counter.desk, ROSA)
    wish = replace(a_wish(pays("S-48210377", 100), tenders=(cash(100),)), payment_id=UUID(int=9))
    with pytest.raises(Refused, match="not known"):
        take_payment(wish, rig.counter.desk, ROSA)


def test_what_is_on_hold_is_booked_when_the_terminal_says_it_and_may_be_settled_by_two() -> None:
    for end in (lambda rig: settle_card(rig.attempt.attempt_id, approved(41260), rig.counter.desk), Rig.settle):
        rig = unknown_sale(601)
        rig.hold()
        settle_card(rig.attempt.attempt_id, UNKNOWN, rig.counter.desk)
        assert unknown_cards(rig.counter.desk)[0].is_on_hold, "a silence changes nothing"

        end(rig)

        assert (rig.paid(), unknown_cards(rig.counter.desk)) == (41260, ())


def test_the_same_hold_twice_is_once_and_nobody_holds_too_soon_alone_or_without_a_reason() -> None:
    rig, line_id = unknown_sale(119), uuid4()
    with pytest.raises(Refused, match="two minutes after"):
        rig.hold()
    rig.counter.clock.forward(2)
    with pytest.raises(FieldRefused, match="Enter why") as refused:
        rig.hold(why=" ")
    assert refused.value.field == WHY
    with pytest.raises(Refused):
        rig.hold(approval=None)
    rig.hold(line_id=line_id)
    lines = len(rig.counter.store.lines())
    assert rig.hold(line_id=line_id).is_on_hold
    with pytest.raises(Refused, match="on hold already"):
        rig.hold()
    assert len(rig.counter.store.lines()) == lines


def test_a_card_with_which_cash_goes_back_is_settled_before_its_drawer_closes() -> None:
    rig = unknown_reversal()
    assert rig.hold().is_on_hold
    back = rig.attempt.gives_back
    assert back is not None
    rig = unknown_reversal()
    rig.attempt = replace(rig.attempt, gives_back=replace(back, from_drawer=True))
    with pytest.raises(Refused, match="goes back with this card"):
        check_hold(HoldCard(line_id=uuid4(), attempt_id=UUID(int=1), why="x"), _unknown(rig), ROSA, rig.counter.clock())


def _unknown(rig: Rig) -> Attempt:
    return replace(rig.attempt, state=AttemptState.UNKNOWN)


@pytest.mark.parametrize(
    ("found", "late", "said"),
    [
        (Found.LISTED, approved(41260), None),
        (Found.LISTED, approved(41000), (41260, 41000)),
        (Found.LISTED, DECLINED, (41260, 0)),
        (Found.NOT_LISTED, DECLINED, None),
        (Found.NOT_LISTED, approved(41260), (0, 41260)),
    ],
)
def test_what_the_terminal_says_otherwise_than_two_had_read_is_the_offices_once(
    found: Found, late: CardOutcome, said: tuple[int, int] | None
) -> None:
    rig = unknown_sale()
    rig.settle(found)
    for _ in range(2):
        settle_card(rig.attempt.attempt_id, late, rig.counter.desk)
    assert rig.paid() == (41260 if Found.LISTED is found or late is not DECLINED else 0), "booked once"
    state = rig.counter.store.tables.attempts[rig.attempt.attempt_id].state
    assert state is (AttemptState.APPROVED if rig.paid() else AttemptState.NOT_CHARGED)

    differ = [line.facts["differs"] for line in rig.counter.store.lines() if "differs" in line.facts]
    assert [(each["booked"], each["said"]) for each in differ] == ([said] if said else [])
    assert all(each["why"] == "two_read" for each in differ)
