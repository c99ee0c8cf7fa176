"""The office's questions over the real line: the desk's client, signed, against a ledger that looks the person up."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest
from sqlalchemy import Engine, text

from cashier.domain.asks import Ask
from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.domain.money import Money
from cashier.domain.office import DrawerState
from cashier.domain.office_tasks import Deed, Wish
from cashier.domain.people import Right, Role, Staff
from cashier.ledger import loading
from cashier.sync.asks import LedgerAsks
from cashier.sync.client import LedgerClient
from cashier.sync.messages import LedgerMessages
from cashier.sync.office import LedgerOffice
from cashier.usecases.asks import ask_for_word, look_for_word
from cashier.wire import StaffRow
from tests.domain.drawer_lines import dropped, shift_lines
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, clock, load_helen, new_id, send
from tests.ledger.paper_desk import CENTER, TODAY, PaperDesk
from tests.ledger.serving import served

OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
LIMIT = Money(200_000)


@pytest.fixture
def client(engine: Engine) -> Iterator[LedgerClient]:
    """Desk OAK3's, whose drawer had a drop."""
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), dropped()):
        desk.write(line)
    omar = StaffRow(user=OMAR.user, name=OMAR.name, role=OMAR.role, passphrase_hash="-")
    with served(engine) as serving:
        with engine.begin() as connection:
            loading.load_directory(connection, staff=[omar], clock=clock, new_id=new_id)
            load_helen(connection)
            signed = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        send(engine, desk)
        made = LedgerClient(
            str(serving.client.base_url),
            desk="OAK3",
            credentials=signed.signer,
            connect_timeout_s=60,
            answer_timeout_s=60,
            monotonic=monotonic,
        )
        yield made
        made.close()


def test_a_desk_sees_its_center_and_takes_a_bag_in_once(client: LedgerClient) -> None:
    office = LedgerOffice(client)
    number = str(dropped().facts["bags"][0]["number"])

    (drawer,) = office.look(OMAR, TODAY, LIMIT).drawers
    bag = office.accept_bag(new_id(), number, OMAR)

    assert (drawer.state, drawer.expected, drawer.payments) == (DrawerState.ACTIVE, Money(6000), 2)
    assert (bag.number, bag.line, bag.cash) == (number, "medical", Money(20000))
    with pytest.raises(LedgerRefuses, match=f"Bag {number} is in the safe: Omar Castellanos took it in."):
        office.accept_bag(new_id(), number, OMAR)


def test_who_the_ledger_does_not_know_is_refused_in_its_own_sentence(client: LedgerClient) -> None:
    with pytest.raises(LedgerRefuses, match="The ledger knows nobody of this name at this center"):
        LedgerOffice(client).look(Staff(user="eve", name="Eve", role=Role.SUPERVISOR), TODAY, LIMIT)


def test_a_dead_line_is_the_ledger_away_and_what_it_said_last_is_that_persons_alone(client: LedgerClient) -> None:
    office = LedgerOffice(client)
    seen = office.look(OMAR, TODAY, LIMIT)
    client.interrupt()

    with pytest.raises(LedgerAway):
        office.look(OMAR, TODAY, LIMIT)
    assert (office.last(OMAR), office.last(replace(OMAR, user="helen"))) == (seen, None)


def test_what_is_done_about_a_task_is_said_in_a_sentence(engine: Engine, client: LedgerClient) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO alarms (what, sentence) VALUES ('clock', 'A clock is off.')"))
    office = LedgerOffice(client)
    (alarm,) = office.look(OMAR, TODAY, LIMIT).tasks.items

    wish = Wish(line_id=new_id(), deed=Deed.ACKNOWLEDGE, about=alarm.task)

    assert (alarm.kind, office.do(wish, OMAR)) == ("alarm", "Seen by Omar Castellanos.")
    assert office.look(OMAR, TODAY, LIMIT).tasks.items == ()
    with pytest.raises(LedgerRefuses, match="There is no alarm 999999"):
        office.do(replace(wish, line_id=new_id(), about="alarm.999999"), OMAR)
    with pytest.raises(LedgerRefuses, match="This center has no such task"):
        office.task("OAK3.99.0.0", OMAR)


def test_a_word_from_afar_goes_over_the_real_line(engine: Engine, client: LedgerClient) -> None:
    with engine.begin() as connection:
        rosa = StaffRow(user="rosa", name="Rosa Delgado", role=Role.CASHIER, passphrase_hash="-")
        loading.load_directory(connection, staff=[rosa], clock=clock, new_id=new_id)
    asks, office = LedgerAsks(client), LedgerOffice(client)
    staff = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)
    ask = Ask(
        ask_id=new_id(),
        act="cash out",
        amount=Money(2000),
        right=Right.APPROVE_DRAWER,
        sentence="Stamps.",
        facts={"a": "b"},
    )

    assert ask_for_word(ask, staff, asks, clock()) is None
    (row,) = office.look(OMAR, TODAY, LIMIT).for_you.items
    assert ("a", "b") in office.task(row.task, OMAR)
    office.do(Wish(line_id=new_id(), deed=Deed.APPROVE, about=row.task), OMAR)

    word = look_for_word(ask, staff, asks, clock())
    assert word is not None
    assert (word.approver, word.act, word.amount) == ("omar", "cash out", Money(2000))


def test_messages_and_trends_go_over_the_real_line(client: LedgerClient) -> None:
    office = LedgerOffice(client)
    said = office.do(Wish(line_id=new_id(), deed=Deed.SAY, words="Closing at five.", minutes=30), OMAR)

    (message,) = LedgerMessages(client).messages()
    told = office.trend(OMAR, TODAY, 90)

    assert said.startswith("It stands at every desk")
    assert (message.words, message.sent_by) == ("Closing at five.", "Omar Castellanos")
    assert (told.closing.items, told.floats.items) == ((), ())
