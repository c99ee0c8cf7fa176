"""The shapes of a day script's acts of the cash office: bags, deposits, and counts of the safe."""

from typing import Literal

from pydantic import Field

from cashier.doors.replay_shape import Act, Approver


class CheckSeen(Act):
    """A check in the hand; ``amount`` in dollars."""

    number: str = ""
    amount: str


class BagActed(Act):
    """A bag by its number: taken into the safe, looked up, counted there with a ``second``, or, where two bags
    have the number, named by two."""

    do: Literal["bag"]
    step: Literal["accept", "history", "count", "name"] = "history"
    number: str
    count: dict[str, int] = Field(default_factory=dict)
    missing: tuple[str, ...] = Field(default=(), strict=False)
    second: Approver | None = None


class Deposited(Act):
    """A step of a deposit. ``bags`` and ``checks`` left out: all that are ready, each check as listed.

    ``deposit``: the name of an earlier line, or a number; ``number``: a sealed bag's, as it is scanned. *correct* takes
    over what the bank has of it, by its ``deposit``, with a ``reason`` and a ``second``.
    """

    do: Literal["deposit"]
    step: Literal["prepare", "review", "give", "arrive", "correct", "slip", "list"]
    line: Literal["medical", "premium"] = "medical"
    bags: tuple[str, ...] = Field(default=(), strict=False)
    count: dict[str, int] = Field(default_factory=dict)
    checks: tuple[CheckSeen, ...] | None = Field(default=None, strict=False)
    final: bool = False
    deposit: str = ""
    seal: str = ""
    number: str = ""
    courier: str = ""
    receipt: str = ""
    reason: str = ""
    second: Approver | None = None
    name: str = Field(default="", alias="as")


class SafeCounted(Act):
    """The safe, counted with a ``second``; ``bags`` left out: all that lie in it. ``change``: from the bank."""

    do: Literal["safe"]
    purpose: Literal["open", "close", "surprise", "change"] = "surprise"
    count: dict[str, int]
    bags: tuple[str, ...] | None = Field(default=None, strict=False)
    ordered: str = ""
    second: Approver


class SafeLooked(Act):
    """How safe, deposits and bank stand."""

    do: Literal["look_at_safe"]
