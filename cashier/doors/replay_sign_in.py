"""A script's acts of who comes, goes, locks and unlocks."""

from typing import Any

from cashier.domain.people import Staff
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter
from cashier.doors.replay_script_sign_in import SignIn, Unlock
from cashier.usecases.absent import tell_absent
from cashier.usecases.sign_in import break_glass, lock, sign_in_with_pin, sign_out, unlock

Answer = dict[str, Any]


def play_sign_in(act: SignIn, counter: Counter, at: ReplayDesk) -> Answer:
    """At a locked desk it is what unlocks it, or takes it over. Raises Refused."""
    if counter.locked is not None:
        return _unlocked(act.user, act.passphrase, counter.locked, counter, at)
    if act.second is not None:
        two = (act.user, act.passphrase, act.second.user, act.second.passphrase)
        counter.staff, counter.pin = break_glass(*two, at.desk), None
        return _said(counter.staff, at)
    counter.staff, counter.pin = sign_in_with_pin(act.user, act.passphrase, act.pin, at.desk)
    return _said(counter.staff, at)


def play_sign_out(counter: Counter, at: ReplayDesk) -> Answer:
    """Raises Refused where nobody is signed in, or the desk is locked."""
    sign_out(counter.signed_in(), at.desk)
    counter.staff = counter.pin = None
    counter.close_account()
    return {"ok": True}


def play_lock(counter: Counter, at: ReplayDesk) -> Answer:
    """Raises Refused where nobody is signed in, or the desk is locked."""
    staff = counter.signed_in()
    lock(staff, at.desk)
    counter.locked = staff
    return {"ok": True}


def play_unlock(act: Unlock, counter: Counter, at: ReplayDesk) -> Answer:
    """Raises Refused."""
    return _unlocked(act.user, act.pin or act.passphrase, counter.locked or counter.signed_in(), counter, at)


def _unlocked(user: str, words: str, locked: Staff, counter: Counter, at: ReplayDesk) -> Answer:
    staff = unlock(user, words, at.desk, locked=locked, pin=counter.pin)
    if staff.user != locked.user:
        counter.pin = None
        counter.close_account()
    counter.staff, counter.locked = staff, None
    return _said(staff, at)


def _said(staff: Staff, at: ReplayDesk) -> Answer:
    """With what others did with this person's drawer, which is read by that."""
    told = tell_absent(at.desk, staff)
    answer: Answer = {"ok": True, "user": staff.user, "name": staff.name, "role": staff.role.value}
    return answer | ({"told": list(told)} if told else {})
