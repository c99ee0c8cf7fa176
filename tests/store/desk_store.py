"""A real desk store in a test's folder, with a key in memory."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.ids import uuid7
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.statements import Member
from cashier.domain.tenders import SealedAccount, Tender
from cashier.domain.transfer import Transfer
from cashier.store.opening import Store, create_store, open_store
from tests.fakes.builders import (
    MEDICAL,
    MEMBER,
    NOW,
    OAK3,
    SHIFT_ID,
    TODAY,
    a_situation,
    a_statement,
    a_wish,
    check,
    pays,
)

KEY = bytes(range(32))


@dataclass(slots=True)
class MemoryKey:
    """`KeySource` without a file. ``made`` counts the keys that were made."""

    key: bytes | None = None
    made: int = 0

    def read(self) -> bytes | None:
        return self.key

    def make(self) -> bytes:
        self.made += 1
        self.key = KEY
        return KEY


def new_store(folder: Path, *, now: datetime = NOW) -> Store:
    """An empty store for OAK3 in ``folder``."""
    create_store(folder, key_source=MemoryKey(), desk=OAK3.desk, now=now)
    return reopened(folder)


def reopened(folder: Path) -> Store:
    return open_store(folder, key_source=MemoryKey(KEY), desk=OAK3.desk)


def an_id(count: int) -> UUID:
    return uuid7(NOW, lambda size: count.to_bytes(size, "big"))


def a_check(number: str, cents: int = 5000) -> Tender:
    """A check on an account that is known."""
    return replace(check(cents, number), account=SealedAccount(last_four="5678", token="tok", sealed="sealed"))


def a_payment(
    receipt: str, count: int, *, cents: int = 5000, payment_id: UUID | None = None, tender: Tender | None = None
) -> Line:
    """A payment on one statement; ``count`` makes its ids. ``payment_id``: of another's, as a later part.

    Its money is booked as card money is: that needs no open drawer.
    """
    statement = a_statement(f"S-{count:08d}", cents)
    wish = a_wish(
        pays(statement.number, cents),
        tenders=(tender,) if tender is not None else (),
        payment_id=payment_id or an_id(count),
    )
    line = decide_payment(wish, a_situation(statement))
    facts = dict(line.facts) | {"receipt": receipt}
    return Line(
        line_id=an_id(count),
        kind=line.kind,
        desk=line.desk,
        center=line.center,
        staff=line.staff,
        taken_at=line.taken_at,
        business_date=line.business_date,
        shift_id=line.shift_id,
        facts=facts,
        transfers=tuple(
            replace(t, debit=Account(AccountKind.CARD_CLEARING, line.desk, MEDICAL)) for t in line.transfers
        ),
    )


def a_record(count: int) -> Line:
    """A line that moves no money."""
    return Line(
        line_id=an_id(count), kind=LineKind.SIGNED_IN, desk=OAK3.desk, center=OAK3.center, staff="rosa", taken_at=NOW
    )


def an_opening() -> Line:
    """The line that opens the drawer of `tests.fakes.builders.a_shift`."""
    drawer = Account(AccountKind.DRAWER_CASH, str(SHIFT_ID), MEDICAL)
    safe = Account(AccountKind.SAFE, OAK3.center, MEDICAL)
    return Line(
        line_id=SHIFT_ID,
        kind=LineKind.SHIFT_OPENED,
        desk=OAK3.desk,
        center=OAK3.center,
        staff="rosa",
        taken_at=NOW,
        business_date=TODAY,
        shift_id=SHIFT_ID,
        facts={"staff_name": "Rosa Delgado", "region": "ncal", "count": {"20.00": 10}, "float_cents": 20000},
        transfers=(Transfer(drawer, safe, Money(20000)),),
    )


def paid_on(count: int) -> str:
    """The account that `a_payment` with this count credits."""
    return receivable(f"S-{count:08d}").code


def named(number: str, family_name: str, given_names: str, born: date, *, guarantor: str = MEMBER) -> Member:
    return Member(
        number=number,
        guarantor_number=guarantor,
        family_name=family_name,
        given_names=given_names,
        birth_date=born,
        region="ncal",
        home_center="OAK",
    )
