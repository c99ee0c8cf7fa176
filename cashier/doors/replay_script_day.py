"""What a day script may say of the pages Day and Activity, and of records."""

from typing import Literal

from cashier.doors.replay_shape import Act


class Payments(Act):
    """Earlier payments of this desk, by receipt, member, name, amount or check number."""

    do: Literal["payments"]
    text: str = ""


class DayReported(Act):
    """A day's report, with its reason, of the drawer's day or of an earlier ``day``; no cash before the count (R2)."""

    do: Literal["day_report"]
    form: Literal["pdf", "csv", "sheet", "slip"] = "csv"
    reason: str = ""
    day: str = ""


class RecordsSeen(Act):
    """Who did what at the center, from the ledger; with a ``reason`` it is taken out as a table, too."""

    do: Literal["records"]
    first: str = ""
    last: str = ""
    who: str = ""
    desk: str = ""
    group: Literal["all", "accounts", "people", "money", "approved", "papers", "office"] = "all"
    reason: str = ""
