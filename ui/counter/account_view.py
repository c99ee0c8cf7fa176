"""The left-hand side while a member is open: who it is, what is open and was paid, credit, the family."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.counter.account_state import AccountState
from ui.counter.balances import BalancesCard
from ui.counter.besides_card import BesidesCard
from ui.counter.family import FamilyCard
from ui.counter.member_card import MemberCard
from ui.counter.on_account import OnAccountCard
from ui.counter.past_card import PastCard
from ui.counter.payment_state import PaymentState


class AccountView(QWidget):
    """``balances``, ``credit`` and ``besides`` are spoken to directly; ``family_seen`` carries a number and what was
    seen, ``besides_asked`` a `Besides`.
    """

    family_seen = Signal(str, str)
    besides_asked = Signal(object)

    def __init__(self, *, prints_letters: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = MemberCard()
        self.balances = BalancesCard()
        self.credit = OnAccountCard()
        self._past = PastCard()
        self.besides = BesidesCard(prints_letters=prints_letters)
        self._form: QWidget | None = None
        self._family = FamilyCard()
        self.balances.on_account_asked.connect(self._open_credit)
        self.balances.past_asked.connect(self._open_past)
        self.balances.besides_asked.connect(self.besides_asked)
        for form in (self.credit, self._past, self.besides):
            form.left.connect(self.close_form)
            form.hide()
        self._family.seen.connect(self.family_seen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for card in (self._member, self.balances, self.credit, self._past, self.besides, self._family):
            layout.addWidget(card)
        layout.addStretch(1)

    def show_account(
        self, account: AccountState, payment: PaymentState | None, *, fixed: bool, is_new: bool = False
    ) -> None:
        """Everything in place; ``is_new`` for another member. ``fixed`` while nothing can be chosen."""
        if is_new:
            self._put_away()
        self._member.show_header(account.header)
        self.balances.show_rows(account.rows, account.freshness, is_new=is_new)
        self.balances.show_elsewhere(account.belongs_elsewhere)
        self.balances.show_choices(payment.choices if payment is not None else {}, fixed=fixed)
        self._family.show_family(account.family)
        past = account.past
        self.balances.show_paid_today(past.paid_words)
        self._past.show_past(past)
        self._family.setVisible(self._family.has_family and self._form is None)

    def close_form(self) -> None:
        """What took the balances' place is done with, or not wanted."""
        if self._form is None:
            return
        self._put_away()
        self._family.setVisible(self._family.has_family)
        self.balances.focus_first()

    def on_enter(self) -> bool:
        """Enter in one of the small forms; whether it was for one of them."""
        forms = (self.credit, self.besides)
        return self.balances.on_enter() or any(form.isVisible() and form.on_enter() for form in forms)

    def on_back(self) -> bool:
        """Esc closes the small form that is open; whether one was."""
        if self._form is not None:
            self.close_form()
            return True
        return self._family.on_back() or self.balances.on_back()

    def open_besides(self) -> None:
        """The card for other things than money."""
        if self._form is not self.besides:
            self._open(self.besides)

    def _open_credit(self) -> None:
        self._open(self.credit)
        self.credit.begin()

    def close_besides(self) -> None:
        """A scan is about what is paid: nothing else that Enter could mean stands there any more."""
        if self._form is self.besides:
            self.close_form()

    def _open_past(self) -> None:
        self._open(self._past)
        self._past.begin()

    def _open(self, form: QWidget) -> None:
        # The form takes the place of the cards below the member, so that nothing above moves.
        self._put_away()
        self._form = form
        self.balances.hide()
        self._family.hide()
        form.show()

    def _put_away(self) -> None:
        if self._form is not None:
            self._form.hide()
        self._form = None
        self.balances.show()
