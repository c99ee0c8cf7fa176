"""A desk in memory with one family, and the window's doors onto it, for tests of the counter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event
from uuid import UUID
from zoneinfo import ZoneInfo

from cashier.config import DEMO_ORGANIZATION, Organization, read_settings
from cashier.domain.accounts import Book, BookLine
from cashier.domain.counter_rules import BillRule, CounterRules, MiscCode, PartPayment
from cashier.domain.endorsement import Payee
from cashier.domain.errors import DeviceTrouble, LedgerAway, LedgerRefuses, StoreTrouble
from cashier.domain.ids import uuid7
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.past_payments import PastPayment
from cashier.domain.people import Role, Staff
from cashier.domain.place import Place
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.domain.region_rules import ArrangementLimits, AssistanceOffice
from cashier.domain.scan import read_query
from cashier.domain.shift import OpenShift
from cashier.domain.statement_copy import StatementDetails
from cashier.domain.statements import Member, Statement, StatementKind
from cashier.domain.suspended import Suspended
from cashier.domain.tenders import SealedAccount
from cashier.usecases.ports.desk import Desk, Lane
from cashier.usecases.ports.directory import DirectoryPage, Found, Known, StaffRecord
from cashier.usecases.ports.suspended import Waiting
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import InPerson
from tests.fakes.center_office import CenterOffice, LeadsAfar, SaidToDesks, SayingLedger
from tests.fakes.drawers_elsewhere import OtherDrawers
from tests.fakes.memory_directory import MemoryDirectory
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.memory_transfers import Arbiter
from tests.fakes.others_cash import OthersCash
from tests.fakes.safe_room import SafeRoom
from tests.fakes.told_records import ToldRecords
from tests.ui.sample_doors import PlainFunds, PlainReports
from tests.ui.sample_paper import PlainPaper
from ui.doors import Doors
from ui.signed_in import SignedIn
from ui.stand_in import StandInPage

NOW = datetime(2026, 11, 21, 18, 42, 7, tzinfo=UTC)
ROSA = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)
HELEN = Staff(user="helen", name="Helen Park", role=Role.LEAD)
OSCAR = Staff(user="oscar", name="Oscar Reyes", role=Role.CASHIER)
PEOPLE = (ROSA, HELEN, OSCAR)
ORGANIZATION = read_settings(DEMO_ORGANIZATION, Organization)
RULES = CounterRules(
    bills=(
        BillRule(
            kind=StatementKind.PREMIUM,
            since=date(2026, 1, 1),
            part_payment=PartPayment.WARNED,
            words="Coverage may end.",
        ),
    ),
    misc=(
        MiscCode(code="COPIES", since=date(2026, 1, 1), words={"en": "Copies of records"}),
        MiscCode(code="PARKING", since=date(2026, 1, 1), words={"en": "Parking"}, price=Money(400)),
    ),
)
PLACE = Place(
    desk="OAK3",
    window="Window 3",
    center="OAK",
    center_name="Oakland Medical Center",
    region="ncal",
    region_name="Northern California",
    time_zone=ZoneInfo("America/Los_Angeles"),
    questions_phone="(800) 464-4000",
    payees=(
        Payee(
            book=Book("ncal", BookLine.MEDICAL),
            name="Golden Coast Hospitals",
            account_last_four="4471",
            numbers_when_mailed=True,
        ),
    ),
    limits=(
        ArrangementLimits(
            since=date(2020, 1, 1),
            extension_days_most=30,
            installments_most=24,
            installment_least=Money(2_500),
            balance_least=Money(10_000),
            first_within_days=45,
        ),
    ),
    assistance=AssistanceOffice(address=("P.O. Box 30006", "Walnut Creek, CA 94598"), phone="(800) 464-4000"),
    scan_layouts=tuple(row.layout() for row in ORGANIZATION.scan_layouts),
    member_cards=tuple(row.shape_of() for row in ORGANIZATION.member_cards),
    rules=RULES,
)
HOSPITAL, OFFICE, PRESCRIPTION, PREMIUM = "S-48210377", "S-48211904", "S-48212350", "P-77419204"


def member(number: str, name: str, born: date, *, guarantor: str = "200417733", center: str = "Oakland") -> Member:
    """``name`` as ``Tran, Mai Linh``."""
    family, given = name.split(", ")
    return Member(
        number=number,
        guarantor_number=guarantor,
        family_name=family,
        given_names=given,
        birth_date=born,
        region="ncal",
        home_center=center,
        plan="Senior Advantage (Medicare)",
        language="vi" if family == "Tran" else "en",
        notes=("Financial assistance under review", "Autopay: premium only") if number == "11048827" else (),
    )


MEMBERS = (
    member("11048827", "Tran, Mai Linh", date(1961, 3, 14)),
    member("11049913", "Tran, Mai Anh", date(1990, 7, 2), guarantor="200500001", center="Fremont"),
    member("11042045", "Tran, Maily", date(1975, 1, 9), guarantor="200500002"),
    member("11047710", "Trang, Mai", date(2004, 5, 30), guarantor="200500003", center="Berkeley"),
    member("11048828", "Tran, Kevin", date(1990, 1, 20)),
    member("11048829", "Tran, An", date(2015, 6, 1)),
    member("11040001", "O'Brien, Mc<b>Donald", date(1980, 2, 2), guarantor="200500004"),
)


def statement(number: str, kind: StatementKind, title: str, cents: int, billed: date, due: date) -> Statement:
    """A statement of Mai Linh Tran's."""
    return Statement(
        number=number,
        kind=kind,
        region="ncal",
        member_number="11048827",
        guarantor_number="200417733",
        title=title,
        statement_date=billed,
        due_date=due,
        billed=Money(cents),
        open=Money(cents),
        version="1",
        service_date=None if kind is StatementKind.PREMIUM else billed - timedelta(days=20),
        under_review=number == HOSPITAL,
        autopay_on=date(2026, 11, 28) if number == PREMIUM else None,
    )


