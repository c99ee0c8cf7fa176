"""A terminal's batch that somebody of a center's office types from its report, and the sentence about it."""

from datetime import UTC

from sqlalchemy import Connection, text

from cashier.domain.card_batch import DESK, BatchRow, CardBatch
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.ids import NewId
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.ledger.card_batches import Batched, take_card_batch
from cashier.ledger.database import OWN_DESK
from cashier.wire_deeds import BatchSaid

_CENTER = text("SELECT center FROM desks WHERE desk = :desk")
# As its desk or an earlier batch spells it: one that is called otherwise would have other cards.
_SPELLED = text(
    """
    SELECT terminal FROM open_cards WHERE desk = :desk AND upper(terminal) = upper(:terminal)
    UNION
    SELECT read_body(body) -> 'facts' ->> 'terminal' FROM lines
    WHERE desk = :own AND kind = 'cards_batched' AND state <> 'repeated'
      AND read_body(body) -> 'facts' ->> 'desk' = :desk
      AND upper(read_body(body) -> 'facts' ->> 'terminal') = upper(:terminal)
    LIMIT 1
    """
)


def take_typed_batch(
    connection: Connection, said: BatchSaid | None, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> str:
    """Take it in as `take_card_batch` does and raises; also FieldRefused for a desk of another center."""
    if said is None:
        raise Refused("Say what the batch lists.")
    if connection.scalar(_CENTER, {"desk": said.desk}) != center:
        desk = safe_text(said.desk, "The desk")
        raise FieldRefused(f"This center has no desk {desk}. Enter the desk at which the terminal stands.", DESK)
    about = {"own": OWN_DESK, "desk": said.desk, "terminal": said.terminal}
    batch = CardBatch(
        desk=said.desk,
        terminal=connection.scalar(_SPELLED, about) or safe_text(said.terminal, "The terminal"),
        number=said.number,
        rows=[BatchRow(code, last_four, Money(cents)) for code, last_four, cents in said.sales],
        until=said.until.astimezone(UTC),
    )
    return _told(batch, take_card_batch(connection, batch, caller, clock=clock, new_id=new_id))


def _told(batch: CardBatch, done: Batched) -> str:
    name = f"Batch {batch.number} of terminal {batch.terminal}"
    if done.known:
        return f"{name} was taken in before. Nothing changed."
    parts = [f"{name}: {done.final} typed {_cards(done.final)} final."]
    if done.missing:
        parts.append(f"{done.missing} {_cards(done.missing)} typed and not listed.")
    if done.extra:
        parts.append(f"{done.extra} {_cards(done.extra)} listed and not typed.")
    if done.missing or done.extra:
        parts.append("Each waits for the office, with the way out.")
    return " ".join(parts)


def _cards(count: int) -> str:
    return "card is" if count == 1 else "cards are"
