"""What a receipt says, before it is paper, screen or PDF: built from the committed PAYMENT lines and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from cashier.domain.accounts import BookLine
from cashier.domain.correction import MOVES, tenders_now
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.origin import OriginKind
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.place import Place
from cashier.domain.receipt_seen import SINCE
from cashier.domain.receipt_template import Part, ReceiptTemplate, template_on
from cashier.domain.targets import Placed, Target, TargetKind, read_target
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.times import read_instant
from receipts.plan_words import plan_told
from receipts.words import Words, receipt_language, receipt_words

_MEMBER_DIGITS_SHOWN = 4
_GUARANTOR_DIGITS_SHOWN = 3


class Align(Enum):
    """Where a text stands between the edges of the paper."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words that may wrap; ``indent`` in columns."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Words at the left edge and what belongs to them, mostly an amount, at the right one."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An empty line."""


Block = Text | Pair | Rule | Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A receipt: its blocks from top to bottom, then barcode, then ``qr`` as a QR code. ``copy`` 0 is the original.

    ``tries_pages``: a receipt printer also shows the code pages that it has, which nothing else can.
    """

    blocks: tuple[Block, ...]
    barcode: str
    copy: int
    title: str = "Receipt"
    qr: str = ""
    language: str = "en"
    tries_pages: bool = False


def scannable(text: str) -> str:
    """What a barcode or QR code may hold: printable ASCII. A number of other letters, which a file or a person brought,
    stands on the paper in words alone.
    """
    return text if text.isascii() and text.isprintable() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What a paper says besides what receipts say: under its heading, and below each target by its code."""

    heading: tuple[str, ...] = ()
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    says_open: bool = True
    title: str = "Receipt"


_NOTHING = Besides()


def receipt_document(
    lines: tuple[Line, ...], place: Place, copy: int, *, besides: Besides = _NOTHING, language: str = ""
) -> Document:
    """The receipt of one payment: all PAYMENT lines under its number, in order, said once in the member's language, or
    in another; and its corrections, which stand under its heading.

    ``copy`` counts duplicates from 1. A language that has no words yet is said in English.
    Raises UnreadableBody for a line that says no payment, ValueError for no line at all.
    """
    if not lines:
        raise ValueError("a receipt needs at least one payment line")
    corrections = [line for line in lines if line.kind in SINCE]
    lines = tuple(line for line in lines if line.kind not in SINCE)
    payments = tuple(read_payment(line) for line in lines)
    last = payments[-1]
    language = receipt_language(language or last.language)
    words = receipt_words(language)
    template = _template(lines[-1], place)
    says_open = bool(besides.says_open and last.member_number and not last.payor.name)
    sections: dict[str, list[Block]] = {
        Part.WHO: _who(last, words),
        Part.PAID: _targets(payments, words, besides, says_plan=says_open and Part.PLAN in template.parts),
        Part.TENDERS: _tenders(payments, corrections, words),
        Part.OPEN: _still_open(lines[-1], last, place, words, template) if says_open else [],
    }
    said: dict[str, list[Block]] = {
        Part.SERVED: _served(lines[-1], payments, place, words),
        Part.QUESTIONS: [Text(text=words.questions.format(phone=place.questions_phone))],
        Part.ASSISTANCE: _assistance(payments, place, words),
    }
    said |= {name: [Text(text=text) for text in template.notice(name, language)] for name in template.notices}
    blocks: list[Block] = [
        *_heading(lines[-1], place, copy, words, template),
        *(Text(text=text, align=Align.CENTER, bold=True) for text in besides.heading),
        *(block for line in corrections for block in corrected_blocks(line, payments, place, words)),
        Feed(),
        *_in_order(template.parts, sections, said),
    ]
    return Document(
        blocks=tuple(blocks),
        barcode=last.receipt,
        copy=copy,
        title=besides.title,
        qr=last.receipt,
        language=language,
    )