STATEMENTS = (
    statement(HOSPITAL, StatementKind.HOSPITAL, "Hospital visit", 41260, date(2026, 10, 5), date(2026, 11, 4)),
    statement(OFFICE, StatementKind.PROFESSIONAL, "Office visit", 6000, date(2026, 10, 28), date(2026, 11, 27)),
    statement(PRESCRIPTION, StatementKind.PHARMACY, "Prescription", 3500, date(2026, 11, 15), date(2026, 12, 15)),
    statement(
        PREMIUM, StatementKind.PREMIUM, "Senior Advantage, November", 29817, date(2026, 11, 1), date(2026, 11, 30)
    ),
)


WANDA = member("22000001", "Tran-Wells, Wanda", date(1970, 5, 6), guarantor="200500009", center="Fresno")
WANDAS_BILL = replace(
    statement("S-70000001", StatementKind.PROFESSIONAL, "Office visit", 8000, date(2026, 10, 28), date(2026, 11, 27)),
    member_number=WANDA.number,
    guarantor_number=WANDA.guarantor_number,
)
WANDAS_PAGE = DirectoryPage(
    epoch="1",
    mark=0,
    after="",
    more=False,
    members=(WANDA,),
    statements=(Known(statement=WANDAS_BILL, mark=0, held=ZERO),),
)


class PlainHasher:
    """A passphrase is its own hash."""

    def matches(self, passphrase_hash: str, passphrase: str) -> bool:
        return passphrase_hash == passphrase

    def hash_of(self, words: str) -> str:
        return words


class PlainSealer:
    """Keeps the last four of an account."""

    def seal_account(self, routing: str, account: str) -> SealedAccount:
        return SealedAccount(last_four=account[-4:], token=f"{routing}-token", sealed="sealed")

    def seal_form(self, said: Mapping[str, str]) -> str:
        return f"{len(said)} fields, sealed"


class OtherCenters:
    """A ledger that knows Wanda, who is at home in Fresno, and brings her here; ``trouble`` is what it says instead.

    It answers nobody while ``answers`` is not set.
    """

    def __init__(self, directory: MemoryDirectory) -> None:
        self._directory = directory
        self.asked: list[str] = []
        self.paid: dict[str, tuple[PastPayment, ...]] = {}
        self.receipts: dict[str, ReceiptSeen] = {}
        self.trouble = ""
        self.brings: Callable[[], object] = lambda: directory.bring(WANDAS_PAGE)
        self.answers = Event()
        self.answers.set()

    def search(self, text: str) -> tuple[Found, ...]:
        self._ask(text)
        known = MemoryDirectory()
        known.apply(replace(WANDAS_PAGE, members=(*WANDAS_PAGE.members, MEMBERS[0])), NOW)
        return known.search(read_query(text, NOW.date()), 20)

    def payments(self, member_number: str) -> tuple[PastPayment, ...]:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.paid.get(member_number, ())

    def receipt(self, number: str) -> ReceiptSeen:
        self._ask(number)
        if number not in self.receipts:
            raise LedgerRefuses(f"The ledger has no receipt {number}. Check the number.")
        return self.receipts[number]

    def bring(self, member_number: str) -> None:
        self._ask(member_number)
        self.brings()

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        self.answers.wait(60)
        if self.trouble:
            raise LedgerAway(self.trouble)


@dataclass(slots=True)
class CenterList:
    """The ledger's list of suspended transactions, and what it answers to who asks for one; ``trouble`` as above."""

    rows: tuple[Suspended, ...] = ()
    mark: int = 0
    why_not: str = ""
    trouble: str = ""
    asked: list[UUID] = field(default_factory=list)

    def waiting(self) -> Waiting:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return Waiting(rows=self.rows, mark=self.mark)

    def take_up(self, suspended_id: UUID, staff: str) -> str:
        self.asked.append(suspended_id)
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.why_not


