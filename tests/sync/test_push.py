"""Every line reaches the ledger once, whatever is lost, cut or restarted on the way."""

from collections.abc import Callable, Iterator

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.domain.link_words import LinkState
from cashier.doors.plug import Plug
from cashier.sync.client import LedgerClient
from cashier.sync.push import IDLE_S, STOPPED_S
from cashier.wire import Run, SentLine, Standing
from tests.fakes.http_ledger import Fault, Reply, http_ledger
from tests.fakes.memory_store import MemoryDesk
from tests.sync.rig import LEAST_S, NOW, Rig, rig, rig_with_ledger


@pytest.fixture
def desk() -> Iterator[Rig]:
    with rig_with_ledger() as made:
        yield made


def test_lines_go_in_runs_of_at_most_500_until_none_is_left(desk: Rig) -> None:
    desk.take(1200)
    desk.drain()

    assert {len(run.lines) for run in desk.ledger.runs} == {500, 200}
    assert desk.agrees()
    assert desk.states[-1] == LinkState(online=True, since=NOW)


class Overtaking:
    """The ledger over a line on which the second of two runs under way arrives first."""

    def __init__(self, client: LedgerClient) -> None:
        self._client = client
        self._held: list[tuple[Run, list[Standing]]] = []
        self.under_way_most = 0
        self.standing = client.standing
        self.send = client.send

    def begin(self, run: Run) -> Callable[[], Standing]:
        answers: list[Standing] = []
        self._held.append((run, answers))
        self.under_way_most = max(self.under_way_most, len(self._held))

        def heard() -> Standing:
            while self._held:
                held, its = self._held.pop()
                its.append(self._client.send(held))
            return answers[0]

        return heard


def test_a_run_that_overtook_the_one_before_it_is_sent_again_and_nothing_is_amiss(desk: Rig) -> None:
    desk.take(9)
    line = Overtaking(desk.client)
    desk.push = desk.new_push(2, line)
    desk.drain()

    assert line.under_way_most == 2
    assert desk.agrees()
    assert all(state.online for state in desk.states)


def test_a_line_that_is_dead_before_a_full_run_begins_is_told_like_any_other(desk: Rig) -> None:
    plug = Plug(lambda: desk.client)
    desk.push = desk.new_push(2, plug)
    desk.take(5)
    plug.is_pulled = True

    assert LEAST_S <= desk.push.step() <= 2 * LEAST_S
    assert not desk.link.state().online
    plug.is_pulled = False
    desk.drain()
    assert desk.agrees()


def test_a_run_ahead_is_not_believed_before_the_one_that_was_lost_is_sent_again(desk: Rig) -> None:
    desk.take(1200)
    desk.ledger.next.extend([Fault.CUT, Fault.CUT])
    first = desk.push.step()
    desk.drain()

    assert first >= LEAST_S
    assert desk.agrees()
    assert len(desk.ledger.lines) == 1200


def test_with_nothing_to_send_the_ledger_is_asked_where_it_is(desk: Rig) -> None:
    assert desk.push.step() == IDLE_S
    assert desk.ledger.runs == []
    assert desk.link.state().online


def test_after_a_reply_lost_behind_the_commit_the_ledger_is_asked_and_no_line_goes_twice(desk: Rig) -> None:
    desk.take(3)
    desk.ledger.next.append(Fault.LOSE_REPLY)

    first = desk.push.step()
    offline = desk.link.state()
    desk.drain()

    assert LEAST_S <= first <= 2 * LEAST_S
    assert (offline.online, offline.stopped, offline.since) == (False, False, NOW)
    assert offline.trouble == "The ledger cannot be reached."
    assert len(desk.ledger.runs) == 1
    assert desk.agrees()


def test_a_ledger_that_answers_but_takes_no_line_is_left_alone_for_longer_and_longer(desk: Rig) -> None:
    desk.take(1)
    away, well = Reply(503, b"{}"), None
    waits = []
    for answer in (away, well, away, well, away):
        desk.ledger.next.append(answer)
        waits.append(desk.push.step())

    assert waits == [0.75, 0.0, 1.25, 0.0, 2.25]
    assert not desk.link.state().online
    desk.drain()
    assert desk.agrees()


