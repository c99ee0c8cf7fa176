"""What desks ask about drawers at other desks, and what the ledger answers.

``GET /v1/desks/{desk}/drawers?staff=…``  → OpenElsewhere: where else this person has a drawer open
"""

from typing import Literal

from cashier.wire import Message


class OpenElsewhere(Message):
    """The other desks' codes, in order; none for who has no drawer there."""

    v: Literal[1] = 1
    desks: tuple[str, ...]
