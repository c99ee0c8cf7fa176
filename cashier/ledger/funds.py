"""Deposits and credit by guarantor and book, and their use for a bill: a line of the ledger's own journal.

A transfer's account says no book where it is a guarantor's: so a trigger notes with each of them which book the money
came from, in `funds`. What is used is decided under the own journal's lock, by what is there then.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, credit, prepayment, receivable
from cashier.domain.errors import MISREAD, BalanceChanged, NotAllowed, Refused
from cashier.domain.funds import Fund, check_use, read_fund
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Role, Staff
from cashier.domain.statements import Statement, StatementKind, book_of
from cashier.domain.targets import Target, TargetKind
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.keeping import NobodyKnown
from cashier.wire_funds import FUNDS_MOST, FundRow, FundUsed, UseFund

GUARANTOR_OF = text("SELECT guarantor_number FROM members WHERE number = :member")
_FUNDS = text(
    """
    SELECT account, book, sum(cents)::bigint AS cents FROM funds WHERE guarantor_number = :guarantor
    GROUP BY account, book HAVING sum(cents) > 0 ORDER BY 3 DESC, account, book LIMIT :most
    """
)
_HAS = text(
    """
    SELECT COALESCE(sum(cents), 0)::bigint FROM funds
    WHERE guarantor_number = :guarantor AND account = :account AND book = :book
    """
)
# Receivables are locked first and in order, as by every posting; then what pays.
_LOCK = text("SELECT account FROM balances WHERE account = :account FOR UPDATE")
_STATEMENT = text(
    """
    SELECT number, kind, region, member_number, guarantor_number, title, statement_date, due_date, billed_cents,
           confidential, balance.debit_cents - balance.credit_cents AS open_cents
    FROM statements JOIN balances AS balance ON balance.account = 'receivable:' || number WHERE number = :number
    """
)
_STAFF = text("SELECT number, name, role, centers FROM staff WHERE number = :user AND active")
_USED = text("SELECT sequence, body FROM lines WHERE desk = :desk AND kind = 'credit_used' AND state <> 'repeated'")
_WRONG_SUMS = text(
    """
    WITH kept AS (
        SELECT account, credit_cents - debit_cents AS cents FROM trial_balance
        WHERE account LIKE 'credit:%' OR account LIKE 'prepayment:%'
    )
    SELECT account, noted.cents AS noted, kept.cents AS kept
    FROM (SELECT account, sum(cents) AS cents FROM funds GROUP BY account) AS noted FULL JOIN kept USING (account)
    WHERE COALESCE(noted.cents, 0) <> COALESCE(kept.cents, 0) ORDER BY account LIMIT 50
    """
)
_USED_MORE = text(
    """
    WITH used AS (
        SELECT desk, sequence, kind FROM lines WHERE kind = 'credit_used'
    )
    SELECT funds.account, book FROM funds
    LEFT JOIN used ON used.desk = funds.desk AND used.sequence = funds.sequence
    GROUP BY guarantor_number, funds.account, book
    HAVING sum(cents) FILTER (WHERE cents > 0) < -COALESCE(sum(cents) FILTER (WHERE used.kind IS NOT NULL), 0)
        OR (sum(cents) FILTER (WHERE cents > 0) IS NULL AND count(used.kind) > 0)
    ORDER BY 1, 2 LIMIT 50
    """
)


def funds_of(connection: Connection, member: str) -> tuple[FundRow, ...]:
    """What a member's guarantor has. Raises NobodyKnown."""
    guarantor = connection.scalar(GUARANTOR_OF, {"member": member})
    if guarantor is None:
        raise NobodyKnown(f"The ledger knows no member {member}. Check the number, or search by name.")
    rows = connection.execute(_FUNDS, {"guarantor": guarantor, "most": FUNDS_MOST})
    return tuple(FundRow(fund=_target(row.account).code, book=row.book, cents=row.cents) for row in rows)


