"""Two bags with one number: two people of the office open both, and give each a name of its own (R5).

Which of them lies in whose hand only people can see; what each was filled with stands in its desk's line. So nothing
moves: from then on a filling is known by its new name, and goes into the safe and to the bank as any other.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.bags import BAG_NUMBER_MOST, check_bag
from cashier.domain.errors import MISREAD, Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, Outcome, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.filled import EVERY_SHIFT, Bag, fillings
from cashier.ledger.own_names import own_names
from cashier.wire_safe import BagNamed, BagsNamed, NameBags

_LINE = text("SELECT body FROM lines WHERE desk = :own AND sequence = :sequence")
_ACCEPTED = text("SELECT EXISTS (SELECT FROM office_acts WHERE subject = :subject AND kind = 'bag_accepted')")
_SEALED = text("SELECT EXISTS (SELECT FROM deposits WHERE center = :center AND seal = :name)")


def name_bags(
    connection: Connection, wish: NameBags, two: tuple[Staff, Staff], center: str, *, clock: Clock, new_id: NewId
) -> BagsNamed:
    """Give each bag that was filled under a number one of its own, by its desk; one in the safe keeps it.

    Raises Refused, also for who filled one of them.
    """
    caller, second = two
    caller.needs(Right.KEEP_SAFE, "name bags")
    if caller.user == second.user:
        raise Refused("Two people open the bags. Have a colleague sign, too.")
    number = check_bag(wish.number, "the bag", frozenset())

    def decide() -> Outcome:
        filled = list(fillings(connection, number, center, shifts=EVERY_SHIFT))
        if len(filled) < 2:
            raise Refused(f"Only one bag {number} was filled. It needs no other name.")
        if {line.staff for _, line in filled} & {caller.user, second.user}:
            raise Refused(f"Who filled a bag {number} does not name it. Ask two others of the office.")
        return Outcome((), {"names": list(_names(connection, number, center, filled))})

    facts = {
        "center": center,
        "number": number,
        "second": second.user,
        "second_name": second.name,
        "staff_name": caller.name,
    }
    act = Act(line_id=wish.line_id, kind=LineKind.BAGS_NAMED, subject=f"names.{center}", staff=caller.user, facts=facts)
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    body = connection.scalars(_LINE, {"own": OWN_DESK, "sequence": sequence}).one()
    said = read_line(body.encode()).facts["names"]
    return BagsNamed(
        sequence=sequence, number=number, names=tuple(BagNamed(desk=one["desk"], name=one["name"]) for one in said)
    )


def wrong_names(connection: Connection) -> Iterator[str]:
    """Names that one person gave alone, or that two bags of a center have, a sentence each."""
    given: set[tuple[str, str]] = set()
    for line in own_names(connection).lines:
        if line.staff == line.facts.get("second"):
            yield f"Bags {line.facts['number']} were named by one person alone."
        for one in line.facts["names"]:
            key = str(line.facts.get("center")), str(one["name"])
            if key in given:
                yield f"Bag {one['name']} is the name of two bags."
            given.add(key)


def twice_words(number: str, lines: list[Line]) -> str:
    """What is to be done where a number is two bags'."""
    desks = " and ".join(sorted({line.desk for line in lines}))
    return (
        f"Two bags {number} were filled, at {desks}. Open both with their cashiers, then press Count the bag: "
        "two people give each a name of its own."
    )


def _names(
    connection: Connection, number: str, center: str, filled: list[tuple[Bag | None, Line]]
) -> Iterator[dict[str, str]]:
    """What each is called from now on. The safe took in the one that was heard of first; a float is in it, too."""
    is_in_safe = connection.scalar(_ACCEPTED, {"subject": f"bag.{center}.{number}"})
    floats = [place for place, (bag, _) in enumerate(filled) if bag is None]
    keeps = 0 if is_in_safe else floats[0] if floats else None
    names = own_names(connection, center)
    taken: set[str] = set()
    for place, (_, line) in enumerate(filled):
        if place == keeps:
            continue
        many = 1
        while (name := _name(number, line.desk, many)) in taken or _is_used(connection, name, center):
            many += 1
        taken.add(name)
        said = next(one for one in names.said_as(number) if names.of(line, one) == number and _says(line, one))
        yield {"line": str(line.line_id), "desk": line.desk, "said": said, "name": name}


def _says(line: Line, number: str) -> bool:
    try:
        return number == line.facts.get("till_bag") or any(one["number"] == number for one in line.facts["bags"])
    except MISREAD:
        return False


def _name(number: str, desk: str, many: int) -> str:
    behind = f"-{desk}" if many == 1 else f"-{desk}-{many}"
    return number[: BAG_NUMBER_MOST - len(behind)] + behind


def _is_used(connection: Connection, name: str, center: str) -> bool:
    if connection.scalar(_SEALED, {"center": center, "name": name}):
        return True
    return next(fillings(connection, name, center, shifts=EVERY_SHIFT), None) is not None
