"""Proves the ledger's books from its lines alone: a key or a constraint could say less, and only for one row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Row, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.cash_taken import cash_taken
from cashier.domain.chain import chained, first_link
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.payment_facts import read_payment
from cashier.ledger.arrangements import wrong_arrangements
from cashier.ledger.asks import wrong_asks
from cashier.ledger.bank import wrong_credits
from cashier.ledger.card_batches import wrong_typed
from cashier.ledger.check_acts import Told, check_acts, check_restored
from cashier.ledger.check_carried import Carriage
from cashier.ledger.check_counts import wrong_counts
from cashier.ledger.check_deposits import wrong_deposits
from cashier.ledger.check_drawers import ZChain, full_drawers
from cashier.ledger.check_explained import wrong_explanations
from cashier.ledger.check_moves import wrong_moves
from cashier.ledger.check_office import wrong_acts, wrong_channel_payments
from cashier.ledger.check_refunds import wrong_refunds
from cashier.ledger.check_returned import wrong_returns
from cashier.ledger.corrections import wrong_corrections
from cashier.ledger.day_sums import DaySums, kept_rows
from cashier.ledger.funds import wrong_funds
from cashier.ledger.handed import wrong_handed
from cashier.ledger.judging import HOLDING_REASONS, KEPT_BALANCES, NOT_POSTED, State, Why
from cashier.ledger.letters import wrong_letters
from cashier.ledger.mailing import wrong_mails
from cashier.ledger.naming import wrong_names
from cashier.ledger.open_cards import wrong_cards
from cashier.ledger.reentered import DRAWERS
from cashier.ledger.returned_checks import wrong_listings
from cashier.ledger.safe import wrong_bags
from cashier.ledger.suspended import wrong_suspensions

Booked = Row[tuple[object, ...]]  # A transfer as the ledger has it.

FINDINGS_MOST = 50  # More than a person reads; the first say enough.
_ROWS_AT_ONCE = 1000
_LINES_AT_ONCE = 50  # A line of many bills has hundreds of kilobytes.

_DESKS = text("SELECT desk, received_through, chain FROM desks ORDER BY desk")
_LINES = text("SELECT sequence, line_id, chain, body, state FROM lines WHERE desk = :desk ORDER BY sequence")
_TRANSFERS = text(
    """
    SELECT sequence, place, part, debit, credit, cents, meant, why, meant_debit FROM transfers
    WHERE desk = :desk ORDER BY sequence, place, part
    """
)
_STRAY_TRANSFERS = text(
    "SELECT count(*) FROM transfers AS t WHERE NOT EXISTS (SELECT FROM desks WHERE desks.desk = t.desk)"
)
_RECEIPTS = text("SELECT receipt, payment_id FROM receipts WHERE desk = :desk")
_WRONG_BALANCES = text(
    """
    WITH summed AS (
        SELECT * FROM trial_balance WHERE split_part(account, ':', 1) = ANY(CAST(:kinds AS text[]))
    )
    SELECT account, kept.debit_cents - kept.credit_cents AS kept, summed.debit_cents - summed.credit_cents AS summed
    FROM summed FULL JOIN balances AS kept USING (account)
    WHERE COALESCE(kept.debit_cents, 0) <> COALESCE(summed.debit_cents, 0)
       OR COALESCE(kept.credit_cents, 0) <> COALESCE(summed.credit_cents, 0)
    ORDER BY account LIMIT :most
    """
)
_TRIAL = text("SELECT COALESCE(sum(debit_cents), 0)::bigint, COALESCE(sum(credit_cents), 0)::bigint FROM trial_balance")
_UNPROVEN = text("SELECT desk, sequence, why FROM unproven ORDER BY desk, sequence LIMIT :most")
_NEGATIVE = text(
    """
    SELECT account FROM balances WHERE account LIKE 'receivable:%' AND credit_cents > debit_cents
    ORDER BY account LIMIT :most
    """
)


@dataclass(slots=True, kw_only=True)
class Report:
    """What was proven, and what was found wrong; the books hold if nothing was."""

    desks: int = 0
    lines: int = 0
    transfers: int = 0
    payments: int = 0
    held: int = 0
    unreadable: int = 0
    debit_cents: int = 0
    credit_cents: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings

    def found(self, sentence: str) -> None:
        if len(self.findings) < FINDINGS_MOST:
            self.findings.append(sentence)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a desk's lines say together: its receipt numbers with their payments, and its day sums."""

    receipts: dict[str, str] = field(default_factory=dict)
    sums: DaySums = field(default_factory=DaySums)


