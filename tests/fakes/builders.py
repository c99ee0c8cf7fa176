"""Small, whole examples to build tests from: a member, a statement, a wish, a desk with people and a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cashier.domain.accounts import Book, BookLine
from cashier.domain.ids import uuid7
from cashier.domain.money import Money, total
from cashier.domain.payment import Situation, TakePayment
from cashier.domain.people import Role, Staff
from cashier.domain.place import Place
from cashier.domain.shift import OpenShift, Shift
from cashier.domain.statements import Member, Statement, StatementKind
from cashier.domain.targets import Part, read_target
from cashier.domain.tenders import SealedAccount, Tender, TenderKind
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.directory import Known, StaffRecord
from cashier.usecases.shift import open_shift
from tests.fakes.memory_store import MemoryDesk

NOW = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
TODAY = date(2026, 11, 21)
MEMBER = "11048827"
GUARANTOR = "200417733"
MEDICAL = Book("ncal", BookLine.MEDICAL)
PREMIUM = Book("ncal", BookLine.PREMIUM)
ROSA = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)
HELEN = Staff(user="helen", name="Helen Park", role=Role.LEAD)
TERMINAL = "T1"
SHIFT_ID = UUID("019aa7c0-0000-7000-8000-000000000001")
PAYMENT_ID = UUID("019aa7c0-0000-7000-8000-000000000002")
OAK3 = Place(
    desk="OAK3",
    window="Window 3",
    center="OAK",
    center_name="Oakland Medical Center",
    region="ncal",
    region_name="Northern California",
    time_zone=ZoneInfo("America/Los_Angeles"),
    questions_phone="(800) 464-4000",
)


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class CountingIds:
    """Ids in order, each once; their noise is a counter that goes on after ``last``."""

    def __init__(self, clock: Watch, last: int = 0) -> None:
        self._clock = clock
        self._count = last

    def __call__(self) -> UUID:
        self._count += 1
        return uuid7(self._clock(), lambda size: self._count.to_bytes(size, "big"))


class PlainHasher:
    """Matches ``hash of X`` with ``X``; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def matches(self, passphrase_hash: str, passphrase: str) -> bool:
        self.asked += 1
        return passphrase_hash == f"hash of {passphrase}"

    def hash_of(self, words: str) -> str:
        return f"hash of {words}"


class PlainSealer:
    """Keeps the last four digits and nothing that could be opened."""

    def seal_account(self, routing: str, account: str) -> SealedAccount:
        return SealedAccount(last_four=account[-4:], token=f"token-{len(routing + account)}", sealed="sealed")

    def seal_form(self, said: Mapping[str, str]) -> str:
        return f"{len(said)} fields, sealed"


def a_member(number: str = MEMBER, *, guarantor: str = GUARANTOR, name: str = "Tran, Mai Linh") -> Member:
    family_name, _, given_names = name.partition(", ")
    return Member(
        number=number,
        guarantor_number=guarantor,
        family_name=family_name,
        given_names=given_names,
        birth_date=date(1961, 3, 14),
        region="ncal",
        home_center="OAK",
    )


def a_statement(
    number: str = "S-48210377",
    cents: int = 41260,
    *,
    kind: StatementKind = StatementKind.HOSPITAL,
    member: str = MEMBER,
    due: date = TODAY,
) -> Statement:
    return Statement(
        number=number,
        kind=kind,
        region="ncal",
        member_number=member,
        guarantor_number=GUARANTOR,
        title=f"{kind.value.capitalize()} bill",
        statement_date=due - timedelta(days=30),
        due_date=due,
        billed=Money(cents),
        open=Money(cents),
        version="e1.1",
    )


def pays(code: str, cents: int, note: str = "") -> Part:
    """A part for a statement's number, ``credit:GUARANTOR``, ``prepay:REFERENCE``, ``misc:CODE`` or ``holding``."""
    clues = "left in the drop box" if code == "holding" else ""
    return Part(target=read_target(code), amount=Money(cents), note=note or clues)


