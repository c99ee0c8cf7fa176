"""Proves a year of lines that left the ledger as a file, on a machine that knows nothing else: nobody's word is taken.

Each line is as it was written and where; none is missing; receipts and Z reports are numbered without a gap, a Z says
what its shift's lines come to; the ledger booked each line whole; and its standing is where the file ends.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cashier.domain.chain import chained, first_link
from cashier.domain.drawer import tender_totals
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.z_report import read_z

FILE_KIND, FILE_VERSION = "counterfoil year", 1
NOT_BOOKED = frozenset({"unreadable", "repeated"})  # What the ledger holds so has no transfers there.

_IN_TOTALS = frozenset({LineKind.SHIFT_OPENED, LineKind.PAYMENT, LineKind.VOIDED, LineKind.TENDER_CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A desk's lines in a file: after ``before``, whose link is ``link``; ``standing`` is how far the ledger has them.

    ``through`` and ``chain`` are the last line's in the file; all lines of later years stand past it.
    """

    desk: str
    before: int
    link: str
    through: int
    chain: str
    standing: int
    standing_chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledLine:
    """A line as the file has it. ``booked``: cents by the place of its transfer, as the ledger posted them."""

    desk: str
    sequence: int
    chain: str
    body: bytes
    state: str
    booked: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class DeskProof:
    """The proof of one desk's stretch, line by line; ``found`` hears what does not hold."""

    stretch: Stretch
    found: Callable[[str], None]
    lines: int = 0
    transfers: int = 0
    payments: int = 0
    zs: int = 0
    _at: int = field(init=False)
    _link: str = field(init=False)
    _receipt: int | None = field(init=False)
    _z: tuple[int, str] | None = field(init=False)
    _shifts: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from_its_first = self.stretch.before == 0
        self._at, self._link = self.stretch.before, self.stretch.link
        self._receipt, self._z = (0, (0, "")) if from_its_first else (None, None)
        if from_its_first and self._link != first_link(self.stretch.desk):
            self.found(f"{self.stretch.desk}: its first line is not tied to its beginning.")

    def look_at(self, filed: FiledLine) -> None:
        """The next line."""
        name = f"Line {filed.sequence} of {filed.desk}"
        if filed.sequence != self._at + 1:
            self.found(f"{name} follows line {self._at}: lines are missing.")
        self._at = filed.sequence
        self._link = chained(self._link, filed.sequence, filed.body)
        if self._link != filed.chain:
            self.found(f"{name} is not tied to the lines before it: it was altered.")
            self._link = filed.chain
        self.lines += 1
        try:
            line = read_line(filed.body)
        except UnreadableBody as trouble:
            if filed.state not in NOT_BOOKED:
                self.found(f"{name}: {trouble.sentence}")
            return
        if line.desk != filed.desk:
            self.found(f"{name} is of desk {line.desk}.")
        self._look_at_money(line, filed, name)
        self._look_at_numbers(line, filed, name)

    def end(self) -> None:
        """After the last line: it is the one that the ledger named, and no later than its standing."""
        said, desk = self.stretch, self.stretch.desk
        if (self._at, self._link) != (said.through, said.chain):
            self.found(f"{desk}: the file ends at line {self._at}, and says that it ends at line {said.through}.")
        if said.standing < said.through or (said.standing == said.through and said.standing_chain != said.chain):
            self.found(f"{desk}: the ledger stands at line {said.standing}, which is not where these lines lead.")

    def _look_at_money(self, line: Line, filed: FiledLine, name: str) -> None:
        self.transfers += len(line.transfers)
        booked: dict[int, int] = {}
        for place, cents in filed.booked:
            booked[place] = booked.get(place, 0) + cents
        meant = (
            {}
            if filed.state in NOT_BOOKED
            else {place: transfer.amount.cents for place, transfer in enumerate(line.transfers)}
        )
        if line.kind is LineKind.CARRIED:
            return  # Its money is booked where the desk that it comes from has its line.
        if booked != meant:
            self.found(f"{name}: the ledger booked otherwise than its body says.")

    def _look_at_numbers(self, line: Line, filed: FiledLine, name: str) -> None:
        if line.shift_id is not None and line.kind in _IN_TOTALS:
            self._shifts.setdefault(str(line.shift_id), []).append(line)
        try:
            if line.kind is LineKind.PAYMENT:
                self._look_at_receipt(str(line.facts["receipt"]), name)
            elif line.kind is LineKind.SHIFT_CLOSED:
                self._look_at_z(line, filed, name)
        except UnreadableBody as trouble:
            self.found(f"{name}: {trouble.sentence}")
        except MISREAD as trouble:
            self.found(f"{name} cannot be read: {type(trouble).__name__}.")

    def _look_at_receipt(self, receipt: str, name: str) -> None:
        number = int(receipt.rpartition("-")[2])
        self.payments += self._receipt is None or number > self._receipt
        if self._receipt is not None and number > self._receipt + 1:
            self.found(f"{name}: receipt {receipt} leaves a gap before it.")
        self._receipt = max(self._receipt or 0, number)

    def _look_at_z(self, line: Line, filed: FiledLine, name: str) -> None:
        self.zs += 1
        z, before = read_z(line), self._z
        if before is not None and (z.number, z.previous, z.previous_chain) != (before[0] + 1, *before):
            self.found(f"{name}: Z report {z.number} is not tied to Z report {before[0]} before it.")
        self._z = (z.number, filed.chain)
        lines = self._shifts.pop(str(line.shift_id), [])
        if not any(one.kind is LineKind.SHIFT_OPENED for one in lines):
            return  # It was opened in the year before: its lines are in that file.
        said = sorted((str(kind), count, cents) for kind, count, cents in z.said["tenders"])
        if said != [(total.kind, total.count, total.amount.cents) for total in tender_totals(lines)]:
            self.found(f"{name}: Z report {z.number} does not say what its shift's payments come to.")
