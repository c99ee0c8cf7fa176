"""One agency's check for many members, with its list (R30): read line by line, matched, and the rest held.

The list is CSV in UTF-8 with a heading: ``statement``, ``member``, ``amount`` in dollars and, if it likes, ``name``.
A line names a statement, or a member whose oldest medical statements are paid.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cashier.domain.accounts import BookLine
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.scan import safe_text
from cashier.domain.statements import Statement, counts_as_due
from cashier.domain.targets import Part, Target, TargetKind

LINES_MOST = 200
BYTES_MOST = 200_000
_NEEDED = ("statement", "member", "amount")
_FIELD_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A line as the agency wrote it; ``line`` counts from 1, the heading is line 1 of the file."""

    line: int
    statement: str
    member: str
    amount: Money
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a line's money goes: by statement number, and what of it is held; ``why`` where that is anything."""

    said: ListLine
    paid: Mapping[str, Money]
    held: Money = ZERO
    why: str = ""

    def facts(self) -> dict[str, Any]:
        """As the journal keeps it."""
        told = {"statement": self.said.statement, "member": self.said.member, "name": self.said.name, "why": self.why}
        return {
            "line": self.said.line,
            "cents": self.said.amount.cents,
            "paid": {number: amount.cents for number, amount in self.paid.items()},
            "held": self.held.cents,
        } | {key: text for key, text in told.items() if text}


def read_list(text: str) -> tuple[ListLine, ...]:
    """The lines of a list. Raises Refused, naming the line and the field; nothing of the file is repeated."""
    if len(text) > BYTES_MOST:
        raise Refused(f"The list is too long. Split it into lists of {LINES_MOST} lines, each with its check.")
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    try:
        heading = [cell.strip().lower() for cell in next(rows, [])]
        missing = [name for name in _NEEDED if name not in heading]
        if missing:
            raise Refused(f"The list's first line has no column {missing[0]}. Name statement, member and amount there.")
        lines = [_line(number, dict(zip(heading, row, strict=False))) for number, row in enumerate(rows, 2) if any(row)]
    except csv.Error as trouble:
        raise Refused(
            f"Line {rows.line_num} is not CSV. Save the list as comma-separated values, and choose it again."
        ) from trouble
    if not lines:
        raise Refused("The list has no lines below its heading.")
    if len(lines) > LINES_MOST:
        raise Refused(f"The list has more than {LINES_MOST} lines. Split it, each part with its check.")
    return tuple(lines)


def _line(number: int, row: Mapping[str, str]) -> ListLine:
    def cell(name: str) -> str:
        return safe_text(row.get(name, ""), f"Line {number}, {name}", most=_FIELD_MOST)

    amount = parse_amount(row.get("amount", "").strip().removeprefix("$"), f"line {number} of the list")
    return ListLine(
        line=number,
        statement=cell("statement").upper(),
        member=cell("member").replace(" ", ""),
        amount=amount,
        name=cell("name"),
    )


Check = Callable[[Statement, Money], None]
"""Raises Refused where a statement takes no such amount."""


def match_list(
    lines: Sequence[ListLine], statements: Mapping[str, Statement], *, region: str, today: date, check: Check
) -> tuple[Match, ...]:
    """Each line to its statement, or to its member's oldest; what fits nowhere is held. ``statements`` by number.

    A check pays one book: premium is held, and so is what is confidential, which stands on nobody else's receipt.
    """
    left = {s.number: s.open for s in statements.values() if _may_be_paid(s, region)}
    matches = []
    for said in lines:
        named = statements.get(said.statement) if said.statement else None
        if said.statement:
            wanted = [named] if named is not None and said.member in ("", named.member_number) else []
        else:
            theirs = [s for s in statements.values() if said.member == s.member_number and counts_as_due(s, today)]
            wanted = sorted(theirs, key=lambda s: (s.due_date, s.number))
        matches.append(_match(said, [s for s in wanted if s.number in left], left, check))
    return tuple(matches)


def _may_be_paid(statement: Statement, region: str) -> bool:
    is_medical = statement.book.line is BookLine.MEDICAL
    return is_medical and statement.region == region and not statement.confidential and statement.open > ZERO


def _match(said: ListLine, wanted: Sequence[Statement], left: dict[str, Money], check: Check) -> Match:
    rest, paid = said.amount, {}
    for statement in wanted:
        amount = min(rest, left[statement.number])
        if amount == ZERO:
            continue
        try:
            check(statement, amount)
        except Refused:
            continue
        paid[statement.number] = amount
        left[statement.number] -= amount
        rest -= amount
    why = "" if rest == ZERO else "more than is open" if paid else "not matched"
    return Match(said=said, paid=paid, held=rest, why=why)


def parts_of_list(matches: Sequence[Match], agency: str) -> tuple[Part, ...]:
    """What the one payment pays: each statement once, and one part that is held with the numbers of its lines."""
    paid: dict[str, Money] = {}
    for match in matches:
        for number, amount in match.paid.items():
            paid[number] = paid.get(number, ZERO) + amount
    parts = [Part(target=Target(TargetKind.STATEMENT, number), amount=amount) for number, amount in paid.items()]
    held = total([match.held for match in matches])
    if held > ZERO:
        numbers = [str(match.said.line) for match in matches if match.held > ZERO]
        note = f"{agency[:40]}: {_lines(len(numbers))} {', '.join(numbers)} of the list"
        note = note if len(note) <= 120 else f"{note[:116]} …"
        parts.append(Part(target=Target(TargetKind.HOLDING), amount=held, note=note, source="agency list"))
    return tuple(parts)


def list_words(matches: Sequence[Match]) -> str:
    """``3 lines, $240.00: 2 matched. Held: lines 4 (not matched).``"""
    count, amount = len(matches), total([match.said.amount for match in matches])
    held = [match for match in matches if match.held > ZERO]
    said = f"{count} {_lines(count)}, {amount}: {count - len(held)} matched whole."
    if not held:
        return said
    numbers = ", ".join(f"{match.said.line} ({match.held} {match.why})" for match in held[:8])
    more = f" and {len(held) - 8} more" if len(held) > 8 else ""
    return f"{said} Held for their owners: {_lines(len(held))} {numbers}{more}."


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"
