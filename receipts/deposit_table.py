"""A deposit's list as a table: cash by denomination, then each check, for a bank that takes no images of them."""

import csv
import io

from cashier.domain.deposit import Deposit
from cashier.domain.money import Money
from cashier.domain.spreadsheet import cell

COLUMNS = ("deposit", "sealed_bag", "kind", "denomination", "pieces", "number", "bag", "receipt", "amount")


def deposit_table(deposit: Deposit) -> bytes:
    """CSV in UTF-8, lines ended as RFC 4180 has them, amounts in dollars with a point; the last line is the sum."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    name = deposit.number or deposit.name
    for item in deposit.items:
        kind = "cash" if item.is_cash else item.kind
        pieces = "" if item.pieces is None else item.pieces
        said = (item.denomination, pieces, item.number, item.bag, item.receipt, _dollars(item.amount))
        rows.writerow(cell(str(text)) for text in (name, deposit.seal, kind, *said))
    rows.writerow((name, deposit.seal, "total", "", "", "", "", "", _dollars(deposit.cash + deposit.checks)))
    return out.getvalue().encode()


def _dollars(amount: Money) -> str:
    return f"{amount.cents // 100}.{amount.cents % 100:02d}"
