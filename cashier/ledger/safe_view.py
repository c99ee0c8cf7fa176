"""The cash office's side of a center: bags, deposits on their way, what the bank says, and whether the day is open."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import BookLine
from cashier.domain.bags import check_bag
from cashier.domain.errors import Refused
from cashier.domain.line import Facts, read_line
from cashier.domain.money import Money
from cashier.domain.over_short import over_short_words
from cashier.domain.people import Right, Staff
from cashier.domain.safe import DepositState
from cashier.ledger.bank_figures import corrected_of
from cashier.ledger.custody import deposit_named
from cashier.ledger.database import OWN_DESK
from cashier.ledger.deposit_lists import deposit_of
from cashier.ledger.filled import EVERY_SHIFT, Bag, bag_in_safe, fillings
from cashier.ledger.own_names import own_names
from cashier.ledger.safe_counts import center_day
from cashier.ledger.undeposited import closed_shifts, open_desks, waiting_bags
from cashier.wire_safe import (
    ROWS_MOST,
    BagAnswer,
    BagItem,
    BagStep,
    BankRow,
    SafeAnswer,
    SafeBag,
    SafeDeposit,
    SlipAnswer,
    SlipItem,
)

BAGS_SHOWN_MOST = 2_000

# Those that the bank has not credited as they are, and of the others the latest; none that can be reviewed no more.
_DEPOSITS = text(
    f"""
    WITH prepared AS (
        SELECT deposit, body FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.prepared
        WHERE deposits.center = :center
    ), given AS (
        SELECT deposit, body FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.given
        WHERE deposits.center = :center
    )
    SELECT deposits.*, prepared.body, given.body AS given_body, credits.cents AS credited,
           COALESCE(one.name, prepared_by) AS one_name, COALESCE(two.name, reviewed_by, '') AS two_name
    FROM deposits
    JOIN prepared USING (deposit)
    LEFT JOIN given USING (deposit)
    LEFT JOIN staff AS one ON one.number = prepared_by
    LEFT JOIN staff AS two ON two.number = reviewed_by
    LEFT JOIN LATERAL (SELECT sum(cents)::bigint AS cents FROM bank_credits
                       WHERE bank_credits.deposit = deposits.deposit) AS credits ON true
    WHERE deposits.center = :center AND NOT (reviewed IS NULL AND EXISTS (
        SELECT FROM jsonb_array_elements_text(prepared.body::jsonb #> '{{facts,bags}}') AS bag
        WHERE EXISTS (SELECT FROM deposited_bags AS gone WHERE gone.center = deposits.center AND gone.bag = bag.value)
           OR EXISTS (SELECT FROM office_acts AS act WHERE act.subject = 'bag.' || deposits.center || '.' || bag.value
                      AND act.kind = 'bag_counted' AND act.sequence > deposits.prepared)))
    ORDER BY prepared DESC LIMIT {ROWS_MOST}
    """
)
_UNEXPLAINED = text(
    f"""
    SELECT account, as_of, type, reference, bank_reference, cents, why FROM bank_credits
    WHERE why <> '' ORDER BY sequence DESC LIMIT {ROWS_MOST}
    """
)
_STEPS = text(
    """
    SELECT act.kind, act.at, COALESCE(staff.name, act.staff) AS name, body
    FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    LEFT JOIN staff ON number = act.staff
    WHERE subject = ANY(CAST(:subjects AS text[])) ORDER BY act.sequence
    """
)
_NAME = text("SELECT name FROM staff WHERE number = :user")
_GONE = text("SELECT deposit FROM deposited_bags WHERE center = :center AND bag = :bag")


def safe_answer(connection: Connection, caller: Staff, center: str, day: date, now: datetime) -> SafeAnswer:
    """How safe, deposits and bank stand. Raises NotAllowed."""
    caller.needs(Right.SEE_SAFE, "see the safe")
    opened, closed = center_day(connection, center)
    bags = waiting_bags(connection, center)[:BAGS_SHOWN_MOST]
    deposits = connection.execute(_DEPOSITS, {"own": OWN_DESK, "center": center}).all()
    return SafeAnswer(
        as_of=now,
        books=tuple(line.value for line in BookLine),
        bags=tuple(
            SafeBag(
                bag=one.bag.number,
                book=one.bag.book.code,
                desk=one.bag.desk,
                day=one.day,
                cash_cents=one.bag.cash.cents,
                checks_cents=one.bag.checks.cents,
                filled_by=_name(connection, one.bag.filled_by),
                accepted_by=one.accepted_by,
                shift_is_open=not one.shift_is_closed,
            )
            for one in bags
        ),
        deposits=tuple(_deposit(connection, row, caller) for row in deposits),
        bank=tuple(
            BankRow(
                what=f"Bank credit {row.reference or row.bank_reference or row.type}",
                why=row.why,
                cents=row.cents,
                as_of=row.as_of,
            )
            for row in connection.execute(_UNEXPLAINED)
        ),
        open_shifts=tuple(open_desks(connection, center, day)),
        shifts=closed_shifts(connection, center, day),
        opened_on=opened,
        closed_on=closed,
    )


def bag_answer(connection: Connection, caller: Staff, center: str, number: str) -> BagAnswer:
    """What is in a bag, or in all bags of a deposit, its history, and what is next for it. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "look into bags")
    row = deposit_named(connection, number, center)
    if row is not None:
        return _sealed(connection, row, center)
    name = check_bag(number, "the bag", frozenset())
    filled = list(fillings(connection, name, center, shifts=EVERY_SHIFT))
    if len(filled) > 1:
        return BagAnswer(number=name, next_step="name", steps=tuple(_filled_steps(connection, name, center)))
    bag = bag_in_safe(connection, name, center, shifts=EVERY_SHIFT)
    deposit = connection.scalar(_GONE, {"center": center, "bag": name})
    steps = _steps(connection, [bag], deposit)
    accepted = any(step.what.startswith("Taken into the safe") for step in steps)
    return BagAnswer(
        number=name, next_step="" if accepted else "accept", items=tuple(map(_item, bag.items)), steps=tuple(steps)
    )


