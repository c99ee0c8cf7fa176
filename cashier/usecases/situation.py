"""Gathers all that a payment's decision depends on, within the transaction that will write it."""

from dataclasses import replace

from cashier.domain.card import Attempt
from cashier.domain.errors import Refused
from cashier.domain.line import Numbered
from cashier.domain.origin import OriginKind
from cashier.domain.payment import Situation, TakePayment
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Staff
from cashier.domain.shift import Shift
from cashier.domain.statements import Member
from cashier.domain.targets import TargetKind
from cashier.usecases.balances import balances, balances_of
from cashier.usecases.look_at_tender import known_items
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.shift import must_not_be_too_long

NO_DRAWER = "Open your drawer first: count its float."


def situation(
    wish: TakePayment,
    work: UnitOfWork,
    desk: Desk,
    *,
    staff: Staff,
    shift: Shift | None,
    money_is_taken: bool = False,
) -> Situation:
    """What is open, whose drawer it is and what was booked before.

    Raises Refused without a drawer; also without a member or while a card of this payment is not settled, unless
    ``money_is_taken``: an approved card is booked even if the directory has lost the member meanwhile.
    """
    if shift is None:
        raise Refused(NO_DRAWER)
    if not money_is_taken:
        must_not_be_too_long(shift, desk)
    unsettled = work.attempts.unsettled()
    if not money_is_taken and any(attempt.wish.payment_id == wish.payment_id for attempt in unsettled):
        raise Refused("The card result of this payment is not known yet. Its other tenders wait until it is.")
    member = desk.directory.member(wish.member_number) if wish.member_number else _nobody(shift, wish.payor)
    if member is None and not money_is_taken:
        raise Refused("This member is not known at this desk any more. Find the member again.")
    member = member or _lost(wish.member_number, shift)
    figures = balances_of(member.number, desk.directory, work.journal) if wish.member_number else ()
    own = {b.statement.number: b.statement for b in figures}
    bills = [part.target.number for part in wish.parts if part.target.kind is TargetKind.STATEMENT]
    others = tuple(number for number in bills if number not in own)
    known = desk.directory.statements(others) if others else ()
    statements = own | {b.statement.number: b.statement for b in balances(known, work.journal)}
    owners = tuple(statements[number].member_number for number in bills if number in statements)
    earlier = earlier_facts(work.journal.payment(wish.payment_id))
    return Situation(
        member=member,
        statements=statements,
        member_statements=tuple(own.values()),
        balances_as_of=desk.directory.freshness().as_of or desk.clock(),
        shift=shift,
        staff=staff,
        receipt=earlier[0].receipt if earlier else work.journal.next_receipt(),
        now=desk.clock(),
        earlier=earlier,
        unsettled=unsettled_codes(unsettled),
        rules=desk.place.rules,
        items=known_items(wish.tenders, work.journal, desk.directory, _paid_for(wish, owners)),
    )


def _paid_for(wish: TakePayment, owners: tuple[str, ...]) -> tuple[str, ...]:
    """Whose notes say how they may pay. An agency's check is the agency's own, whoever stands on its list."""
    if wish.origin is not None and wish.origin.kind is OriginKind.AGENCY:
        return ()
    return (wish.member_number, *owners)


def _lost(member_number: str, shift: Shift) -> Member:
    return Member(
        number=member_number,
        guarantor_number="",
        family_name="Member",
        given_names=member_number[-4:],
        birth_date=shift.business_date,
        region=shift.region,
        home_center=shift.center,
    )


def _nobody(shift: Shift, payor: Payor) -> Member:
    """Who stands at the window where no account is open: no number, no name, no guarantor, but a language."""
    nobody = replace(_lost("", shift), family_name="")
    return replace(nobody, language=payor.language) if payor.language else nobody


def earlier_facts(lines: tuple[Numbered, ...]) -> tuple[PaymentFacts, ...]:
    return tuple(read_payment(numbered.line) for numbered in lines)


def unsettled_codes(unsettled: tuple[Attempt, ...]) -> frozenset[str]:
    """The targets with a card result that is not known."""
    return frozenset(code for attempt in unsettled for code in attempt.targets)
