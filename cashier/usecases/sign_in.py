"""A named person signs in at this desk, signs for one act of a colleague's, or unlocks what they locked."""

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from cashier.domain.errors import FieldRefused, NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import SIGNER, Approval, Right, Staff
from cashier.domain.revoked import FORGOTTEN, FORGOTTEN_TOLD
from cashier.domain.scan import CARD_SENTENCE, looks_like_card
from cashier.domain.second_factor import NEEDS_CODE, USED_CODE, parts_of, split_code
from cashier.domain.sign_in import OutOfTouch, TryLater, check_contact, desk_is_quiet, desk_wait_left_s, wait_left_s
from cashier.domain.times import instant_text
from cashier.domain.unlocking import (
    PIN_FIELD,
    PIN_LASTS,
    SECOND_FIELD,
    LockedBy,
    Pin,
    check_pin,
    is_pin,
    taken_over_words,
)
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.directory import StaffRecord
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import NOBODY, record, record_refused

# All names that nobody has share one count, NOBODY's, so that no mistyped passphrase is ever kept as a name.
_ALL = "*"  # Whoever failed at this desk, for the wait of all.
# A hash that nothing matches, so that an unknown name takes as long as a wrong passphrase.
_NO_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Y291bnRlcmZvaWwtbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def sign_in(user: str, passphrase: str, desk: Desk) -> Staff:
    """Who this is. Slow by design, never call it on the Qt thread. Raises TryLater, or Refused."""
    return sign_in_with_pin(user, passphrase, "", desk)[0]


def sign_in_with_pin(user: str, passphrase: str, pin: str, desk: Desk) -> tuple[Staff, Pin | None]:
    """`sign_in`, the full one of a shift, with six digits that unlock from then on; none where ``pin`` is empty.

    Raises as `sign_in` does, and FieldRefused about the PIN.
    """
    if pin:
        check_pin(pin)
    staff = _known(user, passphrase, desk)
    _check_contact(staff, desk, desk.offline.sign_in_h, "sign in")
    chosen = _choose(staff, pin, desk) if pin else None
    known = desk.directory.staff(staff.user)
    ways = {"pin": True} if chosen else {}
    ways |= {"code": True} if known is not None and parts_of(known.passphrase_hash)[1] else {}
    with desk.open_work() as work:
        record(LineKind.SIGNED_IN, ways, work=work, desk=desk, staff=staff)
        work.commit()
    return staff, chosen


def break_glass(user: str, passphrase: str, second: str, second_passphrase: str, desk: Desk) -> Staff:
    """Two people sign in together where the ledger was away too long for one: the first takes payments, counts and
    closes, no more (R8), and the office reviews it (45 CFR 164.312(a)(2)(ii)).

    Slow: never on the Qt thread. Raises TryLater, or Refused; FieldRefused, about `SECOND_FIELD`, for the second one.
    """
    staff = _known(user, passphrase, desk)
    if not second.strip() or not second_passphrase:
        raise FieldRefused("Two people sign in together. Have a colleague sign here.", SECOND_FIELD)
    try:
        other = _known(second, second_passphrase, desk)
    except TryLater as wrong:
        raise FieldRefused(wrong.sentence, SECOND_FIELD) from wrong
    if other.user == staff.user:
        raise FieldRefused("Two people sign in together. Have a colleague sign here.", SECOND_FIELD)
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    heard = desk.directory.freshness().as_of
    try:
        check_contact(heard, desk.clock(), most_h=desk.offline.sign_in_h, act="sign in")
    except OutOfTouch:
        facts = {"second": other.user, "second_name": other.name, "heard_at": instant_text(heard) if heard else ""}
    else:
        raise Refused("This desk has heard from the ledger. Sign in alone.")
    with desk.open_work() as work:
        record(LineKind.GLASS_BROKEN, facts, work=work, desk=desk, staff=staff)
        work.commit()
    return replace(staff, broke_glass=True)


def must_work_here(staff: Staff) -> None:
    """Raises NotAllowed for who has nothing to do at a desk."""
    if not (staff.may(Right.TAKE_PAYMENTS) or staff.may(Right.SEE_OFFICE)):
        raise NotAllowed(f"{staff.name} may not take payments at a desk.").at(SIGNER)


