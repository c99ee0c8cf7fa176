"""What is looked at before a check or money order is taken: its date, its words, whether it came before.

Some of it forbids to take it, and no lead may allow it either. Some of it is a doubt, which a lead decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.flags import forbids_checks
from cashier.domain.money import Money
from cashier.domain.people import check_approval
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.times import day_words, short_day_words

STALE_AFTER = timedelta(days=180)  # California Commercial Code 4404: a bank need not pay after six months.

_AS_WRITTEN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


class Doubt(StrEnum):
    """Why a lead has to agree before something is taken."""

    SAME_ITEM = "same_item"
    RETURNED = "returned"
    FLAGGED = "flagged"
    IN_FULL = "in_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBefore:
    """The last payment that this desk took the same piece of paper for."""

    receipt: str
    day: date | None
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItems:
    """What a desk knows of the tenders that it is given.

    ``before``: by one of `Tender.known_as`. ``returned``: tokens of accounts with a returned check, and until when a
    lead has to agree to another one. ``notes``: of the members who are paid for, in their systems' own words.
    """

    before: Mapping[str, TakenBefore] = field(default_factory=dict)
    returned: Mapping[str, date] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_item_date(text: str) -> date:
    """The date on a check as it is typed: ``11/21/26``, ``11-21-2026`` or ``2026-11-21``. Raises FieldRefused."""
    typed = text.strip()
    if match := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    elif match := _AS_WRITTEN.fullmatch(typed):
        month, day, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    else:
        raise _no_date()
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_date() from None


def _no_date() -> FieldRefused:
    return FieldRefused("Enter the date as month, day and year, like 11/21/26; or leave it empty for today.", "dated")


def check_paper(tender: Tender, today: date) -> None:
    """Raises FieldRefused where date or words forbid to take it (Commercial Code 3114, 4401(c), 4404)."""
    words = tender.rule.words.lower()
    if tender.written is not None and tender.written != tender.amount:
        sentence = f"Its words say {tender.written}, and words beat figures. Take it for that, or give it back."
        raise FieldRefused(sentence, "written")
    if tender.dated is None:
        return
    day = day_words(tender.dated)
    if tender.dated > today:
        raise FieldRefused(f"{day} is still to come. Give the {words} back, or ask for one of today.", "dated")
    if today - tender.dated > STALE_AFTER:
        sentence = f"{day} is more than {STALE_AFTER.days} days ago, and banks need not pay it. Ask for a new {words}."
        raise FieldRefused(sentence, "dated")


def doubts_about(tender: Tender, known: KnownItems, today: date) -> tuple[Doubt, ...]:
    """All that a lead has to agree to before this is taken; mostly nothing."""
    holds = {
        Doubt.SAME_ITEM: any(item in known.before for item in tender.known_as),
        Doubt.RETURNED: any(known.returned.get(token, date.min) >= today for token in account_tokens(tender)),
        Doubt.FLAGGED: tender.kind is TenderKind.CHECK and any(map(forbids_checks, known.notes)),
        Doubt.IN_FULL: tender.in_full,
    }
    return tuple(doubt for doubt in Doubt if holds[doubt])


def account_tokens(tender: Tender) -> tuple[str, ...]:
    """All that the account may be listed by."""
    return (*tender.account.tokens, *tender.account.padded) if tender.account is not None else ()


def doubt_words(tender: Tender, doubts: tuple[Doubt, ...], known: KnownItems) -> str:
    """The doubts in the cashier's words, and what can be done."""
    said = []
    for doubt in doubts:
        match doubt:
            case Doubt.SAME_ITEM:
                before = next(known.before[item] for item in tender.known_as if item in known.before)
                on = f" on {short_day_words(before.day)}" if before.day is not None else ""
                said.append(f"{tender.words} was taken before: {before.amount}{on}, receipt {before.receipt}.")
            case Doubt.RETURNED:
                said.append("A check on this account came back unpaid.")
            case Doubt.FLAGGED:
                note = next(filter(forbids_checks, known.notes))
                said.append(f"The account says: {note.rstrip('.')}.")
            case Doubt.IN_FULL:
                said.append("It says that it pays in full, which may settle more than this payment.")
    return " ".join((*said, "A lead has to agree; or give it back."))


_ALTHOUGH = {
    Doubt.SAME_ITEM: "it was taken before",
    Doubt.RETURNED: "one on its account came back unpaid",
    Doubt.IN_FULL: "it says that it pays in full",
    Doubt.FLAGGED: "the account says to take no checks",
}


def agree_act(tender: Tender, doubts: tuple[Doubt, ...]) -> str:
    """What a lead agrees to, with the tender's amount: this very thing, for all that stands against it."""
    return f"{tender.words.lower()}, although {' and '.join(map(_ALTHOUGH.__getitem__, doubts))}"


def check_items(tenders: tuple[Tender, ...], known: KnownItems, *, today: date, requester: str) -> None:
    """Raises Refused where one is not to be taken, or has a doubt that no lead agreed to."""
    seen: set[str] = set()
    for tender in tenders:
        check_paper(tender, today)
        if seen.intersection(tender.items):
            raise Refused(f"{tender.words} is in this payment twice. Remove one of them.")
        seen.update(tender.items)
        doubts = doubts_about(tender, known, today)
        if doubts and tender.agreed is None:
            raise Refused(doubt_words(tender, doubts, known))
        if doubts:
            check_approval(
                tender.agreed,
                requester=requester,
                act=agree_act(tender, doubts),
                amount=tender.amount,
                words=tender.words,
            )