def _in_order(
    parts: tuple[str, ...], sections: Mapping[str, list[Block]], said: Mapping[str, list[Block]]
) -> list[Block]:
    """Sections are parted by a line across the paper, and by an empty line from what is said between them."""
    blocks: list[Block] = []
    was_section: bool | None = None
    for part in parts:
        if not (more := sections.get(part) or said.get(part)):
            continue
        is_section = part in sections
        if was_section is not None and (was_section or is_section):
            blocks.append(Rule() if was_section and is_section else Feed())
        blocks += more
        was_section = is_section
    return blocks


def _template(line: Line, place: Place) -> ReceiptTemplate:
    """What held at the center on the day of the payment, however often it is printed again."""
    day = line.business_date or line.taken_at.astimezone(place.time_zone).date()
    return template_on(place.receipt_templates, place.center, day)


def _heading(line: Line, place: Place, copy: int, words: Words, template: ReceiptTemplate) -> list[Block]:
    taken = line.taken_at.astimezone(place.time_zone)
    heading: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        *(Text(text=text, align=Align.CENTER) for text in template.header),
        Text(text=words.cashier.format(window=words.window_name(place.window)), align=Align.CENTER),
        Text(text=f"{words.day(taken.date())}  {words.time(taken)}", align=Align.CENTER),
    ]
    if copy:
        heading += [Feed(), Text(text=words.duplicate.format(copy=copy), align=Align.CENTER, bold=True)]
    return heading


def corrected_blocks(line: Line, payments: tuple[PaymentFacts, ...], place: Place, words: Words) -> list[Block]:
    """What became of it since: nobody takes a receipt for good whose money went back, or pays another thing now.

    Where it went is not said: that may be another member's bill.
    """
    at, said = line.taken_at.astimezone(place.time_zone), line.facts
    when = {"date": words.day(at.date()), "time": words.time(at)}
    if line.kind in MOVES:
        amount, source = str(Money(said["cents"])), _source_words(read_target(said["from"]), words)
        title, told = words.corrected, words.moved_at.format(amount=amount, source=source, **when)
    elif line.kind is LineKind.TENDER_CHANGED:
        was, now = (kind_words(TenderKind(said[which]["kind"]), words) for which in ("was", "now"))
        title, told = words.corrected, words.changed_at.format(was=was, now=now, **when)
    elif line.kind is LineKind.CHECK_RETURNED:
        day = words.day(line.business_date or at.date())
        paper = _returned_words(said["number"], payments, words)
        title, told = words.check_returned, words.returned_at.format(check=paper, date=day)
    else:
        title, told = words.voided, words.voided_at.format(**when)
    approver = said.get("approver_name", "")
    return [
        Feed(),
        Text(text=title, align=Align.CENTER, bold=True),
        Text(text=told, align=Align.CENTER),
        *([Text(text=words.approved_by.format(name=approver), align=Align.CENTER)] if approver else []),
    ]


def _source_words(source: Target, words: Words) -> str:
    """What money was moved from: a bill by its number, an account without whose it is."""
    return {TargetKind.CREDIT: words.credit, TargetKind.HOLDING: words.holding}.get(source.kind, source.code)


def _returned_words(number: str, payments: tuple[PaymentFacts, ...], words: Words) -> str:
    tenders = [tender for facts in payments for tender in facts.tenders if tender.number == number]
    return _tender_words(tenders[0], words) if tenders else f"{words.check} {number}"


def _who(facts: PaymentFacts, words: Words) -> list[Block]:
    # Paper gets left on counters: it knows the member by the last digits alone.
    who: list[Block] = [Pair(left=words.receipt, right=facts.receipt)]
    if facts.member_number and not _is_list(facts):
        who.append(Pair(left=words.member, right="****" + facts.member_number[-_MEMBER_DIGITS_SHOWN:]))
        if facts.guarantor_number:
            who.append(Pair(left=words.guarantor, right="***** " + facts.guarantor_number[-_GUARANTOR_DIGITS_SHOWN:]))
    if facts.payor.name:
        who.append(Text(text=words.payor.format(name=facts.payor.name)))
    if facts.origin is not None:
        paper = f"{facts.origin.book}-{facts.origin.number}"
        said = {
            OriginKind.LATE: words.paper_receipt.format(paper=paper),
            OriginKind.MAIL: words.by_mail,
            OriginKind.DROP_BOX: words.drop_box,
            OriginKind.AGENCY: words.agency_list,
        }
        who.append(Text(text=said[facts.origin.kind]))
    return who