def _choose(staff: Staff, pin: str, desk: Desk) -> Pin:
    known = desk.directory.staff(staff.user)
    if known is None or not known.badge:
        raise FieldRefused("A PIN goes with a badge, and the ledger knows none of yours. Leave it empty.", PIN_FIELD)
    with desk.open_reading() as work:
        after = _last_close(work)
    return Pin(user=staff.user, pin_hash=desk.hasher.hash_of(pin), after=after, until=desk.clock() + PIN_LASTS)


def lock(staff: Staff, desk: Desk, *, by: LockedBy = LockedBy.KEY) -> None:
    """Record that the desk was locked, by whom and why. Hide all that is on it first: the disk may be full."""
    with desk.open_work() as work:
        record(LineKind.LOCKED, {"by": by.value}, work=work, desk=desk, staff=staff)
        work.commit()


def unlock(user: str, words: str, desk: Desk, *, locked: Staff, pin: Pin | None) -> Staff:
    """Who goes on at a desk that ``locked`` left: they themselves, by badge and PIN or by passphrase; or where no
    drawer is open, whoever signs in, who then finds nothing of what ``locked`` did (R10).

    Slow: never on the Qt thread. Raises TryLater, or Refused.
    """
    if pin is not None and is_pin(words) and (known := _record_of(user, desk)) and known.staff.user == pin.user:
        staff, way = _by_pin(user, words, known, pin, desk), "pin"
    else:
        staff, way = _known(user, words, desk), "passphrase"
    if staff.user != locked.user:  # Who goes on has signed in fully for this shift.
        _check_contact(staff, desk, desk.offline.sign_in_h, "sign in")
    with desk.open_work() as work:
        shift = work.journal.open_shift()
        if shift is not None and shift.staff != staff.user:
            if not staff.may(Right.COUNT_FOR_ABSENT):
                raise Refused(taken_over_words(shift.staff_name)).at(SIGNER)
            # For that drawer alone: what ``locked`` did stays under the lock.
            record(LineKind.SIGNED_IN, {}, work=work, desk=desk, staff=staff)
        elif staff.user == locked.user:
            staff = locked
            record(LineKind.UNLOCKED, {"with": way}, work=work, desk=desk, staff=staff)
        else:
            must_work_here(staff)
            record(LineKind.SIGNED_OUT, {"taken_over_by": staff.user}, work=work, desk=desk, staff=locked)
            record(LineKind.SIGNED_IN, {}, work=work, desk=desk, staff=staff)
        work.commit()
    return staff


def _by_pin(user: str, digits: str, known: StaffRecord, pin: Pin, desk: Desk) -> Staff:
    if user.strip() != known.badge:
        raise Refused("Scan your badge, then type your PIN.")
    with desk.open_reading() as work:
        last_close, failures = _last_close(work), work.tries.failures(pin.user).count
    pin.check_holds(last_close=last_close, now=desk.clock(), failures=failures)
    return _known(user, digits, desk, pin_hash=pin.pin_hash)


def _last_close(work: UnitOfWork) -> UUID | None:
    last = work.journal.drawers.last_close()
    return last.line.line_id if last is not None else None


def sign_out(staff: Staff, desk: Desk) -> None:
    """Record that a person left the desk."""
    _record(LineKind.SIGNED_OUT, staff, desk)


def countersign(user: str, passphrase: str, desk: Desk) -> Staff:
    """A second person who signs beside the first, for what two do together. Slow: never on the Qt thread. Raises as
    `sign_in` does.
    """
    staff = _known(user, passphrase, desk)
    _check_contact(staff, desk, desk.offline.sign_in_h, "sign")
    return staff


class StepUp(Protocol):
    """A second person signs in for one act and one amount. Slow: never on the Qt thread."""

    def approve(
        self, user: str, passphrase: str, *, act: str, amount: Money, right: Right = Right.APPROVE_CREDIT
    ) -> Approval:
        """Raises Refused, also where this person has not the ``right``."""


