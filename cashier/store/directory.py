"""Members, statements and staff as the ledger last sent them, read. Each call is one snapshot of its own."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import bindparam, column, func, not_, or_, select

from cashier.domain.line import Line, read_line
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.people import Role, Staff
from cashier.domain.scan import Query
from cashier.domain.statements import Member, Statement, StatementKind
from cashier.domain.times import read_instant
from cashier.store.engine import Database, Ready
from cashier.store.search import search
from cashier.store.tables import (
    HAS_BADGE,
    HAS_HELD,
    came_back,
    filled,
    members,
    paid_elsewhere,
    returned_checks,
    staff,
    statements,
)
from cashier.usecases.ports.directory import Found, Freshness, Known, StaffRecord

_MEMBER = (
    members.c.number,
    members.c.guarantor_number,
    members.c.family_name,
    members.c.given_names,
    members.c.birth_date,
    members.c.region,
    members.c.home_center,
    members.c.plan,
    members.c.language,
    members.c.notes,
    members.c.email,
)
_STATEMENT = (
    statements.c.number,
    statements.c.kind,
    statements.c.region,
    statements.c.member_number,
    statements.c.guarantor_number,
    statements.c.title,
    statements.c.statement_date,
    statements.c.due_date,
    statements.c.billed_cents,
    statements.c.open_cents,
    statements.c.version,
    statements.c.service_date,
    statements.c.under_review,
    statements.c.autopay_on,
    statements.c.plan_words,
    statements.c.confidential,
    statements.c.mark,
    statements.c.held_cents,
)
_STAFF = (staff.c.user, staff.c.name, staff.c.role, staff.c.passphrase_hash, staff.c.badge, staff.c.active)

_ONE_MEMBER = Ready(select(*_MEMBER).where(members.c.number == bindparam("number")))
_FAMILY = Ready(
    select(*_MEMBER)
    .where(members.c.guarantor_number == bindparam("guarantor"))
    .order_by(members.c.birth_date, members.c.number)
)
_MEMBER_OF_STATEMENT = Ready(select(statements.c.member_number).where(statements.c.number == bindparam("number")))
_of_member = statements.c.member_number == bindparam("number")
_says_something = or_(statements.c.open_cents != 0, statements.c.held_cents != 0)
_STATEMENTS_OF = Ready(select(*_STATEMENT).where(_of_member, _says_something).order_by(statements.c.number))
_SETTLED_OF = Ready(select(statements.c.number, statements.c.mark).where(_of_member, not_(_says_something)))
_HELD = Ready(select(statements.c.number, statements.c.held_cents).where(HAS_HELD))
_numbers = func.json_each(bindparam("numbers")).table_valued(column("key"), column("value"))
_STATEMENTS = Ready(
    select(*_STATEMENT)
    .join_from(_numbers, statements, statements.c.number == _numbers.c.value)
    .order_by(_numbers.c.key)
)
_STAFF_MEMBER = Ready(
    select(*_STAFF)
    .where(or_(staff.c.user_key == bindparam("user_key"), (staff.c.badge == bindparam("badge")) & HAS_BADGE))
    .order_by(staff.c.user_key != bindparam("user_key"))
)
_PAID_ELSEWHERE = Ready(
    select(
        paid_elsewhere.c.number,
        paid_elsewhere.c.member_number,
        paid_elsewhere.c.channel,
        paid_elsewhere.c.cents,
        paid_elsewhere.c.paid_at,
    )
    .where(paid_elsewhere.c.member_number == bindparam("number"))
    .order_by(paid_elsewhere.c.number)
)
_tokens = func.json_each(bindparam("tokens")).table_valued(column("value"))
_RETURNED = Ready(
    select(returned_checks.c.token, returned_checks.c.until).join_from(
        _tokens, returned_checks, returned_checks.c.token == _tokens.c.value
    )
)
_CAME_BACK = Ready(
    select(came_back.c.body).where(came_back.c.receipt == bindparam("receipt")).order_by(came_back.c.line_id)
)
_AS_OF = Ready(select(filled.c.as_of))

_KEPT_MOST = 64
_Asked = ParamSpec("_Asked")
_Said = TypeVar("_Said")
_Read = Callable[Concatenate["DeskDirectory", _Asked], _Said]


def _kept(read: _Read[_Asked, _Said]) -> _Read[_Asked, _Said]:
    """Answer again without reading, until the pull lane writes: one payment asks five times about the same member."""

    @wraps(read)
    def answer(self: "DeskDirectory", /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Said:
        # Named by the writes before it is read: what a page changes meanwhile is never taken for what comes after it.
        key = (read.__name__, self._database.writes, asked, *named.items())
        said = self._said.get(key)
        if said is None:
            if len(self._said) >= _KEPT_MOST:
                self._said.clear()
            said = self._said[key] = read(self, *asked, **named)
        return cast("_Said", said)

    return answer


class DeskDirectory:
    """`ports.Directory`, from any thread. Every method raises StoreTrouble where the file cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._said: dict[tuple[object, ...], object] = {}

    def search(self, query: Query, limit: int) -> tuple[Found, ...]:
        with closing(self._database.connect()) as connection:
            return search(connection, query, limit)

    @_kept
    def member(self, number: str) -> Member | None:
        with closing(self._database.connect()) as connection:
            row = connection.one(_ONE_MEMBER, number=number)
        return None if row is None else _member(row)

    def family(self, guarantor_number: str) -> tuple[Member, ...]:
        """Eldest first."""
        with closing(self._database.connect()) as connection:
            return tuple(_member(row) for row in connection.run(_FAMILY, guarantor=guarantor_number))

    def member_of_statement(self, statement_number: str) -> str | None:
        with closing(self._database.connect()) as connection:
            row = connection.one(_MEMBER_OF_STATEMENT, number=statement_number)
        return None if row is None else str(row[0])

    @_kept
    def statements_of(self, member_number: str) -> tuple[Known, ...]:
        with closing(self._database.connect()) as connection:
            return tuple(_known(row) for row in connection.run(_STATEMENTS_OF, number=member_number))

    @_kept
    def settled_of(self, member_number: str) -> Mapping[str, int]:
        with closing(self._database.connect()) as connection:
            return dict(connection.all(_SETTLED_OF, number=member_number))

    def statements(self, numbers: tuple[str, ...]) -> tuple[Known, ...]:
        """Those that are known, in the order of ``numbers``."""
        with closing(self._database.connect()) as connection:
            return tuple(_known(row) for row in connection.run(_STATEMENTS, numbers=json.dumps(numbers)))

    def held(self) -> Mapping[str, Money]:
        with closing(self._database.connect()) as connection:
            return {number: Money(cents) for number, cents in connection.run(_HELD)}

    def paid_elsewhere_of(self, member_number: str) -> tuple[PaidElsewhere, ...]:
        with closing(self._database.connect()) as connection:
            return tuple(_paid(row) for row in connection.run(_PAID_ELSEWHERE, number=member_number))

    def returned_checks(self, tokens: tuple[str, ...]) -> Mapping[str, date]:
        with closing(self._database.connect()) as connection:
            rows = connection.all(_RETURNED, tokens=json.dumps(tokens))
        return {token: date.fromisoformat(until) for token, until in rows}

    def came_back(self, receipt: str) -> tuple[Line, ...]:
        with closing(self._database.connect()) as connection:
            return tuple(read_line(body.encode()) for (body,) in connection.all(_CAME_BACK, receipt=receipt))

    def staff(self, user_or_badge: str) -> StaffRecord | None:
        """By user name, in any case, or by badge."""
        with closing(self._database.connect()) as connection:
            row = connection.one(_STAFF_MEMBER, user_key=user_or_badge.casefold(), badge=user_or_badge)
        return None if row is None else _staff_record(row)

    @_kept
    def freshness(self) -> Freshness:
        with closing(self._database.connect()) as connection:
            row = connection.one(_AS_OF)
        return Freshness(read_instant(row[0]) if row[0] else None)


