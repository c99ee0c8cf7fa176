"""A payment's papers besides its receipt: the office's copy, what was paid for one member, and one with service dates.

All are the receipt's own document with more or less in it, so none can say another thing than the receipt.
"""

from collections.abc import Mapping
from dataclasses import replace

from cashier.domain.allocation import Applied
from cashier.domain.cash_rounding import NOT_ROUNDED
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.place import Place
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper, Service, read_paper_asked
from cashier.domain.statements import StatementKind
from receipts.document import Besides, Block, Document, receipt_document
from receipts.slip_parts import sign_blocks
from receipts.words import Words, receipt_words

_OFFICE = Besides(heading=("OFFICE COPY",), title="Office copy")


def asked_document(lines: tuple[Line, ...], place: Place, copy: int) -> Document:
    """The paper of a PAPER_ASKED line, which comes first, followed by its receipt's lines and their corrections.

    Raises UnreadableBody, ValueError where the receipt's lines are not there.
    """
    asked, receipt = read_paper_asked(lines[0]), lines[1:]
    match asked.paper:
        case ReceiptPaper.OFFICE:
            # The office reads English, whatever the member does.
            document = receipt_document(receipt, place, copy, besides=_OFFICE, language="en")
            return replace(document, blocks=(*document.blocks, *_to_sign(receipt)))
        case ReceiptPaper.PART:
            return _part(asked, receipt, place, copy)
        case ReceiptPaper.ITEMIZED:
            return _itemized(asked, receipt, place, copy)


def _to_sign(receipt: tuple[Line, ...]) -> list[Block]:
    """A line for each card whose terminal asks for a signature; the amount tells two of one card apart."""
    payments = [read_payment(line) for line in receipt if line.kind is LineKind.PAYMENT]
    cards = [tender for facts in payments for tender in facts.tenders if tender.signs]
    return [block for card in cards for block in sign_blocks(f"Signature, {card.words}, {card.amount}")]


def _part(asked: PaperAsked, receipt: tuple[Line, ...], place: Place, copy: int) -> Document:
    language = asked.language or _last(receipt).language
    heading = receipt_words(language).part_for_one.format(receipt=asked.receipt)
    besides = Besides(heading=(heading,), says_open=False, title="Part of receipt")
    parts = tuple(part for line in receipt if (part := _part_of(line, asked.member)) is not None)
    return receipt_document(parts, place, copy, besides=besides, language=language)


def _part_of(line: Line, member: str) -> Line | None:
    """A line as if the payment had paid for this member alone; None for one that is not about them.

    What was handed over for others, the change and their statements are nobody's business but the payor's.
    """
    if line.kind is not LineKind.PAYMENT:
        return line if line.kind is LineKind.VOIDED else None
    facts = read_payment(line)
    mine = [place for place, placed in enumerate(facts.targets) if placed.member_number == member]
    applied = [part for part in facts.applied if part.target in mine]
    given = tuple((mine.index(target), amount) for target, amount in facts.rounding.given if target in mine)
    shares = _shares(applied)
    if not shares and not given:
        return None
    tenders = list(shares)
    part = replace(
        facts,
        member_number=member,
        guarantor_number="",  # Another's, perhaps: several families may stand on one receipt.
        targets=tuple(facts.targets[place] for place in mine),
        tenders=tuple(replace(facts.tenders[place], amount=shares[place]) for place in tenders),
        applied=tuple(Applied(tenders.index(one.tender), mine.index(one.target), one.amount) for one in applied),
        change=ZERO,
        net_cash=None,
        rounding=replace(NOT_ROUNDED, given=given),
    )
    return replace(line, facts=part.facts(), transfers=())


def _shares(applied: list[Applied]) -> dict[int, Money]:
    """By the place of each tender, what of it paid for this member."""
    places = dict.fromkeys(part.tender for part in applied)
    return {place: total([part.amount for part in applied if part.tender == place]) for place in places}


def _itemized(asked: PaperAsked, receipt: tuple[Line, ...], place: Place, copy: int) -> Document:
    words = receipt_words(_last(receipt).language)
    besides = Besides(heading=(words.itemized,), details=_told(asked.services, words), title="Itemized receipt")
    return receipt_document(receipt, place, copy, besides=besides)


def _last(receipt: tuple[Line, ...]) -> PaymentFacts:
    paid = [line for line in receipt if line.kind is LineKind.PAYMENT]
    if not paid:
        raise ValueError("a paper of a receipt needs that receipt's lines")
    return read_payment(paid[-1])


def _told(services: Mapping[str, Service], words: Words) -> dict[str, tuple[str, ...]]:
    kinds = {
        StatementKind.HOSPITAL: words.hospital,
        StatementKind.PROFESSIONAL: words.professional,
        StatementKind.PHARMACY: words.pharmacy,
    }
    return {
        number: tuple(
            filter(
                None,
                (
                    kinds[service.kind],
                    words.service_on.format(date=words.day(service.day)) if service.day else "",
                    words.patient.format(name=service.patient) if service.patient else "",
                ),
            )
        )
        for number, service in services.items()
    }
