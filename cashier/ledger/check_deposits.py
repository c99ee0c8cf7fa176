"""Proves deposits from their lines alone: two people, their bags' money, each bag once, and each step to the bank."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, deposit_over_short
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.shift_close import move
from cashier.domain.transfer import Transfer
from cashier.ledger.custody import account_of
from cashier.ledger.database import OWN_DESK
from cashier.ledger.deposits import deposit_move
from cashier.ledger.filled import Bag, all_bags, as_counted

_KINDS = (
    LineKind.BAG_COUNTED,
    LineKind.DEPOSIT_PREPARED,
    LineKind.DEPOSIT_REVIEWED,
    LineKind.DEPOSIT_GIVEN,
    LineKind.DEPOSIT_ARRIVED,
    LineKind.DEPOSIT_CORRECTED,
)
_LINES = text(
    "SELECT body, sequence FROM lines WHERE desk = :own AND kind = ANY(CAST(:kinds AS text[])) "
    "AND state <> 'repeated' ORDER BY sequence"
)
_KEPT = text("SELECT deposit, prepared, reviewed, prepared_by, reviewed_by, given, arrived FROM deposits")
_KEPT_BAGS = text("SELECT center, bag, deposit FROM deposited_bags")


@dataclass(slots=True)
class _Proof:
    """What the lines said so far."""

    bags: dict[tuple[str, str], Bag]
    prepared: dict[str, tuple[Line, int]] = field(default_factory=dict)
    rows: dict[str, list[object]] = field(default_factory=dict)
    gone: dict[tuple[str, str], str] = field(default_factory=dict)
    corrected: dict[str, Money] = field(default_factory=dict)

    def learn(self, line: Line, sequence: int) -> Iterator[str]:
        """One line. Raises what is in MISREAD for a line that nobody prepared so."""
        if line.kind is LineKind.BAG_COUNTED:
            key = str(line.facts["center"]), str(line.facts["number"])
            before, after = self.bags[key], as_counted(self.bags[key], line)
            self.bags[key] = after
            gone = total([item.amount for item in before.items]) - total([item.amount for item in after.items])
            safe = Account(AccountKind.SAFE, after.center, after.book)
            moved = [one.amount if one.debit == safe else -one.amount for one in line.transfers]
            if (
                before.checks - after.checks != gone
                or total(moved) != after.cash + after.checks - before.cash - before.checks
            ):
                yield f"Bag {after.number} was counted, and other money was moved than was found."
            return
        name = str(line.facts["subject"]).removeprefix("deposit.")
        if line.kind is LineKind.DEPOSIT_PREPARED:
            self.prepared[name] = line, sequence
            self.rows[name] = [name, sequence, None, line.staff, None, None, None]
            return
        if line.kind is LineKind.DEPOSIT_REVIEWED:
            yield from self._reviewed(name, line, sequence)
            return
        if line.kind is LineKind.DEPOSIT_CORRECTED:
            yield from self._corrected(name, line)
            return
        is_given = line.kind is LineKind.DEPOSIT_GIVEN
        facts = self.prepared[name][0].facts
        row, place = self.rows[name], 5 if is_given else 6
        if row[place - 1 if not is_given else 2] is None or row[place] is not None:
            yield f"Deposit {name} went to the bank out of turn."
        kinds = (AccountKind.COURIER, AccountKind.DEPOSIT) if is_given else (AccountKind.BANK, AccountKind.COURIER)
        debit, credit = (account_of(kind, facts["center"], Book.read(facts["book"])) for kind in kinds)
        amounts = [bag.cash + bag.checks for bag in self._bags(name)]
        if line.transfers != (Transfer(debit, credit, total(amounts)),):
            yield f"Deposit {name} moved other money than its bags held."
        row[place] = sequence

    def _reviewed(self, name: str, line: Line, sequence: int) -> Iterator[str]:
        before, row = self.prepared[name][0], self.rows[name]
        bags, said = self._bags(name), before.facts
        if total([bag.cash + bag.checks for bag in bags]).cents != said["cash_cents"] + said["checks_cents"]:
            yield f"Deposit {name} was sealed with other money than was prepared."
        if before.staff == line.staff:
            yield f"Deposit {name} was reviewed by who prepared it."
        if row[2] is not None:
            yield f"Deposit {name} was reviewed twice."
        if line.transfers != (deposit_move(before.facts["center"], before.facts["book"], bags),):
            yield f"Deposit {name} moved other money than its bags held."
        for bag in bags:
            if self.gone.setdefault((bag.center, bag.number), name) != name:
                yield f"Bag {bag.number} is in two deposits."
        row[2], row[4] = sequence, line.staff

    def _corrected(self, name: str, line: Line) -> Iterator[str]:
        """What was taken over from the bank: all that differed by then, of a deposit that was there, signed for."""
        before, row, said = self.prepared[name][0].facts, self.rows[name], line.facts
        amounts = [bag.cash + bag.checks for bag in self._bags(name)]
        difference = Money(said["credited_cents"]) - total(amounts) - self.corrected.get(name, ZERO)
        bank = account_of(AccountKind.BANK, before["center"], Book.read(before["book"]))
        if row[6] is None:
            yield f"The bank's figure for deposit {name} was taken over before it was there."
        if said["second"] in (line.staff, row[3], row[4]):
            yield f"The bank's figure for deposit {name} was signed by who counted it or asked."
        moved = move(bank, deposit_over_short(before["center"]), difference)
        if difference.cents != said["difference_cents"] or line.transfers != ((moved,) if moved else ()):
            yield f"The bank's figure for deposit {name} moved other money than differed."
        self.corrected[name] = self.corrected.get(name, ZERO) + Money(said["difference_cents"])

    def _bags(self, name: str) -> list[Bag]:
        facts = self.prepared[name][0].facts
        return [self.bags[facts["center"], number] for number in facts["bags"]]


def wrong_deposits(connection: Connection) -> Iterator[str]:
    """Deposits whose money, persons, bags or steps are not as they should be, a sentence each."""
    proof = _Proof(all_bags(connection))
    asked = {"own": OWN_DESK, "kinds": [kind.value for kind in _KINDS]}
    for row in connection.execute(_LINES, asked).all():
        try:
            yield from proof.learn(read_line(row.body.encode()), row.sequence)
        except (UnreadableBody, Refused, *MISREAD):
            yield f"Line {row.sequence} of {OWN_DESK} is a deposit that nobody prepared so."
    if {tuple(row) for row in proof.rows.values()} != {(str(row[0]), *row[1:]) for row in connection.execute(_KEPT)}:
        yield "The list of deposits is not what the lines say."
    if proof.gone != {(row.center, row.bag): str(row.deposit) for row in connection.execute(_KEPT_BAGS)}:
        yield "The bags that went to the bank are not those of the deposits."
