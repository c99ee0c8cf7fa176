"""What a terminal's answers mean: a definite end of the very sale that was asked about, or nothing known."""

import re
from dataclasses import replace
from typing import Any

from cashier.devices.nexo_json import read_number
from cashier.devices.nexo_messages import CARD, CURRENCY, REFUND, Answer, Category, Condition, part, response_name
from cashier.devices.terminal_link import Silence
from cashier.domain.card import NOT_FOUND, STOPPED_HERE, STOPPED_THERE, AttemptState, CardOutcome
from cashier.domain.drawer import BrandTotal
from cashier.domain.money import ZERO, Money
from cashier.domain.money import total as sum_of
from cashier.domain.poi import PoiTransaction
from cashier.domain.scan import looks_like_card
from cashier.domain.tenders import CHIP, KEYED_IN, SWIPE, TAP
from cashier.domain.terminal_totals import TerminalTotal

NOT_UNDERSTOOD = "the terminal's answer was not understood"
OTHER_SALE = "the terminal answered about another sale"
_IN_PROGRESS = "the card is still being processed"

# How a sale that was not approved ended, and in what words. Any other condition settles nothing.
_ENDED: dict[Condition | None, tuple[AttemptState, str]] = {
    Condition.REFUSAL: (AttemptState.DECLINED, "declined"),
    Condition.WRONG_PIN: (AttemptState.DECLINED, "the PIN was wrong"),
    Condition.INVALID_CARD: (AttemptState.DECLINED, "the terminal cannot use this card"),
    Condition.PAYMENT_RESTRICTION: (AttemptState.DECLINED, "this card does not pay for this"),
    Condition.CANCEL: (AttemptState.CANCELLED, STOPPED_THERE),
    Condition.ABORTED: (AttemptState.CANCELLED, STOPPED_HERE),
    Condition.BUSY: (AttemptState.NOT_CHARGED, "the terminal is busy with something else"),
    Condition.INSERTED_CARD: (AttemptState.NOT_CHARGED, "a card is still in the terminal"),
    Condition.DEVICE_OUT: (AttemptState.NOT_CHARGED, "the terminal is not ready"),
    Condition.LOGGED_OUT: (AttemptState.NOT_CHARGED, "the terminal is not ready"),
    Condition.NOT_ALLOWED: (AttemptState.NOT_CHARGED, "the terminal is not set up for this"),
    Condition.MESSAGE_FORMAT: (AttemptState.NOT_CHARGED, "the terminal did not accept the question"),
    Condition.UNAVAILABLE_DEVICE: (AttemptState.NOT_CHARGED, "the terminal is not ready"),
    Condition.UNAVAILABLE_SERVICE: (AttemptState.NOT_CHARGED, "the terminal is not set up for this"),
    Condition.UNREACHABLE_HOST: (AttemptState.DECLINED, "the terminal cannot reach the card's bank"),
}
# How a reversal that was refused ended. A host that was not reached, or did not answer, may have done it: that settles
# nothing.
_REFUSED_REVERSAL = (AttemptState.DECLINED, "the terminal refused to give it back")
_NOT_GIVEN_BACK: dict[Condition | None, tuple[AttemptState, str]] = {
    **{condition: ended for condition, ended in _ENDED.items() if condition is not Condition.UNREACHABLE_HOST},
    Condition.REFUSAL: _REFUSED_REVERSAL,
    Condition.NOT_ALLOWED: _REFUSED_REVERSAL,
    Condition.NOT_FOUND: _REFUSED_REVERSAL,
    Condition.INVALID_CARD: _REFUSED_REVERSAL,
    Condition.PAYMENT_RESTRICTION: _REFUSED_REVERSAL,
}
_OPEN: dict[Condition | None, str] = {Condition.NOT_FOUND: NOT_FOUND, Condition.IN_PROGRESS: _IN_PROGRESS}

