"""What may stand in a day script: the shape of each act, and the sentence for a line that has none of them."""

import json
import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from cashier.domain.errors import CashierError
from cashier.doors import replay_script_asks as asks
from cashier.doors import replay_script_correct as correct
from cashier.doors import replay_script_day as day
from cashier.doors import replay_script_drawer as drawer
from cashier.doors import replay_script_entry as entry
from cashier.doors import replay_script_handed as handed
from cashier.doors import replay_script_papers as papers
from cashier.doors import replay_script_safe as safe
from cashier.doors import replay_script_sign_in as sign_in
from cashier.doors.replay_shape import Act, Approver, TenderSaid

_PLAINLY = {"a valid string": "text", "a valid integer": "a whole number", "a valid dictionary": "an object"}
_SPANS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
_SPAN = re.compile(r"([0-9]{1,6})([dhms])")


class BrokenLine(CashierError):
    """A line of a script that is no act. The sentence names the line."""


class OpenShift(Act):
    """``float``: how many of each denomination, by its code. ``approver``: who counted one that differs, too.

    ``business_date``: another than the proposed one, which ``date_by`` signs; ``confirm_date``: the proposed is right.
    ``also_by``: the lead who agrees where the ledger knows of another drawer.
    """

    do: Literal["open_shift"]
    approver: Approver | None = None
    float_count: dict[str, int] = Field(alias="float")
    business_date: Annotated[date, Field(strict=False)] | None = None
    confirm_date: bool = False
    date_by: Approver | None = None
    also_by: Approver | None = None


class Find(Act):
    """What is typed into the finder, or the ``scan`` of a scanner."""

    do: Literal["find"]
    text: str = ""
    scan: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.text) is bool(self.scan):
            raise ValueError("write one of text and scan")
        return self


class OpenMember(Act):
    """``identified``: the second identifier, as the journal is to keep it."""

    do: Literal["open_member"]
    member: str
    identified: str = "name and date of birth"


class Take(Act):
    """``pay``: target to amount, in the order in which they are paid. ``note`` and ``source`` go with each part that is
    no statement: what a credit is for, what is known of money in holding and where it came from.

    ``member`` opens an account that no earlier line opened; without it the statement says whose it is. ``language``:
    of the receipt where there is no member.
    """

    do: Literal["take"]
    pay: dict[str, str]
    tenders: tuple[TenderSaid, ...] = Field(strict=False)
    name: str = Field(default="", alias="as")
    member: str = ""
    payor: str = ""
    payor_phone: str = ""
    payor_id: str = ""
    language: str = ""
    reason: str = ""
    note: str = ""
    source: str = ""
    approver: Approver | None = None


class Suspend(Act):
    """``pay``, ``member``, ``payor``, ``reason`` and ``note`` as in *take*; nothing is tendered. Or the ``drawer``."""

    do: Literal["suspend"]
    drawer: bool = False
    pay: dict[str, str] = Field(default_factory=dict)
    name: str = Field(default="", alias="as")
    member: str = ""
    payor: str = ""
    reason: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.pay) == self.drawer:
            raise ValueError("write pay, or drawer")
        return self


class Resume(Act):
    """``suspended`` is the name of an earlier line; ``member`` alone means the latest of that member, at any desk.

    Or the ``drawer``: after a break; after a count with an ``approver``, or with the ``word`` that `ask` named and its
    ``reason`` as it was given there.
    """

    do: Literal["resume"]
    drawer: bool = False
    approver: Approver | None = None
    word: str = ""
    reason: str = ""
    suspended: str = ""
    member: str = ""
    identified: str = "name and date of birth"

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.suspended) + bool(self.member) + self.drawer != 1:
            raise ValueError("write suspended, member or drawer")
        return self


class StatementCopied(Act):
    """``form``: letter (the office printer's, or a file where there is none), file, or slip (the receipt printer's)."""

    do: Literal["statement_copy"]
    statement: str
    form: Literal["letter", "file", "slip"] = "letter"


class Extended(Act):
    """``to``: the new due date, as the cashier types it."""

    do: Literal["extend"]
    statement: str
    to: str


class PlanAgreed(Act):
    """``installments`` or ``amount``, one of both; ``first`` is the first one's day."""

    do: Literal["plan"]
    statement: str
    first: str
    installments: int | None = None
    amount: str | None = None


class CreditUsed(Act):
    """A deposit or credit (``fund``: ``prepay:REFERENCE``, ``credit:GUARANTOR``) pays a bill; as much as fits unless
    ``amount`` says how much.
    """

    do: Literal["use_credit"]
    fund: str
    statement: str
    amount: str = ""
    member: str = ""


class AssistanceAsked(Act):
    """For whose account is open, or ``member``'s."""

    do: Literal["assistance"]
    member: str = ""


class Referred(Act):
    """To the office, about a ``statement`` or about the ``member``."""

    do: Literal["refer"]
    reason: str
    text: str
    statement: str = ""
    member: str = ""


class LedgerSwitch(Act):
    """The desk's own link, pulled and plugged in."""

    do: Literal["ledger"]
    set: Literal["down", "up"]


class PrinterSwitch(Act):
    """``check`` puts one into its slip station, face up, ``check_turned`` turned over, ``check_out`` takes it out."""

    do: Literal["printer"]
    set: Literal["ok", "paper_out", "cover_open", "offline", "silent", "check", "check_turned", "check_out"]


