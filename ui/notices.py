"""What the banner says when several things are different at once: the gravest first. No Qt."""

from dataclasses import dataclass
from typing import Literal

from cashier.domain.handing import Handed, coming_notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence for the banner, and a short one at its right."""

    tone: Literal["warn", "bad"]
    sentence: str
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """All that the banner could say; empty where there is nothing.

    ``fault``: a lane met what it did not foresee. ``copy``: the journal's second copy is behind. ``told``: something
    that happened without its member, until the next one is served. ``papers``: how many receipts may not have come out.
    ``card``: that nobody knows what became of one for too long.
    ``printer``: that paper ends, or does not come, and the way out.
    ``message``: what the office says, with ``message_aside`` beside it.
    ``coming``: cash that is on its way to who is signed in; ``rejected``: who does not take what they gave, and why.
    ``drawer``: there is too much cash in it, which is said when nothing else is. ``key``: why the key that was just
    pressed did nothing.
    """

    fault: str = ""
    copy: str = ""
    told: str = ""
    papers: int = 0
    card: str = ""
    printer: str = ""
    link: str = ""
    link_stopped: bool = False
    freshness: str = ""
    coming: tuple[Handed, ...] = ()
    rejected: tuple[str, ...] = ()
    drawer: str = ""
    message: str = ""
    message_aside: str = ""
    key: str = ""

    @property
    def first(self) -> Notice | None:
        if self.key or self.fault:
            return Notice(tone="warn" if self.key else "bad", sentence=self.key or self.fault)
        if self.link and self.link_stopped:
            return Notice(tone="bad", sentence=self.link, aside=self.freshness)
        if self.message:
            return Notice(tone="warn", sentence=self.message, aside=self.message_aside)
        if desk := self.copy or self.told or self.card or _paper_words(self.papers) or self.printer:
            return Notice(tone="warn", sentence=desk)
        if self.link:
            return Notice(tone="warn", sentence=self.link, aside=self.freshness)
        rest = coming_notice(self.coming, self.rejected) or self.drawer
        return Notice(tone="warn", sentence=rest) if rest else None


def _paper_words(count: int) -> str:
    if not count:
        return ""
    which = "A receipt" if count == 1 else f"{count} receipts"
    return f"{which} may or may not have come out of the printer. Say on the Desk page whether you hold it."


def copy_words(trouble: str) -> str:
    """What the banner says of a second copy that is behind."""
    why = f" {trouble}" if trouble else ""
    return f"The second copy of this desk's journal is behind.{why} Payments are safe on this desk; tell a lead."