_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[A-Za-z0-9]{1,12}")
_POI_NUMBER, _POI_TIME = re.compile(r"[A-Za-z0-9._-]{1,64}"), re.compile(r"[0-9TZ:.+-]{10,40}")
_BRAND = re.compile(r"[A-Za-z][A-Za-z .]{0,29}")
_BRANDS = {"visa": "Visa", "mc": "Mastercard", "amex": "American Express", "discover": "Discover"}
_ENTRIES = {"ICC": CHIP, "SynchronousICC": CHIP, "Contactless": TAP, "Tapped": TAP, "RFID": TAP}
_ENTRIES |= {"MagStripe": SWIPE, "Keyed": KEYED_IN, "Manual": KEYED_IN}
_NAMES_A_SALE = ("MessageCategory", "ServiceID", "SaleID", "POIID")
_COUNTED = {"Debit": 1, "ReverseDebit": -1}  # Sales, and those of them that went back, are totals of their own.
_MISREAD = (KeyError, ValueError, TypeError)


def read_payment_response(said: dict[str, Any], transaction: str, *, is_refund: bool = False) -> CardOutcome:
    """How a sale ended, or money to a card; ``transaction`` is the desk's own name for it. Raises Silence if that
    settles nothing.
    """
    try:
        if part(said, "SaleData", "SaleTransactionID")["TransactionID"] != transaction:
            raise Silence(OTHER_SALE)
        answer, condition = _answer(said)
        if answer is Answer.FAILURE:
            if condition not in _ENDED:
                raise Silence(_OPEN.get(condition, NOT_UNDERSTOOD))
            state, words = _ENDED[condition]
            return CardOutcome(state=state, words=words)
        result = part(said, "PaymentResult")
        if (result.get("PaymentType") == REFUND) is not is_refund:
            raise Silence(OTHER_SALE)
        approved = _approved(result, is_partial=answer is Answer.PARTIAL)
        if is_refund:
            return replace(approved, state=AttemptState.REVERSED, words="given back")
        approved = replace(approved, signs=_asks_to_sign(said))
        return replace(approved, poi=_poi(_maybe(_maybe(said, "POIData"), "POITransactionID")))
    except _MISREAD as trouble:
        raise Silence(NOT_UNDERSTOOD) from trouble


def repeated(said: dict[str, Any], about: dict[str, Any], of: Category) -> dict[str, Any]:
    """An earlier answer that a status repeats; ``about``: what the header of that one has to say. Raises Silence."""
    try:
        answer, condition = _answer(said)
        if answer is not Answer.SUCCESS:
            raise Silence(_OPEN.get(condition, NOT_UNDERSTOOD))
        message = part(said, "RepeatedMessageResponse")
        header = part(message, "MessageHeader")
        if any(header.get(name) != about[name] for name in _NAMES_A_SALE):
            raise Silence(OTHER_SALE)
        return part(message, "RepeatedResponseMessageBody", response_name(of))
    except _MISREAD as trouble:
        raise Silence(NOT_UNDERSTOOD) from trouble


def read_reversal_response(said: dict[str, Any], asked: Money) -> CardOutcome:
    """REVERSED where money was given back, another end where it was not. Raises Silence if neither is sure."""
    try:
        answer, condition = _answer(said)
        if answer is Answer.SUCCESS:
            amount = read_number(said["ReversedAmount"]) if "ReversedAmount" in said else asked
            if amount <= ZERO:
                raise Silence(NOT_UNDERSTOOD)
            return CardOutcome(state=AttemptState.REVERSED, authorized=amount, words="given back")
        if condition not in _NOT_GIVEN_BACK:
            raise Silence(_OPEN.get(condition, NOT_UNDERSTOOD))
        state, words = _NOT_GIVEN_BACK[condition]
        return CardOutcome(state=state, words=words)
    except _MISREAD as trouble:
        raise Silence(NOT_UNDERSTOOD) from trouble


