"""The desk of the Synthea proof: a process that takes what it is told to, one JSON answer a line, until it is killed.

It knows nothing of what the process before it did but what the journal says. Told the same twice, it takes it once.
"""

import json
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cashier.domain.money import ZERO, Money
from cashier.domain.payment import CREDIT_ACT, TakePayment
from cashier.domain.people import Staff
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.doors.papers import now_utc
from cashier.doors.replay_acts import ScriptClock
from cashier.doors.replay_desk import ReplayDesk, replay_desk
from cashier.usecases.card_payment import ask_card
from cashier.usecases.find_member import Account, open_member
from cashier.usecases.sign_in import InPerson, sign_in
from cashier.usecases.take_payment import finish_payment, take_payment
from tests.e2e.workplace import HELEN, ROSA

A_WHILE = timedelta(seconds=130)  # After two minutes a terminal that knows nothing of a sale is believed.
ASKS_MOST = 6
CASH_STEP_CENTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An order to take a payment. ``tender``: cash, check or card."""

    payment: str
    member: str
    guarantor: str
    statement: str
    cents: int
    tender: str
    number: str


class Window:
    """What Rosa does at her window all day."""

    def __init__(self, at: ReplayDesk, staff: Staff, clock: ScriptClock) -> None:
        self._at = at
        self._staff = staff
        self._clock = clock

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["do"]:
            case "day":
                return self._begin_day(UUID(order["shift"]), date.fromisoformat(order["date"]))
            case "pay":
                return {"receipt": self._take(Wanted(**order["wanted"]))}
            case "sync":
                trouble = self._at.sync()
                with self._at.desk.open_work() as work:
                    return {"to_send": work.journal.to_send(), "trouble": trouble}
        raise ValueError(order["do"])

    def _begin_day(self, shift_id: UUID, day: date) -> dict[str, Any]:
        """Open a drawer for a business date, as if the day before had been closed, which is an act of a later day."""
        desk = self._at.desk
        with desk.open_work() as work:
            if work.journal.line(shift_id) is None:
                work.journal.append(
                    decide_open_shift(
                        OpenShift(shift_id=shift_id, count={}, business_date=day),
                        staff=self._staff,
                        desk=desk.place.desk,
                        center=desk.place.center,
                        region=desk.place.region,
                        float_book=desk.place.medical,
                        open_now=None,
                        now=desk.clock(),
                    )
                )
                work.commit()
        return {}

    def _take(self, wanted: Wanted) -> str:
        """Take a payment, whatever became of it in a process that was killed. Returns its receipt number."""
        payment_id, desk = UUID(wanted.payment), self._at.desk
        self._settle_cards()
        if taken := finish_payment(payment_id, desk):
            return taken.receipt
        account = open_member(wanted.member, "name and date of birth", desk, self._staff)
        wish = self._wish(payment_id, wanted, account)
        if wanted.tender == TenderKind.CARD:
            ask_card(wish, Money(wanted.cents), self._at.terminal_name, desk, self._staff)
            self._at.ask_about_cards()
            self._settle_cards()
            taken = finish_payment(payment_id, desk)
            assert taken is not None, "the terminal approves everything"
            return taken.receipt
        return take_payment(replace(wish, tenders=(_tender(wanted),)), desk, self._staff).receipt

    def _wish(self, payment_id: UUID, wanted: Wanted, account: Account) -> TakePayment:
        open_now = next((s.open for s in account.statements if s.number == wanted.statement), ZERO)
        fits = min(Money(wanted.cents), max(open_now, ZERO))
        beyond = Money(wanted.cents) - fits
        statement = Part(target=Target(TargetKind.STATEMENT, wanted.statement), amount=fits)
        credit = Part(
            target=Target(TargetKind.CREDIT, wanted.guarantor), amount=beyond, note=f"claim {wanted.statement}"
        )
        approval = None
        if beyond > ZERO:
            step_up = InPerson(self._at.desk)
            approval = step_up.approve(HELEN.user, HELEN.passphrase, act=CREDIT_ACT, amount=beyond)
        return TakePayment(
            payment_id=payment_id,
            member_number=wanted.member,
            parts=tuple(part for part in (statement, credit) if part.amount > ZERO),
            tenders=(),
            identified=account.identified,
            seen={s.number: s.version for s in account.statements},
            reason="copay above what is open" if beyond > ZERO else "",
            approval=approval,
        )

    def _settle_cards(self) -> None:
        """Ask about cards whose answer was lost until each is definite, with time passing as it would."""
        for _ in range(ASKS_MOST):
            with self._at.desk.open_reading() as work:
                unsettled = work.attempts.unsettled()
            if not unsettled:
                return
            # A process before this one may have moved its clock on before it asked.
            self._clock.advance(max(unsettled[-1].asked_at - self._clock(), timedelta()) + A_WHILE)
            self._at.ask_about_cards()
        raise RuntimeError("a card is still not settled")


def _tender(wanted: Wanted) -> Tender:
    if wanted.tender == TenderKind.CHECK:
        return Tender(
            kind=TenderKind.CHECK, amount=Money(wanted.cents), number=wanted.number, routing="121000248", issuer="Bank"
        )
    # Notes: change is given.
    handed_over = -(-wanted.cents // CASH_STEP_CENTS) * CASH_STEP_CENTS
    return Tender(kind=TenderKind.CASH, amount=Money(handed_over))


def main(data: Path) -> None:
    clock = ScriptClock(now_utc)
    with replay_desk(data, ledger_url=None, clock=clock) as at:
        window = Window(at, sign_in(ROSA.user, ROSA.passphrase, at.desk), clock)
        for text in sys.stdin:
            sys.stdout.write(f"{json.dumps(window.do(json.loads(text)))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
