"""What stands on the desk beside the screen."""

from dataclasses import dataclass, field
from typing import Protocol

from cashier.domain.card import CardOutcome
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.terminal_totals import TerminalTotal


class CardTerminal(Protocol):
    """A card terminal. ``service_id`` names the attempt to it, in the sale and in every question about it."""

    @property
    def name(self) -> str: ...
    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        """Run a sale; blocks until it answers. UNKNOWN for a silence; DeviceTrouble only if nothing was sent.

        ``group`` is what its totals are asked by later: the shift.
        """

    def status(self, service_id: str) -> CardOutcome:
        """What became of an earlier sale; UNKNOWN while it cannot be said. Raises DeviceTrouble."""

    def abort(self, service_id: str) -> None:
        """Ask it to stop a running sale; the sale's own answer stays the truth. Raises DeviceTrouble."""

    def reverse(self, service_id: str, original: PoiTransaction, amount: Money, group: str = "") -> CardOutcome:
        """Give an approved sale back, or a part of it: REVERSED only where it surely did.

        ``service_id`` is the reversal's own, ``group`` as at `sale`. UNKNOWN for a silence; DeviceTrouble only if
        nothing was sent.
        """

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        """What became of an earlier reversal; UNKNOWN while it cannot be said. Raises DeviceTrouble."""

    def totals(self, group: str) -> TerminalTotal:
        """What it charged in a group and did not give back; answers within seconds. Raises DeviceTrouble."""

    def diagnose(self) -> str:
        """Words for the strip when all is well. Raises DeviceTrouble."""


class RefundingTerminal(CardTerminal, Protocol):
    """A card terminal that can also give money to a card of which it knows no sale."""

    def refund(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        """Give money to the card that the member holds to it, of no sale that it knows: REVERSED where it did.

        ``service_id`` and ``group`` as at `reverse`. UNKNOWN for a silence; DeviceTrouble only if nothing was sent.
        """

    def refund_status(self, service_id: str) -> CardOutcome:
        """What became of an earlier refund; UNKNOWN while it cannot be said. Raises DeviceTrouble."""


class StandAloneTerminal(RefundingTerminal, Protocol):
    """A card terminal that speaks to nobody: its `sale` and `reverse` wait until somebody has typed how they ended."""

    def type_in(self, service_id: str, outcome: CardOutcome) -> None:
        """What its slip says of an attempt, there or back. The first that is typed of one stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """What a printer says of itself; ``words`` for the strip, ``ready`` if paper would come out now.

    ``pin_is_high``: the drawer's sensor, None where nothing is known of it; no news by itself.
    """

    ready: bool
    words: str
    near_end: bool = False
    pin_is_high: bool | None = field(default=None, compare=False)
    drawer_left_open: bool = False


class Printer(Protocol):
    """A receipt printer with the drawer's cable in it."""

    @property
    def columns(self) -> int: ...
    @property
    def confirms(self) -> bool:
        """Whether it ever says that paper came out; where not, what it took is SENT, and nobody knows more."""

    def status(self) -> PrinterStatus:
        """Raises DeviceTrouble if it does not answer."""

    def print(self, data: bytes) -> bool:
        """Send a whole document behind a fence. True: the printer said it is through, or took it where it never says
        more. False: it may have printed.

        Raises DeviceTrouble only if no byte was sent.
        """

    def open_drawer(self) -> None:
        """Pulse the drawer now. Raises DeviceTrouble."""

    def hang_up(self) -> None:
        """Nothing follows for now: let others talk to it."""


class LineReader(Protocol):
    """A reader that sends what it has read as lines of text: of checks, or of codes."""

    def read(self, timeout_s: float) -> str:
        """The next reading, as soon as it is whole; empty if none came in time. Raises DeviceTrouble."""

    def close(self) -> None:
        """Let go of it; the next read opens it again."""
