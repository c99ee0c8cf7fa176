"""The line between a desk and its ledger: requests and answers that are lost, late, doubled, out of order, cut off.

What travels is the wire's own JSON. A request that is late comes to the ledger all the same, and its desk has given it
up by then, or is dead.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.wire import Page, ReceiptAnswer, Run, Standing
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList
from tests.simulation.center import Center
from tests.simulation.world import Died, World

LOST = "The ledger cannot be reached."
LATE = "The ledger did not answer in time."


class SimLine:
    """`sync.push.Receiver` and `sync.pull.Source`. Nothing passes before ``cut_until``."""

    def __init__(self, desk: str, center: Center, world: World) -> None:
        self._desk = desk
        self._center = center
        self._world = world
        self.cut_until: datetime = world.now

    def send(self, run: Run) -> Standing:
        return self._deliver(run.model_dump_json().encode())

    def begin(self, run: Run) -> Callable[[], Standing]:
        """A run under way: it may come to the ledger at once, or only when its answer is waited for."""
        body = run.model_dump_json().encode()
        if not self._world.fails(0.3):
            return lambda: self._deliver(body)
        answers: list[Standing | LedgerAway] = []
        try:
            answers.append(self._deliver(body))
        except LedgerAway as trouble:
            answers.append(trouble)

        def heard() -> Standing:
            answer = answers[0]
            if isinstance(answer, LedgerAway):
                raise answer
            return answer

        return heard

    def standing(self) -> Standing:
        self._pass()
        answer = self._center.standing(self._desk)
        self._come_back()
        return Standing.model_validate_json(answer.model_dump_json())

    def page(self, epoch: str, after: str, *, limit: int, wait_s: float) -> Page:
        self._pass()
        answer = self._center.page(self._desk, epoch, after, limit)
        self._come_back()
        return Page.model_validate_json(answer.model_dump_json())

    def receipt(self, number: str) -> ReceiptAnswer:
        self._pass()
        answer = self._center.receipt(self._desk, number)
        self._come_back()
        return ReceiptAnswer.model_validate_json(answer.model_dump_json())

    def handed(self, staff: str, *, left_behind: bool = False) -> HandedList:
        """`sync.handed.Source`, as the next one is."""
        self._pass()
        answer = self._center.handed(self._desk, staff, left_behind=left_behind)
        self._come_back()
        return HandedList.model_validate_json(answer.model_dump_json())

    def decide_handed(self, transfer_id: str, wish: DecideHanded) -> HandedDecided:
        self._pass()
        answer = self._center.decide_handed(self._desk, UUID(transfer_id), wish)
        if self._world.fails(0.02):
            raise Died
        self._come_back()
        return HandedDecided.model_validate_json(answer.model_dump_json())

    def _deliver(self, body: bytes) -> Standing:
        world = self._world
        if world.fails(0.01):
            raise Died
        if world.now >= self.cut_until and world.fails(0.02):  # It comes, later than others that are sent after it.
            world.note(self._desk, "a run is late")
            world.after(world.between(5, 900), lambda: self._comes_late(body))
            raise LedgerAway(LATE)
        self._pass()
        standing = self._center.receive(self._desk, body)
        if world.fails(0.03):
            standing = self._center.receive(self._desk, body)
        if world.fails(0.005):
            raise Died
        self._come_back()
        return Standing.model_validate_json(standing.model_dump_json())

    def _comes_late(self, body: bytes) -> None:
        with suppress(LedgerRefuses):
            self._takes_late(body)

    def _takes_late(self, body: bytes) -> None:
        if not self._center.is_down():
            said = self._center.receive(self._desk, body)
            self._world.note(self._desk, f"a late run came; the ledger is at {said.received_through}")

    def _pass(self) -> None:
        if self._world.now < self.cut_until or self._world.fails(0.02) or self._center.is_down():
            raise LedgerAway(LOST)

    def _come_back(self) -> None:
        if self._world.fails(0.03):
            raise LedgerAway(LATE)
