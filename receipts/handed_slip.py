"""Slips of cash between two cashiers. The one that goes with the cash says no amount: its receiver counts blind."""

from cashier.domain.absent import absent_in
from cashier.domain.accounts import Book
from cashier.domain.handing import Share, read_handed
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.place import Place
from receipts.document import Align, Block, Pair, Rule, Text
from receipts.slip_parts import book_words, count_blocks, sign_blocks

NOT_YET_RECEIVED = "NOT YET RECEIVED"


def given_blocks(line: Line, copy: int, _place: Place) -> tuple[str, list[Block]]:
    """Cash that was given away, or a whole drawer; ``copy`` 0 goes with the cash. Raises UnreadableBody."""
    handed = read_handed(line)
    title = "DRAWER HANDED OVER" if handed.is_whole else "CASH TO ANOTHER CASHIER"
    goes_along = copy % 2 == 0
    blocks: list[Block] = [
        Text(text="WITH THE CASH" if goes_along else "FOR THE DRAWER", align=Align.CENTER),
        Text(text=NOT_YET_RECEIVED, align=Align.CENTER, bold=True),
        Rule(),
        Pair(left="From", right=handed.giver_name),
        Pair(left="To", right=handed.to_name, bold=True),
    ]
    if (absent := absent_in(line)) is not None:
        blocks.append(Pair(left="Drawer of", right=absent["cashier_name"]))
        blocks.append(Pair(left="Counted along", right=absent["witness_name"]))
    if handed.note:
        blocks.append(Text(text=f"For: {handed.note}"))
    if goes_along:
        return title, [*blocks, Text(text="Count it before you accept it."), *sign_blocks("Received")]
    return title, [
        *blocks,
        Rule(),
        *count_blocks(line.facts["count"]),
        *_shares(handed.shares),
        *sign_blocks("Given by"),
    ]


def arrived_blocks(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    """Cash that was accepted, or taken back. Raises KeyError, TypeError or ValueError."""
    said = line.facts
    shares = [
        Share(book=Book.read(code), cash=Money(cash), checks=Money(checks)) for code, cash, checks in said["sums"]
    ]
    is_accepted = line.kind is LineKind.TRANSFER_ACCEPTED
    return "CASH ACCEPTED" if is_accepted else "CASH TAKEN BACK", [
        Pair(left="From" if is_accepted else "Given to", right=said["giver_name"] if is_accepted else said["to_name"]),
        Pair(left="By", right=said["staff_name"], bold=True),
        Rule(),
        *_shares(tuple(shares)),
        *sign_blocks(said["staff_name"]),
    ]


def _shares(shares: tuple[Share, ...]) -> list[Block]:
    blocks: list[Block] = []
    for share in shares:
        words = book_words(share.book.code).capitalize()
        blocks.append(Pair(left=f"{words} cash", right=str(share.cash), bold=True))
        if share.checks != ZERO:
            blocks.append(Pair(left=f"{words} checks and money orders", right=str(share.checks)))
    return blocks
