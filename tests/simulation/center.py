"""The ledger in a simulation: the real code over an embedded PostgreSQL that waits for no disk, and what others do.

Members who pay online, the billing system at night, the cash office that takes in bags; and restarts of the service.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from cashier.domain.chain import first_link
from cashier.domain.errors import FieldRefused, LedgerRefuses
from cashier.domain.people import Role
from cashier.domain.statements import StatementKind, default_due_date
from cashier.exchange.sample import sample_stream
from cashier.ledger import database, handed
from cashier.ledger.administration import Act, Admin, write_down
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.loading import load_directory
from cashier.ledger.receipts import receipt_of
from cashier.ledger.receive import standing
from cashier.ledger.restoring import begin_epoch, complete
from cashier.wire import (
    ChannelPayment,
    MemberRow,
    Page,
    ReceiptAnswer,
    Run,
    StaffRow,
    Standing,
    StatementRow,
)
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList
from tests.receiving import receive_run
from tests.simulation.books import Books
from tests.simulation.office import KEEPER, release_held, take_in
from tests.simulation.roll import CENTER, Roll
from tests.simulation.server import back_up, fail_over, put_back
from tests.simulation.world import World

REGION, CHANNEL = "ncal", "online"
FAILS_OVER = timedelta(seconds=25)  # `make cluster` measures about 20.
PASSPHRASE = "the same for everybody here"
LEAD = "helen"
_OPEN_MEDICAL = text(
    """
    SELECT number, debit_cents - credit_cents AS cents
    FROM statements JOIN balances ON account = 'receivable:' || number
    WHERE number = ANY(:numbers) AND kind <> 'premium' AND debit_cents > credit_cents ORDER BY number
    """
)
_TO_CARD = text(
    """
    SELECT CAST(read_body(body) -> 'facts' ->> 'card_cents' AS bigint)
    FROM office_acts AS act JOIN lines ON lines.desk = 'LEDGER' AND lines.sequence = act.sequence
    WHERE act.subject = :about AND act.kind = 'refund_asked'
    """
)
_KINDS = tuple(StatementKind)
_MEDICAL = (StatementKind.HOSPITAL, StatementKind.PROFESSIONAL, StatementKind.PHARMACY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A statement that somebody may pay, as the billing system knows it."""

    number: str
    member: str
    guarantor: str