def check(engine: Engine) -> Report:
    """Prove everything in one snapshot, while the service goes on."""
    report, told = Report(), Told()
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        carriage = Carriage.read(connection)
        for desk in connection.execute(_DESKS).all():
            report.desks += 1
            _check_desk(connection, desk, report, told, carriage)
        carriage.check(connection, report.found)
        check_acts(connection, told, report.found)
        check_restored(told, report.found)
        _check_sums(connection, report)
        for wrong in (
            wrong_acts,
            wrong_channel_payments,
            wrong_suspensions,
            wrong_cards,
            wrong_typed,
            wrong_arrangements,
            wrong_mails,
            wrong_listings,
            wrong_asks,
            wrong_bags,
            wrong_handed,
            wrong_names,
            wrong_deposits,
            wrong_counts,
            wrong_credits,
            wrong_corrections,
            wrong_funds,
            wrong_refunds,
            wrong_returns,
            wrong_moves,
            wrong_explanations,
            wrong_letters,
            full_drawers,
        ):
            for sentence in wrong(connection):
                report.found(sentence)
    return report


def _check_desk(
    connection: Connection, desk: Row[tuple[str, int, str]], report: Report, told: Told, carriage: Carriage
) -> None:
    transfers = _by_sequence(connection, desk.desk)
    said, zs = _Said(), ZChain(report.found)
    link, place = first_link(desk.desk), 0
    lines = connection.execution_options(yield_per=_LINES_AT_ONCE).execute(_LINES, {"desk": desk.desk})
    booked = next(transfers, None)
    for row in lines:
        place += 1
        report.lines += 1
        name = f"Line {row.sequence} of {desk.desk}"
        if row.sequence != place:
            report.found(f"{name} follows line {place - 1}: lines are missing.")
            place = row.sequence
        link = chained(link, row.sequence, row.body.encode())
        if link != row.chain:
            report.found(f"{name} is not tied to the lines before it: it was altered.")
            link = row.chain
        mine: list[Booked] = []
        while booked is not None and booked[0] <= row.sequence:
            if booked[0] == row.sequence:
                mine = booked[1]
            else:
                report.found(f"Transfers stand under line {booked[0]} of {desk.desk}, which is not there.")
            booked = next(transfers, None)
        line = _check_line(row, mine, name, said, report, carriage)
        if line is not None:
            zs.learn(line, name, row.chain)
        if line is not None and line.kind is LineKind.ADMINISTERED:
            _learn(line, name, told, report)
    if booked is not None:
        report.found(f"Transfers stand under line {booked[0]} of {desk.desk}, which is not there.")
    if (place, link) != (desk.received_through, desk.chain):
        report.found(f"The mark of {desk.desk} says {desk.received_through}, its lines end at {place}.")
    _check_receipts(connection, desk.desk, said.receipts, report)
    if _sorted(kept_rows(connection, desk.desk)) != _sorted(said.sums.rows()):
        report.found(f"The day sums of {desk.desk} are not what its lines come to.")


def _sorted(rows: list[dict[str, Any]]) -> list[tuple[tuple[str, Any], ...]]:
    return sorted(tuple(sorted(row.items())) for row in rows)


def _by_sequence(connection: Connection, desk: str) -> Iterator[tuple[int, list[Booked]]]:
    """A desk's transfers, line by line."""
    rows: list[Booked] = []
    for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_TRANSFERS, {"desk": desk}):
        if rows and row.sequence != rows[0].sequence:
            yield rows[0].sequence, rows
            rows = []
        rows.append(row)
    if rows:
        yield rows[0].sequence, rows


def _check_line(
    row: Row[tuple[object, ...]],
    booked: Sequence[Booked],
    name: str,
    said: _Said,
    report: Report,
    carriage: Carriage,
) -> Line | None:
    """Returns the line; None where it was not posted or cannot be read."""
    report.transfers += len(booked)
    if row.state in NOT_POSTED:
        report.unreadable += 1
        if booked:
            report.found(f"{name} is {row.state}, and yet it has transfers.")
        return None
    try:
        line, money_of = carriage.posted(read_line(row.body.encode()), row.sequence)
    except UnreadableBody as trouble:
        report.found(f"{name} was posted and cannot be read now. {trouble.sentence}")
        return None
    if line.line_id != row.line_id:
        report.found(f"{name} stands under another id than its body says.")
    held = any(transfer.why in HOLDING_REASONS for transfer in booked)
    report.held += held
    if held != (row.state == State.HELD):
        report.found(f"{name} is {row.state}, which its transfers do not say.")
    _check_transfers(line, booked, name, report)
    if money_of is not None:
        reasons = {transfer.why for transfer in booked}
        if not reasons & {Why.CAME_HOME, Why.ENTERED_TWICE}:
            carriage.learn(money_of, line.desk, row.sequence)
        if Why.CAME_HOME not in reasons:
            said.sums.add(money_of)
    if money_of is not None and money_of.kind is LineKind.PAYMENT:
        _check_payment(money_of, name, said.receipts, carriage.numbers[money_of.desk], report)
    return line


def _learn(line: Line, name: str, told: Told, report: Report) -> None:
    try:
        told.learn(line)
    except MISREAD:
        report.found(f"{name} says of no act what was done.")


