"""Agree to more time or a plan, give out an application for help, refer a matter to the office: one line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cashier.domain.arrangement import (
    REASONS,
    Arrangement,
    check_extension,
    make_plan,
    read_arrangement,
)
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Right, Staff
from cashier.domain.region_rules import ArrangementLimits, in_force
from cashier.domain.scan import field_text, safe_text
from cashier.domain.statement_copy import check_may_have
from cashier.domain.statements import Member, Statement
from cashier.usecases.balances import balances
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree, record

TEXT_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who asks. ``act_id`` is made before the first attempt: asked again it is the same act.

    ``opened`` is whose account is open, ``identified`` how each person there was known. ``prints`` whether the receipt
    printer makes its paper; else a letter does.
    """

    act_id: UUID
    opened: str
    identified: Mapping[str, str]
    statement_number: str = ""
    prints: bool = True


def extend(wish: Wish, due: date, desk: Desk, staff: Staff) -> Line:
    """Move a statement's due date. Raises Refused, StoreTrouble, and then nothing was written."""
    staff.needs(Right.TAKE_PAYMENTS, "extend due dates")
    with desk.open_work() as work:
        if (earlier := _earlier(wish, work)) is not None:
            return earlier
        member, statement, how = _statement(wish, work, desk)
        today = today_at(desk)
        check_extension(statement, due, _limits(desk, today), today)
        said = _about_statement(
            LineKind.DUE_DATE_EXTENDED, member, statement, how, staff, due_date=due, was_due=statement.due_date
        )
        return _write(said, wish, work, desk, staff)


def agree_plan(
    wish: Wish, first: date, desk: Desk, staff: Staff, *, count: int | None = None, amount: Money | None = None
) -> Line:
    """Agree to installments: so many, or of so much. Raises Refused, StoreTrouble, and then nothing was written."""
    staff.needs(Right.TAKE_PAYMENTS, "agree to payment plans")
    with desk.open_work() as work:
        if (earlier := _earlier(wish, work)) is not None:
            return earlier
        member, statement, how = _statement(wish, work, desk)
        today = today_at(desk)
        plan = make_plan(statement, first, _limits(desk, today), today, count=count, amount=amount)
        said = _about_statement(LineKind.PLAN_AGREED, member, statement, how, staff, plan=plan)
        return _write(said, wish, work, desk, staff)


def give_application(wish: Wish, desk: Desk, staff: Staff) -> Line:
    """Give out an application for financial assistance and note it on the account. Raises Refused, StoreTrouble."""
    staff.needs(Right.TAKE_PAYMENTS, "give out applications")
    if desk.place.assistance is None:
        raise Refused("This region has not said where applications go. Refer it to the office.")
    with desk.open_work() as work:
        if (earlier := _earlier(wish, work)) is not None:
            return earlier
        member = _opened(wish, desk)
        return _write(_about(LineKind.ASSISTANCE_ASKED, member, wish, staff), wish, work, desk, staff)


def refer(wish: Wish, reason: str, text: str, desk: Desk, staff: Staff) -> Line:
    """Put a matter on the office's list, about a statement if one is named. Raises Refused, StoreTrouble."""
    staff.needs(Right.TAKE_PAYMENTS, "refer to the office")
    if reason not in REASONS:
        raise Refused("Choose a reason from the list.")
    told = field_text(text, "What it is about", "text", most=TEXT_MOST)
    if not told:
        raise FieldRefused("Say in a few words what the office should look at.", "text")
    with desk.open_work() as work:
        if (earlier := _earlier(wish, work)) is not None:
            return earlier
        if wish.statement_number:
            member, statement, how = _statement(wish, work, desk)
            said = _about_statement(LineKind.REFERRED, member, statement, how, staff, reason=reason, text=told)
        else:
            said = _about(LineKind.REFERRED, _opened(wish, desk), wish, staff, reason=reason, text=told)
        return _write(said, wish, work, desk, staff, has_paper=False)


def _earlier(wish: Wish, work: UnitOfWork) -> Line | None:
    must_agree(work)
    numbered = work.journal.line(wish.act_id)
    return None if numbered is None else numbered.line


def _limits(desk: Desk, today: date) -> ArrangementLimits | None:
    return in_force(desk.place.limits, today)


def _opened(wish: Wish, desk: Desk) -> Member:
    member = desk.directory.member(wish.opened)
    if member is None:
        raise Refused("This member is not known at this desk any more. Find the member again.")
    return member


def _statement(wish: Wish, work: UnitOfWork, desk: Desk) -> tuple[Member, Statement, str]:
    """Whose statement it is, the statement as it stands, and how the person was known."""
    opened = _opened(wish, desk)
    known = desk.directory.statements((wish.statement_number,))
    if not known:
        number = safe_text(wish.statement_number, "The number")
        raise Refused(f"Statement {number} is not known at this desk any more. Find the member again.")
    statement = balances(known, work.journal)[0].statement
    how = check_may_have(statement, opened, wish.identified, desk.place.region)
    return desk.directory.member(statement.member_number) or opened, statement, how


def _about(
    kind: LineKind, member: Member, wish: Wish, staff: Staff, *, reason: str = "", text: str = ""
) -> Arrangement:
    return Arrangement(
        kind=kind,
        member_number=member.number,
        member_name=member.name,
        guarantor_number=member.guarantor_number,
        language=member.language,
        served_by=staff.name,
        identified=wish.identified.get(member.number, ""),
        reason=reason,
        text=text,
    )


def _about_statement(
    kind: LineKind, member: Member, statement: Statement, how: str, staff: Staff, **more: Any
) -> Arrangement:
    """``more`` is what the kind says of itself."""
    return Arrangement(
        kind=kind,
        member_number=member.number,
        member_name=member.name,
        guarantor_number=statement.guarantor_number,
        language=member.language,
        served_by=staff.name,
        identified=how,
        statement=statement.number,
        title=statement.title,
        balance=max(statement.open, ZERO),
        **more,
    )


def _write(
    said: Arrangement, wish: Wish, work: UnitOfWork, desk: Desk, staff: Staff, *, has_paper: bool = True
) -> Line:
    line = record(said.kind, said.facts(), work=work, desk=desk, staff=staff, line_id=wish.act_id)
    assert read_arrangement(line) == said, "what was agreed reads back"
    if has_paper and wish.prints:
        work.jobs.add(str(line.line_id), 0)
    work.commit()
    return line
