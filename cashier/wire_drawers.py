"""What desks ask about drawers at other desks, and what the ledger answers.

``GET /v1/desks/{desk}/drawers?staff=…``  → OpenElsewhere: where else this person has a drawer open
``GET …/drawers/bags?number=…``           → BagElsewhere: where else in the center a bag of this number was filled
"""

from typing import Literal

from cashier.wire import Message


class OpenElsewhere(Message):
    """The other desks' codes, in order; none for who has no drawer there."""

    v: Literal[1] = 1
    desks: tuple[str, ...]


class BagElsewhere(Message):
    """The other desks' codes, in order; none for a number that none of them used."""

    v: Literal[1] = 1
    desks: tuple[str, ...]