def _check_transfers(line: Line, booked: Sequence[Booked], name: str, report: Report) -> None:
    """Each transfer of the body is booked whole: as said, or in parts of which each says why it went elsewhere."""
    places: dict[int, list[Booked]] = defaultdict(list)
    for row in booked:
        places[row.place].append(row)
    for place, transfer in enumerate(line.transfers):
        parts = places.pop(place, [])
        right = all(
            (part.meant_debit or part.debit) == transfer.debit.code
            and (part.meant or part.credit) == transfer.credit.code
            and (part.why is None or _may_be(part, line))
            for part in parts
        )
        if not right or sum(part.cents for part in parts) != transfer.amount.cents:
            report.found(f"{name}: transfer {place} is booked otherwise than its body says.")
    if places:
        report.found(f"{name} has transfers that its body does not say.")


def _may_be(part: Booked, line: Line) -> bool:
    """Whether an account is where money goes, or comes from, for the reason that stands there."""
    debit, credit = Account.read(part.debit), Account.read(part.credit)
    if part.why == Why.BEYOND_OPEN:
        return credit.kind is AccountKind.CREDIT
    if part.why == Why.CAME_HOME:
        return credit.kind is debit.kind and credit.kind in DRAWERS
    if part.why == Why.WHERE_IT_WENT:
        return debit.kind in KEPT_BALANCES
    waits = debit if part.why == Why.STALE_CORRECTION else credit
    if waits.kind is AccountKind.HOLDING and debit.kind is AccountKind.HELD:  # Held before, and to nobody known again.
        return waits.owner == debit.owner == line.center
    return waits.kind is AccountKind.HELD and waits.owner == line.center


def _check_payment(line: Line, name: str, receipts: dict[str, str], numbers: set[str], report: Report) -> None:
    try:
        facts = read_payment(line)
    except UnreadableBody as trouble:
        report.payments += 1
        report.found(f"{name}: {trouble.sentence}")
        return
    report.payments += facts.receipt not in numbers  # A card's part and the rest of it are one payment.
    tendered = total([tender.amount for tender in facts.tenders])
    given, kept = _rounded(line)
    moved = total([transfer.amount for transfer in line.transfers]) - kept
    if (given, kept) != (facts.rounding.given_total, facts.rounding.kept):
        report.found(f"{name}: its cash was rounded otherwise than it says.")
    if not facts.paid == tendered - facts.change + given - kept == moved:
        report.found(
            f"{name}: {facts.paid} was applied and {moved} moved, of {tendered} tendered and {facts.change} change."
        )
    in_drawer = total([t.amount for t in line.transfers if t.debit.kind is AccountKind.DRAWER_CASH])
    if facts.net_cash is not None and not facts.net_cash == cash_taken([facts]).net == in_drawer:
        report.found(f"{name}: {in_drawer} came into its drawer in cash, not the {facts.net_cash} that it says.")
    numbers.add(facts.receipt)
    payment = receipts.setdefault(facts.receipt, str(facts.payment_id))
    if payment != str(facts.payment_id):
        report.found(f"{name}: receipt {facts.receipt} belongs to another payment.")


def _rounded(line: Line) -> tuple[Money, Money]:
    """What rounding gave, and what it kept."""
    given = [transfer.amount for transfer in line.transfers if transfer.debit.kind is AccountKind.CASH_ROUNDING]
    kept = [transfer.amount for transfer in line.transfers if transfer.credit.kind is AccountKind.CASH_ROUNDING]
    return total(given), total(kept)


def _check_receipts(connection: Connection, desk: str, receipts: dict[str, str], report: Report) -> None:
    kept = {row.receipt: str(row.payment_id) for row in connection.execute(_RECEIPTS, {"desk": desk})}
    if kept != receipts:
        report.found(f"The receipt numbers of {desk} are not those of its payments.")


def _check_sums(connection: Connection, report: Report) -> None:
    kinds = {"kinds": [str(kind) for kind in KEPT_BALANCES], "most": FINDINGS_MOST}
    for row in connection.execute(_WRONG_BALANCES, kinds):
        report.found(f"The balance of {row.account} is kept as {row.kept} cents; its transfers come to {row.summed}.")
    for row in connection.execute(_UNPROVEN, {"most": FINDINGS_MOST}):
        report.found(f"The database's own proof fails at line {row.sequence} of {row.desk}: {row.why}.")
    for row in connection.execute(_NEGATIVE, {"most": FINDINGS_MOST}):
        report.found(f"More was paid on {row.account} than was billed; the rest should be credit.")
    if stray := connection.scalar(_STRAY_TRANSFERS):
        report.found(f"{stray} transfers belong to no desk.")
    report.debit_cents, report.credit_cents = connection.execute(_TRIAL).one()
    if report.debit_cents != report.credit_cents:
        report.found("The trial balance is not zero.")
