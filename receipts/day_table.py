"""A day's payments as a table for other programs: CSV (RFC 4180), one row a receipt, newest first."""

import csv
import io

from cashier.domain.day import Day, shown_amount
from cashier.domain.desk_payment import DeskPayment
from cashier.domain.place import Place
from cashier.domain.spreadsheet import cell
from cashier.domain.training import TRAINING_WORDS

COLUMNS = ("receipt", "business_date", "time", "member", "tender", "amount", "state")


def day_table(day: Day, place: Place) -> bytes:
    """UTF-8. Amounts are dollars with a point; none where there is cash in it, before the count (R2)."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    training = (" · ".join(TRAINING_WORDS),) if place.is_training else ()
    writer.writerow((*COLUMNS, *training))
    for payment in day.payments:
        row = _row(payment, place, cash_is_counted=day.cash_is_counted)
        writer.writerow(cell(text) for text in (*row, *training))
    return file.getvalue().encode()


def _row(payment: DeskPayment, place: Place, *, cash_is_counted: bool) -> tuple[str, ...]:
    amount = shown_amount(payment, cash_is_counted=cash_is_counted)
    return (
        payment.receipt,
        payment.business_date.isoformat(),
        payment.taken_at.astimezone(place.time_zone).isoformat(timespec="seconds"),
        payment.who,
        payment.how,
        "" if amount is None else f"{amount.cents // 100}.{amount.cents % 100:02d}",
        payment.state.value,
    )
