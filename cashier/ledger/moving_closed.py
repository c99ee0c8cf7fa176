"""Money of a closed drawer that the cash office moves: asked for, then agreed to by another person, or declined.

Each is a line of the ledger's own journal (R5, R6). Asked, nothing moves; agreed to, as much leaves what the payment
pays by then as is still there, and no more. All is decided under the own journal's lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.closed_move import (
    PREFIX,
    Piece,
    day_of,
    read_reason,
)
from cashier.domain.correction import Why, corrected_facts, why_words
from cashier.domain.desk_payment import LAST_FOUR, initials_of
from cashier.domain.errors import FieldRefused, NotAllowed, Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money
from cashier.domain.move import AMOUNT, MOVE_REASONS, TO
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.targets import Target, TargetKind, read_target
from cashier.domain.times import Clock, day_words
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, Outcome, day_of_deed, do
from cashier.ledger.corrections import TAKEN_BACK
from cashier.ledger.database import OWN_DESK
from cashier.ledger.drawers import DRAWER_OF
from cashier.ledger.moves_decided import STATEMENT, as_told, decide_move, found_closed
from cashier.ledger.payment_found import FoundPayment
from cashier.ledger.touched import note_touched
from cashier.wire_deeds import Deed, SourceRow, TaskTold

_MOVES = """
    SELECT act.subject, act.sequence, act.staff, act.at, line.body, closed.kind AS closed_by,
           COALESCE(asker.name, act.staff) AS asker, COALESCE(closer.name, closed.staff, '') AS closer
    FROM office_acts AS act JOIN lines AS line ON line.desk = :own AND line.sequence = act.sequence
    LEFT JOIN office_acts AS closed
        ON closed.subject = act.subject AND closed.kind IN ('move_agreed', 'move_declined')
    LEFT JOIN staff AS asker ON asker.number = act.staff
    LEFT JOIN staff AS closer ON closer.number = closed.staff
    WHERE act.kind = 'move_asked'
"""
_ONE = text(f"{_MOVES} AND act.subject = :subject")
_OPEN = text(
    f"{_MOVES} AND closed.kind IS NULL AND read_body(line.body) -> 'facts' ->> 'center' = :center ORDER BY act.at"
)
_DRAWER = text(f"SELECT staff FROM ({DRAWER_OF}) AS drawer WHERE desk = :desk")
_CORRECTED = text(
    """
    INSERT INTO corrections (desk, sequence, of_desk, corrects, kind, receipt, cents, stands, changed_in)
    VALUES (:desk, :sequence, :of_desk, :corrects, 'move_agreed', :receipt, :cents, TRUE, pg_current_xact_id())
    ON CONFLICT DO NOTHING
    """
)
_WAS = text("SELECT body FROM lines WHERE desk = :own AND sequence = :sequence")


def tell_payment(connection: Connection, receipt: str, caller: Staff, center: str) -> TaskTold:
    """What a payment of a closed drawer pays by now. Raises Refused, with who may correct it instead."""
    caller.needs(Right.MOVE_CLOSED, "move payments of closed drawers")
    found = found_closed(connection, receipt, center)
    payment, first = as_told(connection, found), found.payment.lines[0]
    last = found.payment.facts[-1]
    member = f"{initials_of(last.member_name)} …{last.member_number[-LAST_FOUR:]}" if last.member_number else "none"
    return TaskTold(
        sources=tuple(
            SourceRow(code=each.target.code, words=each.words, cents=each.amount.cents) for each in payment.sources
        ),
        facts=(
            ("Taken", f"{day_words(day_of(first))} at {found.maker} by {last.served_by}"),
            ("Member", member),
            *((tender.words, tender.amount.plain()) for tender in found.payment.tenders if tender.amount > ZERO),
        ),
    )


def ask_move(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """Ask for a move; nothing moves yet. Raises Refused (FieldRefused names the field)."""
    caller.needs(Right.MOVE_CLOSED, "move payments of closed drawers")
    source, to = read_target(wish.source), _goal(wish.to)
    why = read_reason(Why(reason=wish.reason, text=wish.words))
    if wish.cents is None:
        raise FieldRefused("Enter how much of it is to be moved.", AMOUNT)
    amount = Money(wish.cents)

    def decide() -> Outcome:
        found = found_closed(connection, wish.receipt, center)
        decide_move(connection, found, source, to, amount)
        if (waits := _asked_already(connection, wish.receipt, source, center)) > ZERO:
            _must_leave(connection, found, source, waits, amount)
        first = found.payment.lines[0]
        return Outcome(
            (),
            {
                "payment": str(found.payment.facts[-1].payment_id),
                "desk": found.maker,
                "center": center,
                "cashier": first.staff,
                "taken_on": day_of(first).isoformat(),
                "staff_name": caller.name,
            },
        )

    act = Act(
        line_id=wish.line_id,
        kind=LineKind.MOVE_ASKED,
        subject=f"{PREFIX}{wish.line_id}",
        staff=caller.user,
        facts={
            "receipt": wish.receipt,
            "source": source.code,
            "to": to.code,
            "cents": amount.cents,
            "reason": why.reason,
            "text": why.text,
        },
    )
    do(connection, act, decide=decide, clock=clock, new_id=new_id)
    return f"The move of {amount} from {source.code} to {_goal_words(to)} is asked for. Another person agrees to it."


def agree_to_move(
    connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> str:
    """A second person agrees, and the money pays the other thing from today on. Raises Refused."""
    row = _one(connection, wish.about, center)
    agreeing = _Agreeing(connection, wish, caller, center)
    sequence = _do(
        connection,
        wish,
        caller,
        LineKind.MOVE_AGREED,
        agreeing.decide,
        clock=clock,
        new_id=new_id,
        day=day_of_deed(wish.day, clock().date()),
    )
    _follow(connection, sequence, agreeing.taken)
    facts = _line(row).facts
    return (
        f"{Money(facts['cents'])} of {facts['receipt']} is moved from {facts['source']} to "
        f"{_goal_words(read_target(facts['to']))}. Its slip prints for two signatures."
    )


def decline_move(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """Another person declines; it pays on what it pays. Raises Refused."""

    def decide() -> Outcome:
        row = _still_open(connection, wish.about, center)
        _must_be_another(connection, row, caller)
        return Outcome((), _what(row))

    row = _one(connection, wish.about, center)
    _do(connection, wish, caller, LineKind.MOVE_DECLINED, decide, clock=clock, new_id=new_id)
    facts = _line(row).facts
    return f"The move of {Money(facts['cents'])} of {facts['receipt']} is declined. Tell {row.asker}."


def open_moves(connection: Connection, center: str) -> list[Row[Any]]:
    """What was asked for at a center and waits for a word, oldest first."""
    return list(connection.execute(_OPEN, {"own": OWN_DESK, "center": center}))


def may_agree(connection: Connection, row: Row[Any], caller: Staff) -> bool:
    """Whether a move waits for this person's word."""
    try:
        _must_be_another(connection, row, caller)
    except Refused:
        return False
    return True


