"""Asks the ledger what a member paid before and what there is to use; until it answers there is what we know."""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.counter.account_state import AccountState
from ui.counter.around import Around
from ui.counter.balances import BalancesCard
from ui.counter.past_state import Told
from ui.counter.serving import Serving
from ui.doors import Doors

_LANE = "past"
_LATER_MS = 1000  # The ledger gathers a member's payments a moment after it has posted them.


class PastAsking(QObject):
    """``told`` when an answer is there, for the member who is still at the window. Offline nobody is asked."""

    told = Signal()

    def __init__(self, serving: Serving, doors: Doors, around: Around, balances: BalancesCard) -> None:
        super().__init__(balances)
        self._serving = serving
        self._doors = doors
        self._work = around.work
        self._seen: AccountState | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.ask)
        balances.past_asked.connect(self.ask)

    def ask(self) -> None:
        """For the member at the window now."""
        account, ledger, funds = self._serving.account, self._doors.elsewhere, self._doors.funds
        self._seen = account
        if account is None or not self._serving.online:
            return
        number = account.account.member.number

        def tell(told: Told) -> None:
            self._serving.tell_past(number, told)
            self.told.emit()

        # Without an answer the card goes on saying that it waits for one; the strip says why.
        self._work.run(
            _LANE,
            lambda: Told(payments=ledger.payments(number), funds=funds.of(number)),
            done=tell,
            failed=lambda _fault: None,
        )

    def follow(self) -> None:
        """Figures were read again: where a bill of the member has changed, somebody paid it, wherever that was."""
        was, self._seen = self._seen, self._serving.account
        if was is None or self._seen is None or was.account.member.number != self._seen.account.member.number:
            return
        if was.account.statements != self._seen.account.statements:
            self._later.start()
