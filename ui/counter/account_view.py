"""The left-hand side while a member is open: who it is, what is open, credit with a lead's signature, the family."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.counter.account_state import AccountState
from ui.counter.balances import BalancesCard
from ui.counter.family import FamilyCard
from ui.counter.member_card import MemberCard
from ui.counter.on_account import OnAccountCard
from ui.counter.payment_state import PaymentState


class AccountView(QWidget):
    """``balances`` and ``credit`` are spoken to directly; ``family_seen`` carries a number and what was seen."""

    family_seen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = MemberCard()
        self.balances = BalancesCard()
        self.credit = OnAccountCard()
        self._family = FamilyCard()
        self.balances.on_account_asked.connect(self._open_credit)
        self.credit.left.connect(self.close_credit)
        self._family.seen.connect(self.family_seen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for card in (self._member, self.balances, self.credit, self._family):
            layout.addWidget(card)
        layout.addStretch(1)
        self.credit.hide()

    def show_account(
        self, account: AccountState, payment: PaymentState | None, *, fixed: bool, is_new: bool = False
    ) -> None:
        """Everything in place; ``is_new`` for another member. ``fixed`` while nothing can be chosen."""
        if is_new:
            self.credit.hide()
            self.balances.show()
        self._member.show_header(account.header)
        self.balances.show_rows(account.rows, account.freshness, is_new=is_new)
        self.balances.show_elsewhere(account.belongs_elsewhere)
        self.balances.show_choices(payment.choices if payment is not None else {}, fixed=fixed)
        self._family.show_family(account.family)
        self._family.setVisible(self._family.has_family and self.credit.isHidden())

    def close_credit(self) -> None:
        """The credit is approved, or not wanted."""
        if self.credit.isHidden():
            return
        self.credit.hide()
        self.balances.show()
        self._family.setVisible(self._family.has_family)
        self.balances.focus_first()

    def on_enter(self) -> bool:
        """Enter in one of the small forms; whether it was for one of them."""
        return self.balances.on_enter() or (self.credit.isVisible() and self.credit.on_enter())

    def on_back(self) -> bool:
        """Esc closes the small form that is open; whether one was."""
        if self.credit.isVisible():
            self.close_credit()
            return True
        return self._family.on_back() or self.balances.on_back()

    def _open_credit(self) -> None:
        # The form takes the place of the cards below the member, so that nothing above moves.
        self.balances.hide()
        self._family.hide()
        self.credit.show()
        self.credit.begin()
