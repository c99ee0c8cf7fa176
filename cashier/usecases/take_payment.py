"""Taking money: one call, one commit, one answer, however often Enter is pressed."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import UUID

from cashier.domain.cash_taken import CashTaken, cash_taken
from cashier.domain.errors import Refused
from cashier.domain.line import Numbered
from cashier.domain.money import Money, total
from cashier.domain.payment import TakePayment, decide_payment
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.people import Right, Staff
from cashier.domain.tenders import in_table_order
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState, UnitOfWork
from cashier.usecases.records import each_word_once, must_agree
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
    cash: CashTaken


class Begun:
    """A payment that only waits for its commit. `commit` is to be called at once and once, from any thread: who else
    would write waits for it. ``taken`` is what will be true when that returns, and nothing before.
    """

    def __init__(self, taken: Taken, commit: Callable[[], None], held: ExitStack) -> None:
        self.taken = taken
        self._commit: Callable[[], None] | None = commit
        self._held = held

    def commit(self) -> Taken:
        """The payment is on the disk when this returns. Raises StoreTrouble (nothing written)."""
        commit, self._commit = self._commit, None
        if commit is None:  # The unit of work is given back: what a second commit would end is somebody else's.
            raise RuntimeError("A payment is committed once.")
        with self._held:
            commit()
        return self.taken


def take_payment(wish: TakePayment, desk: Desk, staff: Staff) -> Taken:
    """Take a payment. Raises Refused (nothing written) or StoreTrouble (nothing written).

    The same wish twice is one payment. Another wish under an id that is used up is refused: its money is in no book.
    """
    return begin_payment(wish, desk, staff).commit()


def begin_payment(
    wish: TakePayment,
    desk: Desk,
    staff: Staff,
    *,
    printer_waits: bool = False,
    check: Callable[[UnitOfWork], None] = lambda _: None,
) -> Begun:
    """All of `take_payment` but the wait for the disk, which a window should not wait for. Raises as that does.

    Where ``printer_waits``, the receipt counts as on its way with the payment's own commit, and needs none of its own.
    ``check`` is asked within that commit, before a payment that is new, and raises Refused.
    """
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    with each_word_once("a payment", desk, staff), ExitStack() as held:
        work = held.enter_context(desk.open_work())
        earlier = work.journal.payment(wish.payment_id)
        for numbered in earlier:
            if numbered.line.line_id == wish.payment_id:
                _check_same(wish, read_payment(numbered.line))
                return Begun(taken(earlier, again=True), _nothing, held.pop_all())
        must_agree(work)
        if not earlier:
            check(work)
        now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
        numbered = work.journal.append(decide_payment(wish, now))
        add_receipt(now.receipt, work, JobState.SENDING if printer_waits else JobState.QUEUED)
        opens = any(now.rules.tenders.of(tender.kind).opens_drawer for tender in wish.tenders)
        return Begun(taken((*earlier, numbered), again=False, opens_drawer=opens), work.commit, held.pop_all())


def _nothing() -> None:
    """It was committed before."""


def finish_payment(payment_id: UUID, desk: Desk) -> Taken | None:
    """The member leaves: what was booked so far is printed. None if nothing was booked under this id."""
    with desk.open_work() as work:
        booked = work.journal.payment(payment_id)
        if not booked:
            return None
        answer = taken(booked, again=True)
        if not work.jobs.of(answer.receipt):
            add_receipt(answer.receipt, work)
            work.commit()
    return answer


def add_receipt(receipt: str, work: UnitOfWork, state: JobState = JobState.QUEUED) -> int:
    """Make a receipt due on paper: the original once, a marked copy where there is paper already. Returns which."""
    copy = 1 + max((job.copy for job in work.jobs.of(receipt)), default=-1)
    work.jobs.add(receipt, copy, state)
    return copy


def _check_same(wish: TakePayment, before: PaymentFacts) -> None:
    parts = [(part.target, part.amount) for part in wish.parts]
    tenders = [(tender.kind, tender.amount) for tender in in_table_order(wish.tenders)]
    same_parts = parts == [(placed.part.target, placed.part.amount) for placed in before.targets]
    if not same_parts or tenders != [(tender.kind, tender.amount) for tender in before.tenders]:
        raise Refused(
            f"Receipt {before.receipt} was taken for this already. Find the member again for another payment."
        )


def taken(lines: tuple[Numbered, ...], *, again: bool, opens_drawer: bool = False) -> Taken:
    """The answer that a payment's lines are."""
    facts = earlier_facts(lines)
    return Taken(
        receipt=facts[0].receipt,
        lines=lines,
        change=facts[-1].change,
        paid=total([line.paid for line in facts]),
        open_after=facts[-1].open_after,
        opens_drawer=opens_drawer,
        sequence=lines[-1].sequence,
        again=again,
        cash=cash_taken(facts),
    )