def _is_list(facts: PaymentFacts) -> bool:
    """Whether it is an agency's for many members: then none of them is the receipt's own."""
    return facts.origin is not None and facts.origin.kind is OriginKind.AGENCY


def _targets(payments: tuple[PaymentFacts, ...], words: Words, besides: Besides, *, says_plan: bool) -> list[Block]:
    """What was paid, under each member's number where it was for several."""
    said: list[Block] = []
    groups: dict[str, list[tuple[Placed, Money]]] = {}
    for placed, amount in _applied(payments):
        groups.setdefault(placed.member_number, []).append((placed, amount))
    for number, parts in groups.items():
        if (len(groups) > 1 or _is_list(payments[-1])) and number:
            whose = f"{words.member} ****{number[-_MEMBER_DIGITS_SHOWN:]}"
            said.append(Pair(left=whose, right=total([amount for _, amount in parts]).plain(), bold=True))
        for placed, amount in parts:
            said.append(Pair(left=_target_words(placed, words), right=amount.plain()))
            more = besides.details.get(placed.part.target.code, ())
            said += [Text(text=detail, indent=2) for detail in (*more, *_details(placed, words))]
            if says_plan and (plan := plan_told(placed.plan, words)):
                said.append(Text(text=words.plan.format(words=plan), indent=2))
    return said


def _is_for_care(placed: Placed) -> bool:
    kind = placed.part.target.kind
    return placed.book.line is BookLine.MEDICAL and kind in (TargetKind.STATEMENT, TargetKind.PREPAY)


def _details(placed: Placed, words: Words) -> list[str]:
    """What stands below a part: the premium's plan and month, that a deposit pays no bill, where money came from."""
    kind = placed.part.target.kind
    said = [placed.words] if kind is TargetKind.STATEMENT and placed.book.line is BookLine.PREMIUM else []
    said += [words.deposit_note] if kind is TargetKind.PREPAY else []
    return [*said, *filter(None, (placed.part.source, placed.part.note))]


def _applied(payments: tuple[PaymentFacts, ...]) -> list[tuple[Placed, Money]]:
    """Each target with what all lines paid on it, in the order chosen; targets that got nothing are left out."""
    placed_by_code: dict[tuple[str, str], Placed] = {}
    amounts: dict[tuple[str, str], Money] = {}
    for facts in payments:
        keys = [(placed.part.target.code, placed.part.note) for placed in facts.targets]
        for key, placed in zip(keys, facts.targets, strict=True):
            placed_by_code.setdefault(key, placed)
        for target, amount in facts.paid_on:
            amounts[keys[target]] = amounts.get(keys[target], ZERO) + amount
    return [(placed, amounts[key]) for key, placed in placed_by_code.items() if key in amounts]


def _target_words(placed: Placed, words: Words) -> str:
    match placed.part.target.kind:
        case TargetKind.STATEMENT:
            # The number only: what was treated, and for whom in the family, is nobody's business at a counter.
            return words.statement.format(number=placed.part.target.number)
        case TargetKind.CREDIT:
            return words.credit
        case TargetKind.HOLDING:
            return words.holding
        case TargetKind.PREPAY:
            return words.deposit.format(reference=placed.part.target.number)
        case TargetKind.MISC:
            return placed.words


