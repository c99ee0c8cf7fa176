"""The nursery: for each order on its input it forks a real desk, which says what it did and mostly does not live long.

An order is ``{"data", "before", "act", "moment", "count"}``: the acts of ``before`` are done, then the fuse is lit and
``act`` is done; without ``act`` the fuse burns from the start; with ``work``, a seed, payments are taken until somebody
kills the desk. ``plant`` names a fault of `planted` that this desk has. Each line of output is one whole write, so that
a kill tears none.
"""

import json
import os
import random
import sys
import threading
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cashier.domain.correction import Why
from cashier.domain.errors import Refused
from cashier.domain.ids import uuid7
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.people import Approval, Staff
from cashier.domain.shift import OpenShift
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import Void, void_act
from cashier.doors.papers import now_utc
from cashier.doors.replay_acts import ScriptClock
from cashier.doors.replay_desk import ReplayDesk, replay_desk
from cashier.store import second_copy
from cashier.usecases import take_payment as taking
from cashier.usecases.card_payment import ask_card
from cashier.usecases.correct_payment import void_offer
from cashier.usecases.find_member import open_member, today_at
from cashier.usecases.ports.desk import Lane
from cashier.usecases.reprint import reprint
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.shift import current_shift, open_shift
from receipts.escpos import ReceiptBytes
from tests.crash.fuse import Fuse
from tests.crash.planted import PLANTED

CHANGE_CENTS = 500
LINES_COPIED_AT_ONCE = 2
STEPS_MOST = 50


def say(**words: Any) -> None:
    os.write(1, json.dumps(words).encode() + b"\n")