def move_words(row: Row[Any]) -> tuple[str, str, Money]:
    """A move that waits, as a list says it: of which receipt, from where to where and by whom, and how much."""
    facts = _line(row).facts
    to = _goal_words(read_target(facts["to"]))
    return f"Move of {facts['receipt']}", f"{row.asker}: from {facts['source']} to {to}.", Money(facts["cents"])


def move_facts(connection: Connection, about: str, center: str) -> tuple[tuple[str, str], ...]:
    """What whoever agrees should know, label by label. Raises Refused."""
    row = _one(connection, about, center)
    facts = _line(row).facts
    to = read_target(facts["to"])
    told = [
        ("Receipt", facts["receipt"]),
        ("Taken", f"{day_words(date.fromisoformat(facts['taken_on']))} at {facts['desk']}"),
        ("From", facts["source"]),
        ("To", f"{_goal_words(to)}{_whose(connection, to)}"),
        ("Amount", str(Money(facts["cents"]))),
        ("Why", why_words(facts, MOVE_REASONS)),
        ("Asked by", row.asker),
    ]
    if row.closed_by is not None:
        told.append(("Agreed by" if row.closed_by == LineKind.MOVE_AGREED else "Declined by", row.closer))
    return tuple(told)


@dataclass(slots=True)
class _Agreeing:
    connection: Connection
    wish: Deed
    caller: Staff
    center: str
    taken: tuple[Piece, ...] = ()

    def decide(self) -> Outcome:
        """Under the own journal's lock: what leaves where, of what is there now."""
        connection = self.connection
        row = _still_open(connection, self.wish.about, self.center)
        _must_be_another(connection, row, self.caller)
        asked = _line(row).facts
        found = found_closed(connection, asked["receipt"], self.center)
        source, to, amount = read_target(asked["source"]), read_target(asked["to"]), Money(asked["cents"])
        self.taken, placed = decide_move(connection, found, source, to, amount)
        credited = to.account(self.center)
        words = {each.target: each.words for each in as_told(connection, found).sources}
        return Outcome(
            tuple(Transfer(piece.account, credited, piece.amount) for piece in self.taken),
            {
                **corrected_facts(found.payment, [(piece.part, piece.amount) for piece in self.taken]),
                **_what(row),
                "book": placed.book.code,
                "from_words": words[source],
                "to": placed.facts(),
                "staff_name": row.asker,
                "approver": self.caller.user,
                "approver_name": self.caller.name,
            },
        )


