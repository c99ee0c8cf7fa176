"""What is agreed, on paper: an extension, a payment plan to sign, and the cover of an application for help."""

from collections.abc import Callable

from cashier.domain.arrangement import CLAUSE, Arrangement, read_arrangement
from cashier.domain.assistance_words import assistance_paragraph
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.place import Place
from receipts.agreement_words import AgreementWords, agreement_words
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.statement_words import StatementWords, statement_words
from receipts.words import receipt_language, receipt_words

_SIGN = "_" * 30
_TITLES = {
    LineKind.DUE_DATE_EXTENDED: "Extension",
    LineKind.PLAN_AGREED: "Payment plan",
    LineKind.ASSISTANCE_ASKED: "Application for financial assistance",
}


def agreement_document(line: Line, place: Place, copy: int) -> Document:
    """The paper of an arranging line; ``copy`` counts papers after the first. Raises UnreadableBody."""
    said = read_arrangement(line)
    make = _MAKERS.get(line.kind)
    if make is None:
        raise UnreadableBody(f"A {line.kind} line has no paper.")
    words, others = agreement_words(said.language), statement_words(said.language)
    made = line.taken_at.astimezone(place.time_zone).date()
    duplicate = receipt_words(said.language).duplicate
    organization = place.letterhead.organization if place.letterhead else place.center_name
    blocks: list[Block] = [
        Text(text=organization, align=Align.CENTER, bold=True),
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=others.day(made), align=Align.CENTER),
        *([Text(text=duplicate.format(copy=copy), align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        *make(said, place, words, others),
        Feed(),
        Text(text=others.questions.format(phone=place.questions_phone)),
    ]
    return Document(
        blocks=tuple(blocks),
        barcode=said.statement or said.member_number,
        copy=copy,
        # What is about a member alone has their number in it, and none in its title.
        title=f"{_TITLES[line.kind]} {said.statement}".rstrip(),
        language=receipt_language(said.language),
    )


def _who(said: Arrangement, others: StatementWords) -> list[Block]:
    return [
        Pair(left=others.member, right=f"****{said.member_number[-4:]}"),
        Text(text=said.member_name, indent=2),
        *([Pair(left=others.statement, right=said.statement)] if said.statement else []),
    ]


def _extension(said: Arrangement, _: Place, words: AgreementWords, others: StatementWords) -> list[Block]:
    assert said.was_due is not None, "an extension says from when"
    assert said.due_date is not None, "an extension says until when"
    return [
        Text(text=words.extension, bold=True, align=Align.CENTER),
        Feed(),
        *_who(said, others),
        Rule(),
        Pair(left=words.balance, right=str(said.balance)),
        Pair(left=words.was_due, right=others.day(said.was_due)),
        Pair(left=words.now_due, right=others.day(said.due_date), bold=True),
        Rule(),
        Text(text=words.extension_says),
    ]


def _plan(said: Arrangement, place: Place, words: AgreementWords, others: StatementWords) -> list[Block]:
    plan = said.plan
    assert plan is not None, "a plan says its installments"
    signs: list[Block] = []
    for who in (words.member_signs, words.center_signs):
        signs += [Feed(), Feed(), Text(text=_SIGN), Text(text=f"{who} · {words.date}")]
    return [
        Text(text=words.plan, bold=True, align=Align.CENTER),
        Feed(),
        *_who(said, others),
        Rule(),
        Pair(left=words.balance, right=str(said.balance), bold=True),
        Pair(left=words.installments, right=str(plan.count)),
        Pair(left=words.each, right=str(plan.amount)),
        *([Pair(left=words.last, right=str(plan.last))] if plan.last != plan.amount else []),
        Text(text=words.first.format(day=others.day(plan.first))),
        Rule(),
        *(Pair(left=others.day(day), right=amount.plain()) for day, amount in plan.schedule),
        Rule(),
        Text(text=words.free),
        Text(text=words.early),
        Text(text=words.miss.format(phone=place.questions_phone)),
        Feed(),
        Text(text=CLAUSE),
        *signs,
    ]


def _application(said: Arrangement, place: Place, words: AgreementWords, others: StatementWords) -> list[Block]:
    office = place.assistance
    address = office.address if office else ()
    helps = [words.by_phone.format(phone=office.phone)] if office else []
    helps += [words.online.format(where=office.web)] if office and office.web else []
    return [
        Text(text=words.application, bold=True, align=Align.CENTER),
        Feed(),
        # The office that gets it has to know whose it is: here the whole number stands.
        Pair(left=others.member, right=said.member_number),
        Text(text=said.member_name, indent=2),
        Rule(),
        Text(text=assistance_paragraph(receipt_language(said.language))),
        Rule(),
        Text(text=words.send_to, bold=True),
        *(Text(text=text, indent=2) for text in address),
        Feed(),
        Text(text=words.enclose, bold=True),
        *(Text(text=f"- {proof}", indent=2) for proof in words.proofs),
        Feed(),
        *(Text(text=text) for text in (*helps, words.alliance, words.complaint)),
    ]


_MAKERS: dict[LineKind, Callable[[Arrangement, Place, AgreementWords, StatementWords], list[Block]]] = {
    LineKind.DUE_DATE_EXTENDED: _extension,
    LineKind.PLAN_AGREED: _plan,
    LineKind.ASSISTANCE_ASKED: _application,
}