def use_fund(connection: Connection, wish: UseFund, *, desk: str, center: str, clock: Clock, new_id: NewId) -> FundUsed:
    """Have a deposit or credit pay a bill of the same guarantor and book. Raises Refused, and then nothing moved."""
    caller = _caller(connection, wish.staff, center)
    guarantor = connection.scalar(GUARANTOR_OF, {"member": wish.member})
    try:
        target, book = read_fund(wish.fund), Book.read(wish.book)
    except MISREAD as trouble:
        raise Refused("This is no deposit and no credit. Look at the account again.") from trouble
    account = account_of_fund(target)
    bill = receivable(wish.statement)

    def decide() -> tuple[Transfer, ...]:
        for locked in (bill, account):
            lock_account(connection, locked)
        has = Fund(target=target, book=book, amount=fund_has(connection, guarantor, account, book))
        statement = _statement(connection, wish)
        if statement.guarantor_number != guarantor:
            raise Refused(f"{wish.statement} is another guarantor's. Their own deposit or credit pays it.")
        if statement.open.cents != wish.seen_cents:
            raise BalanceChanged(
                f"The balance of {wish.statement} changed: {statement.open} is open now. Look again, then use it."
            )
        if has.amount < Money(wish.cents):
            raise BalanceChanged(f"Only {has.amount} of it is there now. Look again, then use that, or less.")
        check_use(has, statement, Money(wish.cents))
        return (Transfer(account, bill, Money(wish.cents)),)

    facts = wish.model_dump(mode="json", exclude={"v", "line_id", "staff"}) | {
        "guarantor": guarantor,
        "desk": desk,
        "center": center,
    }
    act = Act(
        line_id=wish.line_id, kind=LineKind.CREDIT_USED, subject=f"fund.{wish.fund}", staff=caller.user, facts=facts
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    return FundUsed(
        left_cents=max(fund_has(connection, guarantor, account, book).cents, 0),
        open_cents=max(_statement(connection, wish).open.cents, 0),
        sequence=sequence,
    )


def wrong_funds(connection: Connection) -> Iterator[str]:
    """Deposits and credit that are noted otherwise than they moved, or used where they may not be."""
    for row in connection.execute(_WRONG_SUMS):
        yield f"What is noted of {row.account} by book comes to {row.noted} cents; its transfers come to {row.kept}."
    for row in connection.execute(_USED_MORE):
        yield f"More of {row.account} in {row.book} was used for bills than ever came in."
    for row in connection.execute(_USED, {"desk": OWN_DESK}):
        facts, moved = (line := read_line(row.body.encode())).facts, line.transfers
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            account = account_of_fund(read_fund(str(facts["fund"])))
            right = [(t.debit, t.credit, t.amount.cents) for t in moved] == [
                (account, receivable(str(facts["statement"])), facts["cents"])
            ]
            bill = connection.execute(_STATEMENT, {"number": facts["statement"]}).first()
        except MISREAD:
            right, bill = False, None
        if not right or bill is None:
            yield f"{name} uses a deposit or credit otherwise than it says."
        elif (_book(bill.kind, bill.region).code, bill.guarantor_number) != (facts["book"], facts["guarantor"]):
            yield f"{name} pays another book's or guarantor's bill."


def _caller(connection: Connection, user: str, center: str) -> Staff:
    row = connection.execute(_STAFF, {"user": user}).one_or_none()
    if row is None or (row.centers and center not in row.centers):
        raise NotAllowed("The ledger knows nobody of this name at this center who may sign in.")
    caller = Staff(user=row.number, name=row.name, role=Role(row.role))
    caller.needs(Right.TAKE_PAYMENTS, "use deposits and credit")
    return caller


def lock_account(connection: Connection, account: Account) -> None:
    """Hold an account's balance until the transaction's end; receivables before all others."""
    connection.execute(_LOCK, {"account": account.code})


def fund_has(connection: Connection, guarantor: str | None, account: Account, book: Book) -> Money:
    """What is there of a guarantor's in one book."""
    asked = {"guarantor": guarantor or "", "account": account.code, "book": book.code}
    return Money(connection.scalar(_HAS, asked) or 0)


def _statement(connection: Connection, wish: UseFund) -> Statement:
    row = connection.execute(_STATEMENT, {"number": wish.statement}).one_or_none()
    if row is None:
        raise Refused("The ledger does not know this statement. Check its number.")
    if row.confidential and row.member_number != wish.member:
        raise Refused(f"{wish.statement} is paid on its own member's account only. Open that member.")
    return Statement(
        number=row.number,
        kind=StatementKind(row.kind),
        region=row.region,
        member_number=row.member_number,
        guarantor_number=row.guarantor_number,
        title=row.title,
        statement_date=row.statement_date,
        due_date=row.due_date,
        billed=Money(row.billed_cents),
        open=Money(row.open_cents),
        version="",
    )


def _book(kind: str, region: str) -> Book:
    return book_of(StatementKind(kind), region)


def account_of_fund(target: Target) -> Account:
    """Where a deposit or credit lies."""
    return prepayment(target.number) if target.kind is TargetKind.PREPAY else credit(target.number)


def _target(account: str) -> Target:
    known = Account.read(account)
    kind = TargetKind.PREPAY if known.kind is AccountKind.PREPAYMENT else TargetKind.CREDIT
    return Target(kind, known.owner)
