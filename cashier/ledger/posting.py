"""Writes a judged run, in the caller's transaction and few round trips: lines, transfers, balances, day sums, the mark.

What the lines say is first added to the statements' balances, in account order, and the same statement says what was
open before. Where judging then books otherwise, the difference is added too. Lines and transfers go in by COPY.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from sqlalchemy import Connection, text

from cashier.domain.accounts import AccountKind, receivable
from cashier.ledger.arrangements import take_arrangements
from cashier.ledger.beside import note_beside
from cashier.ledger.copying import copy_text, run_hot
from cashier.ledger.corrections import look_up, warn_of_overdrawn
from cashier.ledger.day_sums import sums_of
from cashier.ledger.handed import note_handed
from cashier.ledger.judging import NOT_POSTED, Judgment, Moved, OpenStatement, judge
from cashier.ledger.letters import note_letters
from cashier.ledger.mailing import take_mails
from cashier.ledger.open_cards import note_cards
from cashier.ledger.paper import note_paper
from cashier.ledger.reading import Received
from cashier.ledger.rows import LINES, TRANSFERS, TURNED_TRANSFERS, line_row, transfer_row
from cashier.ledger.suspended import note_suspensions

_RECEIVABLE = len("receivable:")
_NOTHING = Moved()

WEIGHED = """
    ON CONFLICT (account) DO UPDATE SET
        debit_cents = balance.debit_cents + excluded.debit_cents,
        credit_cents = balance.credit_cents + excluded.credit_cents,
        version = balance.version + 1,
        changed_in = pg_current_xact_id()
"""
"""How what is inserted into ``balances AS balance`` is added to what is there."""

SUMMED = """
    FROM jsonb_to_recordset(%s::jsonb) AS more (
        business_date date, shift text, center text, staff text, region text, tender text, tenders bigint, cents bigint)
"""
COUNTED = """
    ON CONFLICT (business_date, desk, shift, center, staff, region, tender) DO UPDATE SET
        tenders = known.tenders + excluded.tenders, cents = known.cents + excluded.cents
"""
"""How what is inserted into ``day_sums AS known`` is added to what is there; `SUMMED` are the rows of `DaySums`."""

MARK = """
    received_through = %s, chain = %s, newest_line = greatest(newest_line, %s), received_in = now.month,
    newest_earlier = CASE WHEN received_in = now.month THEN newest_earlier ELSE newest_line END
"""
NOW = "(SELECT date_trunc('month', CURRENT_DATE)::date AS month) AS now"
"""How a row of desks moves on, beside `NOW`: through which line, its link, and the greatest id among the new ones."""

_WEIGH = f"""
    INSERT INTO balances AS balance (account, debit_cents, credit_cents)
    SELECT account, moved.debit_cents, moved.credit_cents
    FROM unnest(%b::text[], %b::bigint[], %b::bigint[]) AS moved (account, debit_cents, credit_cents)
    {{}}
    ORDER BY account
    {WEIGHED}
    RETURNING account, balance.debit_cents - balance.credit_cents
"""
_WEIGH_KNOWN = _WEIGH.format("JOIN balances AS known USING (account)")
_WEIGH_ALL = _WEIGH.format("")
_NUMBER = """
    INSERT INTO receipts (desk, receipt, payment_id, sequence)
    SELECT %s, receipt, payment_id, sequence
    FROM unnest(%b::text[], %b::uuid[], %b::bigint[]) AS numbered (receipt, payment_id, sequence)
    ON CONFLICT DO NOTHING
"""
_SUM = f"""
    INSERT INTO day_sums AS known (business_date, desk, shift, center, staff, region, tender, tenders, cents)
    SELECT business_date, %s, shift, center, staff, region, tender, tenders, cents {SUMMED} {COUNTED}
"""
_FINISH = f"UPDATE desks SET {MARK} FROM {NOW} WHERE desk = %s"
_WHOSE = text("SELECT number, guarantor_number FROM statements WHERE number = ANY(CAST(:numbers AS text[]))")
_GUARANTORS = text("SELECT number FROM guarantors WHERE number = ANY(CAST(:numbers AS text[]))")
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES (:what, :sentence)")


def post(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Post lines that follow ``desk``'s mark without a gap; its row is locked by the caller."""
    said = _said(lines)
    open_after = dict(_weigh(connection, _WEIGH_KNOWN, said))
    added = {account: said[account] for account in open_after}
    corrected = look_up(connection, desk, lines)
    opened, guarantors = _opened(connection, open_after, added), _known_guarantors(connection, lines)
    judgment = judge(lines, opened, guarantors, corrected)
    if corrected is not None:
        corrected.keep(connection)
    _weigh(connection, _WEIGH_ALL, _difference(judgment.moved, added))
    states = judgment.states
    copy_text(connection, LINES, "".join(line_row(desk, line, states[line.sequence]) for line in lines))
    for into, is_turned in ((TRANSFERS, False), (TURNED_TRANSFERS, True)):
        rows = (transfer_row(desk, one) for one in judgment.posted if (one.meant_debit is not None) is is_turned)
        copy_text(connection, into, "".join(rows))
    note_beside(connection, desk, judgment.posted)
    if corrected is not None:
        warn_of_overdrawn(connection, judgment.posted)
    _finish(connection, desk, lines)
    note_suspensions(connection, desk, lines)
    note_cards(connection, lines)
    note_handed(connection, lines)
    note_letters(connection, desk, lines)
    take_arrangements(connection, lines)
    take_mails(connection, lines)
    note_paper(connection, desk, lines)
    _raise_alarms(connection, desk, lines, judgment)


