"""A receipt by e-mail, where a member asks for it: to which address, and what became of the wish is the ledger's."""

import re
from dataclasses import dataclass
from typing import Any

from cashier.domain.errors import MISREAD, FieldRefused, UnreadableBody
from cashier.domain.line import Line

ADDRESS = "address"
_MOST = 254  # What mail servers take (RFC 5321, 4.5.3.1).
_SHAPE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAsked:
    """Which receipt goes where."""

    receipt: str
    address: str

    def facts(self) -> dict[str, Any]:
        """What a RECEIPT_MAILED line says."""
        return {"receipt": self.receipt, "address": self.address}


def is_address(text: str) -> bool:
    """Whether a mail server could take it."""
    local = text.partition("@")[0]
    return len(text) <= _MOST and bool(_SHAPE.fullmatch(text)) and ".." not in local and local.strip(".") == local


def read_address(typed: str) -> str:
    """The address as it was typed, without blanks around it. Raises FieldRefused, about ``address``."""
    address = typed.strip()
    if not is_address(address):
        raise FieldRefused("Enter an e-mail address, like mai@example.org.", ADDRESS)
    return address


def read_mail_asked(line: Line) -> MailAsked:
    """The inverse of `MailAsked.facts`. Raises UnreadableBody, also for what is no address."""
    try:
        return MailAsked(receipt=str(line.facts["receipt"]), address=read_address(line.facts["address"]))
    except MISREAD as trouble:
        raise UnreadableBody(f"A receipt's mail cannot be read: {type(trouble).__name__}.") from trouble
