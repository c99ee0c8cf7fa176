"""Suspends what is chosen, keeps the list, takes one up again: identified anew, the ledger asked off this thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import CashierError
from cashier.domain.suspended import Suspended, take_up
from cashier.domain.targets import TargetKind
from cashier.usecases.ports.suspended import Waiting
from cashier.usecases.suspend import claim, resume, suspend, waiting_here
from ui.counter.around import Around
from ui.counter.extras_state import deposit
from ui.counter.finder import Finder
from ui.counter.serving import Serving, Stage
from ui.counter.suspended_card import SuspendedCard
from ui.counter.suspended_state import suspended_rows
from ui.doors import Doors
from ui.work import sentence_of

_LANE = "suspended"
_LOOK_AGAIN_S = 5.0


class Suspending(QObject):
    """``left`` when the member's choice was put by, ``chosen`` when one is chosen again; ``committed`` after both.

    ``told`` carries what changed meanwhile, or why something could not be done: it stays until the next member,
    however often figures are read again. ``card`` shows the list.
    """

    committed = Signal()
    left = Signal()
    chosen = Signal()
    told = Signal(str)

    def __init__(
        self, doors: Doors, around: Around, serving: Serving, finder: Finder, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.card = SuspendedCard()
        self._doors = doors
        self._around = around
        self._serving = serving
        self._finder = finder
        self._there: Waiting | None = None
        self._waiting: tuple[Suspended, ...] = ()
        self._meant: Suspended | None = None  # The member is found and identified before it is taken up.
        self._asked_at = -_LOOK_AGAIN_S
        self.card.asked.connect(self._ask)

    def suspend(self) -> None:
        """Put by what is chosen; the member leaves the window."""
        serving = self._serving
        if serving.payment is None or serving.account is None or serving.stage is not Stage.PAYING:
            return
        try:
            suspend(serving.payment.wish(serving.account.identified), self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self.told.emit(trouble.sentence)
            return
        self.committed.emit()
        self.left.emit()

    def look(self, *, is_needed: bool = False) -> None:
        """Read the list, and ask the ledger for the center's; not again within a few seconds, unless ``is_needed``."""
        self._read()
        now_s = self._around.seconds()
        if self._serving.online and (is_needed or now_s - self._asked_at >= _LOOK_AGAIN_S):
            self._asked_at = now_s
            self._around.work.run(_LANE, self._doors.suspended.waiting, done=self._on_there, failed=lambda _: None)

    def show(self) -> None:
        """The list, or what of it is the member's who stands here; nothing while something is looked for."""
        account, desk = self._serving.account, self._doors.desk
        if self._finder.is_busy or self._serving.stage not in (Stage.LOOKING, Stage.PAYING):
            self.card.show_rows(())
            return
        member = account.account.member.number if account is not None else ""
        place = desk.place
        self.card.show_rows(
            suspended_rows(self._waiting, desk=place.desk, member=member, now=desk.clock(), zone=place.time_zone)
        )

    def opened(self) -> None:
        """An account was opened on two identifiers: the one that was meant is taken up, if it is this member's."""
        meant, self._meant = self._meant, None
        account = self._serving.account
        if meant is not None and account is not None and account.account.member.number == meant.member_number:
            self._claim(meant)

    def forget(self) -> None:
        """The cashier went on to something else."""
        self._meant = None

    def _ask(self, suspended_id: object) -> None:
        meant = next((s for s in self._waiting if s.suspended_id == suspended_id), None)
        if meant is None:
            return
        if self._serving.account is not None:
            self._claim(meant)
            return
        self._meant = meant
        self._finder.look_for(meant.member_number)

    def _claim(self, meant: Suspended) -> None:
        doors, staff = self._doors, self._around.staff
        payment = self._serving.payment
        if payment is None:
            return
        self.card.say("")
        self._around.work.run(
            _LANE,
            lambda: claim(meant, doors.desk, doors.suspended, staff),
            done=partial(self._on_claimed, meant, payment.payment_id),
            failed=lambda fault: self._on_not(sentence_of(fault)),
        )

    def _on_claimed(self, meant: Suspended, payment_id: object, agreed: bool) -> None:
        """It is ours. Where the member has gone meanwhile it goes on waiting, and this desk may ask again."""
        serving = self._serving
        account, payment = serving.account, serving.payment
        if account is None or payment is None or payment.payment_id != payment_id or serving.stage is not Stage.PAYING:
            return
        identified = account.identified.get(meant.member_number, "")
        try:
            resume(meant, identified, self._doors.desk, self._around.staff, ledger_agreed=agreed)
        except CashierError as trouble:
            self._on_not(trouble.sentence)
            return
        again = take_up(meant, {statement.number: statement for statement in account.payable})
        for number, amount in again.amounts.items():
            serving.edit(number, amount.plain())
        for part in meant.parts:
            if part.target.kind is TargetKind.PREPAY:
                serving.add(deposit(part.target, part.amount, self._doors.desk.place))
        if meant.payor.name:
            serving.paid_by(meant.payor)
        offline = () if agreed or not self._is_known_elsewhere(meant) else (self.tr("The ledger could not be asked."),)
        self._read()
        self.committed.emit()
        self.chosen.emit()
        if said := " ".join((*offline, *again.sentences)):
            self.told.emit(said)

    def _is_known_elsewhere(self, meant: Suspended) -> bool:
        with self._doors.desk.open_reading() as work:
            ours = work.journal.line(meant.suspended_id)
            return ours is None or ours.sequence <= work.journal.mark().received_through

    def _on_not(self, sentence: str) -> None:
        self.look(is_needed=True)
        self.card.say(sentence)
        self.told.emit(sentence)

    def _on_there(self, there: Waiting) -> None:
        self._there = there
        self._read()

    def _read(self) -> None:
        try:
            self._waiting = waiting_here(self._doors.desk, self._there)
        except CashierError:
            self._waiting = ()  # The store says so wherever it is needed.
        self.show()
