"""The moods of a simulated card terminal, as orders at its control port set them.

One JSON object a line, each of which holds until the next. For the next sales, and where money is to go back:
``{"do": "approve"}`` (also ``"ok"``), ``"decline"``, ``"wrong_pin"``, ``"cancel"`` (by the member), ``"busy"``,
``{"do": "partial", "cents": 5000}``, ``{"do": "slow", "seconds": 5}`` (then approves),
``{"do": "clock_off", "seconds": 7200}``, ``"tap"`` and ``"swipe"`` (where the card is not inserted; one that is
swiped is signed for), ``"offline"`` (approves without the card's bank), and ``{"do": "other_amount", "cents": 5000}``
(approves another amount than was asked for, and calls it no part).
Approves, and the answer is lost: ``"silent_after_approve"``, ``{"do": "in_progress", "times": 3}`` and ``"not_found"``
with ``times`` (what a status is told so often first), ``"wrong_service"``, ``"duplicate"`` (of the sale before),
``"garbled"``, ``"bad_signature"``, ``"other_header"``, ``{"do": "cut", "bytes": 40}``.
For all that is asked: ``"silent"``, ``"rebooting"``, ``"wrong_certificate"``.
``{"do": "by_hand", "cents": 5000}`` keys a sale at the terminal itself, of which no desk knows; ``{"do": "book"}``
lists what it charged.
"""

from dataclasses import dataclass
from typing import Any

from cashier.devices.nexo_messages import Condition

REFUSED = {"decline": Condition.REFUSAL, "wrong_pin": Condition.WRONG_PIN, "cancel": Condition.CANCEL}
ENTRIES = {"tap": "Contactless", "swipe": "MagStripe"}  # How a card is read; inserted where nothing else is said.
LOST = frozenset({"silent_after_approve", "in_progress", "not_found"})
_CHANGED = frozenset({"wrong_service", "duplicate", "garbled", "bad_signature", "other_header"})
_WITHOUT_MORE = frozenset(
    {
        "approve",
        "ok",
        "busy",
        "silent",
        "rebooting",
        "wrong_certificate",
        "silent_after_approve",
        "offline",
        *ENTRIES,
        *REFUSED,
        *_CHANGED,
    }
)
_WITH = {
    "partial": "cents",
    "other_amount": "cents",
    "slow": "seconds",
    "clock_off": "seconds",
    "cut": "bytes",
} | dict.fromkeys(("in_progress", "not_found"), "times")
_SLOW_S_MAX, _MOST = 600, 10**9


@dataclass(frozen=True, slots=True)
class Mode:
    """What it does with the next sale; ``figure`` is what its order says with it."""

    name: str = "approve"
    figure: float = 0


def read_mode(order: dict[str, Any]) -> Mode:
    """The mode that an order asks for. Raises KeyError, TypeError or ValueError for any other."""
    name = order["do"]
    if name in _WITHOUT_MORE:
        return Mode("approve" if name == "ok" else name)
    figure = order[_WITH[name]]
    if type(figure) not in (int, float) or figure < (1 if _WITH[name] == "cents" else 0):
        raise ValueError(name)
    if figure > (_SLOW_S_MAX if name == "slow" else _MOST) or (name != "slow" and figure != int(figure)):
        raise ValueError(name)
    return Mode(name, figure)
