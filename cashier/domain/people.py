"""Staff, what each may do, and the second person's word for one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.money import Money
from cashier.domain.times import instant_text, read_instant


class Right(StrEnum):
    """What a person may do. Checked in the use cases, not by hidden buttons."""

    TAKE_PAYMENTS = "take_payments"
    HOLD_DRAWER = "hold_drawer"
    TRAIN = "train"  # At the training desk, on which no money is taken.
    PAY_OUT = "pay_out"  # Cash out of a drawer to anybody but the safe and who pays.
    REPRINT = "reprint"
    ASK_CORRECTIONS = "ask_corrections"  # Of payments in one's own drawer, and a second person signs.
    APPROVE_CORRECTIONS = "approve_corrections"
    ASK_REFUNDS = "ask_refunds"  # Of deposits and credit; two others agree to it and pay it out.
    PAY_REFUNDS = "pay_refunds"
    REPORT_DAY = "report_day"  # Of one's own desk, and never with uncounted cash.
    APPROVE_CREDIT = "approve_credit"
    AGREE_TO_CHECKS = "agree_to_checks"
    APPROVE_DRAWER = "approve_drawer"  # A difference, or going on after a count.
    COUNT_FOR_ABSENT = "count_for_absent"  # A drawer whose cashier is not here, with a second person (R10).
    COUNT_ALONG = "count_along"
    SET_BUSINESS_DATE = "set_business_date"  # One that is not what the clock and the center's day start say (R11).
    READ_JOURNAL = "read_journal"
    SEE_OFFICE = "see_office"
    TAKE_TASKS = "take_tasks"
    RELEASE_HELD = "release_held"
    MOVE_CLOSED = "move_closed"  # What a payment of a closed drawer pays; another person agrees to it.
    LIST_ACCOUNTS = "list_accounts"
    SEE_EXPECTED_CASH = "see_expected_cash"  # R2: never of one's own uncounted drawer, nor of one that is counted.
    SEE_SAFE = "see_safe"  # What lies in it, and what is on its way to the bank.
    OPEN_CENTER = "open_center"  # R11: the center's day, with a count of the safe by two.
    KEEP_SAFE = "keep_safe"  # Bags come into it by number, from another person than who filled them.
    EXPORT = "export"
    ADMINISTER = "administer"


class Role(StrEnum):
    """A named set of rights."""

    CASHIER = "cashier"
    LEAD = "lead"
    CASH_OFFICE = "cash_office"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_BREAKS_GLASS = frozenset({Right.TAKE_PAYMENTS, Right.HOLD_DRAWER, Right.REPRINT})  # R8: take, count and close.
_TAKES = _BREAKS_GLASS | {
    Right.PAY_OUT,
    Right.COUNT_ALONG,
    Right.ASK_CORRECTIONS,
    Right.ASK_REFUNDS,
    Right.REPORT_DAY,
    Right.TRAIN,
}
_APPROVES = frozenset(
    {
        Right.APPROVE_CREDIT,
        Right.AGREE_TO_CHECKS,
        Right.APPROVE_DRAWER,
        Right.APPROVE_CORRECTIONS,
        Right.SET_BUSINESS_DATE,
    }
)
_LOOKS = frozenset({Right.SEE_OFFICE, Right.SEE_EXPECTED_CASH})
_READS = _LOOKS | {Right.READ_JOURNAL, Right.SEE_SAFE, Right.EXPORT}
_CLEARS = frozenset(
    {
        Right.TAKE_TASKS,
        Right.RELEASE_HELD,
        Right.MOVE_CLOSED,
        Right.LIST_ACCOUNTS,
        Right.KEEP_SAFE,
        Right.ASK_REFUNDS,
        Right.PAY_REFUNDS,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CASHIER: _TAKES,
    Role.LEAD: _TAKES | _APPROVES | _LOOKS | {Right.COUNT_FOR_ABSENT, Right.TAKE_TASKS},
    Role.CASH_OFFICE: _READS | _CLEARS | {Right.COUNT_ALONG},
    Role.SUPERVISOR: _READS | _CLEARS | _APPROVES | {Right.OPEN_CENTER, Right.COUNT_ALONG},
    Role.AUDITOR: _READS,
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER}),  # R8: an administrator holds no cash right.
}


_MOVES_MONEY = (_APPROVES | _CLEARS | {Right.OPEN_CENTER, Right.COUNT_FOR_ABSENT}) - {Right.ASK_REFUNDS}


def is_granted_by_two(role: Role) -> bool:
    """Whether two administrators give somebody this role (R8): it approves money, or gives others their rights."""
    return bool(RIGHTS[role] & (_MOVES_MONEY | {Right.ADMINISTER}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A named person. ``user`` signs in and stands on every line; ``name`` is what others read.

    ``broke_glass``: signed in beside another one while nobody could any more; of their rights few are left.
    """

    user: str
    name: str
    role: Role
    broke_glass: bool = False

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role] and (not self.broke_glass or right in _BREAKS_GLASS)

    def needs(self, right: Right, act: str) -> None:
        """Raises NotAllowed unless this person has the right; ``act`` completes the sentence."""
        if not self.may(right):
            raise NotAllowed(f"{self.name} may not {act}. Ask a colleague who may.")

    @property
    def short_name(self) -> str:
        """``Rosa D.``, as paper says it."""
        *first, last = self.name.split() or [self.user]
        return f"{' '.join(first)} {last[0]}." if first else last


SIGNER = "who signs"
"""The field of a refusal that is about a person: who signs in, or signs beside another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A second person's word for one act and one amount. ``word``: the question's id, where it was asked from afar."""

    approver: str
    approver_name: str
    act: str
    amount: Money
    given_at: datetime
    word: str = ""

    def word_facts(self) -> dict[str, str]:
        """What a line keeps of where the word came from; nothing where it was given in person."""
        return {"word": self.word} if self.word else {}

    def facts(self) -> dict[str, Any]:
        """As it stands whole in a line's body."""
        return {
            "approver": self.approver,
            "name": self.approver_name,
            "act": self.act,
            "cents": self.amount.cents,
            "at": instant_text(self.given_at),
            **self.word_facts(),
        }


def read_approval(said: Mapping[str, Any] | None) -> Approval | None:
    """The inverse of `Approval.facts`. Raises KeyError, TypeError or ValueError."""
    if said is None:
        return None
    return Approval(
        approver=said["approver"],
        approver_name=said["name"],
        act=said["act"],
        amount=Money(said["cents"]),
        given_at=read_instant(said["at"]),
        word=said.get("word", ""),
    )


def check_approval(approval: Approval | None, *, requester: str, act: str, amount: Money, words: str) -> None:
    """Raises Refused unless a second person approved exactly this act and amount (R5)."""
    if approval is None:
        raise Refused(f"{words} needs a lead's approval.")
    if approval.approver == requester:
        raise Refused("Nobody approves for themselves. Ask a lead.").at(SIGNER)
    if approval.act != act or approval.amount != amount:
        raise Refused("The approval was given for something else. Ask the lead again.")
