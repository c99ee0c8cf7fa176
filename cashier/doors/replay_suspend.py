"""The acts *suspend* and *resume* of a day script."""

from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.payment import TakePayment
from cashier.domain.payor import Payor
from cashier.domain.scan import safe_text
from cashier.domain.suspended import Suspended, take_up
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Answer, Counter, dollars, open_accounts, parts_of
from cashier.doors.replay_script import Resume, Suspend
from cashier.usecases.ports.suspended import Waiting
from cashier.usecases.suspend import claim, resume, suspend, waiting_here


def play_suspend(act: Suspend, counter: Counter, at: ReplayDesk) -> Answer:
    """Put by what would be paid. Raises Refused."""
    staff, parts = counter.signed_in(), parts_of(act.pay, act.note)
    open_accounts(act.member, parts, counter, at)
    wish = TakePayment(
        payment_id=at.desk.new_id(),
        member_number=counter.member,
        parts=parts,
        tenders=(),
        identified=counter.identified,
        payor=Payor(name=act.payor),
        reason=act.reason,
    )
    suspended = suspend(wish, at.desk, staff)
    if act.name:
        counter.suspended[act.name] = suspended
    counter.close_account()
    return {"ok": True, **({"as": act.name} if act.name else {}), "expires_at": suspended.expires_at.isoformat()}


def play_resume(act: Resume, counter: Counter, at: ReplayDesk) -> Answer:
    """Open the account on two identifiers again and choose what was chosen. Raises CashierError."""
    staff = counter.signed_in()
    suspended = _meant(act, counter, at)
    at.fetch(suspended.member_number)
    account = counter.open_account(suspended.member_number, act.identified, at.desk)
    agreed = claim(suspended, at.desk, at.ledger.suspended, staff)
    resume(suspended, act.identified, at.desk, staff, ledger_agreed=agreed)
    again = take_up(suspended, {statement.number: statement for statement in account.statements})
    return {
        "ok": True,
        "member": suspended.member_number,
        "pay": {number: dollars(amount) for number, amount in again.amounts.items()},
        **({"said": list(again.sentences)} if again.sentences else {}),
    }


def _meant(act: Resume, counter: Counter, at: ReplayDesk) -> Suspended:
    if act.suspended:
        if act.suspended not in counter.suspended:
            raise Refused(f"Nothing called {safe_text(act.suspended, 'The name')} was suspended in this script.")
        return counter.suspended[act.suspended]
    waiting = [s for s in waiting_here(at.desk, _there(at)) if s.member_number == act.member]
    if not waiting:
        raise Refused("Nothing is suspended for this member here.")
    return waiting[-1]


def _there(at: ReplayDesk) -> Waiting | None:
    try:
        return at.ledger.suspended.waiting()
    except (LedgerAway, LedgerRefuses):
        return None
