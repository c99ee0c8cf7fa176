"""What one opened payment says on screen: all its facts, in the order in which they are asked for."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cashier.domain.cash_taken import cash_taken
from cashier.domain.correction import tenders_now, why_words
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.move import MOVE_REASONS
from cashier.domain.payment_facts import PaymentFacts
from cashier.domain.receipt_seen import moved_from
from cashier.domain.targets import TargetKind
from cashier.domain.tender_change import CHANGE_REASONS
from cashier.domain.times import day_words, time_words
from cashier.domain.void import VOID_REASONS
from cashier.usecases.activity import OpenedPayment
from cashier.usecases.ports.work import JobState, PrintJob

_PAPER_WORDS = {
    JobState.QUEUED: "waits for the printer",
    JobState.SENDING: "waits for the printer",
    JobState.SENT: "given to the printer, which does not say more",
    JobState.CONFIRMED: "printed",
    JobState.UNKNOWN: "may have printed",
    JobState.GIVEN_UP: "did not print",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Words at the left and what belongs to them; ``is_amount`` stands in a column of figures."""

    words: str
    told: str
    is_amount: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFactsShown:
    """Three groups, as they stand one below the other."""

    about: tuple[Fact, ...]
    paid: tuple[Fact, ...]
    tenders: tuple[Fact, ...]


def facts_shown(opened: OpenedPayment, *, now: datetime, zone: tzinfo) -> PaymentFactsShown:
    """What is to be known of a payment."""
    return PaymentFactsShown(
        about=tuple(fact for fact in _about(opened, now, zone) if fact.told),
        paid=_paid(opened.facts),
        tenders=_tenders(opened.facts, opened.since),
    )


def _about(opened: OpenedPayment, now: datetime, zone: tzinfo) -> list[Fact]:
    payment, last = opened.payment, opened.facts[-1]
    member = " · ".join(filter(None, (last.member_name, last.member_number)))
    return [
        *(_correction(line, now, zone) for line in opened.since),
        Fact("Member", member or "no member"),
        Fact("Guarantor", last.guarantor_number),
        Fact("Identified by", ", ".join(dict.fromkeys(last.identified.values()))),
        Fact("Handed over by", last.payor.name),
        Fact("Taken", f"{time_words(payment.taken_at, now=now, zone=zone)} by {last.served_by}"),
        Fact("Business date", day_words(payment.business_date)),
        Fact("At the window", window_words(payment.waited_s) if payment.waited_s is not None else ""),
        Fact("Ledger", payment.state.value),
        Fact("Receipt", _papers(opened.papers)),
        Fact("Approved by", last.approver_name),
        Fact("Reason", last.reason),
    ]


def _correction(line: Line, now: datetime, zone: tzinfo) -> Fact:
    said = line.facts
    at = time_words(line.taken_at, now=now, zone=zone)
    if line.kind is LineKind.CHECK_RETURNED:
        return Fact("Check returned", f"{said['number']}, {at}. What it paid is open again")
    if line.kind is LineKind.MOVE_AGREED:
        went = f"{Money(said['cents'])} of {moved_from(line)}"
        return Fact("Moved by the office", f"{went}, {at}, approved by {said['approver_name']}")
    signed = f"{at} by {said['staff_name']}, approved by {said['approver_name']}"
    if line.kind is LineKind.MOVED:
        went = f"{Money(said['cents'])} from {said['from']} to {said['to']['target']}"
        return Fact("Moved", f"{went}, {signed}. {why_words(said, MOVE_REASONS)}")
    if line.kind is LineKind.TENDER_CHANGED:
        found = f"{Money(said['cents'])} keyed as {said['was']['words']} is {said['words']}"
        return Fact("Tender changed", f"{found}, {signed}. {why_words(said, CHANGE_REASONS)}")
    return Fact("Voided", f"{signed}. {why_words(said, VOID_REASONS)}")


def _paid(payments: tuple[PaymentFacts, ...]) -> tuple[Fact, ...]:
    """What each target got, whichever line paid it."""
    amounts: dict[str, Money] = {}
    for facts in payments:
        for part in facts.applied:
            placed = facts.targets[part.target]
            number = placed.part.target.number if placed.part.target.kind is TargetKind.STATEMENT else ""
            words = " · ".join(filter(None, (number, placed.words)))
            amounts[words] = amounts.get(words, ZERO) + part.amount
    paid = total([facts.paid for facts in payments])
    return (*(Fact(words, amount.plain(), True) for words, amount in amounts.items()), Fact("Paid", str(paid), True))


def _tenders(payments: tuple[PaymentFacts, ...], corrections: tuple[Line, ...]) -> tuple[Fact, ...]:
    tenders = tenders_now([tender for facts in payments for tender in facts.tenders], corrections)
    change = total([facts.change for facts in payments])
    told = [
        Fact(" · ".join(filter(None, (tender.told, tender.approval_code))), tender.amount.plain(), True)
        for tender in tenders
    ]
    if change == ZERO:
        return tuple(told)
    return (*told, Fact("Change", change.plain(), True), Fact("Net cash", cash_taken(payments).net.plain(), True))


def _papers(papers: tuple[PrintJob, ...]) -> str:
    """``printed, copy 1 waits for the printer``."""
    names = [f"copy {paper.copy} " if paper.copy else "" for paper in papers]
    return ", ".join(f"{name}{_PAPER_WORDS[paper.state]}" for name, paper in zip(names, papers, strict=True))


def window_words(seconds: int) -> str:
    """``1:12 min``."""
    return f"{seconds // 60}:{seconds % 60:02d} min"