def test_a_run_that_is_cut_is_sent_again(desk: Rig) -> None:
    desk.take(3)
    desk.ledger.next.append(Fault.CUT)
    desk.push.step()

    assert desk.ledger.lines == []
    desk.drain()
    assert desk.agrees()


def test_a_desk_that_dies_before_it_knows_resends_after_its_restart(desk: Rig) -> None:
    desk.take(3)
    desk.ledger.next.append(Fault.LOSE_REPLY)
    desk.push.step()

    with rig(desk.ledger, desk=desk.desk) as restarted:
        restarted.take(1)
        restarted.drain()

        assert restarted.agrees()
        assert len(restarted.ledger.lines) == 4


def test_a_ledger_that_is_away_and_comes_back_gets_what_was_taken_meanwhile(desk: Rig) -> None:
    desk.ledger.next.extend([Reply(503, b"{}")] * 3)
    desk.take(1)
    waits = [desk.push.step() for _ in range(3)]
    desk.take(1)
    desk.drain()

    assert waits == [0.75, 1.25, 2.25]
    assert desk.agrees()
    assert desk.came_back == 1


def test_a_mark_that_lags_behind_the_ledger_catches_up(desk: Rig) -> None:
    desk.take(5)
    desk.ledger.receive(_whole_journal(desk))
    desk.push = desk.new_push(2)
    desk.drain()

    assert desk.agrees()


def test_a_restored_ledger_in_a_new_epoch_gets_again_what_it_lost(desk: Rig) -> None:
    desk.take(5)
    desk.drain()
    desk.ledger.restore(2, "e2")
    desk.drain()

    assert desk.agrees()
    assert [line.sequence for line in desk.ledger.runs[-1].lines] == [3, 4, 5]


def test_a_restored_ledger_is_noticed_when_the_next_payment_leaves_a_gap(desk: Rig) -> None:
    desk.take(5)
    desk.drain()
    desk.ledger.restore(2, "e2")
    desk.take(1)
    desk.drain()

    assert desk.agrees()


def test_lines_that_the_ledger_lost_without_saying_so_are_sent_again_and_the_mark_stays(desk: Rig) -> None:
    desk.take(5)
    desk.drain()
    desk.ledger.restore(2, desk.ledger.epoch)

    assert desk.push.step() == 0.0
    with desk.desk.open_work() as work:
        assert work.journal.mark().received_through == 5
    desk.drain()
    assert desk.agrees()


def test_a_conflict_stops_sending_and_says_so(desk: Rig) -> None:
    with http_ledger() as other, rig(other, desk=MemoryDesk()) as copy:
        copy.take(2)
        desk.take(2)
        desk.drain()
        desk.ledger.lines[:] = [line.model_copy() for line in _whole_journal(copy).lines]
        desk.take(1)

        assert desk.push.step() == STOPPED_S

    requests = len(desk.ledger.runs)
    state = desk.link.state()
    assert (state.online, state.stopped) == (False, True)
    assert "holds other lines" in state.trouble
    assert desk.push.step() == STOPPED_S
    assert len(desk.ledger.runs) == requests


def test_a_ledger_with_more_lines_than_the_journal_stops_sending(desk: Rig) -> None:
    with rig(desk.ledger) as earlier:
        earlier.take(3)
        earlier.drain()

    assert desk.push.step() == STOPPED_S
    assert desk.link.state().trouble.startswith("The ledger has more lines of this desk")
    with desk.desk.open_work() as work:
        assert work.journal.differs() == "The ledger has more lines of this desk than its journal."


def test_a_ledger_that_agrees_again_lets_the_desk_go_on(desk: Rig) -> None:
    with desk.desk.open_work() as work:
        work.journal.set_differs("The ledger has more lines of this desk than its journal.")
        work.commit()

    desk.drain()

    with desk.desk.open_work() as work:
        assert work.journal.differs() == ""


