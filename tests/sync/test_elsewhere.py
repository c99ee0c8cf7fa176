"""People of other centers come from the ledger: found as it says, brought as a page would bring them, or not at all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cashier.domain.errors import CashierError, HistoryDiffers, LedgerAway
from cashier.domain.money import MOST_CENTS, Money
from cashier.domain.past_payments import PastPayment
from cashier.sync.client import NOT_AN_ANSWER
from cashier.sync.elsewhere import BEGINS_ANEW
from cashier.usecases.find_elsewhere import bring_here, find_elsewhere
from cashier.usecases.ports.directory import DirectoryCursor, Found
from cashier.wire import FoundRow, Page, PastRow
from tests.fakes.http_ledger import Fault, Reply
from tests.sync.rig import Rig, rig_with_ledger
from tests.sync.test_pull import fill, page

MAI, WANDA = "11048827", "22000001/A"
WANDAS = FoundRow(number=WANDA, family_name="Wells", given_names="Wanda", birth_year=1970, home_center="Fresno")


@pytest.fixture
def desk() -> Iterator[Rig]:
    """A desk that holds Mai, and a ledger that knows Wanda too."""
    with rig_with_ledger() as made:
        made.ledger.pages = [page(MAI)]
        made.ledger.found = (WANDAS.model_copy(update={"number": MAI}), WANDAS)
        made.ledger.families = {WANDA: page(WANDA, statements=("S-7",))}
        fill(made)
        yield made


def test_who_is_held_here_is_not_found_elsewhere(desk: Rig) -> None:
    found = find_elsewhere("wells w", desk.elsewhere, desk.desk.directory)

    assert found == (
        Found(number=WANDA, family_name="Wells", given_names="Wanda", birth_year=1970, home_center="Fresno"),
    )
    assert desk.ledger.asked[-1] == {"text": "wells w"}


def test_a_family_is_brought_with_its_statements_and_what_they_contain_of_this_desk(desk: Rig) -> None:
    desk.take(2)
    desk.drain()
    before, directory = desk.desk.directory.cursor(), desk.desk.directory

    bring_here(WANDA, desk.elsewhere, directory)

    (known,) = directory.statements(("S-7",))
    member = directory.member(WANDA)
    assert member is not None
    assert member.name == "Tran, Mai Linh"
    assert (known.mark, known.held, known.statement.version) == (2, Money(500), "e1.3")
    assert directory.cursor() == before == DirectoryCursor("e1", "1")


def test_who_is_held_here_is_not_asked_for(desk: Rig) -> None:
    desk.ledger.next.append(Fault.CUT)

    bring_here(MAI, desk.elsewhere, desk.desk.directory)

    assert list(desk.ledger.next) == [Fault.CUT]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Fault.CUT, "The ledger cannot be reached."),
        (Fault.LOSE_REPLY, "The ledger cannot be reached."),
        (Reply(200, b"{}"), NOT_AN_ANSWER),
        (Reply(503, b"{}"), "The ledger answered that it cannot work now."),
        (Reply(403, b'{"v": 1, "sentence": "OAK3 was revoked."}'), "OAK3 was revoked."),
        (Reply(404, b'{"v": 1, "sentence": "The ledger knows no member 7."}'), "The ledger knows no member 7."),
    ],
)
def test_what_is_not_brought_is_said_in_one_sentence_and_changes_nothing(
    desk: Rig, answer: Fault | Reply, sentence: str
) -> None:
    desk.ledger.next.append(answer)

    with pytest.raises(CashierError) as trouble:
        desk.elsewhere.bring(WANDA)

    assert trouble.value.sentence == sentence
    assert set(desk.desk.directory.members) == {MAI}


def test_what_cannot_be_found_is_not_shown(desk: Rig) -> None:
    desk.ledger.found = (WANDAS.model_copy(update={"number": ""}),)

    with pytest.raises(LedgerAway, match="The ledger sent an impossible member"):
        desk.elsewhere.search("wells")


def test_a_family_of_another_epoch_waits_for_the_pages_of_that(desk: Rig) -> None:
    desk.ledger.restore(0, "e2")

    with pytest.raises(LedgerAway, match=BEGINS_ANEW):
        desk.elsewhere.bring(WANDA)
    assert set(desk.desk.directory.members) == {MAI}


def test_a_family_with_a_mark_ahead_of_our_journal_is_not_written(desk: Rig) -> None:
    ahead = Page(epoch="e1", mark=1, after="", more=False, members=page(WANDA).members)
    desk.ledger.next.append(Reply(200, ahead.model_dump_json().encode()))

    with pytest.raises(HistoryDiffers):
        desk.elsewhere.bring(WANDA)
    assert set(desk.desk.directory.members) == {MAI}


PAID = PastRow(
    line_id=UUID(int=7),
    paid_at=datetime(2026, 11, 21, 18, tzinfo=UTC),
    business_date=date(2026, 11, 21),
    cents=4_200,
    statements=("S-7",),
    channel="online",
)


def test_what_was_paid_before_is_told_as_it_was(desk: Rig) -> None:
    desk.ledger.paid[WANDA] = (PAID,)

    assert desk.elsewhere.payments(WANDA) == (
        PastPayment(
            line_id=PAID.line_id,
            paid_at=PAID.paid_at,
            business_date=PAID.business_date,
            amount=Money(4_200),
            statements=("S-7",),
            channel="online",
        ),
    )
    assert desk.elsewhere.payments(MAI) == ()


@pytest.mark.parametrize(
    "row",
    [
        PAID.model_copy(update={"cents": MOST_CENTS + 1}),
        PAID.model_copy(update={"cents": 0}),
        PAID.model_copy(update={"channel": "x" * 201}),
        PAID.model_copy(update={"statements": ("S",) * 201}),
    ],
)
def test_a_payment_that_cannot_be_is_not_told(desk: Rig, row: PastRow) -> None:
    desk.ledger.paid[WANDA] = (row,)

    with pytest.raises(LedgerAway):
        desk.elsewhere.payments(WANDA)
