"""What the member sees: the amount, what was received, the change, in their language (R19). Nothing else, no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cashier.domain.languages import spoken_in
from cashier.domain.money import ZERO, total
from cashier.domain.payment_facts import read_payment
from ui.counter.serving import Serving, Stage


@dataclass(frozen=True, slots=True)
class DisplayRow:
    """Words in the member's language, and a figure."""

    words: str
    amount: str


Rows = tuple[DisplayRow, ...]
NOTHING: Rows = ()

_PAY, _RECEIVED, _CHANGE, _PAID = "pay", "received", "change", "paid"
DISPLAY_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {_PAY: "To pay", _RECEIVED: "Received", _CHANGE: "Change", _PAID: "Paid"},
        "es": {_PAY: "A pagar", _RECEIVED: "Recibido", _CHANGE: "Cambio", _PAID: "Pagado"},
        "vi": {_PAY: "Phải trả", _RECEIVED: "Đã nhận", _CHANGE: "Tiền thối", _PAID: "Đã trả"},
        "zh": {_PAY: "应付", _RECEIVED: "已收", _CHANGE: "找零", _PAID: "已付"},
        "zh-Hant": {_PAY: "應付", _RECEIVED: "已收", _CHANGE: "找零", _PAID: "已付"},
        "tl": {_PAY: "Babayaran", _RECEIVED: "Natanggap", _CHANGE: "Sukli", _PAID: "Bayad na"},
        "ko": {_PAY: "내실 금액", _RECEIVED: "받은 금액", _CHANGE: "거스름돈", _PAID: "납부 완료"},
        "hy": {_PAY: "Վճարելու է", _RECEIVED: "Ստացված", _CHANGE: "Մանր", _PAID: "Վճարված"},
        "ru": {_PAY: "К оплате", _RECEIVED: "Получено", _CHANGE: "Сдача", _PAID: "Оплачено"},
    }
)


def member_rows(serving: Serving) -> Rows:
    """What stands on the display now. Only accepted tenders count as received (R23)."""
    account, payment, taken = serving.account, serving.payment, serving.taken
    speaks = account.account.member.language if account is not None else payment.payor.language if payment else ""
    words = DISPLAY_WORDS[spoken_in(speaks)]
    if serving.stage is Stage.PAID and taken is not None:
        facts = [read_payment(numbered.line) for numbered in taken.lines]
        received = total([tender.amount for one in facts for tender in one.tenders])
        rows = [DisplayRow(words[_PAID], str(taken.paid)), DisplayRow(words[_RECEIVED], str(received))]
        return (*rows, DisplayRow(words[_CHANGE], str(taken.change))) if taken.change > ZERO else tuple(rows)
    if payment is None or payment.to_pay == ZERO:
        return NOTHING
    shown = [DisplayRow(words[_PAY], str(payment.to_pay))]
    received = total([tender.amount for tender in (*payment.booked, *payment.tenders)])
    if received > ZERO:
        shown.append(DisplayRow(words[_RECEIVED], str(received)))
    return tuple(shown)
