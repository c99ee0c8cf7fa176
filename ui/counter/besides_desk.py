"""Does what the card for other things than money asks: slow ones on a thread, and says what became of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from cashier.domain.errors import CashierError
from cashier.domain.statement_copy import CopyForm
from cashier.usecases.statement_copy import Copied, copy_statement
from ui.counter.account_view import AccountView
from ui.counter.around import Around
from ui.counter.besides_card import BesidesCard
from ui.counter.besides_state import Besides, BesidesState
from ui.counter.serving import Serving
from ui.doors import Doors
from ui.work import sentence_of

LETTERS = "letters"  # The thread on which letters are made.


class BesidesDesk(QObject):
    """``done`` is called when something was written that the ledger or the printer should hear of."""

    def __init__(
        self, view: AccountView, serving: Serving, doors: Doors, around: Around, *, done: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._card: BesidesCard = view.besides
        self._serving = serving
        self._doors = doors
        self._around = around
        self._done = done
        self._state: BesidesState | None = None
        view.besides_asked.connect(self.open)
        self._card.page_asked.connect(self.open)
        self._card.moved.connect(self._move)
        self._card.copy.asked.connect(self._copy)

    def open(self, page: Besides) -> None:
        """Show a page for the account that is open, the first statement that is to be paid in front."""
        account = self._serving.account
        if account is None:
            return
        chosen = self._serving.payment.choices if self._serving.payment is not None else {}
        numbers = [statement.number for statement in account.statements]
        first = next((place for place, number in enumerate(numbers) if number in chosen), 0)
        place = self._state.place if self._state is not None and self._card.isVisible() else first
        self._state = BesidesState(account=account, page=page, act_id=self._doors.desk.new_id(), place=place)
        self._card.show_state(self._state)
        self._view.open_besides()
        self._card.begin()

    def _move(self, by: int) -> None:
        if self._state is not None:
            # Another statement is another wish: under the same id it would be answered with the first one's copy.
            self._show(self._anew(self._state.moved(by)))

    def _copy(self, form: CopyForm) -> None:
        state = self._state
        if state is None:
            return
        try:
            asked = state.copy(form)
        except CashierError as trouble:
            self._card.say("bad", trouble.sentence)
            return
        self._card.set_busy(self.tr("The copy is being made."))
        doors = self._doors
        self._around.work.run(
            LETTERS,
            lambda: copy_statement(asked, doors.details, doors.letters, doors.desk, self._around.staff),
            done=partial(self._copied, state),
            failed=partial(self._not_done, state),
        )

    def _copied(self, state: BesidesState, copied: Copied) -> None:
        self._done()
        self._card.set_busy("")
        said = copied.said
        if not copied.has_lines and copied.line.facts["form"] != CopyForm.SLIP:
            said += " " + self.tr("Its lines are not at hand now; it shows the sums.")
        if self._is_still(state):
            self._card.say("ok", said)
            self._show(self._anew(state))

    def _not_done(self, state: BesidesState, fault: BaseException) -> None:
        """The same wish may be asked for again: under its id it is recorded once."""
        self._card.set_busy("")
        if self._is_still(state):
            self._card.say("bad", sentence_of(fault))

    def _is_still(self, state: BesidesState) -> bool:
        return self._state is not None and self._state.account.account.member == state.account.account.member

    def _anew(self, state: BesidesState) -> BesidesState:
        return BesidesState(
            account=self._serving.account or state.account,
            page=state.page,
            act_id=self._doors.desk.new_id(),
            place=state.place,
            texts=state.texts,
        )

    def _show(self, state: BesidesState) -> None:
        self._state = state
        self._card.show_state(state)