def read_totals_response(said: dict[str, Any], terminal: str, group: str) -> TerminalTotal:
    """What a group of sales came to less what went back, in all and by brand.

    Raises Silence for what is none, or of another group.
    """
    try:
        if _answer(said)[0] is not Answer.SUCCESS:
            raise Silence(NOT_UNDERSTOOD)
        brands: dict[str, tuple[int, int]] = {}
        for row in said.get("TransactionTotals", []):
            if (row["TotalsGroupID"], row["PaymentInstrumentType"], row["PaymentCurrency"]) != (group, CARD, CURRENCY):
                raise Silence(NOT_UNDERSTOOD)
            for total in row["PaymentTotals"]:
                times = total["TransactionCount"]
                if type(times) is not int or times < 0:
                    raise Silence(NOT_UNDERSTOOD)
                sign, brand = _COUNTED.get(total["TransactionType"], 0), _brand(row.get("CardBrand", ""))
                count, cents = brands.get(brand, (0, 0))
                brands[brand] = count + sign * times, cents + sign * read_number(total["TransactionAmount"]).cents
        by_brand = [BrandTotal(brand, count, Money(cents)) for brand, (count, cents) in sorted(brands.items())]
        return TerminalTotal(
            terminal=terminal,
            count=sum(each.count for each in by_brand),
            amount=sum_of([each.amount for each in by_brand]),
            brands=tuple(each for each in by_brand if each.count or each.amount != ZERO),
        )
    except _MISREAD as trouble:
        raise Silence(NOT_UNDERSTOOD) from trouble


def is_well(said: dict[str, Any]) -> bool:
    """Whether a diagnosis says that sales can be asked for."""
    try:
        return _answer(said)[0] is Answer.SUCCESS and part(said, "POIStatus")["GlobalStatus"] == "OK"
    except _MISREAD:
        return False


def _answer(said: dict[str, Any]) -> tuple[Answer, Condition | None]:
    """Raises KeyError, ValueError."""
    response = part(said, "Response")
    answer = Answer(response["Result"])
    return answer, Condition(response["ErrorCondition"]) if answer is Answer.FAILURE else None


def _approved(result: dict[str, Any], *, is_partial: bool) -> CardOutcome:
    """Raises KeyError, ValueError, Silence."""
    amounts = part(result, "AmountsResp")
    authorized = read_number(amounts["AuthorizedAmount"])
    if amounts["Currency"] != CURRENCY or authorized <= ZERO:
        raise Silence(NOT_UNDERSTOOD)
    card = _maybe(_maybe(result, "PaymentInstrumentData"), "CardData")
    return CardOutcome(
        state=AttemptState.APPROVED,
        authorized=authorized,
        brand=_brand(card.get("PaymentBrand", "")),
        # The end of whatever the terminal masks: no more of a card's number may come any further than this.
        last_four=_only(_FOUR_DIGITS, str(card.get("MaskedPan", ""))[-4:]),
        approval_code=_only(_CODE, _maybe(result, "PaymentAcquirerData").get("ApprovalCode")),
        words="approved for less than was asked" if is_partial else "",
        is_partial=is_partial,
        is_offline=result.get("OnlineFlag") is False,
        entry=_entry(card.get("EntryMode")),
    )


def _poi(said: dict[str, Any]) -> PoiTransaction | None:
    """The terminal's own name for a sale; None for what has not the shape of one, or could be a card's number."""
    number, at = _only(_POI_NUMBER, said.get("TransactionID")), _only(_POI_TIME, said.get("TimeStamp"))
    return PoiTransaction(number, at) if number and at and not looks_like_card(number) else None


def _brand(said: object) -> str:
    """A card's brand as receipts name it; nothing for what is none."""
    return _only(_BRAND, _BRANDS.get(str(said).lower(), str(said)))


def _entry(said: object) -> str:
    """How the card was read, by the first way that is known; nothing for none."""
    ways = said if isinstance(said, list) else []
    return next((_ENTRIES[way] for way in ways if isinstance(way, str) and way in _ENTRIES), "")


def _asks_to_sign(said: dict[str, Any]) -> bool:
    """Whether one of the terminal's own receipts is to be signed. Nothing else of them is read or printed."""
    receipts = said.get("PaymentReceipt")
    return isinstance(receipts, list) and any(
        isinstance(each, dict) and each.get("RequiredSignatureFlag") is True for each in receipts
    )


def _maybe(said: dict[str, Any], name: str) -> dict[str, Any]:
    """An object that a terminal may leave out, or fill with what is none."""
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _only(shape: re.Pattern[str], said: object) -> str:
    """The text if it has the shape, else nothing."""
    return said if isinstance(said, str) and shape.fullmatch(said) else ""
