"""The panel *Correct*: it offers what is legal now, and where both are, asks which of the two it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.activity.act_choice import ActChoice
from ui.activity.move_form import MoveForm
from ui.activity.void_form import VoidForm


class CorrectPanel(QStackedWidget):
    """``left`` when nothing is corrected."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = ActChoice()
        self.void_form, self.move_form = VoidForm(), MoveForm()
        for page in (self._choice, self.void_form, self.move_form):
            self.addWidget(page)
            page.left.connect(self.left)
        self._choice.void_chosen.connect(lambda: self._show(self.void_form))
        self._choice.move_chosen.connect(lambda: self._show(self.move_form))

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is the receipt that a member gives back."""
        return self.isVisible() and self.currentWidget() is self.void_form

    def open_for(self, may_void: bool, may_move: bool) -> None:
        """Both are asked about; one is shown at once; without any the void says why, and what is open instead."""
        if may_void and may_move:
            self.setCurrentWidget(self._choice)
        else:
            self.setCurrentWidget(self.move_form if may_move else self.void_form)

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        page = self.currentWidget()
        if isinstance(page, ActChoice | VoidForm | MoveForm):
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
        return is_enter and isinstance(page, VoidForm | MoveForm) and page.on_enter()

    def _show(self, page: VoidForm | MoveForm) -> None:
        self.setCurrentWidget(page)
        page.take_focus()