class Center:
    """The ledger's service and its surroundings. ``billed`` and ``online``: cents by guarantor, our own books."""

    def __init__(self, url: str, world: World) -> None:
        self._url = url
        self._world = world
        self._down_until = world.now
        self.engine: Engine
        self._reading: Engine
        self._connect()
        self.members: list[MemberRow] = []
        self.bills: list[Bill] = []
        self._owners: dict[str, str] = {}
        self.billed: dict[str, int] = {}
        self.online: dict[str, int] = {}
        self._feeds: list[Callable[[], None]] = []  # What others sent, to be sent again after a restore.
        self.office = Books()
        self.table: set[UUID] = set()  # What lies between two cashiers.
        self._kept: tuple[int, int] | None = None  # How much of both the backup has.
        self._is_restored = False
        self.roll = Roll(lambda: self.engine, self.admin, self._feeds, world)
        self.listeners: list[Callable[[], None]] = []  # Who asked to be told of changes and waits.
        self._numbers = 60_000_000
        self._references = 0

    def begin(self, desks: list[str], members: int, today: date) -> None:
        """People, their first bills, staff and desks."""
        loaded = list(sample_stream(members, self._world.chance.randrange(10_000), today))
        people = [
            row.model_copy(update={"home_center": CENTER, "region": REGION}) for part in loaded for row in part.members
        ]
        guarantors = [row.model_copy(update={"region": REGION}) for part in loaded for row in part.guarantors]
        bills = [row.model_copy(update={"region": REGION}) for part in loaded for row in part.statements]
        staff = [_person(LEAD, Role.LEAD), _person(KEEPER.user, Role.CASH_OFFICE)]
        staff += [_person(cashier_of(desk), Role.CASHIER) for desk in desks]
        with self.engine.begin() as connection:
            load_directory(
                connection,
                members=people,
                guarantors=guarantors,
                statements=bills,
                staff=staff,
                clock=self._world.clock,
                new_id=self._world.new_id,
            )
            for desk in desks:
                connection.execute(
                    text("INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, :chain)"),
                    {"desk": desk, "center": CENTER, "chain": first_link(desk)},
                )
                facts = {"desk": desk, "center": CENTER, "key": None, "replaces": None}
                write_down(connection, Act.DESK_ENROLLED, facts, self.admin())
        self.members = people
        self._keep(bills)
        self.roll.read()

    def hire(self, user: str) -> None:
        """Another cashier."""

        def feed() -> None:
            with self.engine.begin() as connection:
                staff = [_person(user, Role.CASHIER)]
                load_directory(connection, staff=staff, clock=self._world.clock, new_id=self._world.new_id)

        feed()
        self._feeds.append(feed)
        self.tell()

    def owner_of(self, statement: str) -> str:
        """The guarantor of a statement."""
        return self._owners[statement]

    def _connect(self) -> None:
        """As the service does, which asks what is one question outside of any transaction."""
        self.engine = database.service_engine(self._url)
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def is_whole(self) -> bool:
        """Whether it has all that it had, after a restore."""
        return not self._is_restored

    def keep_what_is_gone(self) -> None:
        """Back up anew, where there is a backup: what only a desk had that is gone, no desk sends again."""
        if self._kept is not None:
            self.back_up()

    def is_down(self) -> bool:
        return self._world.now < self._down_until

    def restart(self, seconds: float) -> None:
        """The service ends with all its connections, and comes back over the same database."""
        self.engine.dispose()
        self._connect()
        self._down_until = self._world.now + timedelta(seconds=seconds)
        self._world.note("ledger", f"restarts, away for {seconds:.0f} s")
        self._world.count("ledger_restarts")

    def fail_over(self) -> None:
        """The primary is lost, and its connections with it; the standby has all that was committed, and takes over."""
        self.engine.dispose()
        fail_over(self._url)
        self._connect()
        self._down_until = self._world.now + FAILS_OVER
        self._world.note("ledger", "fails over to its standby")
        self._world.count("fail_overs")

    def back_up(self) -> None:
        """A copy of the whole database, as it is now; none of one that is not whole again after a restore."""
        if self._is_restored:
            return
        self.engine.dispose()
        back_up(self._url)
        self._kept = len(self._feeds), len(self.office.done)
        self._world.note("ledger", "is backed up")

    def restore(self) -> None:
        """The database is lost, and put back as it was backed up: a new epoch, and what others sent comes later."""
        if self._kept is None:
            return
        self.engine.dispose()
        put_back(self._url)
        self._connect()
        with self.engine.begin() as connection:
            begin_epoch(connection, self.admin())
        self.roll.read()
        self._is_restored = True
        self._world.count("ledger_restores")
        away_s = self._world.between(30, 900)
        self._down_until = self._world.now + timedelta(seconds=away_s)
        self._world.note("ledger", "is put back to its backup")
        self._world.after(away_s + self._world.between(0, 1_800), self._replay)
        self.tell()

    def _replay(self) -> None:
        """Billing and channels send again what is missing; what came after the restore is known by then."""
        assert self._kept is not None
        for feed in self._feeds[self._kept[0] :]:
            feed()
        self._world.note("ledger", "feeds are replayed")
        self.tell()

    def work_off(self) -> None:
        """The office releases what is held; after a restore it does again what the backup did not have."""
        release_held(self.engine, self._world, bills_missing=self._is_restored)
        self.tell()
        if not self._is_restored:
            return
        assert self._kept is not None
        if refused := self.office.do_again(self._kept[1]):
            self._world.count("office_acts_lost", refused)
        release_held(self.engine, self._world)
        self.tell()
        with self.engine.begin() as connection:
            complete(connection, self.admin())
        self._is_restored, self._kept = False, None

    def admin(self) -> Admin:
        return Admin(by="simulation", clock=self._world.clock, new_id=self._world.new_id)

    def receive(self, desk: str, body: bytes) -> Standing:
        self.roll.caller(desk)
        said = receive_run(self.engine, desk, Run.model_validate_json(body))
        self.tell()
        return said

    def standing(self, desk: str) -> Standing:
        self.roll.caller(desk)
        with self._reading.connect() as connection:
            return standing(connection, desk)

    def page(self, desk: str, epoch: str, after: str, limit: int) -> Page:
        self.roll.must_be_current(desk)
        return read_page(self._reading, desk, known_epoch=epoch, after=Cursor.read(after), limit=limit)

    def receipt(self, desk: str, number: str) -> ReceiptAnswer:
        """Raises LedgerRefuses; with the field where the receipt stands under another number."""
        self.roll.must_be_current(desk)
        try:
            with self._reading.connect() as connection:
                return receipt_of(connection, number)
        except NobodyKnown as none:
            raise LedgerRefuses(none.sentence) from none
        except FieldRefused as refused:
            raise LedgerRefuses(refused.sentence, refused.field) from refused

    def handed(self, desk: str, staff: str, *, left_behind: bool) -> HandedList:
        self.roll.must_be_current(desk)
        told = handed.left_behind if left_behind else handed.arriving
        with self._reading.connect() as connection:
            return told(connection, desk, CENTER, staff)

    def decide_handed(self, desk: str, transfer_id: UUID, wish: DecideHanded) -> HandedDecided:
        self.roll.caller(desk)
        if wish.wanted not in handed.OF_THE_GIVER:
            self.roll.must_be_current(desk)
        with self.engine.begin() as connection:
            return handed.decide(connection, transfer_id, wish, desk=desk, center=CENTER, now=self._world.clock())

    def pay_online(self, bill: Bill, cents: int, day: date) -> None:
        """Money that came another way; sent twice now and then, as its channel does that heard nothing."""
        self._references += 1
        payment = ChannelPayment(
            reference=f"W-{self._references}", statement_number=bill.number, cents=cents, business_date=day
        )

        def feed() -> None:
            with self.engine.begin() as connection:
                take_channel_payments(
                    connection, CHANNEL, [payment], clock=self._world.clock, new_id=self._world.new_id
                )

        for _ in range(2 if self._world.likely(0.1) else 1):
            feed()
        self._feeds.append(feed)
        self.online[bill.guarantor] = self.online.get(bill.guarantor, 0) + cents
        self._world.note("online", f"{cents} cents for {bill.number}")
        self._world.count("online_payments")
        self.tell()

    def bill_by_night(self, number: int, day: date) -> None:
        """The billing system loads new bills for some members; a part of the file comes twice."""
        bills = [self._new_bill(day) for _ in range(number)]

        def feed(some: list[StatementRow]) -> None:
            with self.engine.begin() as connection:
                load_directory(connection, statements=some, clock=self._world.clock, new_id=self._world.new_id)

        for some in (bills, bills[: number // 4]):
            feed(some)
        self._feeds.append(lambda: feed(bills))
        self._keep(bills)
        self._world.note("billing", f"{number} bills")
        self._world.count("bills", number)
        self.tell()

    def take_in(self, bag: str, cents: int) -> None:
        """The cash office takes a bag into the safe. Raises Broken where the ledger says other cents of it."""
        take_in(self.engine, bag, CENTER, cents, self._world)

    def know(self, number: str, member: str, guarantor: str) -> None:
        """A bill that the ledger wrote itself."""
        if number not in self._owners:
            self._owners[number] = guarantor
            self.bills.append(Bill(number=number, member=member, guarantor=guarantor))

    def open_medical(self, connection: Connection, numbers: list[str]) -> list[tuple[str, int]]:
        """Those of some bills on which medical money is owed, with the cents."""
        return [(row.number, row.cents) for row in connection.execute(_OPEN_MEDICAL, {"numbers": numbers})]

    def asked_to_card(self, connection: Connection, about: str) -> int:
        """How much of a refund goes back to the card, as the ledger said when it was asked for."""
        return int(connection.scalar(_TO_CARD, {"about": about}) or 0)

    def close(self) -> None:
        self.engine.dispose()

    def _new_bill(self, day: date) -> StatementRow:
        member = self._world.chance.choice(self.members)
        kind = self._world.chance.choice(_KINDS if self._world.likely(0.4) else _MEDICAL)
        cents = self._world.chance.choice((1_500, 2_000, 4_000, 6_000, self._world.chance.randrange(300, 90_000)))
        self._numbers += 1
        return StatementRow(
            number=f"S-{self._numbers}",
            kind=kind,
            region=REGION,
            member_number=member.number,
            guarantor_number=member.guarantor_number,
            title="Office visit",
            statement_date=day,
            due_date=default_due_date(day),
            billed_cents=cents,
            open_cents=cents,
            version=1,
        )

    def _keep(self, bills: list[StatementRow]) -> None:
        for row in bills:
            self.billed[row.guarantor_number] = self.billed.get(row.guarantor_number, 0) + row.open_cents
            self._owners[row.number] = row.guarantor_number
            self.bills.append(Bill(number=row.number, member=row.member_number, guarantor=row.guarantor_number))

    def tell(self) -> None:
        for hear in self.listeners:
            hear()


def cashier_of(desk: str) -> str:
    """Who sits at a desk."""
    return f"at.{desk.lower()}"


def _person(user: str, role: Role) -> StaffRow:
    return StaffRow(user=user, name=user.title(), role=role, passphrase_hash=PASSPHRASE)
