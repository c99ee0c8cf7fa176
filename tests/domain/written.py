"""A line of each kind, as a desk or the ledger writes it: the golden bodies are these, byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, held, receivable
from cashier.domain.arrangement import Arrangement, Plan
from cashier.domain.batch import Batch, Entered, decide_close_batch, decide_open_batch, read_batch
from cashier.domain.carried import Carried, Replacement, carried_line, decide_replacement, replacement_act
from cashier.domain.cash_rounding import RoundingMode, RoundingRule
from cashier.domain.checks import Doubt, agree_act
from cashier.domain.counter_rules import CounterRules, MiscCode
from cashier.domain.day import DayFigures, TenderFigure
from cashier.domain.day_report import DayReport, ReportForm
from cashier.domain.large_cash import Asked, large_cash_facts
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import decide_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.domain.statement_copy import CopyForm, StatementCopy
from cashier.domain.suspended import decide_suspend, read_suspended, resumed_facts
from cashier.domain.tenders import READER, SealedAccount
from cashier.domain.transfer import Transfer
from tests.domain.books_lines import BOOKS_COMPARED
from tests.domain.card_lines import CARD_LINES
from tests.domain.correcting import changed, moved, voided
from tests.domain.drawer_lines import DRAWER_LINES
from tests.domain.handed_lines import HANDED_LINES
from tests.domain.receipt_lines import paper_asked, part_asked, receipt_copied, receipt_mailed
from tests.domain.safe_lines import SAFE_LINES
from tests.domain.sign_in_lines import SIGN_IN_LINES
from tests.fakes.builders import (
    HELEN,
    MEDICAL,
    NOW,
    OAK3,
    ROSA,
    SHIFT_ID,
    TODAY,
    a_member,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)


def a_record(kind: LineKind, **facts: Any) -> Line:
    return Line(
        line_id=UUID(int=7 << 76 | 2 << 62),
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=facts,
    )


def a_payment() -> Line:
    sealed = SealedAccount(last_four="5678", token="tok", sealed="c2VhbGVk")
    wish = a_wish(
        pays("S-48210377", 41260),
        pays("S-48211904", 6000, "Núñez’ copay"),
        tenders=(cash(24000), replace(check(27260), account=sealed)),
    )
    return decide_payment(wish, a_situation(a_statement(), a_statement("S-48211904", 9000)))


def _payment_on_plan() -> Line:
    statement = replace(a_statement(), plan_words=_PLAN.words)
    return decide_payment(a_wish(pays("S-48210377", 6877), tenders=(cash(6877),)), a_situation(statement))


def _payment_without_member() -> Line:
    wish = replace(
        a_wish(replace(pays("holding", 500, "envelope, for Mai"), source="drop box"), pays("misc:PARKING", 800)),
        member_number="",
        identified={},
        payor=Payor(name="Tran, Bao", phone="510-555-0134", id_reference="CA license D1234567"),
    )
    sold = MiscCode(code="PARKING", since=TODAY, words={"en": "Parking"}, price=Money(400))
    nobody = replace(a_member("", guarantor="", name=""), given_names="")
    now = replace(a_situation(), member=nobody, member_statements=(), rules=CounterRules(misc=(sold,)))
    return decide_payment(wish, now)


def _rounded_payment() -> Line:
    rules = CounterRules(rounding=(RoundingRule(since=TODAY, mode=RoundingMode.SYMMETRICAL),))
    wish = a_wish(pays("S-48210377", 1002), tenders=(cash(1000),))
    return decide_payment(wish, replace(a_situation(), rules=rules))


def _check_payment() -> Line:
    """A check that says all that one may say, and that a lead agreed to."""
    tender = replace(
        check(41260),
        account=SealedAccount(last_four="5678", token="tok", sealed="c2VhbGVk"),
        dated=TODAY,
        written=Money(41260),
        in_full=True,
    )
    act = agree_act(tender, (Doubt.IN_FULL,))
    word = Approval(approver=HELEN.user, approver_name=HELEN.name, act=act, amount=tender.amount, given_at=NOW)
    line = decide_payment(a_wish(tenders=(replace(tender, agreed=word),)), a_situation())
    line.facts["tenders"][0]["agreed"]["act"] = "take check 1043 in spite of in_full"  # As it was said at first.
    return line


def _read_check_payment() -> Line:
    """A check whose numbers came from a reader."""
    account = SealedAccount(last_four="5678", token="tok", sealed="c2VhbGVk")
    tender = replace(check(41260), account=account, dated=TODAY, written=Money(41260), micr=READER)
    return decide_payment(a_wish(tenders=(tender,)), a_situation())


def _account_listed() -> Line:
    return a_record(
        LineKind.ACCOUNT_LISTED,
        subject="check.OAK3-0000001.1043",
        receipt="OAK3-0000001",
        number="1043",
        token="tok",
        last_four="5678",
        until="2027-11-21",
        reason="no funds",
    )


def _suspended() -> Line:
    wish = a_wish(pays("S-48210377", 41260), pays("credit:200417733", 500, "copay of December"))
    wish = replace(wish, tenders=(), payor=Payor(name="Kevin Tran"), reason="pays ahead")
    return decide_suspend(wish, a_situation(), timedelta(hours=24))


def _asked() -> Asked:
    return Asked(
        asked_id=UUID(int=7 << 76 | 2 << 62),
        payment_id=SHIFT_ID,
        receipt="OAK3-0000001",
        payor="member:11048827",
        within="24 hours",
        reached_on=TODAY,
    )


LATE = Origin(
    kind=OriginKind.LATE,
    book="B12",
    number=57,
    written_at=NOW - timedelta(hours=3),
    names=("Rosa Delgado", "Helen Park"),
)


def _entered(origin: Origin) -> Line:
    return decide_payment(replace(a_wish(), origin=origin), a_situation())


def _batch_opened() -> Line:
    batch = Batch(
        batch_id=UUID(int=7 << 76 | 2 << 62),
        kind=OriginKind.MAIL,
        count=5,
        total=Money(10000),
        opener=ROSA.user,
        second=HELEN.user,
        second_name=HELEN.name,
    )
    return decide_open_batch(batch, staff=ROSA, second=HELEN, shift=a_shift(), open_now=None, now=NOW)


def _shift_opened() -> Line:
    return decide_open_shift(
        OpenShift(shift_id=SHIFT_ID, count={"20.00": 5, "1.00 coin": 3, "0.01": 0}, business_date=TODAY),
        staff=ROSA,
        desk=OAK3.desk,
        center=OAK3.center,
        region=OAK3.region,
        float_book=MEDICAL,
        open_now=None,
        now=NOW,
    )


def _statement_copied() -> Line:
    copy = StatementCopy(
        statement=replace(a_statement(), service_date=TODAY, plan_words="plan: $50 a month"),
        member_name="Trần, Mai Linh",
        language="vi",
        form=CopyForm.LETTER,
        aging=tuple(Money(cents) for cents in (41260, 0, 0, 0, 0)),
        has_lines=True,
        balances_as_of="2026-11-21T18:42:07.000000Z",
        served_by=ROSA.name,
        identified="photo ID seen",
    )
    return a_record(LineKind.STATEMENT_COPIED, **copy.facts())


_PLAN = Plan(count=6, amount=Money(6877), last=Money(6875), first=TODAY + timedelta(days=24))


def _arranged(kind: LineKind, **more: Any) -> Line:
    said = Arrangement(
        kind=kind,
        member_number="11048827",
        member_name="Trần, Mai Linh",
        guarantor_number="200417733",
        language="vi",
        served_by=ROSA.name,
        identified="photo ID seen",
        title="Hospital bill" if "statement" in more else "",
        balance=Money(41260 if "statement" in more else 0),
        **more,
    )
    return a_record(kind, **said.facts())


def _day_reported() -> Line:
    figures = DayFigures(
        receipts=34,
        with_two=1,
        cash=TenderFigure(payments=13, items=13, amount=None),
        checks=TenderFigure(payments=8, items=8, amount=Money(208617)),
        card=TenderFigure(payments=14, items=14, amount=Money(391104)),
        declined=1,
        window_s=72,
    )
    report = DayReport(
        business_date=TODAY,
        form=ReportForm.CSV,
        reason="for the monthly meeting",
        taken_by=ROSA.name,
        payments=34,
        figures=figures,
    )
    return a_record(LineKind.DAY_REPORTED, **report.facts())


def _channel_payment() -> Line:
    online = Account(AccountKind.CHANNEL, "online", MEDICAL)
    line = replace(a_record(LineKind.CHANNEL_PAYMENT, channel="online"), staff=HELEN.user)
    return replace(
        line, transfers=(Transfer(online, receivable("S-1"), Money(1)), Transfer(online, held("OAK"), Money(2)))
    )


def _statements_billed() -> Line:
    billed = Account(AccountKind.BILLED, "ncal.medical")
    return replace(a_record(LineKind.STATEMENTS_BILLED), transfers=(Transfer(receivable("S-1"), billed, Money(41260)),))


def _held_released() -> Line:
    record = a_record(
        LineKind.HELD_RELEASED,
        subject="OAK3.17.0.0",
        statement_number="S-1",
        guarantor_number="",
        cents=None,
        reason="billed since",
    )
    return replace(record, transfers=(Transfer(held("OAK"), receivable("S-1"), Money(41260)),))


def _replaced() -> Line:
    found = Replacement(replaces="OAK3", last_receipt="OAK3-0000001", count={"20.00": 5, "0.01": 3})
    word = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=replacement_act("OAK3"),
        amount=Money(10003),
        given_at=NOW,
    )
    return decide_replacement(found, word, line_id=UUID(int=7 << 76), desk="OAK7", center="OAK", now=NOW)


def _to_carry() -> Carried:
    return Carried(desk="OAK3", sequence=2, chain="0" * 64, body=_before_net_cash(a_payment()).body().decode())


def _before_net_cash(line: Line) -> Line:
    """As desks wrote it before net cash stood in it."""
    return replace(line, facts={name: said for name, said in line.facts.items() if name != "net_cash"})


# The name is the golden file's; a kind that is written in several shapes has several.
WRITTEN: dict[str, Callable[[], Line]] = {
    "shift_opened": _shift_opened,
    "account_opened": lambda: a_record(LineKind.ACCOUNT_OPENED, member="11048827", identified="photo ID seen"),
    "payment": lambda: _before_net_cash(a_payment()),
    "payment-net-cash": a_payment,
    "payment-on-plan": lambda: _before_net_cash(_payment_on_plan()),
    "payment-without-member": lambda: _before_net_cash(_payment_without_member()),
    "payment-check": _check_payment,
    "payment-check-read": _read_check_payment,
    "payment-rounded": lambda: _before_net_cash(_rounded_payment()),
    "moved": moved,
    "tender_changed": lambda: changed(check(41260)),
    "voided": lambda: voided(check(20000), cash(25000)),
    **CARD_LINES,
    "suspended": _suspended,
    "resumed": lambda: a_record(
        LineKind.RESUMED, **resumed_facts(read_suspended(_suspended()), "name and date of birth", ledger_agreed=True)
    ),
    "agency_listed": lambda: a_record(
        LineKind.AGENCY_LISTED,
        agency="County of Alameda",
        receipt="OAK3-0000001",
        lines=[
            {"line": 2, "cents": 6000, "statement": "S-48211904", "paid": {"S-48211904": 6000}, "held": 0},
            {"line": 3, "cents": 500, "member": "11048827", "paid": {}, "held": 500, "why": "not matched"},
        ],
    ),
    "payment-agency": lambda: _before_net_cash(_entered(Origin(kind=OriginKind.AGENCY, batch=SHIFT_ID))),
    "payment-late": lambda: _before_net_cash(_entered(LATE)),
    "payment-mail": lambda: _before_net_cash(_entered(Origin(kind=OriginKind.MAIL, batch=SHIFT_ID))),
    "batch_opened": _batch_opened,
    "batch_closed": lambda: decide_close_batch(
        read_batch(_batch_opened()),
        Entered(4, Money(9000)),
        staff=ROSA,
        second=HELEN,
        reason="one envelope was empty",
        shift=a_shift(),
        now=NOW,
        line_id=UUID(int=7 << 76 | 2 << 62),
    ),
    "large_cash": lambda: a_record(LineKind.LARGE_CASH, **large_cash_facts(_asked(), sealed="c2VhbGVk", why_not="")),
    "endorsed": lambda: a_record(
        LineKind.ENDORSED,
        receipt="OAK3-0000001",
        mailed=True,
        backs=[{"words": "Check 1043 · $412.60", "lines": ["FOR DEPOSIT ONLY", "Golden Coast Health"]}],
    ),
    "endorsed-printed": lambda: a_record(
        LineKind.ENDORSED,
        receipt="OAK3-0000001",
        mailed=False,
        backs=[{"words": "Check 1043 · $412.60", "lines": ["FOR DEPOSIT ONLY", "Golden Coast Health"]}],
        how="printed",
    ),
    "receipt_copied": receipt_copied,
    "paper_asked": paper_asked,
    "receipt_mailed": receipt_mailed,
    "paper_asked-part": part_asked,
    "reprinted": lambda: a_record(LineKind.REPRINTED, receipt="OAK3-0000001", copy=1),
    "statement_copied": _statement_copied,
    "due_date_extended": lambda: _arranged(
        LineKind.DUE_DATE_EXTENDED, statement="S-48210377", due_date=TODAY + timedelta(days=30), was_due=TODAY
    ),
    "plan_agreed": lambda: _arranged(LineKind.PLAN_AGREED, statement="S-48210377", plan=_PLAN),
    "assistance_asked": lambda: _arranged(LineKind.ASSISTANCE_ASKED),
    "referred": lambda: _arranged(LineKind.REFERRED, reason="Balance disputed", text="Says it was cancelled."),
    "note_closed": lambda: a_record(LineKind.NOTE_CLOSED, subject="note.7", note="billing took it off"),
    "books_compared": lambda: a_record(LineKind.BOOKS_COMPARED, **BOOKS_COMPARED),
    "day_reported": _day_reported,
    "channel_payment": _channel_payment,
    "statements_billed": _statements_billed,
    "task_taken": lambda: a_record(LineKind.TASK_TAKEN, subject="OAK3.17.0.0"),
    "held_released": _held_released,
    "alarm_acknowledged": lambda: a_record(LineKind.ALARM_ACKNOWLEDGED, subject="alarm.12", note="called the desk"),
    "account_listed": _account_listed,
    "exported": lambda: a_record(LineKind.EXPORTED, subject="export.held", reason="month end"),
    "administered": lambda: a_record(LineKind.ADMINISTERED, act="desk_revoked", desk="OAK3", reason="sold"),
    "desk_replaced": _replaced,
    **DRAWER_LINES,
    **HANDED_LINES,
    **SAFE_LINES,
    **SIGN_IN_LINES,
    "carried": lambda: carried_line(_to_carry(), desk="OAK7", center="OAK", staff=HELEN.user, now=NOW),
}
