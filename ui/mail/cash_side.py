"""The form on large cash on the Mail page: for what came by mail, in a drop box or on paper, with who opened it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cashier.usecases.take_payment import Taken
from ui.counter.around import Around
from ui.counter.cash_asking import CashAsking
from ui.counter.cash_form import CashFormCard
from ui.doors import Doors


class CashSide(QObject):
    """The form stands above the others, once the money is taken, and nobody is held up by it."""

    def __init__(self, doors: Doors, around: Around, parent: QObject) -> None:
        super().__init__(parent)
        self.cash_form = CashFormCard()
        self.online = True  # A ledger that is away says so itself, and then counts once it has the payment.
        self.taken: Taken | None = None
        self.asking = CashAsking(doors, around, self, self, self)

    def look(self, taken: Taken) -> None:
        """Something was entered; a form that was left for the one before is the office's to ask for."""
        self.asking.forget()
        self.taken = taken
        self.asking.look(taken)

    def forget(self) -> None:
        """What was typed is gone."""
        self.taken = None
        self.asking.forget()

    def open_cash_form(self, *, takes_focus: bool) -> None:
        """Empty, above the forms."""
        self.cash_form.begin()
        if takes_focus:
            self.cash_form.take_focus()

    def close_cash_form(self) -> None:
        """Nothing that was typed stays."""
        self.cash_form.forget()
        self.cash_form.hide()

    def on_enter(self) -> bool:
        """Enter, where the focus is in the form; whether it was."""
        return self.cash_form.isVisible() and self.cash_form.on_enter()

    def on_back(self) -> bool:
        """Esc goes on without it; what was typed stays. Whether it was there."""
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self.cash_form.isAncestorOf(focused)
        if has_focus:
            self.cash_form.leave()
        return has_focus