def _member(row: Any) -> Member:
    return Member(
        number=row[0],
        guarantor_number=row[1],
        family_name=row[2],
        given_names=row[3],
        birth_date=date.fromisoformat(row[4]),
        region=row[5],
        home_center=row[6],
        plan=row[7],
        language=row[8],
        notes=tuple(json.loads(row[9])),
        email=row[10],
    )


def _known(row: Any) -> Known:
    statement = Statement(
        number=row[0],
        kind=StatementKind(row[1]),
        region=row[2],
        member_number=row[3],
        guarantor_number=row[4],
        title=row[5],
        statement_date=date.fromisoformat(row[6]),
        due_date=date.fromisoformat(row[7]),
        billed=Money(row[8]),
        open=Money(row[9]),
        version=row[10],
        service_date=date.fromisoformat(row[11]) if row[11] else None,
        under_review=bool(row[12]),
        autopay_on=date.fromisoformat(row[13]) if row[13] else None,
        plan_words=row[14],
        confidential=bool(row[15]),
    )
    return Known(statement=statement, mark=row[16], held=Money(row[17]))


def _paid(row: Any) -> PaidElsewhere:
    return PaidElsewhere(
        number=row[0], member_number=row[1], channel=row[2], amount=Money(row[3]), paid_at=read_instant(row[4])
    )


def _staff_record(row: Any) -> StaffRecord:
    return StaffRecord(
        staff=Staff(user=row[0], name=row[1], role=Role(row[2])),
        passphrase_hash=row[3],
        badge=row[4],
        active=bool(row[5]),
    )