def cash(cents: int) -> Tender:
    return Tender(kind=TenderKind.CASH, amount=Money(cents))


def check(cents: int, number: str = "1043") -> Tender:
    return Tender(kind=TenderKind.CHECK, amount=Money(cents), number=number, routing="121000248", issuer="Wells Fargo")


def money_order(cents: int, number: str = "22-4471") -> Tender:
    return Tender(kind=TenderKind.MONEY_ORDER, amount=Money(cents), number=number, issuer="USPS")


def a_wish(*parts: Part, tenders: tuple[Tender, ...] = (), payment_id: UUID = PAYMENT_ID) -> TakePayment:
    """A member's wish to pay ``parts``; by default one statement in full. Paid with cash unless said otherwise."""
    chosen = parts or (pays("S-48210377", 41260),)
    return TakePayment(
        payment_id=payment_id,
        member_number=MEMBER,
        parts=chosen,
        tenders=tenders or (cash(total([part.amount for part in chosen]).cents),),
        identified={MEMBER: "card scanned, name heard"},
    )


def a_shift(staff: Staff = ROSA) -> Shift:
    return Shift(
        shift_id=SHIFT_ID,
        desk=OAK3.desk,
        center=OAK3.center,
        region=OAK3.region,
        staff=staff.user,
        staff_name=staff.name,
        business_date=TODAY,
        opened_at=NOW - timedelta(hours=2),
        float_amount=Money(20000),
    )


def a_situation(*statements: Statement) -> Situation:
    """Rosa's open drawer, and a member with these statements; by default one."""
    known = statements or (a_statement(),)
    return Situation(
        member=a_member(),
        statements={statement.number: statement for statement in known},
        member_statements=tuple(s for s in known if s.member_number == MEMBER),
        balances_as_of=NOW - timedelta(minutes=2),
        shift=a_shift(),
        staff=ROSA,
        receipt="OAK3-0000001",
        now=NOW,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A desk in memory with what moves it: its store, its clock, its hasher."""

    desk: Desk
    store: MemoryDesk
    clock: Watch
    hasher: PlainHasher = field(default_factory=PlainHasher)

    def know(self, *statements: Statement, mark: int = 0, held: int = 0) -> None:
        """The directory hears of these statements."""
        for statement in statements:
            self.store.directory.known[statement.number] = Known(statement=statement, mark=mark, held=Money(held))

    def know_members(self, *members: Member) -> None:
        self.store.directory.members |= {member.number: member for member in members}


def a_desk(
    *statements: Statement, store: MemoryDesk | None = None, is_open: bool = True, member: Member | None = None
) -> Counter:
    """Rosa's desk, her drawer open with $100 float unless told otherwise, one member, Helen the lead beside.

    A given ``store`` is opened again, as after a restart; then nothing is added to it.
    """
    clock = Watch()
    hasher = PlainHasher()
    kept = store or MemoryDesk(OAK3.desk)
    desk = Desk(
        place=OAK3,
        open_work=kept.open_work,
        open_reading=kept.open_reading,
        directory=kept.directory,
        activity=kept.activity,
        clock=clock,
        new_id=CountingIds(clock, last=1000 * kept.commits),
        hasher=hasher,
        sealer=PlainSealer(),
    )
    counter = Counter(desk=desk, store=kept, clock=clock, hasher=hasher)
    if store is not None:
        return counter
    counter.know_members(member or a_member())
    counter.know(*(statements or (a_statement(),)))
    kept.directory.people |= _people(ROSA, HELEN)
    if is_open:
        open_shift(OpenShift(shift_id=SHIFT_ID, count={"20.00": 5}, business_date=TODAY), desk, ROSA)
    return counter


def _people(*staff: Staff) -> Mapping[str, StaffRecord]:
    return {
        person.user: StaffRecord(
            staff=person, passphrase_hash=f"hash of {person.user}'s words", badge=f"b-{person.user}", active=True
        )
        for person in staff
    }
