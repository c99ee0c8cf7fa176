"""The panel *Correct*: it offers what is legal now, and where that is more than one act, asks which of them it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cashier.domain.times import Clock
from ui.activity.act_choice import ActChoice
from ui.activity.change_form import ChangeForm
from ui.activity.correct_state import ActsOpen
from ui.activity.move_form import MoveForm
from ui.activity.reversal_view import ReversalView
from ui.activity.void_form import VoidForm
from ui.counter.card_state import CardState


class CorrectPanel(QStackedWidget):
    """``left`` when nothing is corrected."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = ActChoice()
        self.void_form, self.move_form, self.change_form = VoidForm(), MoveForm(), ChangeForm()
        self.reversal = ReversalView()
        for page in (self._choice, self.void_form, self.move_form, self.change_form, self.reversal):
            self.addWidget(page)
            page.left.connect(self.left)
        self._choice.void_chosen.connect(lambda: self._show(self.void_form))
        self._choice.move_chosen.connect(lambda: self._show(self.move_form))
        self._choice.change_chosen.connect(lambda: self._show(self.change_form))

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is the receipt that a member gives back."""
        return self.isVisible() and self.currentWidget() is self.void_form

    def open_for(self, acts: ActsOpen) -> None:
        """Several are asked about; one is shown at once; without any the void says why, and what is open instead."""
        self._choice.offer(void=acts.void, move=acts.move, change=acts.change)
        if sum((acts.void, acts.move, acts.change)) > 1:
            self.setCurrentWidget(self._choice)
        elif acts.change:
            self.setCurrentWidget(self.change_form)
        else:
            self.setCurrentWidget(self.move_form if acts.move else self.void_form)

    def show_reversal(self, state: CardState, clock: Clock) -> None:
        """The terminal gives a card its money back, and the void waits for its answer."""
        self.reversal.show_state(state, clock)
        if self.currentWidget() is not self.reversal:
            self.setCurrentWidget(self.reversal)
            self.reversal.take_focus()

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        page = self.currentWidget()
        if isinstance(page, ActChoice | VoidForm | MoveForm | ChangeForm | ReversalView):
            page.take_focus()

    def on_key(self, key: int) -> bool:
        """Enter and the arrows; whether it was for this panel."""
        page = self.currentWidget()
        if isinstance(page, ActChoice):
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                page.on_arrow(down=key == Qt.Key.Key_Down)
                return True
            return False
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return is_enter and isinstance(page, VoidForm | MoveForm | ChangeForm) and page.on_enter()

    def _show(self, page: VoidForm | MoveForm | ChangeForm) -> None:
        self.setCurrentWidget(page)
        page.take_focus()