def slip_answer(connection: Connection, caller: Staff, center: str, deposit: UUID) -> SlipAnswer:
    """A deposit for its slip and its list. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "take out a deposit's slip")
    said = deposit_of(connection, deposit)
    if said.center != center:
        raise Refused("There is no such deposit. Look at the list again.")
    return SlipAnswer(
        deposit=deposit,
        number=said.number,
        center=said.center,
        book=said.book.code,
        prepared_on=said.prepared_on,
        prepared_at=said.prepared_at,
        prepared_by=said.prepared_by,
        reviewed_by=said.reviewed_by,
        seal=said.seal,
        day=said.day,
        is_final=said.is_final,
        bags=said.bags,
        items=tuple(
            SlipItem(
                bag=item.bag,
                is_cash=item.is_cash,
                cents=item.amount.cents,
                denomination=item.denomination,
                pieces=item.pieces,
                number=item.number,
                receipt=item.receipt,
            )
            for item in said.items
        ),
    )


def _deposit(connection: Connection, row: Any, caller: Staff) -> SafeDeposit:
    said = read_line(row.body.encode()).facts
    cents = said["cash_cents"] + said["checks_cents"]
    corrected = corrected_of(connection, row.deposit)
    wrong = ""
    if row.credited is not None and row.credited != cents + corrected.cents:
        wrong = f"The bank credited {Money(row.credited)}."
    elif row.credited is not None and row.given is None:
        wrong = "The bank has it, and no courier was named."
    return SafeDeposit(
        deposit=row.deposit,
        number=row.prepared,
        book=row.book,
        day=row.day,
        is_final=row.is_final,
        cash_cents=said["cash_cents"],
        checks_cents=said["checks_cents"],
        state=_state(row, cents + corrected.cents).value,
        prepared_by=row.one_name,
        reviewed_by=row.two_name,
        seal=row.seal or "",
        courier=str(read_line(row.given_body.encode()).facts["courier"]) if row.given_body else "",
        wrong=wrong,
        credited_cents=row.credited,
        corrected_cents=corrected.cents,
        is_yours=row.prepared_by == caller.user,
    )


def _state(row: Any, cents: int) -> DepositState:
    if row.credited == cents and row.arrived is not None:
        return DepositState.CREDITED
    if row.arrived is not None:
        return DepositState.AT_BANK
    if row.given is not None:
        return DepositState.WITH_COURIER
    return DepositState.PREPARED if row.reviewed is None else DepositState.REVIEWED


def _sealed(connection: Connection, row: Any, center: str) -> BagAnswer:
    numbers = read_line(row.body.encode()).facts["bags"]
    bags = [bag_in_safe(connection, number, center, shifts=EVERY_SHIFT) for number in numbers]
    is_next: Literal["give", "arrive", ""] = ""
    if row.reviewed is not None:
        is_next = "give" if row.given is None else "arrive" if row.arrived is None else ""
    return BagAnswer(
        number=row.seal or str(row.prepared),
        next_step=is_next,
        items=tuple(_item(item) for bag in bags for item in bag.items),
        steps=tuple(_steps(connection, bags, row.deposit)),
    )


def _steps(connection: Connection, bags: list[Bag], deposit: UUID | None) -> list[BagStep]:
    """Who filled each bag, then what the safe and the bank did with it, in the order in which it was done."""
    steps = [step for bag in bags for step in _filled_steps(connection, bag.number, bag.center)]
    subjects = [f"bag.{bag.center}.{bag.number}" for bag in bags]
    return steps + _acts(connection, subjects + ([f"deposit.{deposit}"] if deposit is not None else []))


def _filled_steps(connection: Connection, number: str, center: str) -> Iterator[BagStep]:
    """Who filled what is called so, and who called it so where the desk's number was another bag's, too."""
    for _, line in fillings(connection, number, center, shifts=EVERY_SHIFT):
        yield BagStep(at=line.taken_at, what=f"Bag {number} filled at {line.desk}", who=_name(connection, line.staff))
    for act in own_names(connection, center).lines:
        if number in [one["name"] for one in act.facts["names"]]:
            who = f"{act.facts['staff_name']} and {act.facts['second_name']}"
            yield BagStep(at=act.taken_at, what=f"Named {number}: two bags were {act.facts['number']}", who=who)


def _acts(connection: Connection, subjects: list[str]) -> list[BagStep]:
    steps = []
    for act in connection.execute(_STEPS, {"own": OWN_DESK, "subjects": subjects}):
        said = read_line(act.body.encode()).facts
        second = said.get("second_name")
        who = f"{act.name} and {second}" if second else act.name
        steps.append(BagStep(at=act.at, what=_what(act.kind, said), who=who))
    return steps


def _what(kind: str, said: Facts) -> str:
    """A step in words."""
    match kind:
        case "bag_accepted":
            return f"Taken into the safe: bag {said['number']}"
        case "bag_counted":
            return f"Counted in the safe: bag {said['number']}, {'matches' if said['matches'] else 'differs'}"
        case "deposit_prepared":
            return "Counted for a deposit"
        case "deposit_reviewed":
            return f"Counted again and sealed in bag {said.get('seal') or 'without a number'}"
        case "deposit_given":
            return f"Handed to the courier, {said['courier']}"
        case "deposit_arrived":
            return f"At the bank, {said.get('receipt') or 'as it credited'}"
        case "deposit_corrected":
            difference, reason = Money(said["difference_cents"]), said["reason"]
            return f"Bank's figure taken over, {over_short_words(difference)}: {reason}"
        case _:
            return kind.replace("_", " ").capitalize()


def _item(item: Any) -> BagItem:
    return BagItem(
        key=item.key,
        bag=item.bag,
        kind=item.kind,
        number=item.number,
        receipt=item.receipt,
        cents=item.amount.cents,
    )


def _name(connection: Connection, user: str) -> str:
    return connection.scalar(_NAME, {"user": user}) or user