def _asked_already(connection: Connection, receipt: str, source: Target, center: str) -> Money:
    """How much of the same is asked for and waits for a word."""
    waits = ZERO
    for row in open_moves(connection, center):
        facts = _line(row).facts
        if (facts["receipt"], facts["source"]) == (receipt, source.code):
            waits += Money(facts["cents"])
    return waits


def _must_leave(connection: Connection, found: FoundPayment, source: Target, waits: Money, amount: Money) -> None:
    """Raises FieldRefused where less than ``amount`` is left besides what waits for a word."""
    there = next(each.amount for each in as_told(connection, found).sources if each.target == source)
    if waits + amount > there:
        raise FieldRefused(
            f"{waits} of what is on {source.code} is asked for already. Move what is left, or have that declined.",
            AMOUNT,
        )


def _follow(connection: Connection, sequence: int, taken: tuple[Piece, ...]) -> None:
    """What stands beside the line: once, however often it is asked for."""
    line = read_line(connection.scalars(_WAS, {"own": OWN_DESK, "sequence": sequence}).one().encode())
    said = line.facts
    for piece in taken:
        if piece.task:
            row = {"task": piece.task, "desk": OWN_DESK, "sequence": sequence, "cents": piece.amount.cents}
            connection.execute(TAKEN_BACK, row)
    row = {"desk": OWN_DESK, "sequence": sequence, "of_desk": said["desk"], "corrects": said["corrects"]}
    connection.execute(_CORRECTED, row | {"receipt": said["receipt"], "cents": said["cents"]})
    sides = [side for moved in line.transfers for side in (moved.debit, moved.credit)]
    note_touched(connection, sequence, sides, said["guarantor"])


def _what(row: Row[Any]) -> dict[str, Any]:
    """What every later line says again of what was asked for."""
    facts = _line(row).facts
    said = {name: facts[name] for name in ("receipt", "desk", "center", "cents", "reason", "text")}
    return said | {"from": facts["source"], "asked_by": row.staff}


def _must_be_another(connection: Connection, row: Row[Any], caller: Staff) -> None:
    """R5: never who asked, never whoever took it or has that desk's open drawer. Raises Refused."""
    facts = _line(row).facts
    if row.staff == caller.user:
        raise Refused("Nobody agrees to their own move. Ask a lead.")
    caller.needs(Right.APPROVE_CORRECTIONS, "agree to moves")
    if facts["cashier"] == caller.user:
        raise NotAllowed(f"{caller.name} took that payment and can't agree to its move. Ask another lead.")
    if connection.scalar(_DRAWER, {"desk": facts["desk"]}) == caller.user:
        raise NotAllowed(f"{caller.name} has that desk's open drawer and can't agree for it. Ask another lead.")


def _still_open(connection: Connection, about: str, center: str) -> Row[Any]:
    row = _one(connection, about, center)
    if row.closed_by is not None:
        done = "agreed to" if row.closed_by == LineKind.MOVE_AGREED else "declined"
        raise Refused(f"This move was {done} before. Look at the list again.")
    return row


def _one(connection: Connection, subject: str, center: str) -> Row[Any]:
    row = connection.execute(_ONE, {"own": OWN_DESK, "subject": subject}).one_or_none()
    if row is None or _line(row).facts["center"] != center:
        raise Refused("This center has no such move. Look at the list again.")
    return row


def _line(row: Row[Any]) -> Line:
    return read_line(row.body.encode())


def _do(
    connection: Connection,
    wish: Deed,
    caller: Staff,
    kind: LineKind,
    decide: Callable[[], Outcome],
    *,
    clock: Clock,
    new_id: NewId,
    day: date | None = None,
) -> int:
    words = safe_text(wish.words, "What you wrote", most=500)
    act = Act(
        line_id=wish.line_id,
        kind=kind,
        subject=wish.about,
        staff=caller.user,
        facts={"words": words},
        business_date=day,
    )
    return do(connection, act, decide=decide, clock=clock, new_id=new_id)


def _goal(code: str) -> Target:
    """Where it goes, by its code. Raises FieldRefused."""
    to = read_target(code)
    if to.kind not in (TargetKind.STATEMENT, TargetKind.CREDIT, TargetKind.HOLDING):
        raise FieldRefused("Enter a statement's number, a guarantor's, or NOBODY.", TO)
    return to


def _goal_words(to: Target) -> str:
    if to.kind is TargetKind.HOLDING:
        return "unidentified money"
    return f"guarantor …{to.number[-LAST_FOUR:]}" if to.kind is TargetKind.CREDIT else to.number


def _whose(connection: Connection, to: Target) -> str:
    """Whose statement it is, where that is one."""
    if to.kind is not TargetKind.STATEMENT:
        return ""
    row = connection.execute(STATEMENT, {"number": to.number}).one_or_none()
    return f", member …{row.member_number[-LAST_FOUR:]}" if row is not None else ""
