"""A statement's copy on the receipt printer's paper: its sums, without the lines."""

from datetime import date

from cashier.domain.line import Line
from cashier.domain.money import ZERO
from cashier.domain.place import Place
from cashier.domain.statement_copy import StatementCopy, read_copy
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.plan_words import arrangement_told
from receipts.statement_words import StatementWords, statement_words
from receipts.words import receipt_language, receipt_words


def slip_document(line: Line, place: Place, copy: int) -> Document:
    """The short copy of a STATEMENT_COPIED line; ``copy`` counts papers after the first. Raises UnreadableBody."""
    said = read_copy(line)
    words = statement_words(said.language)
    statement = said.statement
    made = line.taken_at.astimezone(place.time_zone).date()
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=words.title, align=Align.CENTER, bold=True),
        Text(text=words.made.format(day=words.day(made)), align=Align.CENTER),
        *([Text(text=_duplicate(said.language, copy), align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Pair(left=words.statement, right=statement.number),
        # Paper gets left on counters: it knows the member by the last digits alone.
        Pair(left=words.member, right="****" + statement.member_number[-4:]),
        Pair(left=words.statement_date, right=words.day(statement.statement_date)),
        Pair(left=words.due_date, right=words.day(statement.due_date)),
        Rule(),
        Pair(left=words.billed, right=statement.billed.plain()),
    ]
    if paid := statement.billed - statement.open:
        blocks.append(Pair(left=words.paid, right=(-paid).plain()))
    blocks.append(Pair(left=words.open, right=str(statement.open), bold=True))
    blocks.append(Rule())
    blocks += [
        Pair(left=age, right=amount.plain())
        for age, amount in zip(words.ages, said.aging, strict=True)
        if amount > ZERO
    ]
    blocks += [Text(text=message) for message in messages(said, words, place, made)]
    blocks += [Feed(), *(Text(text=way) for way in ways_to_pay(words, place))]
    if place.letterhead is not None:  # No stub with the address hangs on this paper.
        blocks += [Text(text=row, indent=2) for row in place.letterhead.remit_address]
    blocks.append(Feed())
    blocks.append(Text(text=words.questions.format(phone=place.questions_phone)))
    return Document(
        blocks=tuple(blocks),
        barcode=statement.number,
        copy=copy,
        title="Statement copy",
        language=receipt_language(said.language),
    )


def _duplicate(language: str, copy: int) -> str:
    return receipt_words(language).duplicate.format(copy=copy)


def messages(said: StatementCopy, words: StatementWords, place: Place, made: date) -> tuple[str, ...]:
    """What the reader should know, most pressing first; paying is never urged where it is voluntary (R18)."""
    statement = said.statement
    is_open = statement.open > ZERO
    told = []
    if statement.under_review:
        told.append(words.review)
    elif statement.autopay_on is not None and is_open:
        told.append(words.autopay.format(day=words.day(statement.autopay_on)))
    elif is_open and made > statement.due_date:
        told.append(words.late.format(phone=place.questions_phone))
    if agreed := arrangement_told(statement.plan_words, receipt_words(said.language)):
        told.append(words.plan.format(words=agreed))
    if statement.confidential:
        told.append(words.confidential)
    if is_open and not statement.under_review:
        told.append(words.assistance)
    return tuple(told)


def ways_to_pay(words: StatementWords, place: Place) -> tuple[str, ...]:
    """How else to pay, as far as the region offers it."""
    head = place.letterhead
    if head is None:
        return ()
    offered = (
        (words.online, head.pay_online),
        (words.app, head.pay_app),
        (words.phone, head.pay_phone),
        (words.bank, head.pay_bank),
    )
    told = [form.format(where=where) for form, where in offered if where]
    return (*told, words.mail) if head.remit_address else tuple(told)
