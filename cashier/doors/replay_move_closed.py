"""The acts of a day script about payments of closed drawers, which the office moves: asked for, then agreed to."""

from typing import Any

from cashier.domain.closed_move import NOBODY, ClosedPayment, read_closed_move
from cashier.domain.errors import CashierError, Refused
from cashier.domain.move import MOVE_REASONS
from cashier.domain.office_tasks import WORDS, Deed, Wish, read_wish, to_move
from cashier.domain.scan import safe_text
from cashier.domain.targets import TargetKind
from cashier.doors import replay_script_correct as acts
from cashier.doors.lanes import until_idle
from cashier.doors.replay_correct import receipt_of, why_said
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_shape import Act
from cashier.usecases.find_member import today_at
from cashier.usecases.move_closed import do_deed, look_at_closed
from cashier.usecases.sign_in import InPerson

Answer = dict[str, Any]

MOVE_ACTS = (acts.MoveClosed, acts.ApproveMove)


def play_closed(act: Act, counter: Counter, at: ReplayDesk) -> Answer:
    """Do one of `MOVE_ACTS`. Raises Refused, and then nothing has moved."""
    try:
        match act:
            case acts.MoveClosed():
                return _ask(act, counter, at)
            case acts.ApproveMove():
                return _answer(act, counter, at)
    except Refused:
        raise
    except CashierError as trouble:
        raise Refused(trouble.sentence) from trouble
    raise TypeError(f"{type(act).__name__} is another act")


def _ask(act: acts.MoveClosed, counter: Counter, at: ReplayDesk) -> Answer:
    staff, office = counter.signed_in(), at.ledger.office
    payment = look_at_closed(receipt_of(act.payment, act.receipt, counter), staff, office)
    to = NOBODY if act.to == TargetKind.HOLDING else act.to.removeprefix(f"{TargetKind.CREDIT}:")
    move = read_closed_move(payment, _source(act, payment), to, act.amount, why_said(act.reason, MOVE_REASONS))
    wish = to_move(at.desk.new_id(), move)
    said = _do(wish, counter, at)
    counter.named[_name(act.name)] = f"move.{wish.line_id}"
    return {"ok": True, "said": said, "receipt": move.receipt, "amount": dollars(move.amount)}


def _answer(act: acts.ApproveMove, counter: Counter, at: ReplayDesk) -> Answer:
    if _name(act.move) not in counter.named:
        raise Refused(f"No move {safe_text(act.move, 'The name')} was asked for in this script.")
    deed, about = Deed.DECLINE if act.decline else Deed.APPROVE, counter.named[_name(act.move)]
    wish = read_wish(deed, at.desk.new_id(), about, {WORDS: act.words}, most=None, today=today_at(at.desk))
    said = _do(wish, counter, at)
    until_idle(at.ledger.pull)
    at.print_due()
    return {"ok": True, "said": said}


def _do(wish: Wish, counter: Counter, at: ReplayDesk) -> str:
    office = at.ledger.office
    return do_deed(wish, at.desk, counter.signed_in(), office, InPerson(at.desk), second="", passphrase="")


def _source(act: acts.MoveClosed, payment: ClosedPayment) -> str:
    """What is named, or the only thing that it pays."""
    codes = [source.target.code for source in payment.sources]
    return codes[0] if not act.source and len(codes) == 1 else act.source


def _name(name: str) -> str:
    """Beside the names of payments and refunds."""
    return f"move {name}"
