"""A named person signs in at this desk, or signs for one act of a colleague's."""

from dataclasses import dataclass
from typing import Protocol

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.scan import CARD_SENTENCE, looks_like_card
from cashier.domain.sign_in import TryLater, check_contact, wait_left_s
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record

_NOBODY = "?"  # All names that nobody has share one count, so that no mistyped passphrase is ever kept as a name.
# A hash that nothing matches, so that an unknown name takes as long as a wrong passphrase.
_NO_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Y291bnRlcmZvaWwtbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def sign_in(user: str, passphrase: str, desk: Desk) -> Staff:
    """Who this is. Slow by design, never call it on the Qt thread. Raises TryLater, or Refused."""
    staff = _known(user, passphrase, desk)
    _check_contact(desk, desk.offline.sign_in_h, "sign in")
    _record(LineKind.SIGNED_IN, staff, desk)
    return staff


def sign_out(staff: Staff, desk: Desk) -> None:
    """Record that a person left the desk."""
    _record(LineKind.SIGNED_OUT, staff, desk)


def countersign(user: str, passphrase: str, desk: Desk) -> Staff:
    """A second person who signs beside the first, for what two do together. Slow: never on the Qt thread. Raises as
    `sign_in` does.
    """
    staff = _known(user, passphrase, desk)
    _check_contact(desk, desk.offline.sign_in_h, "sign")
    return staff


class StepUp(Protocol):
    """A second person signs in for one act and one amount. Slow: never on the Qt thread."""

    def approve(
        self, user: str, passphrase: str, *, act: str, amount: Money, right: Right = Right.APPROVE_CREDIT
    ) -> Approval:
        """Raises Refused, also where this person has not the ``right``."""


@dataclass(frozen=True, slots=True)
class InPerson:
    """The StepUp at this desk: the second person types a name and passphrase here."""

    desk: Desk

    def approve(
        self, user: str, passphrase: str, *, act: str, amount: Money, right: Right = Right.APPROVE_CREDIT
    ) -> Approval:
        """One act and one amount, now. Nobody with the open shift of this desk approves here (R5). Raises Refused."""
        staff = _known(user, passphrase, self.desk)
        staff.needs(right, f"approve {act}")
        _check_contact(self.desk, self.desk.offline.approve_h, "approve")
        with self.desk.open_reading() as work:
            shift = work.journal.open_shift()
        if shift is not None and shift.staff == staff.user:
            raise Refused(f"{staff.name} has this desk's open drawer and can't approve here. Ask another lead.")
        return Approval(
            approver=staff.user, approver_name=staff.name, act=act, amount=amount, given_at=self.desk.clock()
        )


def _known(user: str, passphrase: str, desk: Desk) -> Staff:
    if looks_like_card(user):
        raise Refused(CARD_SENTENCE)
    if not user.strip() or not passphrase:
        raise Refused("Enter your name or badge, and your passphrase.")
    known = desk.directory.staff(user.strip())
    name = known.staff.user if known else _NOBODY
    with desk.open_reading() as work:
        failures = work.tries.failures(name)
    if left := wait_left_s(failures.count, failures.last_at, desk.clock()):
        raise TryLater(left, is_checked=False)
    matches = desk.hasher.matches(known.passphrase_hash if known else _NO_HASH, passphrase)
    with desk.open_work() as work:
        if known is not None and known.active and matches:
            work.tries.clear(name)
            work.commit()
            return known.staff
        now = desk.clock()
        work.tries.add(name, now)
        work.commit()
    raise TryLater(wait_left_s(failures.count + 1, now, now))


def _check_contact(desk: Desk, most_h: int, act: str) -> None:
    check_contact(desk.directory.freshness().as_of, desk.clock(), most_h=most_h, act=act)


def _record(kind: LineKind, staff: Staff, desk: Desk) -> None:
    with desk.open_work() as work:
        record(kind, {}, work=work, desk=desk, staff=staff)
        work.commit()
