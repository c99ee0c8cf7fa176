"""What the ledger can send again: members, statements and staff, as it last said them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.people import Staff
from cashier.domain.scan import Query
from cashier.domain.statements import Member, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A member as a list shows one: no amounts, last four only (R15)."""

    number: str
    family_name: str
    given_names: str
    birth_year: int
    home_center: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A statement as the ledger last said it, and what that figure already contains of this desk.

    ``mark``: our lines up to here are in ``statement.open``. ``held``: parts of ours that the ledger has and did not
    post to it. What is open on screen is ``statement.open`` less our lines past the mark, less ``held``.
    """

    statement: Statement
    mark: int
    held: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCheck:
    """An account, by its token, with a check that came back unpaid: through ``until`` a lead agrees to another one."""

    token: str
    until: date


@dataclass(frozen=True, slots=True)
class CameBack:
    """That a check of a receipt of this desk was returned, as the ledger's line says it (`masked_since`)."""

    receipt: str
    line: Line


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the ledger last answered with what it knows; None if it never did."""

    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRecord:
    """A person who may sign in here. ``passphrase_hash`` is all that they have to show: see `domain.second_factor`."""

    staff: Staff
    passphrase_hash: str
    badge: str
    active: bool


class Directory(Protocol):
    """Members, guarantors, statements and staff as the ledger last sent them. Reads only; the pull lane writes."""

    def search(self, query: Query, limit: int) -> tuple[Found, ...]:
        """Members for a query, best first, at most ``limit``."""

    def member(self, number: str) -> Member | None: ...
    def family(self, guarantor_number: str) -> tuple[Member, ...]: ...
    def member_of_statement(self, statement_number: str) -> str | None: ...
    def statements_of(self, member_number: str) -> tuple[Known, ...]:
        """A member's statements on which the ledger says that something is open or held."""

    def settled_of(self, member_number: str) -> Mapping[str, int]:
        """All others of the member: their marks by number, since a long history is seldom needed whole."""

    def statements(self, numbers: tuple[str, ...]) -> tuple[Known, ...]: ...
    def held(self) -> Mapping[str, Money]:
        """What the ledger has of this desk's parts and could not post, by the statement they were for."""

    def paid_elsewhere_of(self, member_number: str) -> tuple[PaidElsewhere, ...]:
        """The last payment that came another way of each of the member's statements where one did, by number."""

    def returned_checks(self, tokens: tuple[str, ...]) -> Mapping[str, date]:
        """Of these accounts' tokens those with a returned check, and through which day a lead agrees to another one."""

    def came_back(self, receipt: str) -> tuple[Line, ...]:
        """What the office says became of a receipt of this desk, in order: checks that came back, and what it moved."""

    def staff(self, user_or_badge: str) -> StaffRecord | None: ...
    def freshness(self) -> Freshness: ...


@dataclass(frozen=True, slots=True)
class DirectoryCursor:
    """How far the desk's copy of the directory has come, in the ledger's words; both empty for one with nothing yet."""

    epoch: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """Rows that the ledger sent, already looked at: what changed after the cursor it was asked with.

    ``mark``: our lines up to here are in its statements. ``after``: the cursor to ask on with, at once if ``more``.
    ``gone``: members who are to be forgotten with all that is theirs.
    """

    epoch: str
    mark: int
    after: str
    more: bool
    gone: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    statements: tuple[Known, ...] = ()
    staff: tuple[StaffRecord, ...] = ()
    paid_elsewhere: tuple[PaidElsewhere, ...] = ()
    returned: tuple[ReturnedCheck, ...] = ()
    came_back: tuple[CameBack, ...] = ()


class DirectoryWriter(Protocol):
    """What the ledger's answers write, and nobody else."""

    def cursor(self) -> DirectoryCursor: ...
    def apply(self, page: DirectoryPage, as_of: datetime) -> None:
        """Write a page and its cursor in one transaction. Raises StoreTrouble, and then nothing was written.

        The first page of another epoch starts over; what the new epoch has not brought back is gone with its first page
        that has no more after it. Such a page also makes ``as_of`` the directory's freshness.
        """

    def bring(self, page: DirectoryPage) -> bool:
        """Write rows that move no cursor; False, and nothing, for those of another epoch. Raises StoreTrouble."""
