"""The slip of a refund that was asked for: how much, of what, and from when on it can be paid out. It is no money."""

from cashier.domain.line import Line
from cashier.domain.money import ZERO
from cashier.domain.place import Place
from cashier.domain.refund import read_refund_record
from cashier.domain.targets import TargetKind
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.words import receipt_language, receipt_words


def refund_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a REFUND_SLIP line, in the member's language; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_refund_record(line)
    words = receipt_words(said.language)
    taken, target = line.taken_at.astimezone(place.time_zone), said.wish.fund.target
    source = words.deposit.format(reference=target.number) if target.kind is TargetKind.PREPAY else words.credit
    rest = said.wish.amount - said.asked.to_card
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=words.cashier.format(window=words.window_name(place.window)), align=Align.CENTER),
        Text(text=f"{words.day(taken.date())}  {words.time(taken)}", align=Align.CENTER),
        *([Text(text=words.duplicate.format(copy=copy), align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Text(text=words.refund_asked, align=Align.CENTER, bold=True),
        Text(text=words.refund_no_money, align=Align.CENTER),
        Feed(),
        # Paper gets left on counters: it knows the member by the last digits alone.
        Pair(left=words.member, right="****" + said.member_number[-4:]),
        Rule(),
        Text(text=f"{words.used_from}: {source}"),
        Pair(left=words.refund, right=str(said.wish.amount), bold=True),
        *([Pair(left=words.refund_to_card, right=said.asked.to_card.plain())] if said.asked.to_card > ZERO else []),
        *([Pair(left=words.refund_by_check, right=rest.plain())] if rest > ZERO else []),
        Pair(left=words.refund_from, right=words.day(said.asked.payable_from)),
        Rule(),
        Pair(left=words.left_there, right=said.asked.left.plain()),
        Feed(),
        Text(text=words.served_by.format(name=said.served_by)),
        Text(text=words.questions.format(phone=place.questions_phone)),
    ]
    return Document(
        blocks=tuple(blocks),
        barcode="",
        copy=copy,
        title="Refund request",
        language=receipt_language(said.language),
    )
