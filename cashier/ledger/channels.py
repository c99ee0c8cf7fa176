"""Money that came another way than over a desk: online, by mail, from an insurer. Each reference counts once."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, BookLine, held, receivable
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.database import OWN_CENTER
from cashier.ledger.own_journal import Entry, append, lock_own_journal
from cashier.ledger.reading import NAME_MOST
from cashier.wire import ChannelAnswer, ChannelPayment

UNKNOWN_BOOK = Book("central", BookLine.MEDICAL)  # Where the statement is unknown, so is its region.

_CLAIM = text(
    """
    INSERT INTO channel_payments (channel, reference, sequence)
    SELECT :channel, reference, :before + row_number() OVER (ORDER BY place)
    FROM unnest(CAST(:references AS text[])) WITH ORDINALITY AS asked (reference, place)
    WHERE NOT EXISTS (SELECT FROM channel_payments AS known
                      WHERE known.channel = :channel AND known.reference = asked.reference)
    ORDER BY place
    RETURNING reference
    """
)
_BOOKS = text("SELECT number, region, kind FROM statements WHERE number = ANY(CAST(:numbers AS text[]))")


def take_channel_payments(
    connection: Connection, channel: str, payments: Sequence[ChannelPayment], *, clock: Clock, new_id: NewId
) -> ChannelAnswer:
    """Post payments whose references the channel has not sent before, each as a line of the ledger's own journal.

    Two payments under one reference are one: the first counts. The journal's lock keeps other senders out meanwhile.
    """
    before = lock_own_journal(connection)
    asked = {payment.reference: payment for payment in reversed(payments)}
    references = list(dict.fromkeys(payment.reference for payment in payments))
    new = frozenset(connection.scalars(_CLAIM, {"channel": channel, "references": references, "before": before}))
    books = _books(connection, [asked[reference].statement_number for reference in new])
    entries = [_entry(channel, asked[reference], books) for reference in references if reference in new]
    append(connection, entries, clock=clock, new_id=new_id)
    return ChannelAnswer(posted=len(new), known=len(payments) - len(new))


def _books(connection: Connection, numbers: list[str]) -> dict[str, Book]:
    return {
        row.number: book_of(StatementKind(row.kind), row.region)
        for row in connection.execute(_BOOKS, {"numbers": numbers})
    }


def _entry(channel: str, payment: ChannelPayment, books: dict[str, Book]) -> Entry:
    number = payment.statement_number
    return Entry(
        kind=LineKind.CHANNEL_PAYMENT,
        staff=channel,
        business_date=payment.business_date,
        facts={"channel": channel, "reference": payment.reference, "statement": number},
        transfers=(
            Transfer(
                Account(AccountKind.CHANNEL, channel, books.get(number, UNKNOWN_BOOK)),
                _target(number),
                Money(payment.cents),
            ),
        ),
    )


def _target(number: str) -> Account:
    """The statement's account; held, where the number cannot even name one."""
    if not 0 < len(number) <= NAME_MOST or ":" in number:
        return held(OWN_CENTER)
    return receivable(number)
