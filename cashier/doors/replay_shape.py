"""What all acts of a day script have in common."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from cashier.domain.money import Money, parse_amount
from cashier.domain.typed_card import SlipSays, TypedCard

_KINDS = ("cash", "check", "cashiers_check", "money_order", "card")


class Act(BaseModel):
    """One line. A field that is not known is refused: it is mostly a misspelled one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Approver(Act):
    """The second person, who signs in for this one act."""

    user: str
    passphrase: str


class SlipSaid(Act):
    """What is typed from the slip of a terminal that speaks to nobody: the code and the last four, each twice.

    ``approved``: less than was asked for, where it is. ``declined``: it was not charged. ``is_here``: the slip is.
    """

    approved: str = ""
    code: str = ""
    code_again: str = ""
    last_four: str = ""
    last_four_again: str = ""
    declined: bool = False
    is_here: bool = True

    def typed(self, asked: Money) -> TypedCard:
        """As it is typed at the window; what is not typed again is typed alike. Raises Refused."""
        return TypedCard(
            says=SlipSays.NOT_CHARGED if self.declined else SlipSays.APPROVED,
            amount=parse_amount(self.approved, "what was approved") if self.approved else asked,
            code=self.code,
            code_again=self.code_again or self.code,
            last_four=self.last_four,
            last_four_again=self.last_four_again or self.last_four,
            has_slip=self.is_here,
        )


class TenderSaid(Act):
    """One thing handed over: exactly one of the amounts, in dollars as text, and what goes with its kind.

    ``micr``: a check's line as a reader says it, instead of its number, routing and account.
    ``dated``: the day on a check. ``written``: what its words say. ``in_full``: it says that it pays in full.
    ``approver``: the lead who agrees where something stands against it.
    ``slip``: what the slip of a stand-alone terminal says of a card.
    """

    cash: str | None = None
    check: str | None = None
    cashiers_check: str | None = None
    money_order: str | None = None
    card: str | None = None
    number: str = ""
    routing: str = ""
    account: str = ""
    micr: str = ""
    issuer: str = ""
    dated: str = ""
    written: str = ""
    in_full: bool = False
    slip: SlipSaid | None = None
    approver: Approver | None = None

    @property
    def kind(self) -> str:
        return next(kind for kind in _KINDS if getattr(self, kind) is not None)

    @property
    def amount(self) -> str:
        return str(getattr(self, self.kind))

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in _KINDS) != 1:
            raise ValueError("write one of cash, check, cashiers_check, money_order and card")
        return self
