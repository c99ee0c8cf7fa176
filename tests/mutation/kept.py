"""The changes that nobody needs to notice, each with its reason: `kept.tsv`, read by whoever looks for new ones."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.changes import Change


@dataclass(frozen=True, slots=True)
class Kept:
    """A row. Without ``change`` it is all of ``function``, without that all of ``module``, below `cashier`."""

    module: str
    function: str
    change: str
    reason: str

    def covers(self, module: str, change: Change) -> bool:
        """Whether this change of the module by that full name is what the row is about."""
        return (
            module == f"cashier.{self.module}"
            and self.function in ("", change.function)
            and self.change in ("", change.words)
        )


def read_kept() -> list[Kept]:
    """All rows. Raises TypeError for one that says less or more than a row does."""
    with Path(__file__).with_name("kept.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Kept(*row) for row in rows]
