"""What a day script may say of the pages Day and Activity."""

from typing import Literal

from cashier.doors.replay_shape import Act


class Payments(Act):
    """Earlier payments of this desk, by receipt, member, name, amount or check number."""

    do: Literal["payments"]
    text: str = ""


class DayReported(Act):
    """A day's report, with its reason; without cash before the count (R2)."""

    do: Literal["day_report"]
    form: Literal["pdf", "csv", "sheet", "slip"] = "csv"
    reason: str = ""
