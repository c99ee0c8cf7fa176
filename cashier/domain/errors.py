"""Errors say whose move it is.

CashierError
 ├ Refused           the rules say no; the text is for the cashier; nothing was written
 │  ├ BalanceChanged a balance moved since it was shown; look again before taking money
 │  ├ FieldRefused   one field of what was typed is the reason; it is named
 │  └ NotAllowed     this person may not do that; a colleague may
 ├ DeviceTrouble     a device does not answer: the banner says so, its lane tries again
 ├ LedgerAway        the ledger cannot answer now: work on, it is asked again
 ├ LedgerRefuses     the ledger answers, and does not know this desk or its token: call a person
 ├ HistoryDiffers    the ledger's copy of this journal is not ours: stop sending, call a person
 ├ UnreadableBody    a line's bytes are not a body that this version understands
 └ StoreTrouble      disk full, read-only, damaged or without its key: stop taking money
Anything else is a fault of ours.
"""

from typing import Self


class CashierError(Exception):
    """Base of all that this program says in a sentence of its own."""

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return str(self)


class Refused(CashierError):
    """The rules say no. Nothing was written; the text says what is wrong and the way out.

    ``field``: the one that the sentence is about, empty where it is about no single one.
    """

    field = ""

    def at(self, field: str) -> Self:
        """The same refusal, about this field."""
        self.field = field
        return self


class BalanceChanged(Refused):
    """A statement's balance is not the one that was on screen."""


class FieldRefused(Refused):
    """``field`` is the one that the sentence is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.at(field)


class NotAllowed(Refused):
    """The person has not the right to do this."""


class DeviceTrouble(CashierError):
    """A printer, drawer or terminal cannot be reached or reports a fault."""


class LedgerAway(CashierError):
    """No usable answer from the ledger: unreachable, too slow, or not speaking our language."""


class LedgerRefuses(CashierError):
    """The ledger answered and does not accept this desk, or what it asks. ``field``: what of a form that is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class HistoryDiffers(CashierError):
    """The ledger holds other lines under our numbers. Nothing may be sent until a person has looked."""


class UnreadableBody(CashierError):
    """Bytes that are not a line of a version this program understands."""


# What values of the wrong shape raise while a body is read: whoever reads one turns all of it into UnreadableBody.
MISREAD = (AttributeError, IndexError, KeyError, TypeError, ValueError, Refused)


class StoreTrouble(CashierError):
    """The desk's own store cannot be trusted to keep money: full, read-only, damaged, in use or without its key."""
