"""The desk's directory in memory: found by looking at everybody, so it is also a model for the real search."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.scan import Query, fold
from cashier.domain.statements import Member
from cashier.usecases.ports.directory import (
    CameBack,
    DirectoryCursor,
    DirectoryPage,
    Found,
    Freshness,
    Known,
    StaffRecord,
)


class MemoryDirectory:
    """`ports.Directory` and `ports.DirectoryWriter`."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.known: dict[str, Known] = {}
        self.people: dict[str, StaffRecord] = {}
        self.paid: dict[str, PaidElsewhere] = {}
        self.returned: dict[str, date] = {}
        self.bounced: dict[UUID, CameBack] = {}
        self.pages: list[DirectoryPage] = []
        self._cursor = DirectoryCursor("", "")
        self._as_of: datetime | None = None
        self._brought_back: set[str] | None = None

    def search(self, query: Query, limit: int) -> tuple[Found, ...]:
        hits = sorted((m for m in self.members.values() if self._matches(m, query)), key=lambda m: (m.name, m.number))
        return tuple(
            Found(
                number=member.number,
                family_name=member.family_name,
                given_names=member.given_names,
                birth_year=member.birth_date.year,
                home_center=member.home_center,
            )
            for member in hits[:limit]
        )

    def member(self, number: str) -> Member | None:
        return self.members.get(number)

    def family(self, guarantor_number: str) -> tuple[Member, ...]:
        return tuple(m for m in self.members.values() if m.guarantor_number == guarantor_number)

    def member_of_statement(self, statement_number: str) -> str | None:
        known = self.known.get(statement_number)
        return known.statement.member_number if known else None

    def statements_of(self, member_number: str) -> tuple[Known, ...]:
        return tuple(k for k in self._all_of(member_number) if _says_something(k))

    def settled_of(self, member_number: str) -> dict[str, int]:
        return {k.statement.number: k.mark for k in self._all_of(member_number) if not _says_something(k)}

    def statements(self, numbers: tuple[str, ...]) -> tuple[Known, ...]:
        return tuple(self.known[number] for number in numbers if number in self.known)

    def held(self) -> dict[str, Money]:
        return {number: known.held for number, known in self.known.items() if known.held > ZERO}

    def paid_elsewhere_of(self, member_number: str) -> tuple[PaidElsewhere, ...]:
        mine = (paid for paid in self.paid.values() if paid.member_number == member_number)
        return tuple(sorted(mine, key=lambda paid: paid.number))

    def returned_checks(self, tokens: tuple[str, ...]) -> Mapping[str, date]:
        return {token: until for token, until in self.returned.items() if token in tokens}

    def came_back(self, receipt: str) -> tuple[Line, ...]:
        return tuple(one.line for one in self.bounced.values() if one.receipt == receipt)

    def staff(self, user_or_badge: str) -> StaffRecord | None:
        named = [p for p in self.people.values() if p.staff.user.casefold() == user_or_badge.casefold()]
        badged = [p for p in self.people.values() if p.badge and p.badge == user_or_badge]
        return next(iter(named + badged), None)

    def freshness(self) -> Freshness:
        return Freshness(self._as_of)

    def cursor(self) -> DirectoryCursor:
        return self._cursor

    def apply(self, page: DirectoryPage, as_of: datetime) -> None:
        self.pages.append(page)
        if page.epoch != self._cursor.epoch:
            self._brought_back = set()
        self._cursor = DirectoryCursor(page.epoch, page.after)
        self.members = {number: member for number, member in self.members.items() if number not in page.gone}
        self.known = {n: known for n, known in self.known.items() if known.statement.member_number not in page.gone}
        self.paid = {number: paid for number, paid in self.paid.items() if paid.member_number not in page.gone}
        self._put(page)
        if not page.more:
            self._as_of = as_of
            self._forget_what_is_gone()

    def _put(self, page: DirectoryPage) -> None:
        self.members |= {member.number: member for member in page.members}
        self.known |= {known.statement.number: known for known in page.statements}
        self.people |= {record.staff.user: record for record in page.staff}
        self.paid |= {paid.number: paid for paid in page.paid_elsewhere}
        self.returned |= {one.token: one.until for one in page.returned}
        self.bounced |= {one.line.line_id: one for one in page.came_back}
        if self._brought_back is not None:
            self._brought_back |= {member.number for member in page.members}
            self._brought_back |= {known.statement.number for known in page.statements}
            self._brought_back |= {record.staff.user for record in page.staff}
            self._brought_back |= {f"returned {one.token}" for one in page.returned}
            self._brought_back |= {f"bounced {one.line.line_id}" for one in page.came_back}
            self._brought_back |= {f"paid {paid.number}" for paid in page.paid_elsewhere}

    def bring(self, page: DirectoryPage) -> bool:
        if page.epoch != self._cursor.epoch:
            return False
        self._put(page)
        return True

    def _all_of(self, member_number: str) -> tuple[Known, ...]:
        return tuple(k for k in self.known.values() if k.statement.member_number == member_number)

    def _forget_what_is_gone(self) -> None:
        """After an epoch's first fill, what it did not bring back is not there any more."""
        if self._brought_back is None:
            return
        self.members = {number: m for number, m in self.members.items() if number in self._brought_back}
        self.known = {number: k for number, k in self.known.items() if number in self._brought_back}
        self.people = {user: p for user, p in self.people.items() if user in self._brought_back}
        self.paid = {number: paid for number, paid in self.paid.items() if f"paid {number}" in self._brought_back}
        self.returned = {t: until for t, until in self.returned.items() if f"returned {t}" in self._brought_back}
        self.bounced = {n: one for n, one in self.bounced.items() if f"bounced {n}" in self._brought_back}
        self._brought_back = None

    def _matches(self, member: Member, query: Query) -> bool:
        names = fold(f"{member.family_name} {member.given_names}").split()
        if not all(any(name.startswith(word) for name in names) for word in query.words):
            return False
        if query.birth_date is not None and member.birth_date != query.birth_date:
            return False
        if query.birth_year is not None and member.birth_date.year != query.birth_year:
            return False
        numbers = (member.number, member.guarantor_number)
        bills = {known.statement.number for known in self._all_of(member.number)}
        return query.number in bills or any(number.startswith(query.number) for number in numbers)


def _says_something(known: Known) -> bool:
    return known.statement.open != ZERO or known.held != ZERO
