"""What desk and card terminal say to each other: nexo Sale-to-POI 3.0, the JSON of Adyen's Terminal API in local mode.

The desk asks ``Payment``, ``TransactionStatus``, ``Abort``, ``Reversal``, ``GetTotals`` and ``Diagnosis``. The terminal
answers each but the abort, whose reply is empty. ``TotalsGroupID`` names a shift's sales: a sale keyed at the terminal
itself counts to the group of the sale before it, and what was given back counts to none.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cashier.devices.nexo_json import as_object, number
from cashier.domain.money import Money
from cashier.domain.times import instant_text

PROTOCOL, CURRENCY, CARD, REFUND = "3.0", "USD", "Card", "Refund"
SERVICE_CHARS = 10
_GROUP_CHARS = 16  # nexo's TotalsGroupID is a Max16Text.


class Category(StrEnum):
    """What a message is about."""

    PAYMENT = "Payment"
    STATUS = "TransactionStatus"
    ABORT = "Abort"
    REVERSAL = "Reversal"
    TOTALS = "GetTotals"
    DIAGNOSIS = "Diagnosis"


class Answer(StrEnum):
    """How a question was answered."""

    SUCCESS = "Success"
    PARTIAL = "Partial"
    FAILURE = "Failure"


class Condition(StrEnum):
    """Why not: nexo's ErrorCondition."""

    ABORTED = "Aborted"
    BUSY = "Busy"
    CANCEL = "Cancel"
    DEVICE_OUT = "DeviceOut"
    IN_PROGRESS = "InProgress"
    INSERTED_CARD = "InsertedCard"
    INVALID_CARD = "InvalidCard"
    LOGGED_OUT = "LoggedOut"
    MESSAGE_FORMAT = "MessageFormat"
    NOT_ALLOWED = "NotAllowed"
    NOT_FOUND = "NotFound"
    PAYMENT_RESTRICTION = "PaymentRestriction"
    REFUSAL = "Refusal"
    UNAVAILABLE_DEVICE = "UnavailableDevice"
    UNAVAILABLE_SERVICE = "UnavailableService"
    UNREACHABLE_HOST = "UnreachableHost"
    WRONG_PIN = "WrongPIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who talks: the desk by its code, the terminal by model and serial number."""

    sale_id: str
    poi_id: str

    def header(self, category: Category, service_id: str, kind: str = "Request") -> dict[str, Any]:
        return {
            "ProtocolVersion": PROTOCOL,
            "MessageClass": "Service",
            "MessageCategory": category.value,
            "MessageType": kind,
            "ServiceID": service_id,
            "SaleID": self.sale_id,
            "POIID": self.poi_id,
        }

    def transaction(self, service_id: str) -> str:
        """The desk's own name for a sale, which the terminal repeats with it."""
        return f"{self.sale_id}-{service_id}"

    def payment(
        self, service_id: str, amount: Money, group: str, now: datetime, *, is_refund: bool = False
    ) -> dict[str, Any]:
        """Money from a card, or with ``is_refund`` to one. The terminal is to ask the card's bank, not to approve it by
        itself: what it stored to send later may be declined then.
        """
        return {
            "MessageHeader": self.header(Category.PAYMENT, service_id),
            "PaymentRequest": {
                "SaleData": self._sale_data(service_id, now, group),
                "PaymentTransaction": {
                    "AmountsReq": {"Currency": CURRENCY, "RequestedAmount": number(amount)},
                    "TransactionConditions": {"ForceOnlineFlag": True},
                },
                **({"PaymentData": {"PaymentType": REFUND}} if is_refund else {}),
            },
        }

    def status(self, own_id: str, of: Category, service_id: str) -> dict[str, Any]:
        return {
            "MessageHeader": self.header(Category.STATUS, own_id),
            "TransactionStatusRequest": {
                "ReceiptReprintFlag": True,
                "DocumentQualifier": ["CashierReceipt", "CustomerReceipt"],
                "MessageReference": self._reference(of, service_id),
            },
        }

    def abort(self, own_id: str, service_id: str) -> dict[str, Any]:
        return {
            "MessageHeader": self.header(Category.ABORT, own_id),
            "AbortRequest": {
                "AbortReason": "MerchantAbort",
                "MessageReference": self._reference(Category.PAYMENT, service_id),
            },
        }

    def reversal(
        self, own_id: str, original: dict[str, Any], amount: Money, group: str, now: datetime
    ) -> dict[str, Any]:
        """``original`` is the terminal's own POITransactionID of the sale; ``group`` that of its totals."""
        return {
            "MessageHeader": self.header(Category.REVERSAL, own_id),
            "ReversalRequest": {
                "OriginalPOITransaction": {"POITransactionID": original},
                "ReversalReason": "MerchantCancel",
                "ReversedAmount": number(amount),
                "SaleData": self._sale_data(own_id, now, group),
            },
        }

    def totals(self, own_id: str, group: str) -> dict[str, Any]:
        return {
            "MessageHeader": self.header(Category.TOTALS, own_id),
            "GetTotalsRequest": {
                "TotalDetails": ["TotalsGroupID"],
                "TotalFilter": {"TotalsGroupID": group_id(group)},
            },
        }

    def diagnosis(self, own_id: str) -> dict[str, Any]:
        return {
            "MessageHeader": self.header(Category.DIAGNOSIS, own_id),
            "DiagnosisRequest": {"HostDiagnosisFlag": False},
        }

    def _sale_data(self, service_id: str, now: datetime, group: str) -> dict[str, Any]:
        return {
            "SaleTransactionID": {"TransactionID": self.transaction(service_id), "TimeStamp": instant_text(now)},
            "SaleTerminalData": {"TotalsGroupID": group_id(group)},
        }

    def _reference(self, of: Category, service_id: str) -> dict[str, Any]:
        return {"MessageCategory": of.value, "SaleID": self.sale_id, "ServiceID": service_id}


def group_id(group: str) -> str:
    """A shift as the terminal's totals name it: of its identity the end, which is chance."""
    return group.replace("-", "")[-_GROUP_CHARS:]


def response_name(category: Category) -> str:
    return f"{category.value}Response"


def part(said: dict[str, Any], *path: str) -> dict[str, Any]:
    """An object within an object. Raises KeyError, ValueError."""
    for name in path:
        said = as_object(said[name])
    return said