class PlainLetters:
    """Makes no sheet, and remembers for which lines; ``known`` are the ledger's details, None while it is away."""

    def __init__(self) -> None:
        self.made: list[tuple[Line, StatementDetails, bool]] = []
        self.known: StatementDetails | None = None
        self.trouble = ""
        self.has_printer = True

    def details(self, statement_number: str) -> StatementDetails:
        if self.known is None:
            raise LedgerAway("The ledger cannot be reached.")
        return self.known

    def hand_out(self, line: Line, details: StatementDetails, *, on_paper: bool) -> str:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        self.made.append((line, details, on_paper))
        return "On its way to the office printer." if on_paper else "Saved as a file."


@dataclass(slots=True)
class SampleDesk:
    """The store, the desk over it, and what the window did with its doors; ``cannot_open`` says why there are none."""

    store: MemoryDesk = field(default_factory=MemoryDesk)
    now: datetime = NOW
    drawer_pulses: int = 0
    copy_is_behind: bool = False
    cannot_open: str = ""
    closed: list[str] = field(default_factory=list)
    made_ids: int = 0
    letters: PlainLetters = field(default_factory=PlainLetters)
    reports: PlainReports = field(default_factory=PlainReports)
    funds: PlainFunds = field(default_factory=PlainFunds)
    elsewhere: OtherCenters = field(init=False)
    suspended: CenterList = field(default_factory=CenterList)
    transfers: Arbiter = field(default_factory=Arbiter)
    drawers: OtherDrawers = field(default_factory=OtherDrawers)
    cash: OthersCash = field(default_factory=OthersCash)
    people: tuple[Staff, ...] = ()
    office: CenterOffice = field(default_factory=CenterOffice)
    asks: LeadsAfar = field(default_factory=LeadsAfar)
    safe: SafeRoom = field(default_factory=SafeRoom)
    shelf: SaidToDesks = field(default_factory=SaidToDesks)
    records: ToldRecords = field(default_factory=ToldRecords)

    def __post_init__(self) -> None:
        people = tuple(
            StaffRecord(staff=s, passphrase_hash=f"{s.user} 1", badge=f"B-{s.user}", active=True)
            for s in self.people or PEOPLE
        )
        known = tuple(Known(statement=s, mark=0, held=ZERO) for s in STATEMENTS)
        page = DirectoryPage(epoch="1", mark=0, after="9", more=False, members=MEMBERS, statements=known, staff=people)
        self.store.directory.apply(page, NOW)
        self.elsewhere = OtherCenters(self.store.directory)

    @property
    def desk(self) -> Desk:
        return Desk(
            place=PLACE,
            open_work=self.store.open_work,
            open_reading=self.store.open_reading,
            directory=self.store.directory,
            activity=self.store.activity,
            clock=lambda: self.now,
            new_id=self._new_id,
            hasher=PlainHasher(),
            sealer=PlainSealer(),
        )

    def owe_more(self, number: str, cents: int) -> None:
        """A statement is open with so much."""
        known = self.store.directory.known[number]
        changed = replace(known.statement, billed=Money(cents), open=Money(cents))
        self.store.directory.known[number] = replace(known, statement=changed)

    def open_drawer(self, staff: Staff = ROSA) -> None:
        """A shift with a float of $200."""
        wish = OpenShift(shift_id=self._new_id(), count={"20.00": 10}, business_date=date(2026, 11, 21))
        open_shift(wish, self.desk, staff)

    def doors(self, *lanes: Lane, terminal: str = "T1") -> Doors:
        if self.cannot_open:
            raise StoreTrouble(self.cannot_open)
        return Doors(
            desk=self.desk,
            lanes=lanes,
            step_up=InPerson(self.desk),
            paper=PlainPaper(),
            paper_columns=42,
            terminal=terminal,
            elsewhere=self.elsewhere,
            suspended=self.suspended,
            transfers=self.transfers.at("OAK3"),
            drawers=self.drawers,
            details=self.letters,
            letters=self.letters,
            reports=self.reports,
            cash=self.cash,
            office=self.office,
            asks=self.asks,
            safe=self.safe,
            deposit_papers=self.safe,
            funds=self.funds,
            records=self.records,
            record_files=self.records,
            messages=SayingLedger(self.shelf),
            shelf=self.shelf,
            page=SignedIn,
            stand_in_page=StandInPage,
            open_drawer=self._pulse,
            printer_waits=lambda: False,
            expect_paper=lambda lines: None,
            second_copy_reached=lambda: 0 if self.copy_is_behind else 10**9,
            hang_up=lambda: self.closed.append("hung up"),
            close=lambda: self.closed.append("closed"),
        )

    def payments(self) -> list[Line]:
        """Every payment's line."""
        return [line for line in self.store.lines() if line.kind == "payment"]

    def _pulse(self) -> None:
        self.drawer_pulses += 1

    def _new_id(self) -> UUID:
        self.made_ids += 1
        return uuid7(self.now, lambda count: self.made_ids.to_bytes(count, "big"))
