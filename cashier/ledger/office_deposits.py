"""What the office and the ledger say to each other about deposits.

``GET  /v1/office/safe``                       → SafeBagRow: the bags that are in the safe and in no deposit
``GET  /v1/office/deposits``                   → DepositRow
``GET  /v1/office/deposits/{deposit}/list``    → DepositItemRow: the deposit list, as CSV, too
``POST /v1/office/deposits``                   PrepareDeposit → DepositDone
``POST /v1/office/deposits/{deposit}/review``  ReviewDeposit → DepositDone
The acts are those of ``wire_safe``, which desks send, too.
"""

from datetime import datetime
from uuid import UUID

from cashier.wire import Message


class SafeBagRow(Message):
    """A bag as its drawer filled it; ``accepted_by`` took it into the safe. ``book``: ``ncal.medical``."""

    bag: str
    center: str
    book: str
    cash_cents: int
    checks_cents: int
    accepted_by: str
    accepted_at: datetime


class DepositRow(Message):
    """``reviewed_by`` is empty while nobody has, and then no money has moved."""

    deposit: UUID
    center: str
    book: str
    bags: str
    cash_cents: int
    checks_cents: int
    prepared_by: str
    reviewed_by: str


class DepositItemRow(Message):
    """One line of the deposit list: notes or coins of a kind, or one check. ``denomination`` is a code of the count."""

    deposit: UUID
    bag: str
    kind: str
    denomination: str = ""
    pieces: int | None = None
    number: str = ""
    receipt: str = ""
    cents: int
