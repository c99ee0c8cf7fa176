"""The shapes of a day script's acts that are about the drawer."""

from typing import Literal, Self

from pydantic import Field, model_validator

from cashier.doors.replay_shape import Act, Approver


class Count(Act):
    """How many of each denomination, by its code. ``approver``: the lead who counts along, from the third count on."""

    do: Literal["count"]
    count: dict[str, int]
    approver: Approver | None = None


class SurpriseCounted(Act):
    """An open drawer, counted by its cashier with somebody of the office as ``witness``."""

    do: Literal["surprise_count"]
    count: dict[str, int]
    witness: Approver


class Found(Act):
    """A check or money order that stands on no list."""

    check: str | None = None
    money_order: str | None = None
    number: str = ""
    line: Literal["medical", "premium"] = "medical"

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.check is None) == (self.money_order is None):
            raise ValueError("write check or money_order")
        return self


class CloseDrawer(Act):
    """``missing``: numbers of checks and money orders that are not there; all others are. ``left``: the float by
    denomination; without it what the desk proposes.
    """

    do: Literal["close_shift"]
    missing: tuple[str, ...] = Field(default=(), strict=False)
    found: tuple[Found, ...] = Field(default=(), strict=False)
    reason: str = ""
    left: dict[str, int] | None = None
    till_bag: str = ""
    received_by: str = ""
    medical_bag: str = ""
    premium_bag: str = ""
    approver: Approver | None = None


class DropCash(Act):
    do: Literal["drop"]
    count: dict[str, int]
    bag: str
    line: Literal["medical", "premium"] = "medical"
    witness: Approver | None = None


class NoSale(Act):
    do: Literal["no_sale"]
    reason: str


class PayInOut(Act):
    """Cash without a payment. ``word``: that `ask` named, instead of an ``approver``."""

    do: Literal["pay_in", "pay_out"]
    amount: str
    reason: str
    approver: Approver | None = None
    word: str = ""
