"""A desk that takes another one's place brings its unsent lines along, and none of them counts twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from cashier.domain.carried import Carried, carried_line
from cashier.ledger.check import check
from cashier.ledger.enrollment import code_on_file, enroll, invite
from cashier.ledger.past import member_payments
from cashier.wire import Enrollment
from tests.fakes.signed import a_signer
from tests.ledger.conftest import ADMIN, MEMBER, balance, count_rows, gather_all, owner_engine, send
from tests.ledger.paper_desk import CENTER, NOW, PaperDesk

OPEN = "receivable:S-10000001"


@pytest.fixture
def old(engine: Engine) -> PaperDesk:
    """OAK3, of whose four payments the ledger has two."""
    old = PaperDesk("OAK3")
    for cents in (100, 200, 300, 400):
        old.pay("S-10000001", cents)
    send(engine, old, 1, 2)
    return old


@pytest.fixture
def new(engine: Engine, old: PaperDesk) -> PaperDesk:
    """OAK7, which takes OAK3's place."""
    replace_desk(engine, "OAK7", "OAK3")
    return PaperDesk("OAK7")


def replace_desk(engine: Engine, desk: str, replaces: str) -> None:
    with engine.begin() as connection:
        code = invite(connection, desk, CENTER, ADMIN, replaces=replaces).code
        key = a_signer(desk).public
        asked = Enrollment(desk=desk, code=code, public_key=key, journal_lines=0, replaces=replaces)
        enroll(connection, asked, code_on_file(connection, desk, NOW), ADMIN)


def carry(new: PaperDesk, old: PaperDesk, first: int, last: int | None = None) -> None:
    for sent in old.sent[first - 1 : last]:
        carried = Carried(desk=old.desk, sequence=sent.sequence, chain=sent.chain, body=sent.body)
        new.write(carried_line(carried, desk=new.desk, center=CENTER, staff="helen", now=NOW))


def _alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT what FROM alarms ORDER BY alarm")))


def test_unsent_lines_are_posted_within_the_new_journal(engine: Engine, old: PaperDesk, new: PaperDesk) -> None:
    carry(new, old, 3)
    new.pay("S-10000001", 500)

    assert send(engine, new).received_through == 3
    assert balance(engine, OPEN) == 10_000 - 1_500
    assert count_rows(engine, "transfers WHERE desk = 'OAK7'") == 3
    assert count_rows(engine, "receipts WHERE desk = 'OAK7'") == 3
    assert (check(engine).findings, _alarms(engine)) == ([], [])


def test_carried_payments_are_among_those_that_were_paid_before(engine: Engine, old: PaperDesk, new: PaperDesk) -> None:
    carry(new, old, 3)
    send(engine, new)
    gather_all(engine)

    with engine.connect() as connection:
        paid = member_payments(connection, MEMBER)
    assert sorted((row.desk, row.cents) for row in paid) == [("OAK3", cents) for cents in (100, 200, 300, 400)]


def test_carrying_too_much_doubles_nothing(engine: Engine, old: PaperDesk, new: PaperDesk) -> None:
    carry(new, old, 1)
    for _ in range(2):
        assert send(engine, new).received_through == 4

    assert balance(engine, OPEN) == 10_000 - 1_000
    assert count_rows(engine, "lines WHERE desk = 'OAK7' AND state = 'posted'") == 4
    assert (check(engine).findings, _alarms(engine)) == ([], [])


def test_the_old_desk_that_comes_back_doubles_nothing_and_goes_on(
    engine: Engine, old: PaperDesk, new: PaperDesk
) -> None:
    carry(new, old, 3)
    send(engine, new)
    old.pay("S-10000001", 50)

    assert send(engine, old).received_through == 5
    assert balance(engine, OPEN) == 10_000 - 1_050
    assert _alarms(engine) == ["revoked_desk"]
    assert check(engine).findings == []


def test_both_ways_at_once_double_nothing(engine: Engine, old: PaperDesk, new: PaperDesk) -> None:
    for _ in range(40):
        old.pay("S-10000001", 10)
    carry(new, old, 1)

    with ThreadPoolExecutor(4) as senders:
        runs = [(old, 1, 20), (new, 1, 20), (old, 1, None), (new, 1, None)] * 3
        list(senders.map(lambda run: send(engine, *run), runs))
        list(senders.map(lambda desk: send(engine, desk), (old, new)))

    assert balance(engine, OPEN) == 10_000 - 1_400
    assert check(engine).findings == []


def test_a_journal_that_was_put_back_brings_what_differs(engine: Engine, old: PaperDesk) -> None:
    """It had drawn number 3 twice: two papers, two payments, and one alarm."""
    send(engine, old)
    put_back = PaperDesk("OAK3", sent=list(old.sent[:2]), receipts=2)
    put_back.pay("S-10000001", 7)
    replace_desk(engine, "OAK7", "OAK3")
    new = PaperDesk("OAK7")
    carry(new, put_back, 1)

    send(engine, new)

    assert balance(engine, OPEN) == 10_000 - 1_007
    assert _alarms(engine) == ["receipt_twice"]
    assert check(engine).findings == []


def test_what_was_carried_once_can_be_carried_on(engine: Engine, old: PaperDesk, new: PaperDesk) -> None:
    carry(new, old, 3)
    replace_desk(engine, "OAK8", "OAK7")
    newest = PaperDesk("OAK8")
    carry(newest, old, 3)

    send(engine, newest)
    send(engine, new)

    assert balance(engine, OPEN) == 10_000 - 1_000
    assert check(engine).findings == []


@pytest.mark.parametrize("foreign", ["OAK9", "OAK7", "LEDGER"])
def test_lines_of_a_desk_that_it_does_not_replace_are_kept_unread(engine: Engine, new: PaperDesk, foreign: str) -> None:
    other = PaperDesk(foreign)
    other.pay("S-10000001", 5_000)
    carry(new, other, 1)

    send(engine, new)

    assert balance(engine, OPEN) == 10_000 - 300
    assert _alarms(engine) == ["line_unreadable"]
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("old_text", "new_text"),
    [
        ('"sequence":3', '"sequence":"3"'),
        ('"body":"', '"body":"x'),
        ('"desk":"OAK3","kind"', '"desk":"OAK7","kind"'),
        ('\\"receipt\\":\\"OAK3-0000003\\"', '\\"receipt\\":7'),
    ],
)
def test_what_carries_nothing_readable_is_kept_unread(
    engine: Engine, old: PaperDesk, new: PaperDesk, old_text: str, new_text: str
) -> None:
    aside = PaperDesk("OAK7")
    carry(aside, old, 3, 3)
    assert old_text in aside.sent[0].body
    new.write_body(aside.sent[0].body.replace(old_text, new_text))

    send(engine, new)

    assert balance(engine, OPEN) == 10_000 - 300
    assert _alarms(engine) == ["line_unreadable"]
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DELETE FROM carried WHERE sequence = 1", "otherwise than its body says|does not say|posted nowhere"),
        ("UPDATE carried SET sequence = 2 WHERE sequence = 1", "should carry"),
        ("UPDATE transfers SET cents = 1 WHERE desk = 'OAK7' AND sequence = 1", "otherwise than its body says"),
        ("DELETE FROM receipts WHERE receipt = 'OAK3-0000003'", "receipt numbers"),
    ],
)
def test_the_check_finds_what_was_changed_of_it(
    engine: Engine, ledger_url: str, old: PaperDesk, new: PaperDesk, damage: str, finding: str
) -> None:
    carry(new, old, 3)
    send(engine, new)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert any(part in " ".join(check(engine).findings) for part in finding.split("|"))
