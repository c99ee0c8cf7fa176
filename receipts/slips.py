"""What slips and tapes say, built from one committed line each: drops, openings without a sale, X and Z.

They are for staff and in English, but for the member's slip of a void.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cashier.domain.bags import bags_of
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.over_short import over_short_words
from cashier.domain.place import Place
from cashier.domain.slips import slips_of, z_name
from cashier.domain.surprise import read_surprise
from cashier.domain.terminal_totals import HeldAgainst, read_held_against
from cashier.domain.times import day_words
from cashier.domain.z_report import ZReport, read_z, z_number
from receipts.absent_slip import absent_count_blocks, signed_blocks
from receipts.correction_slips import change_slip, move_slip, slip_language, void_slip
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.handed_slip import arrived_blocks, given_blocks
from receipts.opening_slip import opening_blocks
from receipts.slip_parts import book_words, count_blocks, sign_blocks
from receipts.words import WORDS, Words

_COPIES = ("FOR THE BAG", "FOR THE DRAWER")


def drawer_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a line that is about the drawer. ``copy`` counts from 0; beyond its own slips it says
    DUPLICATE. Raises UnreadableBody, also for a line that has no paper.
    """
    says = _SAYS.get(line.kind)
    if says is None:
        raise UnreadableBody("This line has no paper.")
    try:
        title, blocks = says(line, copy, place)
        language = slip_language(line, copy)
    except MISREAD as trouble:
        raise UnreadableBody(f"A slip cannot be made: {type(trouble).__name__}.") from trouble
    originals = slips_of(line)
    words, again = WORDS[language], max(0, copy - originals + 1)
    head: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=words.cashier.format(window=words.window_name(place.window)), align=Align.CENTER),
        Text(text=_when(line, place, words), align=Align.CENTER),
        Feed(),
        Text(text=title, align=Align.CENTER, bold=True),
        *([Text(text=words.duplicate.format(copy=again), align=Align.CENTER, bold=True)] if again else []),
        Rule(),
    ]
    return Document(blocks=(*head, *blocks), barcode=_name(line), copy=copy, title="Slip", language=language)


def _name(line: Line) -> str:
    """What its barcode says: a Z report's number, a drop's bag, for the others the end of the line's id."""
    if line.kind is LineKind.SHIFT_CLOSED:
        return z_name(line.desk, z_number(line))
    if line.kind is LineKind.CASH_DROPPED:
        return bags_of(line)[0]
    return f"{line.desk}-{line.line_id.hex[-8:].upper()}"


def _when(line: Line, place: Place, words: Words) -> str:
    at = line.taken_at.astimezone(place.time_zone)
    return f"{words.day(at.date())}  {words.time(at)}"


