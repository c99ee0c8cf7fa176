"""The shapes of a day script's acts that correct what was taken."""

from typing import Literal, Self

from pydantic import model_validator

from cashier.doors.replay_shape import Act, Approver


class _OfPayment(Act):
    """``payment`` is the name of an earlier line, ``receipt`` a number; one of the two."""

    payment: str = ""
    receipt: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self


class VoidPayment(_OfPayment):
    """``reason``: one of the list in words, or any other text. The member's receipt comes back, unless ``no_receipt``
    says why not.
    """

    do: Literal["void"]
    reason: str
    no_receipt: str = ""
    approver: Approver | None = None


class MovePayment(_OfPayment):
    """``source``: what it pays now, which may be left out where that is one thing; ``to``: a statement or
    ``credit:GUARANTOR``. Without ``amount`` all of it. ``reason`` as in *void*.
    """

    do: Literal["move"]
    to: str
    reason: str
    source: str = ""
    amount: str = ""
    approver: Approver | None = None
