"""Cash on its way from one cashier to another, as journals say it: some of a drawer's, or all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cashier.domain.accounts import Book
from cashier.domain.drawer import DrawerItem, read_papers
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, text_of
from cashier.domain.money import ZERO, Money, total

GIVES = frozenset({LineKind.TRANSFER_GIVEN, LineKind.DRAWER_HANDED_OVER})
RECALLS = frozenset({LineKind.TRANSFER_RECALLED, LineKind.DRAWER_RECALLED})
KINDS = (
    GIVES
    | RECALLS
    | {
        LineKind.TRANSFER_COUNTED,
        LineKind.TRANSFER_ACCEPTED,
        LineKind.TRANSFER_REJECTED,
        LineKind.TRANSFER_SETTLED,
    }
)
"""All lines that are about cash on its way between two cashiers; a close may end one, too (`ends`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What is on its way of one book."""

    book: Book
    cash: Money
    checks: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Cash on its way, as the line says that gave it: ``line`` is that. ``to``: the receiver's user.

    ``is_here``: it is accepted at the desk where it was given, with both signing; else at another one.
    """

    line: Line
    giver_name: str
    to: str
    to_name: str
    is_whole: bool
    is_here: bool
    note: str
    shares: tuple[Share, ...]
    papers: tuple[DrawerItem, ...]

    @property
    def transfer_id(self) -> UUID:
        return self.line.line_id

    @property
    def cash(self) -> Money:
        return total(share.cash for share in self.shares)

    @property
    def checks(self) -> Money:
        return total(share.checks for share in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Who accepted it, and where; as the giver's desk is told."""

    by: str
    by_name: str
    desk: str


def accepted_facts(accepted: Accepted) -> dict[str, object]:
    """As bodies say it."""
    return {"to": accepted.by, "to_name": accepted.by_name, "at_desk": accepted.desk}


def read_handed(line: Line) -> Handed:
    """What a line gives. Raises UnreadableBody."""
    if line.kind not in GIVES:
        raise UnreadableBody("This line gives nothing away.")
    said = line.facts
    try:
        return Handed(
            line=line,
            giver_name=text_of(said["staff_name"]),
            to=text_of(said["to"]),
            to_name=text_of(said["to_name"]),
            is_whole=line.kind is LineKind.DRAWER_HANDED_OVER,
            is_here=said.get("here") is True,
            note=text_of(said["note"]),
            shares=tuple(
                Share(book=Book.read(code), cash=Money(cash), checks=Money(checks))
                for code, cash, checks in said["sums"]
            ),
            papers=read_papers(said.get("papers", ())),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A transfer cannot be read: {type(trouble).__name__}.") from trouble


def transfer_of(line: Line) -> UUID:
    """Which transfer a line is about. Raises UnreadableBody."""
    try:
        if line.kind in GIVES:
            return line.line_id
        said = line.facts["handed_over"] if line.kind is LineKind.SHIFT_CLOSED else line.facts
        return UUID(said["transfer"])
    except MISREAD as trouble:
        raise UnreadableBody(f"A transfer cannot be read: {type(trouble).__name__}.") from trouble


def ends(line: Line) -> bool:
    """Whether nothing is on its way any more once this line is written at its giver's desk, or accepted there."""
    if line.kind is LineKind.SHIFT_CLOSED:
        return "handed_over" in line.facts
    return line.kind in RECALLS | {LineKind.TRANSFER_SETTLED}


def on_their_way(lines: Iterable[Line]) -> tuple[Handed, ...]:
    """Of one desk's lines: what it gave and does not know to have arrived, oldest first."""
    told = tuple(lines)
    ended = {transfer_of(line) for line in told if ends(line)}
    return tuple(read_handed(line) for line in told if line.kind in GIVES and line.line_id not in ended)


def blocks_words(handed: Handed, at: str) -> str:
    """What keeps a drawer from being closed; ``at`` is the time when it was given."""
    return (
        f"Cash for {handed.to_name}, given at {at}, is on its way. Have them accept it, or take it back "
        "on the Drawer page."
    )


def comes_words(handed: Handed, at: str) -> str:
    """What keeps a drawer from being closed that cash is on its way to; ``at`` is the time when it was given."""
    what = "The drawer of" if handed.is_whole else "Cash from"
    return (
        f"{what} {handed.giver_name}, given at {at}, is on its way to you. Count and accept it on the Drawer page, "
        "Alt H, or reject it there."
    )


def rejected_words(by_name: str, reason: str) -> str:
    """What its giver is told of something that its receiver does not take: who, and why."""
    return f"{by_name} does not take it: {reason.removesuffix('.')}."


def coming_notice(coming: Sequence[Handed], rejected: Sequence[str] = ()) -> str:
    """What the banner says of what is on its way to who is signed in, and before that of what they gave and was
    ``rejected``, as `rejected_words` says it; empty where there is nothing.
    """
    if rejected:
        return f"Cash that you gave comes back. {rejected[0]} Take it back on the Drawer page: Alt H there."
    if not coming:
        return ""
    names = ", ".join(dict.fromkeys(handed.giver_name for handed in coming))
    return f"Cash from {names} is on its way to you. Count and accept it on the Drawer page: Alt H there."
