"""The shapes of a day script's acts that correct what was taken."""

from typing import Literal, Self

from pydantic import model_validator

from cashier.doors.replay_shape import Act, Approver, SlipSaid


class _Signed(Act):
    """An ``approver`` signs here. Or ``ask`` puts the question to leads at other desks and does nothing else, and the
    same act with the ``word`` that it answered is done once one has agreed.
    """

    approver: Approver | None = None
    ask: bool = False
    word: str = ""


class _OfPayment(Act):
    """``payment`` is the name of an earlier line, ``receipt`` a number; one of the two."""

    payment: str = ""
    receipt: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.payment) == bool(self.receipt):
            raise ValueError("write payment or receipt")
        return self


class VoidPayment(_Signed, _OfPayment):
    """``reason``: one of the list in words, or any other text. The member's receipt comes back, unless ``no_receipt``
    says why not. ``slip``: what the slip of a stand-alone terminal says of the card that gets its money back.
    """

    do: Literal["void"]
    reason: str
    no_receipt: str = ""
    slip: SlipSaid | None = None


class MovePayment(_Signed, _OfPayment):
    """``source``: what it pays now, which may be left out where that is one thing; ``to``: a statement or
    ``credit:GUARANTOR``. Without ``amount`` all of it. ``reason`` as in *void*.
    """

    do: Literal["move"]
    to: str
    reason: str
    source: str = ""
    amount: str = ""


class ChangeTenderType(_Signed, _OfPayment):
    """``tender``: how it was keyed, which may be left out where that is one thing: ``cash``, ``check 1043``; ``to``:
    what it is, as in *take* but without an amount. ``reason`` as in *void*.
    """

    do: Literal["change_tender"]
    to: Literal["cash", "check", "cashiers_check", "money_order"]
    reason: str
    tender: str = ""
    number: str = ""
    issuer: str = ""


class ReturnTender(_OfPayment):
    """Whoever is signed in says that a check came back; a ``second`` agrees. ``fee``: another than the usual one."""

    do: Literal["return_tender"]
    check: str
    reason: str
    fee: str = ""
    second: Approver | None = None


class ExplainDifference(Act):
    """Whoever is signed in says that what the drawer of one Z report was over by (``over_what``: ``cash``, or a check's
    number) is what one was short of; a ``second`` agrees. ``amount``: of cash, if not all.
    """

    do: Literal["explain_difference"]
    over: str
    over_what: str
    short: str
    short_what: str
    reason: str
    amount: str = ""
    second: Approver | None = None


class MoveClosed(_OfPayment):
    """Whoever is signed in asks that money of a closed drawer's payment pays ``to``: a statement,
    ``credit:GUARANTOR`` or ``holding``; the rest as in *move*. ``name``: what *approve_move* calls it.
    """

    do: Literal["move_closed"]
    to: str
    reason: str
    source: str = ""
    amount: str = ""
    name: str = ""


class ApproveMove(Act):
    """Whoever is signed in agrees to such a move, or declines it."""

    do: Literal["approve_move"]
    move: str = ""
    words: str = ""
    decline: bool = False


class CardSettled(Act):
    """Two people read off the terminal's report what became of the oldest card that is not known; ``charged`` and
    ``code``: of a sale that is listed there.
    """

    do: Literal["settle_card"]
    listed: bool
    reference: str
    charged: str = ""
    code: str = ""
    approver: Approver | None = None


class CardHeld(Act):
    """Two people put the oldest card that is not known on hold, since not even the report says it."""

    do: Literal["hold_card"]
    why: str
    approver: Approver | None = None


class RefundRequest(Act):
    """A deposit or credit (``fund``: ``prepay:REFERENCE``, ``credit:GUARANTOR``) of the member whose account is open is
    asked back, all of it unless ``amount`` says how much. ``name``: what *approve_refund* and *pay_refund* call it.
    """

    do: Literal["refund_request"]
    fund: str
    reason: str
    amount: str = ""
    name: str = ""


class ApproveRefund(Act):
    """Whoever is signed in agrees to a refund, or declines it."""

    do: Literal["approve_refund"]
    refund: str = ""
    words: str = ""
    decline: bool = False


class PayRefund(Act):
    """Whoever is signed in has paid a refund out; ``reference``: the check, or the terminal's slip."""

    do: Literal["pay_refund"]
    reference: str
    refund: str = ""