def _finish(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """The receipts' numbers, the day's sums, how far the desk's journal is here, and the newest id in it."""
    receipts = [(line.receipt, line.sequence) for line in lines if line.receipt is not None and not line.repeated]
    sums = sums_of(line.paid for line in lines if line.paid is not None)
    if receipts:
        numbered = (
            [receipt.receipt for receipt, _ in receipts],
            [receipt.payment_id for receipt, _ in receipts],
            [sequence for _, sequence in receipts],
        )
        run_hot(connection, _NUMBER, (desk, *numbered))
    if rows := sums.rows():
        run_hot(connection, _SUM, (desk, json.dumps(rows)))
    newest = max((line.line.line_id for line in lines if line.line), key=attrgetter("int"), default=None)
    run_hot(connection, _FINISH, (lines[-1].sequence, lines[-1].chain, newest, desk))


def raise_alarm(connection: Connection, what: str, sentence: str) -> None:
    """Put a sentence where the office sees it."""
    connection.execute(_ALARM, {"what": what, "sentence": sentence})


def _said(lines: Iterable[Received]) -> dict[str, Moved]:
    """What the bodies say that each statement's account moves, by the account's code."""
    said: defaultdict[str, Moved] = defaultdict(Moved)
    for received in lines:
        if received.line is None or received.repeated:
            continue
        for transfer in received.line.transfers:
            if transfer.credit.kind is AccountKind.RECEIVABLE:
                said[transfer.credit.code].credit_cents += transfer.amount.cents
            if transfer.debit.kind is AccountKind.RECEIVABLE:
                said[transfer.debit.code].debit_cents += transfer.amount.cents
    return said


def _opened(
    connection: Connection, open_after: Mapping[str, int], added: Mapping[str, Moved]
) -> dict[str, OpenStatement]:
    """The statements by number, with what was open on each before ``added`` left ``open_after`` on it.

    Whose one is, is looked up only where more is paid on it than is open.
    """
    opened = {
        account[_RECEIVABLE:]: cents + added[account].credit_cents - added[account].debit_cents
        for account, cents in open_after.items()
    }
    beyond = [number for number, cents in opened.items() if added[receivable(number).code].credit_cents > cents]
    rows = connection.execute(_WHOSE, {"numbers": beyond}) if beyond else ()
    whose = {row.number: row.guarantor_number for row in rows}
    for number in beyond:
        if number not in whose:  # Its account was moved once, but it was never billed.
            del opened[number]
    return {
        number: OpenStatement(guarantor_number=whose.get(number, ""), open_cents=cents)
        for number, cents in opened.items()
    }


def _known_guarantors(connection: Connection, lines: Iterable[Received]) -> frozenset[str]:
    """Those whose credit the lines name, as far as the ledger knows them."""
    named = {
        transfer.credit.owner
        for received in lines
        if received.line is not None
        for transfer in received.line.transfers
        if transfer.credit.kind is AccountKind.CREDIT
    }
    return frozenset(connection.scalars(_GUARANTORS, {"numbers": list(named)})) if named else frozenset()


def _difference(moved: Mapping[str, Moved], added: Mapping[str, Moved]) -> dict[str, Moved]:
    """What is booked and was not added yet, or the other way round: mostly nothing, else credit and held money."""
    difference = {}
    for account in moved.keys() | added.keys():
        booked, before = moved.get(account, _NOTHING), added.get(account, _NOTHING)
        if booked != before:
            difference[account] = Moved(
                debit_cents=booked.debit_cents - before.debit_cents,
                credit_cents=booked.credit_cents - before.credit_cents,
            )
    return difference


def _weigh(connection: Connection, statement: str, moved: Mapping[str, Moved]) -> list[tuple[str, int]]:
    """Add to the balances, in account order; each account with what it comes to now, debit less credit."""
    if not moved:
        return []
    sides = [m.debit_cents for m in moved.values()], [m.credit_cents for m in moved.values()]
    return run_hot(connection, statement, (list(moved), *sides))


def _raise_alarms(connection: Connection, desk: str, lines: Sequence[Received], judgment: Judgment) -> None:
    for line in lines:
        state = judgment.states[line.sequence]
        if state in NOT_POSTED:
            raise_alarm(connection, f"line_{state}", f"Line {line.sequence} of {desk} is {state}. It was not posted.")
