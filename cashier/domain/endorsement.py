"""What is written on the back of a check when it is received: for deposit only, whose it is, and where it came in.

No member's name stands there, and no number of a member's but where the payee asks for it on checks that came by mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cashier.domain.accounts import Book
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.tender_terms import USUAL_TABLE, TenderTable
from cashier.domain.times import day_words

FOR_DEPOSIT = "FOR DEPOSIT ONLY"


class EndorsedHow(StrEnum):
    """On a slip of the receipt printer's paper, by the printer on the check itself, or by hand, as the cashier says."""

    SLIP = "slip"
    PRINTED = "printed"
    STAMPED = "stamped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """To whom the checks of a book are payable, and the last four digits of the account that they go to.

    ``numbers_when_mailed``: member and account number stand on checks that came by mail.
    """

    book: Book
    name: str
    account_last_four: str
    numbers_when_mailed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """The back of one check: ``words`` say which one, ``lines`` what is written on it."""

    words: str
    lines: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        return {"words": self.words, "lines": list(self.lines)}


def endorsed_facts(receipt: str, backs: tuple[Endorsement, ...], how: EndorsedHow, *, mailed: bool) -> dict[str, Any]:
    """What an ENDORSED line says; lines of before there was another way than a slip say nothing of it."""
    facts = {"receipt": receipt, "mailed": mailed, "backs": [back.facts() for back in backs]}
    return facts if how is EndorsedHow.SLIP else facts | {"how": how.value}


def endorsed_how(line: Line) -> EndorsedHow:
    """Raises UnreadableBody."""
    try:
        return EndorsedHow(line.facts.get("how", EndorsedHow.SLIP))
    except ValueError as trouble:
        raise UnreadableBody("An endorsement says a way that is not known.") from trouble


def read_endorsements(line: Line) -> tuple[Endorsement, ...]:
    """What an ENDORSED line says. Raises UnreadableBody."""
    try:
        return tuple(Endorsement(words=back["words"], lines=tuple(back["lines"])) for back in line.facts["backs"])
    except MISREAD as trouble:
        raise UnreadableBody(f"An endorsement cannot be read: {type(trouble).__name__}.") from trouble


def endorsements(
    lines: Iterable[Line], payees: Iterable[Payee], *, mailed: bool, table: TenderTable = USUAL_TABLE
) -> tuple[Endorsement, ...]:
    """The backs of what a payment brought and goes to the bank as paper; those of a book without a payee are left out.

    Raises UnreadableBody.
    """
    by_book = {payee.book: payee for payee in payees}
    backs = []
    for line in lines:
        facts = read_payment(line)
        for place, tender in enumerate(facts.tenders):
            book = _book(facts, place)
            if not table.of(tender.kind).depositable or book not in by_book:
                continue
            payee = by_book[book]
            day = line.business_date or line.taken_at.date()
            written = [FOR_DEPOSIT, payee.name, f"Account ••{payee.account_last_four}", facts.receipt]
            written.append(f"{day_words(day)}  {line.desk}")
            if mailed and payee.numbers_when_mailed:
                written += [f"Member {facts.member_number}", f"Guarantor {facts.guarantor_number}"]
            backs.append(Endorsement(words=f"{tender.words} · {tender.amount}", lines=tuple(written)))
    return tuple(backs)


def _book(facts: PaymentFacts, tender: int) -> Book | None:
    """A check pays one book (R12)."""
    return next((facts.targets[part.target].book for part in facts.applied if part.tender == tender), None)
