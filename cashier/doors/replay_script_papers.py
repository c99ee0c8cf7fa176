"""The acts of a day script for a payment's papers: its receipt again, its other papers, the backs of its checks."""

from typing import Literal, Self

from pydantic import model_validator

from cashier.doors.replay_shape import Act


class Endorse(Act):
    """The back of a payment's checks; ``mailed``: they came by mail. ``how``: a slip is printed for it, or the check in
    the printer's slip station, or it is said that each is stamped by hand.
    """

    do: Literal["endorse"]
    payment: str = ""
    receipt: str = ""
    mailed: bool = False
    how: Literal["slip", "printed", "stamped"] = "slip"

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self


class Reprint(Act):
    """``payment`` is the name of an earlier line, ``receipt`` a number; one of the two."""

    do: Literal["reprint"]
    payment: str = ""
    receipt: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self


class PaymentPaper(Act):
    """A payment's paper besides its receipt: the office's copy, a part for each member, or one with service dates."""

    do: Literal["paper"]
    paper: Literal["office", "part", "itemized"]
    payment: str = ""
    receipt: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self


class ReceiptMailed(Act):
    """A receipt by e-mail, which the ledger's mailer sends."""

    do: Literal["mail"]
    address: str
    payment: str = ""
    receipt: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self
