"""What the lanes tell the window. Plain values from any thread; `ui.work` brings them over to the Qt thread."""

from dataclasses import dataclass, field
from enum import Enum

from cashier.domain.handing import Handed
from cashier.domain.link_words import LinkState
from cashier.usecases.card_payment import Settled
from cashier.usecases.ports.slip import SlipNews


class Device(Enum):
    """A device of the desk."""

    PRINTER = "printer"
    TERMINAL = "terminal"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNews:
    """The link to the ledger changed, or the ledger has more of this desk's lines than before."""

    state: LinkState


@dataclass(frozen=True, slots=True)
class BackNews:
    """The ledger answered one lane again, so that the others need not wait any longer."""


@dataclass(frozen=True, slots=True)
class PagesNews:
    """The ledger sent members or statements: what is open may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceNews:
    """How a device is, in the strip's words; ``notice`` is what the banner says of it and of the way out."""

    device: Device
    ok: bool
    words: str
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNews:
    """The terminal answered, or was asked again and could not say."""

    settled: Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedNews:
    """What is on its way to whose drawer this is; ``has_arrived``: something that was given here was accepted;
    ``rejected``: who does not take what was given here, and why.
    """

    coming: tuple[Handed, ...]
    has_arrived: bool = False
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNews:
    """The journal's second copy has this line now; with ``trouble`` it can't go on, and says why."""

    reached: int
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNews:
    """The demo's printer put out a paper: its picture as PNG, and its words for those who hear the screen."""

    png: bytes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNews:
    """The reader on the serial line has read a check or a code. What must not be kept is told apart by who takes it."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNews:
    """Where a check at the receipt printer's slip station is."""

    told: SlipNews


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneNews:
    """A lane met what it did not foresee. It goes on by itself; a person should know."""

    lane: str
    sentence: str


News = (
    LinkNews
    | BackNews
    | PagesNews
    | DeviceNews
    | CardNews
    | HandedNews
    | CopyNews
    | PaperNews
    | ReadNews
    | CheckNews
    | LaneNews
)


def kept_as(news: News) -> object | None:
    """Of what the latest is kept for who signs in next; None for what is no news to them."""
    match news:
        case DeviceNews(device=device):
            return device
        case LinkNews() | HandedNews():
            return type(news)
        case _:
            return None
