"""Each act of a day script, done with the use case that the window calls for the same key."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cashier.config_devices import DeviceSettings
from cashier.domain.business_date import DATE_ACT
from cashier.domain.errors import CashierError, DeviceTrouble, LedgerAway, LedgerRefuses
from cashier.domain.money import ZERO
from cashier.domain.people import Right
from cashier.domain.scanned import ReceiptScan, looked_for, read_scan, reading_words
from cashier.domain.shift import ALSO_ACT, OpenShift
from cashier.domain.times import Clock
from cashier.doors import replay_correct as correct
from cashier.doors import replay_drawer as drawer
from cashier.doors import replay_handed as handed
from cashier.doors import replay_script as script
from cashier.doors import replay_script_asks as asks_script
from cashier.doors import replay_script_correct as correct_script
from cashier.doors import replay_script_day as day_script
from cashier.doors import replay_script_drawer as drawer_script
from cashier.doors import replay_script_entry as entry_script
from cashier.doors import replay_script_handed as handed_script
from cashier.doors import replay_script_papers as papers
from cashier.doors import replay_script_safe as safe_script
from cashier.doors import replay_script_sign_in as sign_in_script
from cashier.doors.replay_asks import play_answer, play_ask
from cashier.doors.replay_besides import do_besides
from cashier.doors.replay_cash import play_report, report_answer
from cashier.doors.replay_day import play_day_report, play_payments, play_records
from cashier.doors.replay_desk import ReplayDesk, replay_desk
from cashier.doors.replay_entry import (
    play_agency_list,
    play_batch_item,
    play_close_batch,
    play_late_entry,
    play_open_batch,
)
from cashier.doors.replay_move_closed import MOVE_ACTS, play_closed
from cashier.doors.replay_payment import Counter, dollars, take
from cashier.doors.replay_receipts import PAPER_ACTS, play_papers, receipt_answer
from cashier.doors.replay_refund import REFUND_ACTS, play_refund
from cashier.doors.replay_safe import play_bag, play_deposit, play_look, play_safe
from cashier.doors.replay_shape import Act
from cashier.doors.replay_sign_in import play_lock, play_sign_in, play_sign_out, play_unlock
from cashier.doors.replay_suspend import play_resume, play_suspend
from cashier.doors.steering import steer
from cashier.usecases.balances import balances
from cashier.usecases.find_member import find
from cashier.usecases.hand_over import settle
from cashier.usecases.shift import current_shift, drawers_elsewhere, open_shift

Answer = dict[str, Any]


_IN_THE_SLOT = "T121000248T0012345678O1043"
_PRINTER_ORDERS: dict[str, dict[str, Any]] = {
    "check": {"do": "check", "text": _IN_THE_SLOT},
    "check_turned": {"do": "check", "text": _IN_THE_SLOT, "back": True},
}


class Unexpected(CashierError):
    """What a script expects is not so."""


class ScriptClock:
    """The real clock, moved on by what the script says."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def advance(self, by: timedelta) -> None:
        self._ahead += by


_BESIDES = (
    papers.Endorse,
    script.StatementCopied,
    script.Extended,
    script.PlanAgreed,
    script.AssistanceAsked,
    script.Referred,
    script.CreditUsed,
)


