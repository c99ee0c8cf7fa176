"""Lines of a desk that was replaced come within the journal of the desk that took its place, and are posted once.

A carried line is booked where it stands, in the new journal, as the line within it says. What counts once is a pair of
old desk and line id, on whichever way it comes first; when it comes the other way, it is kept and moves nothing. One
whose receipt was entered again from paper meanwhile stands in that entry.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.ledger.reading import Received
from cashier.ledger.reentered import Entries, settle_entered, warn_of_two_papers
from cashier.ledger.replaced import desks_before, with_heirs

_LOCK = text("SELECT desk FROM desks WHERE desk = :desk FOR UPDATE")
_KNOWN = text(
    """
    WITH came AS (SELECT * FROM unnest(CAST(:desks AS text[]), CAST(:ids AS uuid[])) AS line (desk, line_id))
    SELECT desk, line_id FROM came JOIN lines USING (desk, line_id)
    UNION SELECT desk, line_id FROM came JOIN carried USING (desk, line_id)
    """
)
_CARRIED = text("SELECT line_id FROM carried WHERE desk = :desk AND line_id = ANY(CAST(:ids AS uuid[]))")
_KEEP = text(
    """
    INSERT INTO carried (desk, line_id, carrier, sequence)
    SELECT desk, line_id, carrier, sequence
    FROM unnest(CAST(:desks AS text[]), CAST(:ids AS uuid[]), CAST(:carriers AS text[]), CAST(:sequences AS bigint[]))
        AS came (desk, line_id, carrier, sequence)
    """
)
_OTHERS_RECEIPTS = text(
    """
    SELECT receipt FROM receipts JOIN unnest(CAST(:receipts AS text[]), CAST(:payments AS uuid[]))
        AS came (receipt, payment_id) USING (receipt)
    WHERE desk = ANY(CAST(:makers AS text[])) AND receipts.payment_id <> came.payment_id
    """
)


def settle_carried(connection: Connection, desk: str, lines: Sequence[Received]) -> Sequence[Received]:
    """The new lines of a desk's run as they are to be posted. ``desk``'s row is locked by the caller."""
    if not any(received.carried for received in lines):
        return lines
    # The old desks may still deliver by themselves at this very moment: their rows are locked, too.
    replaced = set(desks_before(connection, desk))
    for old in sorted(replaced):
        connection.execute(_LOCK, {"desk": old})
    inner = [received.carried for received in lines if received.carried]
    came = {"desks": [line.desk for line in inner], "ids": [str(line.line_id) for line in inner]}
    seen: set[tuple[str, UUID]] = {(row.desk, row.line_id) for row in connection.execute(_KNOWN, came)}
    entries = Entries.of(connection, [one.receipt.receipt for one in lines if one.carried and one.receipt])
    settled, new = [], []
    for received in lines:
        if received.carried is None:
            settled.append(received)
        elif received.carried.desk not in replaced:
            settled.append(received.unread())
        elif (key := (received.carried.desk, received.carried.line_id)) in seen:
            settled.append(received.without_money())
        elif received.receipt is not None and (home := entries.home_of(received)) is not None:
            seen.add(key)
            new.append((*key, home.desk, home.sequence))
            settled.append(received.without_money())
        else:
            seen.add(key)
            new.append((*key, desk, received.sequence))
            settled.append(entries.judged(desk, received))
    _keep(connection, new)
    carried = [received for received in lines if received.carried and received.receipt]
    makers = {line.desk for line in inner}
    warn_of_two_papers(connection, entries.drawn_twice.union(_drawn_twice(connection, makers, carried)))
    return settled


def without_carried(connection: Connection, desk: str, lines: Sequence[Received]) -> Sequence[Received]:
    """The lines of a desk that was revoked, perhaps because it was replaced; those that were carried move nothing."""
    ids = [str(received.line.line_id) for received in lines if received.line]
    carried = set(connection.scalars(_CARRIED, {"desk": desk, "ids": ids}))
    return [
        received.without_money() if received.line and received.line.line_id in carried else received
        for received in lines
    ]


def settle_own(connection: Connection, desk: str, lines: Sequence[Received], *, is_gone: bool) -> Sequence[Received]:
    """The lines of a run, whatever of them was entered again from paper, or enters such, settled with what it meets."""
    own = [received for received in lines if received.receipt and not received.carried and not received.repeated]
    drawn_twice = _drawn_twice(connection, {desk}, own) if is_gone else ()
    settled, homes = settle_entered(connection, desk, lines, is_gone=is_gone, drawn_twice=drawn_twice)
    _keep(connection, [(desk, line_id, home.desk, home.sequence) for line_id, home in homes])
    return settled


def _keep(connection: Connection, new: list[tuple[str, UUID, str, int]]) -> None:
    """``new``: the desk and id of a line, and the desk and place where its money stands."""
    if new:
        desks, ids, carriers, sequences = (list(column) for column in zip(*new, strict=True))
        kept = {"desks": desks, "ids": [str(line_id) for line_id in ids], "carriers": carriers, "sequences": sequences}
        connection.execute(_KEEP, kept)


def _drawn_twice(connection: Connection, makers: set[str], lines: Sequence[Received]) -> Iterable[str]:
    """The receipts that another payment has, in their maker's journal or in one that follows it: there may be two."""
    drawn = [received.receipt for received in lines if received.receipt]
    asked = {
        "makers": with_heirs(connection, makers),
        "receipts": [receipt.receipt for receipt in drawn],
        "payments": [str(receipt.payment_id) for receipt in drawn],
    }
    return connection.scalars(_OTHERS_RECEIPTS, asked)