def test_another_history_under_the_same_number_of_lines_stops_sending(desk: Rig) -> None:
    with rig(desk.ledger) as earlier:
        earlier.take(3)
        earlier.drain()
    desk.take(3)

    assert desk.push.step() == STOPPED_S
    with desk.desk.open_work() as work:
        assert work.journal.mark().received_through == 0


def test_another_history_stops_a_desk_that_has_nothing_to_send(desk: Rig) -> None:
    with http_ledger() as other, rig(other, desk=MemoryDesk()) as copy:
        copy.take(2)
        desk.take(2)
        desk.drain()
        desk.ledger.lines[:] = [line.model_copy() for line in _whole_journal(copy).lines]

        assert desk.push.step() == STOPPED_S

    assert "holds other lines" in desk.link.state().trouble


def test_a_refused_token_is_said_and_tried_again_later() -> None:
    with http_ledger() as ledger, rig(ledger, token="old") as desk:
        desk.take(1)

        assert desk.push.step() == IDLE_S
        assert desk.link.state().stopped
        ledger.token = "old"
        desk.drain()
        assert desk.agrees()
        assert desk.link.state() == LinkState(online=True, since=NOW)


def test_a_ledger_that_takes_nothing_is_not_asked_without_rest(desk: Rig) -> None:
    desk.take(1)
    desk.ledger.next.append(Reply(200, desk.ledger.standing().model_dump_json().encode()))

    assert desk.push.step() >= LEAST_S
    assert not desk.link.state().online


def test_a_ledger_that_forgets_again_and_again_is_not_asked_without_rest(desk: Rig) -> None:
    desk.take(5)
    desk.drain()
    waits = []
    for received_through in (4, 3, 2):
        desk.ledger.restore(received_through, desk.ledger.epoch)
        desk.ledger.next.append(Reply(200, desk.ledger.standing().model_dump_json().encode()))
        waits.append(desk.push.step())

    assert waits[0] == 0.0
    assert min(waits[1:]) >= LEAST_S
    desk.drain()
    assert desk.agrees()


def test_no_transaction_is_open_while_the_ledger_is_asked(desk: Rig) -> None:
    desk.take(1)
    receive, marks = desk.ledger.receive, []

    def receive_while_money_is_taken(run: Run) -> Standing:
        # On the ledger's thread: would wait for ever if the lane held the desk's only writer.
        with desk.desk.open_work() as work:
            marks.append(work.journal.mark().received_through)
        return receive(run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.ledger, "receive", receive_while_money_is_taken)
        desk.drain()

    assert marks == [0]
    assert desk.agrees()


def test_a_store_that_cannot_keep_the_mark_is_not_hidden(desk: Rig) -> None:
    desk.take(1)
    desk.desk.fails_with = "The disk is full."

    with pytest.raises(StoreTrouble):
        desk.push.step()

    desk.desk.fails_with = ""
    desk.drain()
    assert desk.agrees()


def _whole_journal(desk: Rig) -> Run:
    return Run(
        lines=tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode()) for n in desk.desk.tables.lines)
    )


def test_while_no_lane_gets_through_a_wake_up_is_no_reason_to_ask_again(desk: Rig) -> None:
    desk.ledger.next.extend((Fault.CUT, Fault.CUT))
    desk.push.step()
    desk.pull.step()
    asked = len(desk.states)

    waits_s = desk.push.step(), desk.pull.step()

    assert min(waits_s) > 0
    assert len(desk.states) == asked


def test_a_lane_asks_again_at_once_when_the_other_one_got_through(desk: Rig) -> None:
    desk.ledger.next.extend((Fault.CUT, Fault.CUT))
    desk.push.step()
    desk.pull.step()
    desk.link.answered("pull")

    desk.push.step()

    assert desk.link.state().online


def test_a_lane_asks_again_at_once_when_something_was_mended(desk: Rig) -> None:
    desk.ledger.next.extend((Fault.CUT, Fault.CUT))
    desk.push.step()
    desk.pull.step()
    desk.link.look_again()

    desk.pull.step()
    desk.push.step()

    assert desk.link.state().online
