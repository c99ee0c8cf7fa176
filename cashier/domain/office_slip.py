"""What a slip of an act that two of the office did at the ledger says, whatever the act was."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cashier.domain.line import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSlip:
    """``told`` is what the ledger found, label by label. ``staff_name`` did it, ``second_name`` agreed."""

    act_id: UUID
    told: tuple[tuple[str, str], ...]
    staff_name: str
    second_name: str

    def facts(self) -> dict[str, Any]:
        return {
            "act": str(self.act_id),
            "told": [list(row) for row in self.told],
            "staff_name": self.staff_name,
            "second_name": self.second_name,
        }


def read_office_slip(said: Facts) -> dict[str, Any]:
    """The fields of `OfficeSlip` from a line's facts. Raises one of MISREAD."""
    return {
        "act_id": UUID(said["act"]),
        "told": tuple((str(label), str(words)) for label, words in said["told"]),
        "staff_name": said["staff_name"],
        "second_name": said["second_name"],
    }
