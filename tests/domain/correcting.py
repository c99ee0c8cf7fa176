"""Payments to correct, and what a void of one depends on, for tests that need them whole."""

from datetime import timedelta
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.correction import PaymentNow, Why
from cashier.domain.drawer import drawer_holds, items_in
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.move import Move, MoveAt, decide_move, move_act
from cashier.domain.payment import decide_payment
from cashier.domain.people import Approval
from cashier.domain.targets import Target, read_target
from cashier.domain.tender_change import ChangeAt, ChangeTender, change_act, decide_change
from cashier.domain.tender_terms import USUAL_TABLE
from cashier.domain.tenders import Tender
from cashier.domain.transfer import Transfer
from cashier.domain.void import Void, VoidAt, decide_void, to_give_back, void_act
from tests.fakes.builders import GUARANTOR, HELEN, MEDICAL, NOW, ROSA, a_shift, a_situation, a_statement, a_wish, cash

VOID_ID = UUID("019aa7c0-0000-7000-8000-000000000009")
FLOAT = Transfer(
    a_shift().drawer(AccountKind.DRAWER_CASH, MEDICAL), Account(AccountKind.SAFE, "OAK", MEDICAL), Money(20000)
)


def a_paid(*tenders: Tender) -> Line:
    """$412.60 for one statement, in cash unless said otherwise."""
    return decide_payment(a_wish(tenders=tenders or (cash(41260),)), a_situation())


def void_at(*lines: Line, corrections: tuple[Line, ...] = ()) -> VoidAt:
    """Rosa's open drawer with $200.00 float and what these lines brought."""
    moved = (FLOAT, *(t for line in (*lines, *corrections) for t in line.transfers))
    shift = a_shift()
    return VoidAt(
        payment=PaymentNow(lines=lines, corrections=corrections),
        shift=shift,
        staff=ROSA,
        held=drawer_holds(shift.shift_id, moved),
        items=items_in(shift.shift_id, (*lines, *corrections)),
        now=NOW,
        phone="(800) 464-4000",
    )


def signed(at: VoidAt, approver: str = HELEN.user) -> Approval:
    """Helen's word for the void of this payment, a minute ago."""
    return Approval(
        approver=approver,
        approver_name=HELEN.name,
        act=void_act(at.payment.receipt),
        amount=to_give_back(at.payment),
        given_at=NOW - timedelta(minutes=1),
    )


def a_void(at: VoidAt, **said: object) -> Void:
    """The wish to void it, the member's receipt given back."""
    wish: dict[str, object] = {
        "line_id": VOID_ID,
        "receipt": at.payment.receipt,
        "why": Why(reason="changed_tender"),
        "receipt_back": at.payment.receipt,
        "approval": signed(at),
    }
    return Void(**wish | said)  # type: ignore[arg-type]


def voided(*tenders: Tender) -> Line:
    """The line of a void."""
    at = void_at(a_paid(*tenders))
    return decide_void(a_void(at), at)


MOVE_ID = UUID("019aa7c0-0000-7000-8000-00000000000a")
OTHER = a_statement("S-48211904", 50000, member="11048828")


def move_at(*lines: Line, corrections: tuple[Line, ...] = ()) -> MoveAt:
    """Rosa's drawer, and another member's statement with $500.00 open."""
    return MoveAt(
        payment=PaymentNow(lines=lines, corrections=corrections),
        shift=a_shift(),
        staff=ROSA,
        statements={OTHER.number: OTHER},
        guarantors={GUARANTOR: "ncal"},
        now=NOW,
    )


def a_move(at: MoveAt, cents: int = 41260, **said: object) -> Move:
    """The wish to let it pay the other member's statement."""
    source, to = str(said.get("source", "S-48210377")), said.get("to", read_target(OTHER.number))
    assert isinstance(to, Target)
    approval = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=move_act(at.payment.receipt, source, to),
        amount=Money(cents),
        given_at=NOW,
    )
    wish: dict[str, object] = {
        "line_id": MOVE_ID,
        "receipt": at.payment.receipt,
        "source": source,
        "to": to,
        "amount": Money(cents),
        "why": Why(reason="wrong_member"),
        "approval": approval,
    }
    return Move(**wish | said)  # type: ignore[arg-type]


def moved(cents: int = 41260) -> Line:
    """The line of a move."""
    at = move_at(a_paid())
    return decide_move(a_move(at, cents), at)


CHANGE_ID = UUID("019aa7c0-0000-7000-8000-00000000000b")


def change_at(*lines: Line, corrections: tuple[Line, ...] = ()) -> ChangeAt:
    """Rosa's drawer with what these lines brought."""
    moved = (FLOAT, *(t for line in (*lines, *corrections) for t in line.transfers))
    shift = a_shift()
    return ChangeAt(
        payment=PaymentNow(lines=lines, corrections=corrections),
        shift=shift,
        staff=ROSA,
        held=drawer_holds(shift.shift_id, moved),
        items=items_in(shift.shift_id, (*lines, *corrections)),
        terms=USUAL_TABLE,
        bills={},
        now=NOW,
    )


def a_change(at: ChangeAt, to: Tender, tender: int = 0, **said: object) -> ChangeTender:
    """The wish to call a tender otherwise, with Helen's word."""
    was = at.payment.tenders[tender]
    wish: dict[str, object] = {
        "line_id": CHANGE_ID,
        "receipt": at.payment.receipt,
        "tender": tender,
        "to": to,
        "why": Why(reason="keyed_wrong"),
        "approval": Approval(
            approver=HELEN.user,
            approver_name=HELEN.name,
            act=change_act(at.payment.receipt, was, to),
            amount=to.amount,
            given_at=NOW,
        ),
    }
    return ChangeTender(**wish | said)  # type: ignore[arg-type]


def changed(to: Tender, *paid: Tender) -> Line:
    """The line of a change of the first tender."""
    at = change_at(a_paid(*paid))
    return decide_change(a_change(at, to), at)
