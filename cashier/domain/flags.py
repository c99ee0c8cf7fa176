"""What an account says of itself that a cashier has to respect, and what there is to do about it (R28).

Notes and statuses come from billing systems in their own words. Those that are known here bring a sentence along; all
others are shown as they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from cashier.domain.money import ZERO
from cashier.domain.statements import Member, Statement


class Weight(IntEnum):
    """How much a flag changes what the cashier does; the weightiest is said first."""

    KNOW = 0
    CARE = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class Flag:
    """``words`` as the chip says it, ``advice`` what to do; empty for a note that is not known here."""

    words: str
    advice: str
    weight: Weight


_NO_CHECK_KEYS = ("returned check", "no checks")
_REVIEW_KEYS = ("under review", "assistance pending")

# What a note has to hold to be known, small letters, and the first that fits counts.
_KNOWN: tuple[tuple[tuple[str, ...], Weight, str], ...] = (
    (("deceased",), Weight.STOP, "Take only what the estate's representative brings, and note who pays."),
    (("restricted",), Weight.STOP, "Say nothing of this account but to the member, after photo ID."),
    (("bankruptcy",), Weight.STOP, "No talk of collecting. Take only what the member offers to pay."),
    (("dispute", "lien"), Weight.STOP, "Ask for nothing on it. Take money for it only if the member wants to pay."),
    (
        _NO_CHECK_KEYS,
        Weight.CARE,
        "Take cash, a money order or a card. A check needs a lead.",
    ),
    (("collections",), Weight.CARE, "Take the payment here, and tell the office, so that the agency stops."),
    (
        ("assistance granted",),
        Weight.KNOW,
        "What assistance covers is taken off already. Only the rest is open.",
    ),
    (_REVIEW_KEYS, Weight.CARE, "Paying what is under review is voluntary. Say so first."),
    (("autopay",), Weight.CARE, "Autopay draws it by itself. Ask before it is paid here as well."),
    (("payment plan", "plan:"), Weight.CARE, "Ask whether this is the plan's installment, or besides it."),
    (("extension",), Weight.KNOW, "More time was agreed. It is not overdue before the new date."),
    (("interpreter", "prefers "), Weight.KNOW, "Offer an interpreter. It costs the member nothing."),
    (("hard of hearing",), Weight.KNOW, "Face the member, and write the amounts down."),
)
_PLAN, _INSTALLMENT = "plan: ", "Ask whether this is the plan's installment of {number}, or besides it."
_DRAWN = "autopay"
UNDER_REVIEW, AUTOPAY = "Assistance under review", "Autopay"


def read_flag(note: str) -> Flag:
    """A note or a status, in whatever words it came."""
    small = note.casefold()
    for keys, weight, advice in _KNOWN:
        if any(key in small for key in keys):
            return Flag(note, advice, weight)
    return Flag(note, "", Weight.KNOW)


def asks_for_nothing(flags: Iterable[Flag]) -> bool:
    """Whether nothing is to stand ready to be paid: the member says first what they want to pay, if anything."""
    return any(flag.weight is Weight.STOP for flag in flags)


def forbids_checks(note: str) -> bool:
    """Whether a note of the account asks for a lead before a check is taken. It holds until its system takes it off."""
    return any(key in note.casefold() for key in _NO_CHECK_KEYS)


def flags_of(member: Member, statements: Iterable[Statement], today: date) -> tuple[Flag, ...]:
    """All that is known of a member and of what is open, weightiest first; what says the same thing is said once."""
    statements = tuple(statement for statement in statements if statement.open > ZERO)
    drawn = [statement.number for statement in statements if statement.next_draw(today) is not None]
    is_reviewed = any(statement.under_review for statement in statements)
    said = list(member.notes)
    flags: dict[str, Flag] = {}
    plans = []
    for statement in statements:
        for words in filter(None, statement.plan_words.split(" · ")):
            if words.startswith(_PLAN):
                plans.append(Flag(words, _INSTALLMENT.format(number=statement.number), Weight.CARE))
            else:
                said.append(words)
    said += [UNDER_REVIEW] if is_reviewed else []
    said += [AUTOPAY] if drawn else []
    for note in said:
        is_over = not is_reviewed and any(key in note.casefold() for key in _REVIEW_KEYS)
        flag = Flag(note, "", Weight.KNOW) if is_over else read_flag(note)
        if _DRAWN in note.casefold():
            flag = _autopay(note, drawn)
        flags.setdefault(flag.advice or flag.words, flag)
    return tuple(sorted((*flags.values(), *plans), key=lambda flag: -flag.weight))


def _autopay(note: str, drawn: list[str]) -> Flag:
    """What it is about to draw, by number; what it draws nothing of is paid at the window like any other."""
    if not drawn:
        return Flag(note, "Autopay draws nothing that is open now. It is paid here.", Weight.KNOW)
    return Flag(note, f"Autopay draws {' and '.join(drawn)} by itself. Ask before that is paid here.", Weight.CARE)