def _tenders(payments: tuple[PaymentFacts, ...], corrections: list[Line], words: Words) -> list[Block]:
    """What was handed over, each by its right name where it was keyed as another tender."""
    keyed = [tender for facts in payments for tender in facts.tenders]
    tenders = tenders_now(keyed, corrections)
    paid, change = total([facts.paid for facts in payments]), total([facts.change for facts in payments])
    said: list[Block] = [Pair(left=words.total_paid, right=str(paid), bold=True)]
    for tender in tenders:
        said.append(Pair(left=_tender_words(tender, words), right=tender.amount.plain()))
        if tender.approval_code:
            said.append(Text(text=words.approval_code.format(code=tender.approval_code), indent=2))
        if tender.is_pending:
            said.append(Text(text=words.pending, indent=2))
        if tender.by_hand:
            said.append(Text(text=words.by_hand.format(terminal=tender.by_hand), indent=2))
    for facts in payments:
        if facts.rounding:
            said.append(Pair(left=words.rounding, right=facts.rounding.net.plain()))
    if change > ZERO:
        said.append(Pair(left=words.change, right=change.plain()))
        if list(tenders) == keyed and (net := [f.net_cash for f in payments if f.net_cash is not None]):
            said.append(Pair(left=words.net_cash, right=total(net).plain()))
    return said


def _tender_words(tender: Tender, words: Words) -> str:
    if tender.kind is TenderKind.CARD:
        brand = tender.issuer or words.card
        return f"{brand} ••{tender.last_four}" if tender.last_four else brand
    return f"{kind_words(tender.kind, words)} {tender.number}".rstrip()


def kind_words(kind: TenderKind, words: Words) -> str:
    """What a tender is called."""
    return {
        TenderKind.CARD: words.card,
        TenderKind.CHECK: words.check,
        TenderKind.CASHIERS_CHECK: words.cashiers_check,
        TenderKind.MONEY_ORDER: words.money_order,
        TenderKind.CASH: words.cash,
    }[kind]


def _still_open(line: Line, facts: PaymentFacts, place: Place, words: Words, template: ReceiptTemplate) -> list[Block]:
    """What stays open, as of the moment the ledger last said it: a day ago maybe, at a desk without a link.

    It is told to nobody but the member; who pays for another learns what they paid (R16, R17).
    """
    as_of = read_instant(facts.balances_as_of).astimezone(place.time_zone)
    same_day = as_of.date() == line.taken_at.astimezone(place.time_zone).date()
    form = words.still_open if same_day else words.still_open_earlier
    left = form.format(date=words.short_day(as_of.date()), time=words.clock(as_of))
    said: list[Block] = [Pair(left=left, right=str(facts.open_after))]
    if facts.next_due is not None and Part.NEXT_DUE in template.parts:
        is_over = facts.next_due < line.taken_at.astimezone(place.time_zone).date()
        form = words.next_due_autopay if facts.next_due_autopay else words.overdue_since if is_over else words.next_due
        said.append(Text(text=form.format(date=words.short_day(facts.next_due)), indent=2))
    return said


def _served(line: Line, payments: tuple[PaymentFacts, ...], place: Place, words: Words) -> list[Block]:
    """On which day in the books, who agreed, and who took the money."""
    said: list[Block] = []
    if line.business_date is not None and line.business_date != line.taken_at.astimezone(place.time_zone).date():
        said.append(Pair(left=words.business_date, right=words.day(line.business_date)))
    agreed = [tender.agreed.approver_name for facts in payments for tender in facts.tenders if tender.agreed]
    for approver in dict.fromkeys([*(facts.approver_name for facts in payments if facts.approver_name), *agreed]):
        said.append(Text(text=words.approved_by.format(name=approver)))
    return [*said, Text(text=words.served_by.format(name=payments[-1].served_by))]


def _assistance(payments: tuple[PaymentFacts, ...], place: Place, words: Words) -> list[Block]:
    """Whom to ask for help with a bill for care."""
    if not place.assistance or not any(_is_for_care(placed) for placed, _ in _applied(payments)):
        return []
    return [Text(text=words.assistance.format(phone=place.assistance.phone))]