class Player:
    """Works through acts at one desk, which is open for as long as its ``with`` block."""

    def __init__(self, data: Path, *, ledger_url: str | None, clock: Clock) -> None:
        self._data = data
        self._ledger_url = ledger_url
        self._clock = ScriptClock(clock)
        self._counter = Counter()
        self._closing = ExitStack()
        self._at: ReplayDesk
        self._acts: dict[type[Act], Callable[..., Answer]] = {
            sign_in_script.SignIn: lambda act: play_sign_in(act, self._counter, self._at),
            sign_in_script.SignOut: lambda _: play_sign_out(self._counter, self._at),
            sign_in_script.Lock: lambda _: play_lock(self._counter, self._at),
            sign_in_script.Unlock: lambda act: play_unlock(act, self._counter, self._at),
            script.OpenShift: self._open_shift,
            script.Find: self._find,
            script.OpenMember: self._open_member,
            script.Take: self._take,
            entry_script.LateEntry: lambda act: play_late_entry(act, self._counter, self._at),
            entry_script.OpenBatch: lambda act: play_open_batch(act, self._counter, self._at),
            entry_script.BatchItem: lambda act: play_batch_item(act, self._counter, self._at),
            entry_script.AgencyList: lambda act: play_agency_list(act, self._counter, self._at),
            entry_script.CloseBatch: lambda act: play_close_batch(act, self._counter, self._at),
            entry_script.ReportCash: lambda act: play_report(act, self._counter, self._at),
            script.Suspend: lambda act: (drawer.suspend if act.drawer else play_suspend)(act, self._counter, self._at),
            script.Resume: lambda act: (drawer.resume if act.drawer else play_resume)(act, self._counter, self._at),
            drawer_script.Count: lambda act: drawer.count(act, self._counter, self._at),
            drawer_script.CloseDrawer: lambda act: drawer.close(act, self._counter, self._at),
            drawer_script.DropCash: lambda act: drawer.drop_cash(act, self._counter, self._at),
            handed_script.GiveOver: lambda act: handed.give(act, self._counter, self._at),
            handed_script.AcceptHanded: lambda act: handed.accept_handed(act, self._counter, self._at),
            handed_script.RejectHanded: lambda act: handed.reject_handed(act, self._counter, self._at),
            asks_script.AskLead: lambda act: play_ask(act, self._counter, self._at),
            asks_script.Answered: lambda act: play_answer(act, self._counter, self._at),
            handed_script.RecallHanded: lambda act: handed.recall_handed(act, self._counter, self._at),
            drawer_script.SurpriseCounted: lambda act: drawer.surprise(act, self._counter, self._at),
            drawer_script.NoSale: lambda act: drawer.no_sale(act, self._counter, self._at),
            drawer_script.PayInOut: lambda act: drawer.pay(act, self._counter, self._at),
            correct_script.MovePayment: lambda act: correct.move(act, self._counter, self._at),
            correct_script.ChangeTenderType: lambda act: correct.change(act, self._counter, self._at),
            correct_script.VoidPayment: lambda act: correct.void(act, self._counter, self._at),
            correct_script.CardSettled: lambda act: correct.settle(act, self._counter, self._at),
            correct_script.CardHeld: lambda act: correct.hold(act, self._counter, self._at),
            **dict.fromkeys(MOVE_ACTS, lambda act: play_closed(act, self._counter, self._at)),
            **dict.fromkeys(REFUND_ACTS, lambda act: play_refund(act, self._counter, self._at)),
            **dict.fromkeys(PAPER_ACTS, lambda act: play_papers(act, self._counter, self._at)),
            safe_script.BagActed: lambda act: play_bag(act, self._counter, self._at),
            safe_script.Deposited: lambda act: play_deposit(act, self._counter, self._at),
            safe_script.SafeCounted: lambda act: play_safe(act, self._counter, self._at),
            safe_script.SafeLooked: lambda _: play_look(self._counter, self._at),
            **dict.fromkeys(_BESIDES, self._besides),
            day_script.Payments: lambda act: play_payments(act, self._counter, self._at),
            day_script.DayReported: lambda act: play_day_report(act, self._counter, self._at),
            day_script.RecordsSeen: lambda act: play_records(act, self._counter, self._at),
            script.LedgerSwitch: self._switch_ledger,
            script.PrinterSwitch: self._switch_printer,
            script.TerminalSwitch: self._switch_terminal,
            script.ClockForward: self._advance,
            script.Restart: self._restart,
            script.Sync: self._sync,
            script.Expect: self._expect,
        }

    def __enter__(self) -> Self:
        """Open the desk. Raises ConfigTrouble or StoreTrouble."""
        self._open(ledger_is_down=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing.close()

    def do(self, act: Act) -> Answer:
        """Do one act. Raises CashierError with the sentence that the cashier would read."""
        return self._acts[type(act)](act)

    def send(self) -> None:
        """Push what is to send, as replay does at its end."""
        self._at.send()

    def _open(self, *, ledger_is_down: bool) -> None:
        self._at = self._closing.enter_context(
            replay_desk(self._data, ledger_url=self._ledger_url, clock=self._clock, ledger_is_down=ledger_is_down)
        )

    def _open_shift(self, act: script.OpenShift) -> Answer:
        staff, desk = self._counter.signed_in(), self._at.desk
        others = drawers_elsewhere(staff, self._at.ledger.drawers)
        agreed = drawer.signed(act.also_by, self._at, ALSO_ACT, ZERO, Right.APPROVE_DRAWER) if others else None
        approval = drawer.counted_too(act.approver, act.float_count, self._at)
        wish = OpenShift(
            shift_id=desk.new_id(),
            count=act.float_count,
            approval=approval,
            business_date=act.business_date,
            is_date_confirmed=act.confirm_date,
            date_approval=drawer.signed(act.date_by, self._at, DATE_ACT, ZERO, Right.SET_BUSINESS_DATE),
            also_at=others,
            also_approval=agreed,
        )
        shift = open_shift(wish, desk, staff)
        self._at.print_due()
        return {"ok": True, "float": dollars(shift.float_amount), "business_date": shift.business_date.isoformat()}

    def _find(self, act: script.Find) -> Answer:
        self._counter.signed_in()
        return self._scan(act.scan) if act.scan else self._found(act.text)

    def _found(self, text: str) -> Answer:
        finding = find(text, self._at.desk)
        found = [
            {"member": f.number, "name": f"{f.family_name}, {f.given_names}", "birth_year": f.birth_year}
            for f in finding.found or self._at.found_elsewhere(text)
        ]
        return {"ok": True, "found": found} | ({"more": True} if finding.more else {})

    def _scan(self, text: str) -> Answer:
        """What a scan may be; where it is one thing, whom the finder has for it, or the receipt. Raises Refused."""
        place = self._at.desk.place
        readings = read_scan(text, place.scan_layouts, place.member_cards)
        may_be = [reading_words(reading) for reading in readings]
        only = readings[0] if len(readings) == 1 else None
        if only is not None and (wanted := looked_for(only)):
            return {"may_be": may_be} | self._found(wanted)
        seen = receipt_answer(only.number, self._counter, self._at) if isinstance(only, ReceiptScan) else {}
        return {"may_be": may_be, "ok": True, "found": []} | seen

    def _open_member(self, act: script.OpenMember) -> Answer:
        self._at.fetch(act.member)
        account = self._counter.open_account(act.member, act.identified, self._at.desk)
        return {
            "ok": True,
            "member": account.member.number,
            "name": account.member.name,
            "due": dollars(account.open_balance),
            "statements": {statement.number: dollars(statement.open) for statement in account.statements},
        }

    def _take(self, act: script.Take) -> Answer:
        answer = take(act, self._counter, self._at)
        self._at.print_due()
        return answer | report_answer(act.name, answer["receipt"], self._counter, self._at)

    def _besides(self, act: Act) -> Answer:
        answer = do_besides(act, self._counter, self._at)
        self._at.print_due()
        return answer

    def _switch_ledger(self, act: script.LedgerSwitch) -> Answer:
        self._at.plug.is_pulled = act.set == "down"
        return {"ok": True}

    def _switch_printer(self, act: script.PrinterSwitch) -> Answer:
        _steer(self._at.settings.printer, "printer", _PRINTER_ORDERS.get(act.set, {"do": act.set}))
        self._at.print_due()
        return {"ok": True}

    def _switch_terminal(self, act: script.TerminalSwitch) -> Answer:
        more = act.model_dump(include={"cents", "seconds", "times", "bytes"}, exclude_none=True)
        _steer(self._at.settings.terminal, "card terminal", {"do": act.set} | more)
        self._at.ask_about_cards()
        return {"ok": True}

    def _advance(self, act: script.ClockForward) -> Answer:
        self._clock.advance(script.read_span(act.advance))
        self._at.ask_about_cards()
        return {
            "ok": True,
            "now": self._clock().astimezone(self._at.desk.place.time_zone).isoformat(timespec="seconds"),
        }

    def _restart(self, _act: script.Restart) -> Answer:
        """Close the desk and open it again; who is signed in stays at the counter, without account and PIN."""
        is_down = self._at.plug.is_pulled
        self._closing.close()
        self._counter.close_account()
        self._counter.pin = None
        self._open(ledger_is_down=is_down)
        return {"ok": True}

    def _sync(self, _act: script.Sync) -> Answer:
        self._at.ask_about_cards()
        trouble = self._at.sync() or self._settle()
        self._at.print_due()
        to_send = self._to_send()
        return {"ok": not trouble, **({"refused": trouble} if trouble else {}), "to_send": to_send}

    def _settle(self) -> str:
        """Hear what became of cash that was given to others. Returns why it could not be heard, or nothing."""
        try:
            settle(self._at.desk, self._at.ledger.transfers)
        except (LedgerAway, LedgerRefuses) as trouble:
            return trouble.sentence
        return ""

    def _to_send(self) -> int:
        with self._at.desk.open_reading() as work:
            return work.journal.to_send()

    def _expect(self, act: script.Expect) -> Answer:
        """Compare; what a drawer should hold is nothing that can be asked for (R2)."""
        found = {**self._state(), **self._open_on(tuple(act.due))}
        wanted: dict[str, Any] = act.model_dump(include=set(self._state()), exclude_none=True, mode="json")
        wanted |= act.due
        wrong = [f"{what} is {found[what]}, not {value}" for what, value in wanted.items() if found[what] != value]
        if wrong:
            raise Unexpected(f"{'; '.join(wrong)}.")
        return {"ok": True}

    def _state(self) -> dict[str, Any]:
        with self._at.desk.open_reading() as work:
            unknown = len(work.attempts.unsettled())
        shift = current_shift(self._at.desk)
        return {
            "to_send": self._to_send(),
            "receipts": len(self._counter.receipts),
            "unknown_cards": unknown,
            "business_date": shift.business_date.isoformat() if shift else None,
        }

    def _open_on(self, numbers: tuple[str, ...]) -> dict[str, str]:
        """What is open now by statement; a statement that is not known has nothing."""
        known = self._at.desk.directory.statements(numbers) if numbers else ()
        with self._at.desk.open_reading() as work:
            figures = balances(known, work.journal)
        return dict.fromkeys(numbers, "not known") | {b.statement.number: dollars(b.statement.open) for b in figures}


def _steer(device: DeviceSettings | None, words: str, order: dict[str, Any]) -> None:
    """Tell a device's simulator how to behave. Raises DeviceTrouble, also where this desk has none."""
    control = device.control if device else None
    if control is None:
        raise DeviceTrouble(f"This desk has no simulated {words}.")
    steer(control, order)
