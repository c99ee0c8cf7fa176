"""What a simulated card terminal knows and does: it speaks nexo, keeps a book of charges, and has every fault."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cashier.devices.line_server import KEEP_SILENT
from cashier.devices.nexo_json import number, read_number, write_json
from cashier.devices.nexo_messages import CARD, CURRENCY, REFUND, Answer, Category, Condition, part, response_name
from cashier.devices.nexo_protection import REQUEST, RESPONSE, NotProtected, Protection
from cashier.devices.orders import line_of, read_object
from cashier.devices.simulated_modes import ENTRIES, LOST, REFUSED, Mode, read_mode
from cashier.domain.money import Money
from cashier.domain.times import instant_text


@dataclass(slots=True)
class _Sale:
    """A sale or reversal it was asked for; ``answer`` is None while the card is still being processed.

    ``hidden`` is what a status is told, and how often, before it hears the answer.
    """

    header: dict[str, Any]
    answer: dict[str, Any] | None = None
    hidden: tuple[Condition, int] = (Condition.NOT_FOUND, 0)
    stop: threading.Event = field(default_factory=threading.Event)


class HungUp(Exception):
    """A terminal that ends the connection instead of answering."""


class Terminal:
    """What a terminal knows and does, behind its two ports. It charges one service id once, however often it is sold.

    Its methods may be called from any thread. ``memory`` outlives it: what it charged, and what it answers, is there
    before it is said, so that another terminal with the same memory is this one after its power was off. ``pause``
    waits for a stop so many seconds, and says whether one came.
    """

    def __init__(
        self,
        poi: str,
        protection: Protection,
        memory: Path | None = None,
        pause: Callable[[threading.Event, float], bool] = threading.Event.wait,
    ) -> None:
        self.poi = poi
        self._memory = memory
        self._pause = pause
        self._protection = protection
        self._guard = threading.Lock()
        self._mode = Mode()
        self._sales: dict[tuple[str, str, str], _Sale] = {}
        self._book: list[dict[str, Any]] = []
        self._group = ""
        self._last = b""
        if memory is not None and memory.exists():
            self._remember(json.loads(memory.read_bytes()))

    @property
    def mode(self) -> Mode:
        return self._mode

    def answer(self, sealed: bytes) -> bytes | None:
        """What it says to the desk, empty to an abort. Raises HungUp on what it does not understand, or loses."""
        mode = self._mode
        if mode.name == "silent":
            return KEEP_SILENT
        try:
            question = self._protection.open(REQUEST, sealed)
            header = question["MessageHeader"]
            category = Category(header["MessageCategory"])
            if header["POIID"] != self.poi:
                raise HungUp
            said = self._do(category, question)
        except (NotProtected, KeyError, TypeError, ValueError):
            raise HungUp from None
        if said is None:
            return b""
        reply = {"MessageHeader": header | {"MessageType": "Response"}, response_name(category): said}
        moves_money = category in (Category.PAYMENT, Category.REVERSAL)
        return self._sealed(reply, mode) if moves_money else self._protection.seal(RESPONSE, reply)

    def _do(self, category: Category, question: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to one question, None to an abort. Raises HungUp, and what misread raises."""
        said = part(question, f"{category.value}Request")
        match category:
            case Category.PAYMENT:
                return self._sell(question["MessageHeader"], said)
            case Category.STATUS:
                return self._status(part(said, "MessageReference"))
            case Category.ABORT:
                self._abort(part(said, "MessageReference"))
                return None
            case Category.REVERSAL:
                return self._give_back(question["MessageHeader"], said)
            case Category.TOTALS:
                return self._totals(str(part(said, "TotalFilter")["TotalsGroupID"]))
            case Category.DIAGNOSIS:
                return _response(Answer.SUCCESS) | {"POIStatus": {"GlobalStatus": "OK", "CommunicationOKFlag": True}}

    def obey(self, line: bytes) -> bytes:
        """Take an order from the control port."""
        try:
            order = read_object(line)
            if order["do"] == "book":
                with self._guard:
                    return line_of({"ok": True, "book": [_told(charge) for charge in self._book]})
            if order["do"] == "by_hand":
                return self._sell_by_hand(Money(order["cents"]))
            self._mode = read_mode(order)
        except (KeyError, TypeError, ValueError):
            return line_of({"ok": False, "words": "Send one of the orders that this terminal knows."})
        if self._mode.name == "rebooting":
            self._stop_sales()
        return line_of({"ok": True})

    def stop(self) -> None:
        """End every slow sale, uncharged."""
        self._mode = Mode()
        self._stop_sales()

    def _stop_sales(self) -> None:
        with self._guard:
            for sale in self._sales.values():
                sale.stop.set()

    def _sealed(self, reply: dict[str, Any], mode: Mode) -> bytes:
        """The answer to a sale, or what a fault makes of it."""
        sealed = self._protection.seal(RESPONSE, reply)
        with self._guard:
            before, self._last = self._last, sealed
        match mode.name:
            case "wrong_service":
                header = reply["MessageHeader"] | {"ServiceID": "0000000000"}
                return self._protection.seal(RESPONSE, reply | {"MessageHeader": header})
            case "duplicate":
                if not before:
                    raise HungUp
                return before
            case "garbled":
                return bytes(byte ^ 0x5A for byte in sealed)
            case "bad_signature" | "other_header":
                envelope = json.loads(sealed)
                if mode.name == "bad_signature":
                    trailer = envelope[RESPONSE]["SecurityTrailer"]
                    trailer["Hmac"] = trailer["Hmac"].swapcase()
                else:
                    envelope[RESPONSE]["MessageHeader"]["ServiceID"] = "0000000000"
                return write_json(envelope)
        return sealed

    def _sell_by_hand(self, amount: Money) -> bytes:
        """Raises ValueError for no amount."""
        if amount.cents <= 0:
            raise ValueError("no amount")
        with self._guard:
            self._charge("", amount, Mode())
            self._keep()
        return line_of({"ok": True})

    def _totals(self, group: str) -> dict[str, Any]:
        with self._guard:
            kept = [charge for charge in self._book if charge["group"] == group]
        rows = [
            {
                "PaymentInstrumentType": CARD,
                "CardBrand": brand,
                "TotalsGroupID": group,
                "PaymentCurrency": CURRENCY,
                "PaymentTotals": [
                    {
                        "TransactionType": kind,
                        "TransactionCount": len(counted),
                        "TransactionAmount": number(Money(sum(counted))),
                    }
                    for kind, of in (("Debit", "cents"), ("ReverseDebit", "reversed"), ("Credit", "refunded"))
                    if (counted := [charge[of] for charge in charges if of in charge])
                ],
            }
            for brand in sorted({charge["brand"] for charge in kept})
            if (charges := [charge for charge in kept if charge["brand"] == brand])
        ]
        return _response(Answer.SUCCESS) | {"POIReconciliationID": "1000", "TransactionTotals": rows}

    def _sell(self, header: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        service, mode, sale_data = header["ServiceID"], self._mode, part(said, "SaleData")
        amounts = part(said, "PaymentTransaction", "AmountsReq")
        amount = read_number(amounts["RequestedAmount"])
        echo = {"SaleData": {"SaleTransactionID": sale_data["SaleTransactionID"]}}
        if amounts["Currency"] != CURRENCY or amount.cents <= 0:
            return _failure(Condition.MESSAGE_FORMAT) | echo
        with self._guard:
            known = self._begun(header, mode)
            if not isinstance(known, _Sale):
                return known | echo
            self._group = str(part(sale_data, "SaleTerminalData")["TotalsGroupID"])
        is_refund = _maybe_part(said, "PaymentData").get("PaymentType") == REFUND
        return self._ended(known, mode, lambda: self._decide(service, amount, mode, is_refund=is_refund), echo)

    def _begun(self, header: dict[str, Any], mode: Mode) -> _Sale | dict[str, Any]:
        """What is begun under a service id; or what is said of it at once, since it was begun before, or can't be."""
        key = (header["MessageCategory"], header["SaleID"], header["ServiceID"])
        if (known := self._sales.get(key)) is not None:
            return known.answer or _failure(Condition.IN_PROGRESS)
        if mode.name == "busy" or any(sale.answer is None for sale in self._sales.values()):
            return _failure(Condition.BUSY)
        sale = _Sale(header | {"MessageType": "Response"})
        if mode.name in ("in_progress", "not_found"):
            hidden = Condition.IN_PROGRESS if mode.name == "in_progress" else Condition.NOT_FOUND
            sale.hidden = hidden, int(mode.figure)
        self._sales[key] = sale
        return sale

    def _ended(
        self, sale: _Sale, mode: Mode, decide: Callable[[], dict[str, Any]], echo: dict[str, Any]
    ) -> dict[str, Any]:
        """Raises HungUp where the answer is lost."""
        # Whoever asks for the status meanwhile hears that it is in progress, as at a real terminal.
        cancelled = self._pause(sale.stop, mode.figure) if mode.name == "slow" else sale.stop.is_set()
        with self._guard:
            sale.answer = (_failure(Condition.ABORTED) if cancelled else decide()) | echo
            self._keep()
        if mode.name in LOST:
            raise HungUp
        return sale.answer

    def _keep(self) -> None:
        """Whole or not at all."""
        if self._memory is None:
            return
        sales = [[key, sale.header, sale.answer] for key, sale in self._sales.items() if sale.answer is not None]
        kept = {"book": self._book, "group": self._group, "sales": sales}
        unfinished = self._memory.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(kept), "utf-8")
        unfinished.replace(self._memory)

    def _remember(self, kept: dict[str, Any]) -> None:
        self._book, self._group = kept["book"], kept["group"]
        self._sales = {tuple(key): _Sale(header, answer) for key, header, answer in kept["sales"]}

    def _decide(self, service: str, amount: Money, mode: Mode, *, is_refund: bool) -> dict[str, Any]:
        condition = REFUSED.get(mode.name)
        return _failure(condition) if condition else self._charge(service, amount, mode, is_refund=is_refund)

    def _charge(self, service: str, amount: Money, mode: Mode, *, is_refund: bool = False) -> dict[str, Any]:
        """Book a charge; or with ``is_refund`` money that went to the card, which is none of its charges."""
        authorized = min(amount, Money(int(mode.figure))) if mode.name == "partial" else amount
        if mode.name == "other_amount":
            authorized = Money(int(mode.figure))
        when = datetime.now(UTC) + timedelta(seconds=mode.figure if mode.name == "clock_off" else 0)
        number_of = len(self._book) + 1
        charge = {
            "service": service,
            "group": self._group,
            "asked": amount.cents,
            "refunded" if is_refund else "cents": authorized.cents,
            "brand": "Visa",
            "last_four": "4421",
            "approval": f"A{number_of:05d}",
            "transaction": f"{number_of:010d}",
        }
        self._book.append(charge)
        answer = Answer.PARTIAL if mode.name == "partial" and authorized < amount else Answer.SUCCESS
        return _response(answer) | {
            "POIData": {
                "POITransactionID": {
                    "TransactionID": charge["transaction"],
                    "TimeStamp": instant_text(when),
                },
                "POIReconciliationID": "1000",
            },
            "PaymentResult": {
                "PaymentType": REFUND if is_refund else "Normal",
                "PaymentInstrumentData": {
                    "PaymentInstrumentType": CARD,
                    "CardData": {
                        "PaymentBrand": "visa",
                        "MaskedPan": "411111 **** 4421",
                        "EntryMode": [ENTRIES.get(mode.name, "ICC")],
                    },
                },
                "AmountsResp": {"Currency": CURRENCY, "AuthorizedAmount": number(authorized)},
                "OnlineFlag": mode.name != "offline",
                "PaymentAcquirerData": {"AcquirerPOIID": self.poi, "ApprovalCode": charge["approval"]},
            },
            "PaymentReceipt": [
                {
                    "DocumentQualifier": "CashierReceipt",
                    "RequiredSignatureFlag": mode.name == "swipe",
                    "OutputContent": {"OutputFormat": "Text", "OutputText": [{"Text": "CARD 411111 **** 4421"}]},
                }
            ],
        }

    def _status(self, reference: dict[str, Any]) -> dict[str, Any]:
        category = Category(reference["MessageCategory"])
        with self._guard:
            sale = self._sales.get((category.value, reference["SaleID"], reference["ServiceID"]))
            if sale is None:
                return _failure(Condition.NOT_FOUND)
            if sale.answer is None:
                return _failure(Condition.IN_PROGRESS)
            hidden, times = sale.hidden
            if times > 0:
                sale.hidden = hidden, times - 1
                return _failure(hidden)
            body = {response_name(category): sale.answer}
            repeated = {"MessageHeader": sale.header, "RepeatedResponseMessageBody": body}
            return _response(Answer.SUCCESS) | {"RepeatedMessageResponse": repeated}

    def _abort(self, reference: dict[str, Any]) -> None:
        with self._guard:
            sale = self._sales.get((reference["MessageCategory"], reference["SaleID"], reference["ServiceID"]))
            if sale is not None:
                sale.stop.set()

    def _give_back(self, header: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        mode = self._mode
        original = part(said, "OriginalPOITransaction", "POITransactionID")["TransactionID"]
        amount = read_number(said["ReversedAmount"])
        with self._guard:
            known = self._begun(header, mode)
        if not isinstance(known, _Sale):
            return known
        return self._ended(known, mode, lambda: self._reverse(original, amount, mode), {})

    def _reverse(self, original: str, amount: Money, mode: Mode) -> dict[str, Any]:
        """A sale goes back whole or in parts, and no more of it than was charged."""
        charge = next((charge for charge in self._book if charge["transaction"] == original), None)
        if charge is None:
            return _failure(Condition.NOT_FOUND)
        back = charge.get("reversed", 0) + amount.cents
        if mode.name in REFUSED or amount.cents <= 0 or back > charge.get("cents", 0):
            return _failure(REFUSED.get(mode.name, Condition.NOT_ALLOWED))
        charge["reversed"] = back
        return _response(Answer.SUCCESS) | {"ReversedAmount": number(amount)}


def _told(charge: dict[str, Any]) -> dict[str, Any]:
    """A charge as the book says it, amounts in dollars."""
    dollars = {"amount": "asked", "authorized": "cents", "reversed": "reversed", "refunded": "refunded"}
    amounts = {name: number(Money(charge[of]))[1:] for name, of in dollars.items() if of in charge}
    return {name: said for name, said in charge.items() if name not in ("asked", *dollars.values())} | amounts


def _maybe_part(said: dict[str, Any], name: str) -> dict[str, Any]:
    return part(said, name) if name in said else {}


def _response(answer: Answer) -> dict[str, Any]:
    return {"Response": {"Result": answer.value}}


def _failure(condition: Condition) -> dict[str, Any]:
    return {"Response": {"Result": Answer.FAILURE.value, "ErrorCondition": condition.value}}