class TerminalSwitch(Act):
    """``cents`` goes with partial and by_hand, ``seconds`` with slow and clock_off, `times` and `bytes` as said."""

    do: Literal["terminal"]
    set: Literal[
        "ok", "approve", "decline", "wrong_pin", "cancel", "partial", "busy", "slow", "silent", "rebooting",
        "silent_after_approve", "in_progress", "not_found", "wrong_service", "other_header", "duplicate", "garbled",
        "bad_signature", "wrong_certificate", "clock_off", "cut", "by_hand",
    ]  # fmt: skip
    cents: int | None = None
    seconds: int | None = None
    times: int | None = None
    bytes: int | None = None


def _span_holds(text: str) -> str:
    read_span(text)
    return text


class ClockForward(Act):
    """``advance``: days, hours, minutes and seconds, like ``1d 2h``, ``30m`` or ``90s``."""

    do: Literal["clock"]
    advance: Annotated[str, AfterValidator(_span_holds)]


class Restart(Act):
    do: Literal["restart"]


class Sync(Act):
    do: Literal["sync"]


class Expect(Act):
    """What has to be so now. ``receipts``: how many this script made; ``due``: what is open, by statement."""

    do: Literal["expect"]
    to_send: int | None = None
    due: dict[str, str] = Field(default_factory=dict)
    receipts: int | None = None
    unknown_cards: int | None = None
    business_date: Annotated[date, Field(strict=False)] | None = None


ACTS: dict[str, type[Act]] = {
    "sign_in": sign_in.SignIn,
    "sign_out": sign_in.SignOut,
    "lock": sign_in.Lock,
    "unlock": sign_in.Unlock,
    "open_shift": OpenShift,
    "find": Find,
    "open_member": OpenMember,
    "take": Take,
    "suspend": Suspend,
    "resume": Resume,
    "late_entry": entry.LateEntry,
    "open_batch": entry.OpenBatch,
    "batch_item": entry.BatchItem,
    "close_batch": entry.CloseBatch,
    "agency_list": entry.AgencyList,
    "report_cash": entry.ReportCash,
    "count": drawer.Count,
    "close_shift": drawer.CloseDrawer,
    "drop": drawer.DropCash,
    "hand_over": handed.GiveOver,
    "accept": handed.AcceptHanded,
    "reject": handed.RejectHanded,
    "recall": handed.RecallHanded,
    "ask": asks.AskLead,
    "approve": asks.Answered,
    "decline": asks.Answered,
    "surprise_count": drawer.SurpriseCounted,
    "no_sale": drawer.NoSale,
    "pay_in": drawer.PayInOut,
    "pay_out": drawer.PayInOut,
    "bag": safe.BagActed,
    "deposit": safe.Deposited,
    "safe": safe.SafeCounted,
    "look_at_safe": safe.SafeLooked,
    "void": correct.VoidPayment,
    "move": correct.MovePayment,
    "change_tender": correct.ChangeTenderType,
    "return_tender": correct.ReturnTender,
    "settle_card": correct.CardSettled,
    "hold_card": correct.CardHeld,
    "explain_difference": correct.ExplainDifference,
    "move_closed": correct.MoveClosed,
    "approve_move": correct.ApproveMove,
    "refund_request": correct.RefundRequest,
    "approve_refund": correct.ApproveRefund,
    "pay_refund": correct.PayRefund,
    "reprint": papers.Reprint,
    "endorse": papers.Endorse,
    "paper": papers.PaymentPaper,
    "mail": papers.ReceiptMailed,
    "payments": day.Payments,
    "day_report": day.DayReported,
    "records": day.RecordsSeen,
    "statement_copy": StatementCopied,
    "extend": Extended,
    "plan": PlanAgreed,
    "use_credit": CreditUsed,
    "assistance": AssistanceAsked,
    "refer": Referred,
    "ledger": LedgerSwitch,
    "printer": PrinterSwitch,
    "terminal": TerminalSwitch,
    "clock": ClockForward,
    "restart": Restart,
    "sync": Sync,
    "expect": Expect,
}


def read_act(text: str, line: int) -> Act:
    """The act that a line of a script says. Raises BrokenLine."""
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()  # Half of a character is no text, and could not be answered.
    except (ValueError, RecursionError) as trouble:
        raise BrokenLine(f"Line {line}: it is not JSON. Write one JSON object on the line.") from trouble
    if not isinstance(said, dict):
        raise BrokenLine(f"Line {line}: it is JSON and no object. Write one like {_EXAMPLE}.")
    do = said.get("do")
    if not isinstance(do, str) or do not in ACTS:
        raise BrokenLine(f"Line {line}: do names no act. Write one that the README lists.")
    try:
        return ACTS[do].model_validate(said)
    except ValidationError as trouble:
        raise BrokenLine(f"Line {line}: {_what_is_wrong(do, trouble)}") from trouble


_FIELD_MOST = 60
_EXAMPLE = '{"do": "sync"}'


def _what_is_wrong(do: str, trouble: ValidationError) -> str:
    """One sentence for the first of the troubles; what was written is never repeated, it may be a passphrase."""
    first = trouble.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"])[:_FIELD_MOST]
    if first["type"] == "missing":
        return f"{do} needs the field {field}."
    if first["type"] == "extra_forbidden":
        return f"{do} has no field {field}. Correct its name or take it out."
    if first["type"] == "value_error":
        return f"{field or do}: {first['msg'].removeprefix('Value error, ')}."
    wanted = first["msg"].removeprefix("Input should be ")
    return f"{field}: it has to be {_PLAINLY.get(wanted, wanted)}."


def read_span(text: str) -> timedelta:
    """``1d 2h`` as a time. Raises ValueError."""
    pieces = [_SPAN.fullmatch(piece) for piece in text.split()]
    if not pieces or None in pieces:
        raise ValueError("write a time like 1d 2h, 30m or 90s")
    return sum((int(piece.group(1)) * _SPANS[piece.group(2)] for piece in pieces if piece), timedelta())
