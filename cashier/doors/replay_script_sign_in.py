"""The shapes of a day script's acts of who comes, goes, locks and unlocks."""

from typing import Literal, Self

from pydantic import model_validator

from cashier.doors.replay_shape import Act, Approver


class SignIn(Act):
    """``user`` may be a badge; ``pin``: six digits that unlock from then on. ``second``: who signs beside where the
    ledger was away too long for one alone.
    """

    do: Literal["sign_in"]
    user: str
    passphrase: str
    pin: str = ""
    second: Approver | None = None


class SignOut(Act):
    do: Literal["sign_out"]


class Lock(Act):
    do: Literal["lock"]


class Unlock(Act):
    """``user`` has to be the badge where the PIN is said."""

    do: Literal["unlock"]
    user: str
    pin: str = ""
    passphrase: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.pin) == bool(self.passphrase):
            raise ValueError("write pin or passphrase")
        return self
