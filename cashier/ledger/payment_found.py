"""A payment as it stands at the ledger: its lines, all corrections of it, and where each part of its money is by now.

Found by its receipt's number, also where its lines came within the journal of the desk that took its desk's place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.card import AttemptState
from cashier.domain.closed_move import Piece, book_of_part
from cashier.domain.correction import PaymentNow
from cashier.domain.errors import FieldRefused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.office_tasks import RECEIPT
from cashier.domain.past_payments import inner_line
from cashier.domain.payment_facts import read_payment
from cashier.domain.receipt_number import made_at
from cashier.domain.scan import safe_text
from cashier.ledger.by_desk import replaced_desks
from cashier.ledger.corrections import asides_of, line_is_change
from cashier.ledger.database import OWN_DESK
from cashier.ledger.drawers import drawers_now
from cashier.ledger.reentered import stands_as
from cashier.ledger.replaced import with_heirs
from cashier.ledger.returned_checks import LINES_OF_ONE_PAYMENT
from cashier.ledger.rows import FIRST_OF_RECEIPT

_PAID = text(
    f"""
    WITH {FIRST_OF_RECEIPT}
    SELECT line.desk, line.sequence, line.body FROM first JOIN lines AS line USING (desk)
    WHERE line.kind IN ('payment', 'carried') AND line.state <> 'repeated' AND strpos(line.body, :receipt) > 0
      AND line.sequence BETWEEN first.sequence AND first.sequence + :most
    ORDER BY line.sequence
    """
)
# Whoever waited longer for the own journal may have begun before: what stands in it is in its own order.
_CORRECTED = text(
    """
    SELECT line.desk, line.sequence, line.body FROM corrections JOIN lines AS line USING (desk, sequence)
    WHERE of_desk = :maker AND receipt = :receipt AND stands
    ORDER BY line.desk = :own, CASE WHEN line.desk <> :own THEN line.received_at END, line.sequence
    """
)
_CAME_BACK = text("SELECT tender FROM returned_items WHERE CAST(payment AS text) = :payment")
_CARRIED_MOST = 10_000  # Lines that a desk has not sent, for days.
_JOURNALS = """
    unnest(CAST(:desks AS text[]), CAST(:afters AS bigint[]), CAST(:mosts AS bigint[])) AS heir (desk, after, most)
    JOIN lines USING (desk)
"""
_CARDS_ASKED = text(
    f"""
    SELECT desk, sequence, body FROM {_JOURNALS}
    WHERE sequence > after AND sequence <= after + most AND kind IN ('card_asked', 'carried')
      AND strpos(body, :payment) > 0
    """
)
_SETTLES = text(
    f"""
    SELECT body FROM {_JOURNALS}
    WHERE sequence > after AND kind IN ('payment', 'card_closed', 'carried') AND strpos(body, :attempt) > 0
    """
)


@dataclass(frozen=True, slots=True)
class FoundPayment:
    """``maker`` is the desk whose receipt it is. ``places``: where each of its parts was written, in the order of
    `PaymentNow.parts`: desk, line, transfer.
    """

    maker: str
    payment: PaymentNow
    places: tuple[tuple[str, int, int], ...]

    @property
    def center(self) -> str:
        return self.payment.lines[0].center


def find_payment(connection: Connection, receipt: str) -> FoundPayment:
    """The payment of a receipt. Raises FieldRefused for one that the ledger does not have, or under another number."""
    stands_as(connection, receipt)
    maker = made_at(receipt)
    makers = with_heirs(connection, [maker])
    asked = {"maker": maker, "makers": makers, "receipt": receipt, "most": LINES_OF_ONE_PAYMENT}
    paid = [
        (row.desk, row.sequence, line)
        for row in connection.execute(_PAID, asked)
        if (line := _read(row.body)) is not None and line.facts.get("receipt") == receipt
    ]
    if not paid:
        said = safe_text(receipt, "The receipt")
        raise FieldRefused(
            f"The ledger has no receipt {said}. Read its number again, or wait until its desk has sent.", RECEIPT
        )
    corrected = [
        (row.desk, row.sequence, inner_line(read_line(row.body.encode())))
        for row in connection.execute(_CORRECTED, asked | {"own": OWN_DESK})
    ]
    places = (
        (desk, at, place)
        for desk, at, line in (*paid, *corrected)
        if not line_is_change(line)
        for place in range(len(line.transfers))
    )
    return FoundPayment(
        maker=maker,
        payment=PaymentNow(
            lines=tuple(line for _, _, line in paid), corrections=tuple(line for _, _, line in corrected)
        ),
        places=tuple(places),
    )


def lies_uncounted(connection: Connection, payment: PaymentNow) -> bool:
    """Whether its drawer is open at a desk that still stands, so that its own desk corrects it: what lies in the drawer
    of one that was replaced was counted by a lead (R14).
    """
    shifts = {(line.desk, line.shift_id) for line in payment.lines}
    open_now = drawers_now(connection, {desk for desk, _ in shifts} - replaced_desks(connection))
    return any((row.desk, row.shift_id) in shifts for row in open_now if row.shift_id is not None)


def card_is_unknown(connection: Connection, found: FoundPayment) -> bool:
    """Whether a card was asked for it of which nobody knows yet: what it brings is booked to this payment."""
    desk, first, _ = found.places[0]
    payment = str(found.payment.facts[-1].payment_id)
    asked = _journals(connection, desk, first - 1) | {"payment": payment}
    for row in connection.execute(_CARDS_ASKED, asked).all():
        line = _inner(row.body)
        if line is None or line.kind is not LineKind.CARD_ASKED:
            continue
        about = _journals(connection, row.desk, row.sequence) | {"attempt": str(line.line_id)}
        if not any(_settles(_inner(body)) for body in connection.scalars(_SETTLES, about)):
            return True
    return False


def _journals(connection: Connection, desk: str, after: int) -> dict[str, list[Any]]:
    """A desk's lines after one, and those that came within the journals of desks that took its place, at their
    beginning.
    """
    desks = with_heirs(connection, [desk])
    heirs = len(desks) - 1
    return {
        "desks": desks,
        "afters": [after, *[0] * heirs],
        "mosts": [LINES_OF_ONE_PAYMENT + 1, *[_CARRIED_MOST] * heirs],
    }


def _settles(line: Line | None) -> bool:
    """Whether a line that names a card's attempt says what became of it."""
    if line is None or line.kind not in (LineKind.PAYMENT, LineKind.CARD_CLOSED):
        return False
    return line.facts.get("state") != AttemptState.UNKNOWN.value


def pieces_of(connection: Connection, found: FoundPayment) -> Iterator[Piece]:
    """All that still stands of it, each where it is by now; nothing of a check that came back."""
    payment = found.payment
    came_back = set(connection.scalars(_CAME_BACK, {"payment": str(payment.facts[-1].payment_id)}))
    for place, part in payment.standing:
        book = book_of_part(payment, part, found.center)
        if part.tender in came_back or book is None:
            continue
        cents = part.amount.cents
        for aside in asides_of(connection, *found.places[place]):
            if share := min(cents, aside.cents):
                cents -= share
                yield Piece(part=place, account=aside.where, book=book, amount=Money(share), task=aside.task)
        if cents:
            yield Piece(part=place, account=part.target, book=book, amount=Money(cents))


def _inner(body: str) -> Line | None:
    try:
        return inner_line(read_line(body.encode()))
    except UnreadableBody:
        return None


def _read(body: str) -> Line | None:
    line = _inner(body)
    if line is None or line.kind is not LineKind.PAYMENT:
        return None
    try:
        read_payment(line)
    except UnreadableBody:
        return None
    return line
