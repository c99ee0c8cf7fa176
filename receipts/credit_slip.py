"""The slip of a deposit or credit that paid a bill: no money came in, and what is left of both."""

from cashier.domain.funds import read_use_record
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.targets import TargetKind
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.words import receipt_language, receipt_words


def credit_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a CREDIT_SLIP line, in the member's language; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_use_record(line)
    words = receipt_words(said.language)
    taken, target = line.taken_at.astimezone(place.time_zone), said.wish.fund.target
    source = words.deposit.format(reference=target.number) if target.kind is TargetKind.PREPAY else words.credit
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=words.cashier.format(window=words.window_name(place.window)), align=Align.CENTER),
        Text(text=f"{words.day(taken.date())}  {words.time(taken)}", align=Align.CENTER),
        *([Text(text=words.duplicate.format(copy=copy), align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Text(text=words.credit_used, align=Align.CENTER, bold=True),
        Feed(),
        # Paper gets left on counters: it knows the member by the last digits alone.
        Pair(left=words.member, right="****" + said.member_number[-4:]),
        Rule(),
        Text(text=f"{words.used_from}: {source}"),
        Text(text=words.statement.format(number=said.wish.statement)),
        Pair(left=words.used, right=str(said.wish.amount), bold=True),
        Rule(),
        Pair(left=words.left_there, right=said.used.left.plain()),
        Pair(left=words.open_now, right=said.used.open_after.plain()),
        Feed(),
        Text(text=words.served_by.format(name=said.served_by)),
        Text(text=words.questions.format(phone=place.questions_phone)),
    ]
    return Document(
        blocks=tuple(blocks),
        barcode=said.wish.statement,
        copy=copy,
        title="Credit used",
        language=receipt_language(said.language),
    )
