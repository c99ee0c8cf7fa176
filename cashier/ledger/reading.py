"""What a received body says, if it can be read and kept. Judging comes later; nothing here refuses money."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.carried import read_carried
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_id, read_line
from cashier.wire import SentLine

CENTS_MOST = 10**15  # A sum of thousands of these still fits a bigint.
NAME_MOST = 200  # Characters of a name or an account that stands in an index.

# Escapes that a canonical body never has and that PostgreSQL's text cannot hold: NUL, and halves of a character.
_UNKEEPABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Which payment a PAYMENT line's receipt number belongs to."""

    receipt: str
    payment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A line with its place, link and bytes. ``line`` is None where they cannot be read: kept, and never posted.

    ``carried`` is the line of another desk that it brings along: what that one moves, ``line`` moves here, unless its
    money ``is_elsewhere``. ``instead``: the account that each of its transfers credits, where that is not the one said.
    """

    sequence: int
    chain: str
    body: str
    line: Line | None
    receipt: ReceiptFacts | None = None
    repeated: bool = False
    carried: Line | None = None
    is_elsewhere: bool = False
    instead: tuple[Account, ...] = ()

    @property
    def paid(self) -> Line | None:
        """The line whose money is posted here: the carried one, where it brings one along; None if nothing is.

        One paper that is called another moves no money, and is another one all the same.
        """
        if self.line is None or self.repeated or self.is_elsewhere:
            return None
        said = self.carried or self.line
        return said if self.line.transfers or said.kind is LineKind.TENDER_CHANGED else None

    def unread(self) -> "Received":
        """The same, kept and never posted."""
        return replace(self, line=None, receipt=None, carried=None)

    def without_money(self) -> "Received":
        """The same, moving nothing: its money is posted elsewhere."""
        return replace(
            self, line=replace(self.line, transfers=()) if self.line else None, receipt=None, is_elsewhere=True
        )


# What the ledger alone writes, into its own journal.
NEVER_A_DESKS = frozenset(
    {
        LineKind.STATEMENTS_BILLED,
        LineKind.CHANNEL_PAYMENT,
        LineKind.TASK_TAKEN,
        LineKind.HELD_RELEASED,
        LineKind.ALARM_ACKNOWLEDGED,
        LineKind.NOTE_CLOSED,
        LineKind.EXPORTED,
        LineKind.ACCOUNT_LISTED,
        LineKind.BAG_ACCEPTED,
        LineKind.DEPOSIT_PREPARED,
        LineKind.DEPOSIT_REVIEWED,
        LineKind.BOOKS_COMPARED,
        LineKind.APPROVAL_ASKED,
        LineKind.DESKS_TOLD,
        LineKind.APPROVAL_GIVEN,
        LineKind.APPROVAL_DECLINED,
        LineKind.DEPOSIT_GIVEN,
        LineKind.DEPOSIT_ARRIVED,
        LineKind.DEPOSIT_CORRECTED,
        LineKind.BANK_CREDITED,
        LineKind.CARDS_BATCHED,
        LineKind.BAG_COUNTED,
        LineKind.BAGS_NAMED,
        LineKind.SAFE_COUNTED,
        LineKind.CHANGE_RECEIVED,
        LineKind.CREDIT_USED,
        LineKind.REFUND_ASKED,
        LineKind.REFUND_APPROVED,
        LineKind.REFUND_DECLINED,
        LineKind.REFUND_PAID,
        LineKind.CHECK_RETURNED,
        LineKind.MOVE_ASKED,
        LineKind.MOVE_AGREED,
        LineKind.MOVE_DECLINED,
        LineKind.DIFFERENCE_EXPLAINED,
        LineKind.ADMINISTERED,
    }
)


# What no desk moves: held money and deposits are the office's, and the rest is what other systems say.
NEVER_MOVED_BY_DESKS = frozenset(
    {
        AccountKind.HELD,
        AccountKind.CHANNEL,
        AccountKind.BILLED,
        AccountKind.DEPOSIT,
        AccountKind.COURIER,
        AccountKind.BANK,
        AccountKind.REFUND_PAYABLE,
    }
)


def received(sent: SentLine, desk: str) -> Received:
    """A line that ``desk`` sent, with what its body says."""
    try:
        line = _readable(sent.body, desk)
        inner = _carried(line) if line.kind is LineKind.CARRIED else None
        receipt = _receipt(inner or line)
    except UnreadableBody:
        return Received(sequence=sent.sequence, chain=sent.chain, body=sent.body, line=None)
    if inner is not None:
        line = with_carried(line, inner)
    return Received(sequence=sent.sequence, chain=sent.chain, body=sent.body, line=line, receipt=receipt, carried=inner)


def with_carried(line: Line, inner: Line) -> Line:
    """A CARRIED line as it is posted: at its own place, with what the line within it moves, where and when."""
    return replace(
        line,
        center=inner.center,
        business_date=inner.business_date,
        shift_id=inner.shift_id,
        transfers=inner.transfers,
    )


def _carried(line: Line) -> Line:
    carried = read_carried(line)
    inner = _readable(carried.body, carried.desk)
    if inner.kind is LineKind.CARRIED or line.transfers:
        raise UnreadableBody("A line carries one that carries another.")
    return inner


def _readable(body: str, desk: str) -> Line:
    if "\\u" in body and _UNKEEPABLE.search(body):
        raise UnreadableBody("A line holds characters that cannot be kept.")
    line = read_line(body.encode())
    if line.desk != desk or line.kind in NEVER_A_DESKS:
        raise UnreadableBody("A line is not one of this desk's.")
    for name in (line.center, line.staff):
        if not 0 < len(name) <= NAME_MOST or ":" in name:
            raise UnreadableBody("A line's center or staff is no name.")
    for transfer in line.transfers:
        if transfer.amount.cents > CENTS_MOST:
            raise UnreadableBody("A transfer's amount is beyond all reason.")
        for account in (transfer.debit, transfer.credit):
            if account.kind in NEVER_MOVED_BY_DESKS:
                raise UnreadableBody("A transfer moves what no desk moves.")
            if len(account.owner) > NAME_MOST or (account.book is not None and len(account.book.region) > NAME_MOST):
                raise UnreadableBody("A transfer's account is no name.")
    return line


def _receipt(line: Line) -> ReceiptFacts | None:
    if line.kind is not LineKind.PAYMENT:
        return None
    try:
        receipt, payment_id = line.facts["receipt"], read_id(line.facts["payment"])
    except MISREAD as trouble:
        raise UnreadableBody("A payment names no receipt.") from trouble
    if not isinstance(receipt, str) or not 0 < len(receipt) <= NAME_MOST:
        raise UnreadableBody("A payment names no receipt.")
    return ReceiptFacts(receipt=receipt, payment_id=payment_id)
