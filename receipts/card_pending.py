"""The slip that a member takes along while it is not known whether their card was charged (R20). It is no receipt."""

from cashier.domain.card import read_wish
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.place import Place
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.words import receipt_language, receipt_words


def card_pending_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a CARD_ASKED line, in the member's language; ``copy`` counts from 0. Raises UnreadableBody."""
    try:
        service, terminal, amount = str(line.facts["service_id"]), str(line.facts["terminal"]), line.facts["cents"]
        member = read_wish(line.facts["wish"]).member_number
        language, asked = str(line.facts.get("language", "en")), Money(amount)
    except MISREAD as trouble:
        raise UnreadableBody(f"A card attempt cannot be read: {type(trouble).__name__}.") from trouble
    words, at = receipt_words(language), line.taken_at.astimezone(place.time_zone)
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=words.cashier.format(window=words.window_name(place.window)), align=Align.CENTER),
        Text(text=f"{words.day(at.date())}  {words.time(at)}", align=Align.CENTER),
        *([Text(text=words.duplicate.format(copy=copy), align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Text(text=words.card_pending, align=Align.CENTER, bold=True),
        Text(text=words.no_receipt, align=Align.CENTER),
        Feed(),
        # Paper gets left on counters: it knows the member by the last digits alone.
        *([Pair(left=words.member, right="****" + member[-4:])] if member else []),
        Pair(left=words.reference, right=f"{line.desk}-{terminal}-{service}"),
        Rule(),
        Pair(left=words.asked_of_card, right=str(asked), bold=True),
        Rule(),
        Text(text=words.card_pending_told),
        Feed(),
        Text(text=words.questions.format(phone=place.questions_phone)),
    ]
    return Document(
        blocks=tuple(blocks), barcode="", copy=copy, title="Card result pending", language=receipt_language(language)
    )
