"""Looks at a check or money order before it is taken: what forbids it, and what a lead has to agree to."""

from dataclasses import dataclass

from cashier.domain.accounts import AccountKind
from cashier.domain.checks import (
    KnownItems,
    TakenBefore,
    account_tokens,
    agree_act,
    check_paper,
    doubt_words,
    doubts_about,
)
from cashier.domain.correction import brought_by
from cashier.domain.errors import FieldRefused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.payment_facts import read_payment
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.times import time_words
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.directory import Directory
from cashier.usecases.ports.work import Journal
from cashier.usecases.shift import business_date


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWanted:
    """A tender that a lead has to agree to: ``words`` say why, ``act`` is what is signed for, with its amount."""

    tender: Tender
    words: str
    act: str


def look_at(tender: Tender, beside: tuple[Tender, ...], desk: Desk, members: tuple[str, ...] = ()) -> LeadWanted | None:
    """None where it may be taken as it is. ``beside``: what is accepted for this payment already; ``members``: the
    numbers of those whom it pays for.

    Raises FieldRefused where it is not to be taken at all.
    """
    if tender.rule.into is not AccountKind.DRAWER_CHECKS:
        return None
    with desk.open_reading() as work:
        known = known_items((tender,), work.journal, desk.directory, members)
    today = business_date(desk)
    check_paper(tender, today)
    if any(set(tender.items) & set(other.items) for other in beside):
        raise FieldRefused(f"{tender.words} is in this payment already.", "number")
    doubts = doubts_about(tender, known, today)
    if not doubts:
        return None
    return LeadWanted(tender=tender, words=doubt_words(tender, doubts, known), act=agree_act(tender, doubts))


def like_before(tender: Tender, desk: Desk, member: str, payor: str) -> str:
    """What to ask about once: paper of this drawer that may be the same, though nothing on it says so for sure (PY-18).

    The same number and amount, or as much from the same payor: ``payor`` by name, or else ``member``. Empty for none.
    """
    if tender.rule.into is not AccountKind.DRAWER_CHECKS:
        return ""
    with desk.open_reading() as work:
        shift = work.journal.open_shift()
        lines = work.journal.drawers.paper_and_cards(shift.shift_id) if shift is not None else ()
        for numbered in reversed(lines):
            if numbered.line.kind is not LineKind.PAYMENT:
                continue
            facts = read_payment(numbered.line)
            same_payor = facts.payor.name == payor if payor or facts.payor.name else facts.member_number == member != ""
            for before in facts.tenders:
                is_alike = before.kind is tender.kind and before.amount == tender.amount
                is_alike = is_alike and (same_payor or before.number == tender.number)
                if is_alike and not _went_back(numbered, work.journal):
                    at = time_words(numbered.line.taken_at, now=desk.clock(), zone=desk.place.time_zone)
                    return (
                        f"{before.words} for {before.amount} was taken at {at} on receipt {facts.receipt}. "
                        "Press Enter again if this is another one."
                    )
    return ""


def known_items(
    tenders: tuple[Tender, ...], journal: Journal, directory: Directory, members: tuple[str, ...]
) -> KnownItems:
    """What this desk knows of these pieces of paper, of the accounts they are drawn on and of those they pay for."""
    items = tuple(item for tender in tenders for item in tender.known_as)
    tokens = tuple(token for tender in tenders for token in account_tokens(tender))
    has_check = any(tender.kind is TenderKind.CHECK for tender in tenders)
    paid_for = [directory.member(number) for number in dict.fromkeys(members) if number] if has_check else []
    taken = journal.taken_for(items) if items else {}
    return KnownItems(
        before={item: _before(item, n) for item, n in taken.items() if not _went_back(n, journal, item)},
        returned=directory.returned_checks(tokens) if tokens else {},
        notes=tuple(note for member in paid_for if member is not None for note in member.notes),
    )


def _went_back(numbered: Numbered, journal: Journal, item: str = "") -> bool:
    """Whether the payment that took it was voided: the payor has it again, and may hand it over again. Or whether it
    was no such ``item`` at all, but keyed as one.
    """
    line = numbered.line
    corrections = [correction.line for correction in journal.corrections(line.facts["payment"])]
    if any(correction.kind is LineKind.VOIDED for correction in corrections):
        return True
    taken_out = {key for correction in corrections for key in correction.facts.get("items", ())}
    keyed = {f"{line.line_id}.{place}" for place, tender in enumerate(brought_by(line)) if item in tender.items}
    return not keyed.isdisjoint(taken_out)


def _before(item: str, numbered: Numbered) -> TakenBefore:
    tender = next(tender for tender in brought_by(numbered.line) if item in tender.items)
    receipt = str(numbered.line.facts["receipt"])
    return TakenBefore(receipt=receipt, day=numbered.line.business_date, amount=tender.amount)
