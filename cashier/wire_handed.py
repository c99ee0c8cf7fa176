"""What desks ask about cash between two cashiers, and what the ledger answers.

``GET /v1/desks/{desk}/handed?staff=…``  → HandedList: what comes to this person from other desks
``GET …/handed?staff=…&left_behind``     → HandedList: what they gave at the desk that this one replaced
``PUT /v1/desks/{desk}/handed/{id}``     DecideHanded → HandedDecided
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from cashier.wire import Message
from cashier.wire_office import User

HANDED_MOST = 100
Stands = Literal["open", "accepted", "rejected", "recalled"]


class HandedList(Message):
    """The giving lines' bodies, oldest first."""

    v: Literal[1] = 1
    bodies: tuple[str, ...] = Field(max_length=HANDED_MOST)


class DecideHanded(Message):
    """``wanted`` *open* only asks how it stands. ``staff``: who is signed in at the desk."""

    v: Literal[1] = 1
    wanted: Stands
    staff: User
    reason: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""


class HandedDecided(Message):
    """How it stands and by whom; ``why_not`` is a sentence where the desk does not have its wish."""

    v: Literal[1] = 1
    decision: Stands
    by: str = ""
    by_name: str = ""
    desk: str = ""
    at: AwareDatetime | None = None
    reason: str = ""
    why_not: str = ""
