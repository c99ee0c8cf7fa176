"""The left-hand side while somebody is served: who it is, what is open, what is paid besides, the family."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.languages import SPOKEN, language_name
from cashier.domain.tenders import TenderKind
from ui.counter.account_state import AccountState
from ui.counter.balances import BalancesCard
from ui.counter.besides_card import BesidesCard
from ui.counter.besides_state import Besides
from ui.counter.cash_form import CashFormCard
from ui.counter.effect_state import chosen_effect
from ui.counter.extras import ExtrasCard, WithoutMember
from ui.counter.extras_state import ID_REFERENCE, NAME, PHONE
from ui.counter.family import FamilyCard
from ui.counter.forms import CreditForm, DepositForm, MiscForm, PayorForm, UnidentifiedForm
from ui.counter.member_card import MemberCard
from ui.counter.past_card import PastCard
from ui.counter.payment_state import PaymentState
from ui.counter.small_form import SmallForm
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton


class AccountView(QWidget):
    """``balances``, ``besides`` and the forms are spoken to directly; ``family_seen`` carries a number and what was
    seen, ``besides_asked`` a `Besides`.

    ``language`` is pressed for the receipt's other language.
    ``form_closed`` when what stood in the place of the balances is gone, so that the focus has to go somewhere.
    """

    family_seen = Signal(str, str)
    besides_asked = Signal(object)
    form_closed = Signal()

    def __init__(self, *, prints_letters: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = MemberCard()
        self._nobody = Card(self.tr("Receipt without a member"), padding=16)
        self.without_member = WithoutMember()
        self.language = KeyButton("", look="quiet")
        row = QHBoxLayout()
        row.addWidget(self.without_member, 1)
        row.addWidget(self.language)
        self._nobody.body.addLayout(row)
        # Holds the focus where there is no table: Enter and Esc go on to the page from here.
        self._nobody.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._nobody.setAccessibleName(self.tr("Receipt without a member"))
        self.balances = BalancesCard()
        self.credit, self.deposit, self.payor = CreditForm(), DepositForm(), PayorForm()
        self.misc, self.unidentified = MiscForm(), UnidentifiedForm()
        self.extras = ExtrasCard()
        self._past = PastCard()
        self.cash_form = CashFormCard()
        self.besides = BesidesCard(prints_letters=prints_letters)
        self._forms: tuple[SmallForm, ...] = (self.credit, self.deposit, self.payor, self.misc, self.unidentified)
        self._form: QWidget | None = None
        self._under: SmallForm | None = None  # What the payor's form stands in front of.
        self._family = FamilyCard()
        self._has_member = True
        self.balances.foot.on_account_asked.connect(lambda: self.open_form(self.credit))
        self.balances.foot.deposit_asked.connect(lambda: self.open_form(self.deposit))
        self.balances.past_asked.connect(self._open_past)
        self.balances.foot.besides_asked.connect(self.besides_asked)
        self.balances.funds_asked.connect(lambda: self.besides_asked.emit(Besides.CREDIT))
        for form in (*self._forms, self._past, self.besides):
            form.left.connect(self.close_form)
        self._family.seen.connect(self.family_seen)
        self._family.anothers_asked.connect(self.balances.foot.ask_statement)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        above = (self._member, self._nobody, self.balances, *self._forms, self._past, self.besides, self.cash_form)
        for card in (*above, self.extras, self._family):
            layout.addWidget(card)
        for card in (self._nobody, *self._forms, self._past, self.besides, self.extras):
            card.hide()
        layout.addStretch(1)

    def show_account(
        self, account: AccountState, payment: PaymentState | None, *, fixed: bool, is_new: bool = False
    ) -> None:
        """Everything in place; ``is_new`` for another member. ``fixed`` while nothing can be chosen."""
        self._has_member = True
        if is_new:
            self._put_away()
        self._member.show_header(account.header)
        self.balances.show_rows(account.rows, account.freshness, is_new=is_new)
        self.balances.show_elsewhere(account.belongs_elsewhere)
        self.balances.show_choices(payment.choices if payment is not None else {}, fixed=fixed)
        self.balances.show_effect(chosen_effect(account, payment))
        self.balances.foot.show_scope(account.account.member.given_names, has_others=bool(account.others))
        self.balances.foot.let_spread(account.why_nothing)
        self._family.show_family(account.family)
        past = account.past
        self.balances.show_paid_today(past.paid_words)
        self.balances.show_funds(account.funds_words)
        self._past.show_past(past)
        self._show_extras(payment, fixed=fixed)

    def show_without_member(self, payment: PaymentState | None, *, fixed: bool) -> None:
        """No account is open: what is paid stands below the two things that can be."""
        self._has_member = False
        language = (payment.payor.language if payment is not None else "") or SPOKEN[0]
        self.language.set_words(self.tr("Receipt in %s") % language_name(language))
        self.language.setEnabled(payment is not None and not fixed)
        self._show_extras(payment, fixed=fixed)

    def open_form(self, form: SmallForm) -> None:
        """In the place of the cards below the member, so that nothing above moves."""
        self._open(form)
        form.begin()

    def open_payor(self, payment: PaymentState) -> None:
        """With what is known of the payor already. A form that is being filled in comes back after it, as it was."""
        payor = payment.payor
        under = self._form if isinstance(self._form, SmallForm) and self._form is not self.payor else self._under
        self._open(self.payor)
        self._under = under
        self.payor.begin({NAME: payor.name, PHONE: payor.phone, ID_REFERENCE: payor.id_reference})

    @property
    def takes_scans(self) -> bool:
        """Whether another's statement is awaited."""
        return self._form is None and self.balances.foot.awaits_statement

    def close_form(self) -> None:
        """What took the balances' place is done with, or not wanted."""
        if self._form is None:
            return
        under = self._under
        self._put_away()
        if under is not None:
            self._open(under)
            under.go_on()
        else:
            self.form_closed.emit()

    def open_cash_form(self, *, takes_focus: bool) -> None:
        """A payment asks for the form on large cash."""
        self._open(self.cash_form)
        self.cash_form.begin()
        if takes_focus:
            self.cash_form.take_focus()

    def go_on_with_cash_form(self) -> bool:
        """Back where somebody was at it; whether they were."""
        is_begun = self._form is self.cash_form and self.cash_form.is_begun
        if is_begun:
            self.cash_form.take_focus()
        return is_begun

    def close_cash_form(self) -> None:
        """It is kept, or its payor is gone: nothing that was typed stays."""
        if self._form is self.cash_form:
            self._put_away()

    def focus_first(self) -> bool:
        """Where something is chosen; whether there is such a place."""
        if self._has_member:
            return self.balances.focus_first()
        self._nobody.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def on_enter(self) -> bool:
        """Enter in one of the small forms; whether it was for one of them."""
        entering: tuple[SmallForm | BesidesCard | CashFormCard, ...] = (*self._forms, self.besides, self.cash_form)
        return self.balances.foot.on_enter() or any(form.isVisible() and form.on_enter() for form in entering)

    def on_back(self) -> bool:
        """Esc closes the small form that is open; whether one was."""
        if self._form is self.cash_form:
            self.cash_form.leave()
            return True
        if self._form is not None:
            self.close_form()
            return True
        return self._family.on_back() or self.balances.on_back()

    def open_besides(self) -> None:
        """The card for other things than money."""
        if self._form is not self.besides:
            self._open(self.besides)

    def _show_extras(self, payment: PaymentState | None, *, fixed: bool) -> None:
        draft = payment.draft if payment is not None else None
        self.payor.show_for_card(draft is not None and draft.kind is TenderKind.CARD)
        title = self.tr("Paid besides") if self._has_member else self.tr("What is paid")
        self.extras.show_extras(title, payment.extras if payment is not None else (), fixed=fixed)
        self._arrange(has_extras=payment is not None and bool(payment.extras))

    def _arrange(self, *, has_extras: bool) -> None:
        is_plain = self._form is None
        self._member.setVisible(self._has_member)
        self._nobody.setVisible(not self._has_member)
        self.balances.setVisible(self._has_member and is_plain)
        self._family.setVisible(self._has_member and is_plain)
        self.extras.setVisible(has_extras and is_plain)

    def close_besides(self) -> None:
        """A scan is about what is paid: nothing else that Enter could mean stands there any more."""
        if self._form is self.besides:
            self.close_form()

    def _open_past(self) -> None:
        self._open(self._past)
        self._past.begin()

    def _open(self, form: QWidget) -> None:
        self._put_away()
        self._form = form
        for card in (self.balances, self._family, self.extras):
            card.hide()
        form.show()

    def _put_away(self) -> None:
        if self._form is not None:
            self._form.hide()
            self.cash_form.forget()
        self._form = self._under = None
        self._arrange(has_extras=self.extras.has_some)