class Window:
    """A desk and who stands at it; every act says what it did when it is done, as the screen would."""

    def __init__(self, at: ReplayDesk) -> None:
        self.at = at
        record = at.desk.directory.staff("rosa")
        assert record is not None
        self._rosa: Staff = record.staff
        settings = at.assembly.papers.settings
        self.copy = at.assembly.store.second_copy(at.assembly.store.folder / settings.second_copy_folder)

    def do(self, act: dict[str, Any]) -> None:
        match act["do"]:
            case "shift":
                wish = OpenShift(shift_id=UUID(act["id"]), count={"20.00": 5}, business_date=today_at(self.at.desk))
                say(opened=str(open_shift(wish, self.at.desk, self._rosa).shift_id))
            case "take":
                self.take(act)
            case "announced":
                self.take_announced(act, printer_waits=True)
            case "card" | "split":
                self.take_card(act)
            case "print":
                self.at.print_due()
            case "void":
                self.void_card(act)
            case "push":
                self.at.send()
            case "reprint":
                say(copy=reprint(act["receipt"], self.at.desk, self._rosa))
            case "copy":
                self._copy_all()

    def take(self, act: dict[str, Any]) -> None:
        """Half by check, the rest in cash with change."""
        self._say_taken(
            act, taking.take_payment(self._wish(act, _check_and_cash(act["cents"])), self.at.desk, self._rosa)
        )

    def take_announced(self, act: dict[str, Any], *, printer_waits: bool) -> None:
        """As the window does it: the receipt is on its way with the payment's commit where the printer waits."""
        wish = self._wish(act, _check_and_cash(act["cents"]))
        begun = taking.begin_payment(wish, self.at.desk, self._rosa, printer_waits=printer_waits)
        self._say_taken(act, begun.commit())

    def take_card(self, act: dict[str, Any]) -> None:
        """By card; of a split payment half, and the rest in cash."""
        amount = Money(act["cents"] // 2 if act["do"] == "split" else act["cents"])
        ask_card(self._wish(act, ()), amount, self.at.terminal_name, self.at.desk, self._rosa)
        self.at.ask_about_cards()
        if act["do"] == "split":
            rest = Tender(kind=TenderKind.CASH, amount=Money(act["cents"]) - amount)
            taking.take_payment(self._wish(act, (rest,)), self.at.desk, self._rosa)
        taken = taking.finish_payment(UUID(act["id"]), self.at.desk)
        if taken is not None:
            self._say_taken(act, taken)

    def void_card(self, act: dict[str, Any]) -> None:
        """A payment by card goes back at the terminal, as Helen signed."""
        receipt = act["receipt"]
        offer = void_offer(receipt, self.at.desk, self._rosa, self.at.terminal_name)
        wish = Void(
            line_id=uuid7(now_utc(), random.randbytes),
            receipt=receipt,
            why=Why(reason="paid_twice"),
            receipt_back=receipt,
            approval=Approval(
                approver="helen",
                approver_name="Helen Park",
                act=void_act(receipt),
                amount=offer.amount,
                given_at=self.at.desk.clock(),
            ),
        )
        ask_reversal(wish, self.at.terminal_name, self.at.desk, self._rosa)
        self.at.ask_about_cards()

    def open_drawer(self, shift_id: UUID) -> None:
        """Unless it is open since an earlier life."""
        if current_shift(self.at.desk) is None:
            self.do({"do": "shift", "id": str(shift_id)})

    def _wish(self, act: dict[str, Any], tenders: tuple[Tender, ...]) -> TakePayment:
        account = open_member(act["member"], "name and date of birth", self.at.desk, self._rosa)
        part = Part(target=Target(TargetKind.STATEMENT, act["statement"]), amount=Money(act["cents"]))
        return TakePayment(
            payment_id=UUID(act["id"]),
            member_number=act["member"],
            parts=(part,),
            tenders=tenders,
            identified=account.identified,
        )

    def _say_taken(self, act: dict[str, Any], taken: taking.Taken) -> None:
        say(taken={"id": act["id"], "receipt": taken.receipt, "cents": taken.paid.cents})

    def _copy_all(self) -> None:
        for _ in range(STEPS_MOST):
            if self.copy.step() > 0:
                return


def _check_and_cash(cents: int) -> tuple[Tender, ...]:
    by_check = cents // 2
    return (
        Tender(kind=TenderKind.CHECK, amount=Money(by_check), number="1043", routing="121000248", issuer="Bank"),
        Tender(kind=TenderKind.CASH, amount=Money(cents - by_check + CHANGE_CENTS)),
    )


def live(order: dict[str, Any]) -> None:
    """One desk's life. The script's clock is ahead where an order says so."""
    clock = ScriptClock(now_utc)
    clock.advance(timedelta(seconds=order.get("ahead_s", 0)))
    second_copy.LINES_AT_ONCE = LINES_COPIED_AT_ONCE
    PLANTED[order.get("plant", "nothing")](setattr)
    fuse = Fuse()
    fuse.watch()
    if "act" not in order:
        fuse.light(order.get("moment", "never"), order.get("count", 1))
    with replay_desk(Path(order["data"]), ledger_url=None, clock=clock) as at:
        window = Window(at)
        if "work" in order:
            work(window, order)
            return
        for act in order["before"]:
            window.do(act)
        fuse.light(order["moment"], order["count"])
        window.do(order["act"])


def work(window: Window, order: dict[str, Any]) -> None:
    """Take payments for as long as this process lives, with the lanes on their threads as at a real desk."""
    chance = random.Random(order["work"])
    threading.excepthook = end_with_its_lane
    lanes = (window.at.ledger.push, window.at.ledger.pull, window.at.printer, window.copy)
    woken = [start_lane(lane) for lane in lanes if lane is not None]
    window.open_drawer(uuid7(now_utc(), chance.randbytes))
    nursery = os.getppid()
    while os.getppid() == nursery:
        act = {
            "do": chance.choice(("take", "announced", "card", "split")),
            "id": str(uuid7(now_utc(), chance.randbytes)),
            "member": order["member"],
            "statement": chance.choice(order["statements"]),
            "cents": chance.randrange(200, 4_000),
        }
        say(tried=act)
        try:
            if act["do"] == "announced":
                printer = window.at.printer
                window.take_announced(act, printer_waits=printer is not None and printer.is_waiting())
            else:
                window.do(act)
        except Refused:
            # A card whose result is not known keeps its balance and its terminal; it is asked about again.
            window.at.ask_about_cards()
        for wake in woken:
            wake.set()


def start_lane(lane: Lane) -> threading.Event:
    """Run a lane on a thread of its own."""
    wake = threading.Event()

    def run() -> None:
        while True:
            wake.wait(lane.step())
            wake.clear()

    threading.Thread(target=run, name=lane.name, daemon=True).start()
    return wake


def end_with_its_lane(what: threading.ExceptHookArgs) -> None:
    """A fault of ours in a lane ends the whole desk, to be seen."""
    traceback.print_exception(what.exc_value)
    os._exit(1)


def main() -> None:
    ReceiptBytes(columns=42, dots=512)  # Loads the printer's library, which would take each desk a third of a second.
    for text in sys.stdin:
        child = os.fork()
        if child == 0:
            live(json.loads(text))
            os._exit(0)  # The rest of the program is the nursery's.
        say(pid=child)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
