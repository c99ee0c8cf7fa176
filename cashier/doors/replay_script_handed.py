"""The shapes of a day script's acts that are about cash between two cashiers."""

from typing import Literal

from pydantic import Field

from cashier.doors.replay_shape import Act, Approver


class GiveOver(Act):
    """With ``count`` so much cash to another cashier, else the whole drawer, which was counted before.

    ``here``: it is accepted at this desk. ``missing``: numbers of checks that are not there. ``witness`` signs where
    more was to be given before than was there.
    """

    do: Literal["hand_over"]
    to: str
    count: dict[str, int] | None = None
    line: Literal["medical", "premium"] = "medical"
    note: str = ""
    here: bool = False
    missing: tuple[str, ...] = Field(default=(), strict=False)
    reason: str = ""
    approver: Approver | None = None
    witness: Approver | None = None
    name: str = Field(default="", alias="as")


class AcceptHanded(Act):
    """What came to who is signed in, as they count it. ``receiver``: who takes this desk's drawer over and signs.

    ``missing``: numbers of checks that did not come along.
    """

    do: Literal["accept"]
    count: dict[str, int]
    missing: tuple[str, ...] = Field(default=(), strict=False)
    receiver: Approver | None = None


class RejectHanded(Act):
    do: Literal["reject"]
    reason: str


class RecallHanded(Act):
    """``transfer`` is the name of an earlier line; without it the latest that is on its way."""

    do: Literal["recall"]
    transfer: str = ""
