"""Taking money: one call, one commit, one answer, however often Enter is pressed."""

from dataclasses import dataclass
from uuid import UUID

from cashier.domain.line import Numbered
from cashier.domain.money import Money, total
from cashier.domain.payment import PaymentFacts, TakePayment, decide_payment
from cashier.domain.people import Staff
from cashier.usecases.ports import Desk
from cashier.usecases.situation import earlier_facts, situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Money that is on the disk. ``sequence`` is its last line's place; ``again`` if it had been taken before."""

    receipt: str
    lines: tuple[Numbered, ...]
    change: Money
    paid: Money
    open_after: Money
    opens_drawer: bool
    sequence: int
    again: bool


def take_payment(wish: TakePayment, desk: Desk, staff: Staff) -> Taken:
    """Take a payment. Raises Refused (nothing written) or StoreTrouble (nothing written)."""
    with desk.open_work() as work:
        earlier = work.journal.payment(wish.payment_id)
        if any(numbered.line.line_id == wish.payment_id for numbered in earlier):
            return taken(earlier, again=True)
        now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
        numbered = work.journal.append(decide_payment(wish, now))
        work.jobs.add(now.receipt, copy=0)
        work.commit()
    return taken((*earlier, numbered), again=False)


def finish_payment(payment_id: UUID, desk: Desk) -> Taken | None:
    """The member leaves: what was booked so far is printed. None if nothing was booked under this id."""
    with desk.open_work() as work:
        booked = work.journal.payment(payment_id)
        if not booked:
            return None
        answer = taken(booked, again=True)
        if not work.jobs.of(answer.receipt):
            work.jobs.add(answer.receipt, copy=0)
            work.commit()
    return answer


def taken(lines: tuple[Numbered, ...], *, again: bool) -> Taken:
    """The answer that a payment's lines are."""
    facts: tuple[PaymentFacts, ...] = earlier_facts(lines)
    return Taken(
        receipt=facts[0].receipt,
        lines=lines,
        change=facts[-1].change,
        paid=total([f.paid for f in facts]),
        open_after=facts[-1].open_after,
        opens_drawer=not again and any(tender.rule.opens_drawer for tender in facts[-1].tenders),
        sequence=lines[-1].sequence,
        again=again,
    )
