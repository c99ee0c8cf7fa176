"""The shapes of a day script's acts with no member present, and of the form that large cash asks for."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cashier.doors.replay_shape import Act, Approver, TenderSaid


class Entry(Act):
    """What is entered with no member present: ``pay``, ``tenders``, ``note`` and ``as`` as in *take*."""

    pay: dict[str, str]
    tenders: tuple[TenderSaid, ...] = Field(strict=False)
    name: str = Field(default="", alias="as")
    note: str = ""


class LateEntry(Entry):
    """A paper receipt of a downtime: ``time`` as written on it, at the center; ``names`` of the two who signed it.

    Without ``number`` the ``book`` is a receipt that a desk printed, which is dead.
    """

    do: Literal["late_entry"]
    book: str
    number: int = 0
    time: Annotated[datetime, Field(strict=False)]
    names: tuple[str, ...] = Field(strict=False)


class OpenBatch(Act):
    """``total`` in dollars; ``second`` opens it too and signs."""

    do: Literal["open_batch"]
    kind: Literal["mail", "drop_box"]
    count: int
    total: str
    second: Approver


class BatchItem(Entry):
    """One item of the batch that is open."""

    do: Literal["batch_item"]


class CloseBatch(Act):
    """``second`` and ``reason`` where it does not come to its count and total."""

    do: Literal["close_batch"]
    second: Approver | None = None
    reason: str = ""


class AgencyList(Act):
    """An agency's list as CSV text, and the one check that goes with it."""

    do: Literal["agency_list"]
    agency: str
    csv: str
    check: TenderSaid
    name: str = Field(default="", alias="as")


class ReportCash(Act):
    """The form that a payment asked for: ``payment`` is the name of an earlier line."""

    do: Literal["report_cash"]
    payment: str
    payor: str = ""
    address: str = ""
    birth_date: str = ""
    occupation: str = ""
    tin: str = ""
    id_kind: str = ""
    id_number: str = ""
    why_not: str = ""
