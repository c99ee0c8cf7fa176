"""The opening tape: what a drawer began with, who counted it, and for which day."""

from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.place import Place
from cashier.domain.shift import shift_of
from cashier.domain.times import day_words
from receipts.document import Block, Pair, Rule, Text
from receipts.slip_parts import count_blocks, sign_blocks


def opening_blocks(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    """The float by denomination, and everybody who signed for something. Raises UnreadableBody, KeyError."""
    shift, said = shift_of(line), line.facts
    blocks: list[Block] = [
        Pair(left="Opened by", right=shift.staff_name),
        Pair(left="Drawer", right=line.desk),
        Pair(left="Business date", right=day_words(shift.business_date)),
    ]
    if "date_by_name" in said:
        blocks.append(Pair(left="Date set by", right=said["date_by_name"]))
    blocks.append(Rule())
    if "assigned_cents" in said:
        blocks.append(Pair(left="Float assigned", right=Money(said["assigned_cents"]).plain()))
    blocks += [
        *count_blocks(said["count"]),
        Pair(left="Float counted in", right=str(shift.float_amount), bold=True),
        Rule(),
    ]
    if "approver_name" in said:
        blocks.append(Pair(left="Counted, too, by", right=said["approver_name"]))
    if "also_by_name" in said:
        blocks += [
            Text(text=f"Open, too: {', '.join(said['also_at'])}"),
            Pair(left="Agreed to by", right=said["also_by_name"]),
        ]
    signers = [shift.staff_name, *([said["approver_name"]] if "approver_name" in said else [])]
    return "DRAWER OPENED", [*blocks, *(block for who in signers for block in sign_blocks(who))]
