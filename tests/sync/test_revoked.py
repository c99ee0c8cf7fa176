"""A desk forgets whom it knew when the ledger itself says so, has every line, and no drawer is open; never before."""

from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import pytest

from cashier.domain.errors import Refused, StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.revoked import FORGOTTEN, FORGOTTEN_TOLD, REVOKED
from cashier.domain.shift import OpenShift
from cashier.usecases.card_payment import ask_card
from cashier.usecases.close_shift import close_shift
from cashier.usecases.forget import forget_people
from cashier.usecases.shift import open_shift
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_wish
from tests.fakes.http_ledger import Fault, HttpLedger, Reply, http_ledger
from tests.sync.rig import Rig, rig
from tests.usecases.test_close_shift import a_close, count, take


class Known:
    """`ports.Knowledge`: how often it was forgotten, and whether the disk lets it."""

    def __init__(self) -> None:
        self.forgotten = 0
        self.fails = False

    def forget(self) -> None:
        if self.fails:
            raise StoreTrouble("The disk is full; nothing was written.")
        self.forgotten += 1


@pytest.fixture
def ledger() -> Iterator[HttpLedger]:
    with http_ledger() as made:
        yield made


@pytest.fixture
def counter() -> Counter:
    """Rosa's desk, her drawer open, one payment taken."""
    counter = a_desk()
    take(counter, "S-48210377", 4000)
    return counter


def close(counter: Counter) -> None:
    count(counter, n20=7)
    close_shift(a_close(counter), counter.desk, ROSA)


def steps(line: Rig, counter: Counter, known: Known, times: int = 6) -> None:
    line.push.forgets(partial(forget_people, counter.desk, known))
    for _ in range(times):
        line.push.step()


def said(counter: Counter) -> str:
    with counter.desk.open_reading() as work:
        return work.journal.differs()


def forgot_lines(counter: Counter) -> int:
    return sum(line.kind is LineKind.DESK_FORGOT for line in counter.store.lines())


def test_it_forgets_once_all_is_delivered_and_the_drawer_is_closed_and_that_is_delivered_too(
    ledger: HttpLedger, counter: Counter
) -> None:
    ledger.revoked, known = True, Known()
    with rig(ledger, desk=counter.store) as line:
        steps(line, counter, known)
        assert (known.forgotten, said(counter)) == (0, ""), "Rosa's drawer is open"
        assert line.link.state().online
        close(counter)
        ledger.next.append(Fault.CUT)
        steps(line, counter, known, times=1)
        assert known.forgotten == 0, "the close is not delivered"

        steps(line, counter, known)

        assert known.forgotten > 0
        assert (said(counter), forgot_lines(counter)) == (FORGOTTEN, 1)
        assert line.agrees()
        assert (line.link.state().trouble, line.link.state().posts) == (FORGOTTEN_TOLD, True)
    with pytest.raises(Refused, match="has forgotten its members and people"):
        open_shift(OpenShift(shift_id=uuid4(), count={"20.00": 5}), counter.desk, ROSA)


@pytest.mark.parametrize(
    "wrong",
    [
        Fault.CUT,
        Fault.LOSE_REPLY,
        Reply(403, b'{"sentence": "OAK3 was revoked."}'),
        Reply(401, b'{"sentence": "The ledger does not know this desk."}'),
        Reply(404, b"revoked"),
        Reply(500, b""),
        Reply(200, b'{"revoked": true}'),
        Reply(200, b'{"v":1,"desk":"OAK3","epoch":"e1","received_through":0,"chain":"00","revoked":true}'),
        Reply(200, b'{"v":1,"desk":"OAK4","epoch":"e1","received_through":0,"chain":"00","revoked":true}'),
    ],
)
def test_no_other_answer_and_none_at_all_makes_it_forget(
    ledger: HttpLedger, counter: Counter, wrong: Fault | Reply
) -> None:
    close(counter)
    known = Known()
    with rig(ledger, desk=counter.store) as line:
        ledger.next.extend([wrong] * 3)
        steps(line, counter, known)

    assert (known.forgotten, forgot_lines(counter)) == (0, 0)
    assert said(counter) not in (REVOKED, FORGOTTEN)


def test_a_card_whose_result_is_not_known_is_settled_first(ledger: HttpLedger) -> None:
    counter, known = a_desk(), Known()
    ask_card(a_wish(), a_wish().to_pay, TERMINAL, counter.desk, ROSA)
    count(counter, n20=5)
    ledger.revoked = True
    with counter.desk.open_reading() as work:
        assert work.attempts.unsettled()

    with rig(ledger, desk=counter.store) as line:
        steps(line, counter, known)

    assert (known.forgotten, said(counter)) == (0, "")


def test_cut_off_anywhere_it_goes_on_at_the_next_answer(ledger: HttpLedger, counter: Counter) -> None:
    close(counter)
    ledger.revoked, known = True, Known()
    with rig(ledger, desk=counter.store) as line:
        known.fails = True
        with pytest.raises(StoreTrouble):
            steps(line, counter, known)
        assert (said(counter), forgot_lines(counter)) == (REVOKED, 0)
        with pytest.raises(Refused, match=REVOKED):
            open_shift(OpenShift(shift_id=uuid4(), count={"20.00": 5}), counter.desk, ROSA)
    known.fails = False

    with rig(ledger, desk=counter.store) as line:
        counter.store.fails_with = "The power is gone."
        with pytest.raises(StoreTrouble):
            steps(line, counter, known)
        counter.store.fails_with = ""
        assert forgot_lines(counter) == 0
    with rig(ledger, desk=counter.store) as line:
        steps(line, counter, known)
        assert line.agrees()
    assert (said(counter), forgot_lines(counter)) == (FORGOTTEN, 1)


def test_what_came_in_late_is_forgotten_with_the_next_answer(ledger: HttpLedger, counter: Counter) -> None:
    close(counter)
    ledger.revoked, known = True, Known()
    with rig(ledger, desk=counter.store) as line:
        steps(line, counter, known)
        before = known.forgotten

        steps(line, counter, known, times=1)

    assert known.forgotten == before + 1
    assert forgot_lines(counter) == 1
