"""A colleague's word that is asked for from afar: for one act and one amount, for so long, by somebody else (R5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval, Right

ASK_WAITS = timedelta(minutes=30)  # For an answer.
WORD_HOLDS = timedelta(minutes=10)  # Once it is given.
AHEAD = timedelta(minutes=1)  # So far may the ledger's clock be before a desk's.
ASKED_FOR = frozenset({Right.APPROVE_CREDIT, Right.AGREE_TO_CHECKS, Right.APPROVE_DRAWER, Right.APPROVE_CORRECTIONS})
"""The rights whose word may be given from afar; whoever counts along stands there (R1, R3)."""

NOT_AGAIN = "Ask again, or have a lead sign here."
USED = f"What was agreed to from afar was done already. {NOT_AGAIN}"


class WordUsed(Refused):
    """A word from afar that another act has used."""

    def __init__(self) -> None:
        super().__init__(USED)


class AskState(StrEnum):
    """How it stands with what was asked."""

    WAITS = "waits"
    GIVEN = "given"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked. ``ask_id`` is made before the first attempt; ``act`` and ``amount`` are what is signed for.

    ``right``: what whoever answers has to have. ``sentence`` says why; ``facts`` what else they should know, by label.
    """

    ask_id: UUID
    act: str
    amount: Money
    right: Right
    sentence: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAnswer:
    """What the ledger says of it. ``at``: when it was answered; ``words``: what was said with it."""

    state: AskState
    by: str = ""
    by_name: str = ""
    at: datetime | None = None
    words: str = ""


def word_of(ask: Ask, answer: AskAnswer, *, requester: str, now: datetime) -> Approval | None:
    """The approval that was given; None while it waits. Raises Refused where there is none, or no longer one."""
    if answer.state is AskState.WAITS:
        return None
    if answer.state is AskState.EXPIRED:
        raise Refused(f"Nobody answered in time. {NOT_AGAIN}")
    if answer.state is AskState.DECLINED:
        said = f" “{answer.words}”" if answer.words else ""
        raise Refused(f"{answer.by_name} declined.{said}")
    if answer.by == requester:
        raise Refused("Nobody approves for themselves. Ask a lead.")
    if answer.at is None or not -AHEAD <= now - answer.at <= WORD_HOLDS:
        raise Refused(f"{answer.by_name} agreed too long ago. {NOT_AGAIN}")
    return Approval(
        approver=answer.by,
        approver_name=answer.by_name,
        act=ask.act,
        amount=ask.amount,
        given_at=answer.at,
        word=str(ask.ask_id),
    )


def words_of(line: Line) -> Mapping[str, str]:
    """The words from afar that a line uses, each with the act that it is used for.

    A payment is one act, in however many lines its money comes, and from the moment that its card is asked for.
    """
    facts, act = line.facts, str(line.line_id)
    if line.kind is LineKind.PAYMENT:
        act = facts["payment"]
    said = [facts, *(tender.get("agreed") or {} for tender in facts.get("tenders", ()) if isinstance(tender, dict))]
    if line.kind is LineKind.CARD_ASKED:
        act = facts["wish"]["payment"]
        said = [facts["wish"]["approval"] or {}]
    if line.kind is LineKind.REVERSAL_ASKED:  # The void that is booked once the card has its money back.
        act, said = facts["gives_back"]["line"], [facts["gives_back"]["approval"] or {}]
    return {each["word"]: act for each in said if each.get("word")}