def _drop(line: Line, copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    blocks: list[Block] = [Text(text=_COPIES[copy % len(_COPIES)], align=Align.CENTER), Feed()]
    for bag in said["bags"]:
        blocks += [Pair(left="Bag", right=bag["number"], bold=True), Pair(left="Book", right=book_words(bag["book"]))]
        blocks += count_blocks(bag["count"])
        blocks.append(Pair(left="Cash in the bag", right=str(Money(bag["cash_cents"])), bold=True))
    return "DROP TO THE SAFE", [
        *blocks,
        Rule(),
        Pair(left="Dropped by", right=said["staff_name"]),
        Pair(left="Witness", right=said["witness_name"]),
        *sign_blocks("Received by the safe"),
    ]


def _no_sale(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    return "NO SALE", [
        Pair(left="Drawer opened by", right=said["staff_name"]),
        Pair(left="Number in this shift", right=str(said["number"])),
        Text(text=f"Reason: {said['reason']}"),
    ]


def _paid(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said, amount = line.facts, total([transfer.amount for transfer in line.transfers])
    return "PAID OUT" if line.kind is LineKind.PAID_OUT else "PAID IN", [
        Pair(left="Amount", right=str(amount), bold=True),
        Text(text=f"Reason: {said['reason']}"),
        Pair(left="By", right=said["staff_name"]),
        Pair(left="Approved by", right=said["approver_name"]),
        *sign_blocks("Signature"),
    ]


def _exchange(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    return "EXCHANGE WITH THE SAFE", [
        Text(text="To the safe", bold=True),
        *count_blocks(said["given"]),
        Text(text="Back into the drawer", bold=True),
        *count_blocks(said["got"]),
        Pair(left="Each side", right=str(Money(said["cents"])), bold=True),
        Pair(left="By", right=said["staff_name"]),
        *([Pair(left="For the safe", right=said["witness_name"])] if said.get("witness_name") else []),
        *sign_blocks("Safe"),
    ]


def _x(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    cash = said["cash_cents"]
    return "X READING", [
        Pair(left="Drawer of", right=said["drawer_of"]),
        Pair(left="Read by", right=said["staff_name"]),
        Rule(),
        Pair(left="Payments", right=str(said["payments"])),
        *_tenders(said),
        Pair(left="Checks and other paper", right=str(said["papers"])),
        Pair(left="Opened without a sale", right=str(said["no_sales"])),
        Pair(left="Cash", right=str(Money(cash)) if cash is not None else "not shown before the count", bold=True),
        Feed(),
        Text(text="Nothing was closed.", align=Align.CENTER),
    ]


def _z(line: Line, _copy: int, place: Place) -> tuple[str, list[Block]]:
    z = read_z(line)
    return f"Z REPORT {z.number}", [
        *_shift(line, z, place),
        Rule(),
        *_taken(z),
        Rule(),
        *_cash(z),
        Rule(),
        *_paper(z),
        Rule(),
        *_leaves(z),
        *_not_sent(z.said["not_sent"]),
        *signed_blocks(line, z),
    ]


def _shift(line: Line, z: ZReport, place: Place) -> list[Block]:
    said: list[Block] = [Pair(left="Cashier", right=z.staff_name)]
    if line.business_date is not None:
        said.append(Pair(left="Business date", right=day_words(line.business_date)))
    words = WORDS["en"]
    for what, instant in (("Opened", z.opened_at), ("Closed", z.closed_at)):
        at = instant.astimezone(place.time_zone)
        said.append(Pair(left=what, right=f"{words.short_day(at.date())}  {words.time(at)}"))
    before = f"Z {z.previous}  {z.previous_chain[:16]}" if z.previous else "none"
    return [*said, Pair(left="Z before", right=before)]


def _taken(z: ZReport) -> list[Block]:
    said = z.said
    blocks: list[Block] = [Pair(left="Payments", right=str(said["payments"]), bold=True)]
    if said["first_receipt"]:
        blocks += [Pair(left="First", right=said["first_receipt"]), Pair(left="Last", right=said["last_receipt"])]
    blocks += _tenders(said)
    blocks += [Pair(left=f"Drop, bag {bag}", right=Money(cents).plain()) for bag, cents in said["drops"]]
    for receipt, cents, approver in said.get("voids", ()):
        blocks.append(Pair(left=f"Voided {receipt}", right=Money(cents).plain()))
        blocks.append(Text(text=f"approved by {approver}", indent=2))
    for receipt, was, now, cents, approver in said.get("changes", ()):
        blocks.append(Pair(left=f"Tender changed {receipt}", right=Money(cents).plain()))
        blocks.append(Text(text=f"{was} is {now}, approved by {approver}", indent=2))
    blocks += [Pair(left=f"To {name}", right=Money(cents).plain()) for name, cents in said.get("given", ())]
    blocks += [Pair(left=f"From {name}", right=Money(cents).plain()) for name, cents in said.get("received", ())]
    for words, cents in (("Paid in", said["paid_in_cents"]), ("Paid out", said["paid_out_cents"])):
        if cents:
            blocks.append(Pair(left=words, right=Money(cents).plain()))
    for witness, cents in said.get("surprises", ()):
        blocks.append(Pair(left=f"Surprise count, {witness}", right=over_short_words(Money(cents))))
    return [*blocks, Pair(left="Opened without a sale", right=str(said["no_sales"]))]


def _tenders(said: Mapping[str, Any]) -> list[Block]:
    names = {"cash": "Cash", "check": "Checks", "money_order": "Money orders", "card": "Cards"}
    names["cashiers_check"] = "Cashier's checks"
    blocks: list[Block] = [
        Pair(left=f"{names.get(kind, kind.replace('_', ' ').capitalize())} · {count}", right=Money(cents).plain())
        for kind, count, cents in said["tenders"]
    ]
    if held := read_held_against(said):
        return [*blocks, *(block for terminal in held for block in _held_against(terminal))]
    return [*blocks, *(_terminal(*row) for row in said["cards"])]


def _terminal(terminal: str, count: int, cents: int) -> Pair:
    return Pair(left=f"Terminal {terminal or 'unknown'} · {count}", right=Money(cents).plain())


def _held_against(held: HeldAgainst) -> list[Block]:
    """A terminal's total at this desk and, below it, what the terminal says itself."""
    ours = _terminal(held.terminal, held.count, held.amount.cents)
    if held.said is None:
        return [ours, Text(text="not compared: the terminal said nothing", indent=2, bold=True)]
    if not held.differs:
        return [ours, Text(text="as the terminal says", indent=2)]
    theirs = Pair(left=f"terminal says · {held.said.count}", right=held.said.amount.plain(), bold=True)
    found = [Text(text=sentence, indent=2) for sentence in held.found_words]
    return [ours, theirs, Text(text=held.difference_words, indent=2), *found]


def _cash(z: ZReport) -> list[Block]:
    blocks: list[Block] = [Text(text="CASH", bold=True)]
    if "assigned_cents" in z.said:  # A drawer whose float was left by another, and a report that says it.
        blocks.append(Pair(left="Float assigned", right=Money(z.said["assigned_cents"]).plain()))
    blocks.append(Pair(left="Float counted in", right=z.float_amount.plain()))
    for name, words in (("tendered", "Cash tendered"), ("change", "Change given"), ("net", "Net cash")):
        if "cash" in z.said:  # A shift with cash, and a report that was made since they stand in it.
            blocks.append(Pair(left=words, right=Money(z.said["cash"][name]).plain()))
    blocks += [
        Pair(left=f"Expected, {book_words(code)}", right=Money(cents).plain())
        for code, cents in z.said["expected"].items()
    ]
    blocks += count_blocks(z.count)
    blocks.append(Pair(left="Counted", right=z.counted.plain(), bold=True))
    blocks.append(Pair(left="Difference", right=over_short_words(z.difference), bold=True))
    if len(z.said["attempts"]) > 1:
        blocks += [
            Pair(left=f"Count {attempt['number']}", right=Money(attempt["cents"]).plain())
            for attempt in z.said["attempts"]
        ]
    return blocks + ([Text(text=f"Reason: {z.said['reason']}")] if z.said["reason"] else [])


def _paper(z: ZReport) -> list[Block]:
    said = z.said
    missing = set(said["missing"])
    listed = list(zip(said["items"], said["checks"], strict=True))
    here = [item for key, item in listed if key not in missing]
    amount = total([Money(item["cents"]) for item in (*here, *said["found"])])
    blocks: list[Block] = [
        Pair(left=f"CHECKS AND MONEY ORDERS · {len(here) + len(said['found'])}", right=amount.plain(), bold=True)
    ]
    for key, item in listed:
        blocks.append(Pair(left=f"{_item(item)}  {item['receipt']}", right=Money(item["cents"]).plain()))
        if key in missing:
            blocks.append(Text(text="missing", indent=2, bold=True))
    for item in said["found"]:
        blocks.append(Pair(left=_item(item), right=Money(item["cents"]).plain()))
        blocks.append(Text(text="not on the list", indent=2, bold=True))
    return blocks


def _leaves(z: ZReport) -> list[Block]:
    said = z.said
    blocks: list[Block] = []
    if z.left > ZERO:
        blocks += [
            Pair(left=f"Float, till bag {said['till_bag']}", right=z.left.plain(), bold=True),
            *count_blocks(said["left"]),
            Pair(left="Taken to the safe by", right=said["received_by"]),
        ]
    if over := said.get("handed_over"):
        blocks += [
            Pair(left="Handed over to", right=over["to_name"], bold=True),
            Pair(left="Accepted at", right=over["at_desk"]),
        ]
    for bag in said["bags"]:
        amount = Money(bag["cash_cents"] + bag["checks_cents"])
        blocks.append(
            Pair(left=f"{book_words(bag['book']).capitalize()} bag {bag['number']}", right=amount.plain(), bold=True)
        )
        blocks += [
            Pair(left="  cash", right=Money(bag["cash_cents"]).plain()),
            Pair(left="  checks and money orders", right=Money(bag["checks_cents"]).plain()),
        ]
    return blocks


def _surprise(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    """What two people found; after a first count that differs, no amount that should be there (R1)."""
    found = read_surprise(line)
    return "SURPRISE COUNT", [
        *count_blocks(line.facts["count"]),
        Pair(left="Counted", right=str(found.counted), bold=True),
        Text(text=found.words, bold=True),
        Rule(),
        Pair(left="Counted by", right=line.facts["staff_name"]),
        Pair(left="Counted along", right=found.witness_name),
        *sign_blocks("Cashier"),
        *sign_blocks("Counted along"),
    ]


def _not_sent(said: Mapping[str, Any]) -> list[Block]:
    """What the ledger did not have when the drawer was closed."""
    if not said["payments"]:
        return []
    return [
        Rule(),
        Pair(left="Not posted at the close", right=f"{said['payments']} payment{'s' if said['payments'] > 1 else ''}"),
        *(Text(text=receipt, indent=2) for receipt in said["receipts"]),
    ]


def _item(item: Mapping[str, Any]) -> str:
    number = item["number"] or "?"
    return number if item["kind"] == "check" else f"{_SHORT.get(item['kind'], item['kind'])} {number}"


_SHORT = {"money_order": "MO", "cashiers_check": "CC"}


_SAYS: Mapping[LineKind, Callable[[Line, int, Place], tuple[str, list[Block]]]] = {
    LineKind.SHIFT_OPENED: opening_blocks,
    LineKind.CASH_DROPPED: _drop,
    LineKind.TRANSFER_GIVEN: given_blocks,
    LineKind.DRAWER_HANDED_OVER: given_blocks,
    LineKind.TRANSFER_ACCEPTED: arrived_blocks,
    LineKind.TRANSFER_RECALLED: arrived_blocks,
    LineKind.DRAWER_RECALLED: arrived_blocks,
    LineKind.NO_SALE: _no_sale,
    LineKind.PAID_IN: _paid,
    LineKind.PAID_OUT: _paid,
    LineKind.BILLS_EXCHANGED: _exchange,
    LineKind.SURPRISE_COUNTED: _surprise,
    LineKind.VOIDED: void_slip,
    LineKind.MOVED: move_slip,
    LineKind.TENDER_CHANGED: change_slip,
    LineKind.DRAWER_COUNTED: absent_count_blocks,
    LineKind.DRAWER_READ: _x,
    LineKind.SHIFT_CLOSED: _z,
}
