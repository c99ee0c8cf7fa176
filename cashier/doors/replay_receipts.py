"""The acts of a day script for receipts that are brought back, of this desk and of others: seen, and printed again."""

from typing import Any

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import total
from cashier.domain.payment_facts import read_payment
from cashier.domain.receipt_number import made_at
from cashier.domain.receipt_paper import ReceiptPaper
from cashier.domain.scan import safe_text
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_script_papers import PaymentPaper, ReceiptMailed, Reprint
from cashier.doors.replay_shape import Act
from cashier.usecases.ask_papers import ask_papers
from cashier.usecases.mail_receipt import mail_receipt
from cashier.usecases.receipt_elsewhere import copy_receipt, look_at_receipt
from cashier.usecases.reprint import find_receipt, reprint

Answer = dict[str, Any]
PAPER_ACTS = (Reprint, PaymentPaper, ReceiptMailed)


def receipt_answer(number: str, counter: Counter, at: ReplayDesk) -> Answer:
    """What a scanned receipt shows. Raises Refused, LedgerRefuses."""
    staff = counter.signed_in()
    if made_at(number) == at.desk.place.desk:
        return {"receipt": _told(number, find_receipt(number, at.desk, staff))}
    seen = look_at_receipt(number, at.ledger.elsewhere, staff)
    since = {"since": [line.kind.value for line in seen.since]} if seen.since else {}
    return {"receipt": _told(number, seen.lines) | {"center": seen.center_name, "voided": seen.voided} | since}


def play_papers(act: Act, counter: Counter, at: ReplayDesk) -> Answer:
    """Do one of `PAPER_ACTS`. Raises Refused, LedgerRefuses."""
    match act:
        case Reprint():
            return _reprint(act, counter, at)
        case PaymentPaper():
            return _paper(act, counter, at)
        case ReceiptMailed():
            return _mail(act, counter, at)
    raise TypeError(f"{type(act).__name__} is another act")


def _reprint(act: Reprint, counter: Counter, at: ReplayDesk) -> Answer:
    """Print a receipt again; another desk's as a copy of this one. Raises Refused, LedgerRefuses."""
    receipt = _named(act, counter)
    staff = counter.signed_in()
    if made_at(receipt) in ("", at.desk.place.desk):
        copy = reprint(receipt, at.desk, staff)
    else:
        seen = look_at_receipt(receipt, at.ledger.elsewhere, staff)
        copy = copy_receipt(at.desk.new_id(), seen, at.desk, staff)
    at.print_due()
    return {"ok": True, "receipt": receipt, "copy": copy}


def _paper(act: PaymentPaper, counter: Counter, at: ReplayDesk) -> Answer:
    """Print what a payment has besides its receipt. Raises Refused."""
    receipt = _named(act, counter)
    copies = ask_papers(receipt, ReceiptPaper(act.paper), at.desk, counter.signed_in())
    at.print_due()
    return {"ok": True, "receipt": receipt, "copies": list(copies)}


def _mail(act: ReceiptMailed, counter: Counter, at: ReplayDesk) -> Answer:
    """Ask for a receipt by e-mail. Raises Refused."""
    receipt = _named(act, counter)
    mail_receipt(at.desk.new_id(), receipt, act.address, at.desk, counter.signed_in())
    return {"ok": True, "receipt": receipt}


def _named(act: Reprint | PaymentPaper | ReceiptMailed, counter: Counter) -> str:
    if act.payment and act.payment not in counter.named:
        raise Refused(f"No payment {safe_text(act.payment, 'The name')} was taken in this script.")
    return counter.named[act.payment] if act.payment else act.receipt


def _told(number: str, lines: tuple[Line, ...]) -> Answer:
    facts = tuple(read_payment(line) for line in lines if line.kind is LineKind.PAYMENT)
    return {
        "number": number,
        "member": facts[-1].member_number[-4:],
        "paid": dollars(total([each.paid for each in facts])),
        "taken_at": lines[0].taken_at.isoformat(timespec="seconds"),
    }