@dataclass(frozen=True, slots=True)
class InPerson:
    """The StepUp at this desk: the second person types a name and passphrase here.

    ``begins``: what is signed for is the journal's first line, before which nothing is written.
    """

    desk: Desk
    begins: bool = False

    def approve(
        self, user: str, passphrase: str, *, act: str, amount: Money, right: Right = Right.APPROVE_CREDIT
    ) -> Approval:
        """One act and one amount, now. Nobody with the open shift of this desk approves here (R5). Raises Refused."""
        is_kept = not self.begins
        staff = _known(user, passphrase, self.desk, is_kept=is_kept)
        try:
            staff.needs(right, f"approve {act}")
        except NotAllowed as trouble:
            if is_kept:
                record_refused(act, "no_right", self.desk, staff)
            raise trouble.at(SIGNER) from None
        _check_contact(staff, self.desk, self.desk.offline.approve_h, "approve", is_kept=is_kept)
        with self.desk.open_reading() as work:
            shift = work.journal.open_shift()
        if shift is not None and shift.staff == staff.user:
            record_refused(act, "own_drawer", self.desk, staff)
            raise Refused(f"{staff.name} has this desk's open drawer and can't approve here. Ask another lead.").at(
                SIGNER
            )
        return Approval(
            approver=staff.user, approver_name=staff.name, act=act, amount=amount, given_at=self.desk.clock()
        )


def _record_of(user: str, desk: Desk) -> StaffRecord | None:
    if looks_like_card(user):
        raise Refused(CARD_SENTENCE).at(SIGNER)
    return desk.directory.staff(user.strip())


def _known(user: str, passphrase: str, desk: Desk, *, pin_hash: str = "", is_kept: bool = True) -> Staff:
    """Who this is, by the passphrase or, where a hash of one is given, by the PIN. A failed try counts, and is a line
    unless it is not to be ``is_kept``.
    """
    known = _record_of(user, desk)
    if not user.strip() or not passphrase:
        trouble = Refused("Enter your name or badge, and your passphrase.")
        raise trouble if user.strip() else trouble.at(SIGNER)
    name = known.staff.user if known else NOBODY.user
    with desk.open_reading() as work:
        failures, of_all = work.tries.failures(name), work.tries.failures(_ALL)
        if known is None and work.journal.differs() == FORGOTTEN:
            raise Refused(FORGOTTEN_TOLD)
    now = desk.clock()
    if left := max(
        wait_left_s(failures.count, failures.last_at, now), desk_wait_left_s(of_all.count, of_all.last_at, now)
    ):
        raise TryLater(left, is_checked=False)
    kept_hash, sealed = parts_of(known.passphrase_hash) if known and not pin_hash else (pin_hash or _NO_HASH, "")
    words, code = split_code(passphrase) if sealed else (passphrase, "")
    matches = desk.hasher.matches(kept_hash, words)
    if sealed and not code and matches and known is not None and known.active:
        raise Refused(NEEDS_CODE)  # No failure: who knows the passphrase is told what else is asked for.
    with desk.open_work() as work:
        if known is not None and known.active and matches and _second_holds(name, sealed, code, work, desk):
            work.tries.clear(name)
            work.commit()
            return known.staff
        now = desk.clock()
        if desk_is_quiet(of_all.last_at, now):
            work.tries.clear(_ALL)
        for counted in (name, _ALL):
            work.tries.add(counted, now)
        of_all = work.tries.failures(_ALL)
        if is_kept:
            facts = {
                "in_a_row": failures.count + 1,
                "with": "pin" if pin_hash else "code" if sealed and matches else "passphrase",
            }
            record(LineKind.SIGN_IN_FAILED, facts, work=work, desk=desk, staff=known.staff if known else NOBODY)
        work.commit()
    raise TryLater(max(wait_left_s(failures.count + 1, now, now), desk_wait_left_s(of_all.count, now, now)))


def _second_holds(user: str, sealed: str, code: str, work: UnitOfWork, desk: Desk) -> bool:
    """Whether the code is the authenticator's, for who has one; each is used once. Raises Refused for a used one."""
    if not sealed:
        return True
    step = desk.second_factor.step_of(sealed, user, code, desk.clock()) if desk.second_factor else None
    if step is None:
        return False
    if step <= work.tries.last_code(user):
        raise Refused(USED_CODE)
    work.tries.use_code(user, step)
    return True


def _check_contact(staff: Staff, desk: Desk, most_h: int, act: str, *, is_kept: bool = True) -> None:
    """Who is turned away for it stands in the journal if ``is_kept``. Raises OutOfTouch."""
    try:
        check_contact(desk.directory.freshness().as_of, desk.clock(), most_h=most_h, act=act)
    except OutOfTouch:
        if is_kept:
            record_refused(act, "ledger_away", desk, staff)
        raise


def _record(kind: LineKind, staff: Staff, desk: Desk) -> None:
    with desk.open_work() as work:
        record(kind, {}, work=work, desk=desk, staff=staff)
        work.commit()
