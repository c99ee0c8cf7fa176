"""The card for what a cashier can do besides taking money; it stands where the balances stood, and Esc closes it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from ui import keys
from ui.counter.besides_state import Besides, BesidesState
from ui.counter.copy_page import CopyPage
from ui.counter.form_page import FormPage, ReferralPage
from ui.fonts import Face
from ui.widgets.card import Card, Line
from ui.widgets.inline_message import InlineMessage, MessageTone
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class BesidesCard(Card):
    """``page_asked`` carries a `Besides`, ``moved`` -1 or 1, ``left`` that it is not wanted any more."""

    page_asked = Signal(object)
    moved = Signal(int)
    left = Signal()

    def __init__(self, *, prints_letters: bool, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, parent=parent)
        self._tabs = {
            Besides.COPY: KeyButton(self.tr("Statement copy"), keys.STATEMENT_COPY),
            Besides.EXTENSION: KeyButton(self.tr("Extension"), keys.ARRANGE),
            Besides.PLAN: KeyButton(self.tr("Plan"), keys.PLAN),
            Besides.CREDIT: KeyButton(self.tr("Credit"), keys.USE_CREDIT),
            Besides.ASSISTANCE: KeyButton(self.tr("Assistance"), keys.ASSISTANCE),
            Besides.REFERRAL: KeyButton(self.tr("Refer"), keys.REFER),
        }
        self.copy = CopyPage(prints_letters=prints_letters)
        self.extension = FormPage(
            self.tr("The statement is not overdue before the new date. No interest, no fee."),
            {"due": self.tr("New due date")},
            self.tr("Extend"),
        )
        self.plan = FormPage(
            self.tr("Monthly, without interest. Enter how many installments, or how much each."),
            {"count": self.tr("Installments"), "amount": self.tr("Or each, in dollars"), "first": self.tr("First on")},
            self.tr("Agree to the plan"),
        )
        self.credit = FormPage(
            "",
            {"fund": self.tr("Which one, by its number"), "amount": self.tr("Amount, or empty for all that fits")},
            self.tr("Pay with it"),
        )
        self.refund = FormPage(
            "",
            {
                "fund": self.tr("Which is refunded, by its number"),
                "amount": self.tr("Refund, or empty for all"),
                "why": self.tr("Why it is refunded"),
            },
            self.tr("Ask for the refund"),
        )
        self.assistance = FormPage("", {}, self.tr("Print the application's cover"))
        self.referral = ReferralPage()
        self._pages: dict[Besides, CopyPage | FormPage] = {
            Besides.COPY: self.copy,
            Besides.EXTENSION: self.extension,
            Besides.PLAN: self.plan,
            Besides.CREDIT: self.credit,
            Besides.REFUND: self.refund,
            Besides.ASSISTANCE: self.assistance,
            Besides.REFERRAL: self.referral,
        }
        # No tab: the row has no room for one more on the smallest screen.
        self._to_refund = KeyButton(self.tr("Refund"))
        self._to_refund.clicked.connect(partial(self.page_asked.emit, Besides.REFUND))
        self._stack = QStackedWidget()
        self._which = _StatementButton()
        self._which.moved.connect(self.moved)
        self._count = Words(face=Face.LABEL, tone="muted", right=True)
        self._language = Words(face=Face.LABEL, tone="warn", wraps=True)
        self._message = InlineMessage(boxed=False)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def begin(self) -> None:
        """The focus where the first thing is done; nothing is said yet."""
        self.say_nothing()
        self._focus_first()

    def begin_again(self) -> None:
        """The next one may follow, where the focus is here still; what became of the last stays there to read."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._focus_first()

    def say_nothing(self) -> None:
        """What was said was about another statement."""
        self._message.clear()
        for form in (self.extension, self.plan, self.credit, self.refund, self.assistance, self.referral):
            form.clear_problem()

    def _focus_first(self) -> None:
        page = self._stack.currentWidget()
        if page is self.copy:
            self._which.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, FormPage):
            page.focus_first()

    def show_state(self, state: BesidesState) -> None:
        """The page and its statement."""
        self._stack.setCurrentWidget(self._pages[state.page])
        for page, tab in self._tabs.items():
            tab.set_chosen(page is state.page)
        self._to_refund.set_chosen(state.page is Besides.REFUND)
        self._to_refund.setVisible(state.page in (Besides.CREDIT, Besides.REFUND))
        self._which.set_words(state.which)
        self._count.setText(state.count)
        for about_one in (self._which, self._count):
            about_one.setVisible(state.page not in (Besides.ASSISTANCE, Besides.REFUND))
        self._language.setText(state.language_words)
        self._language.setVisible(bool(state.language_words))
        self.assistance.show_words(state.paragraph)
        self.credit.show_words(state.funds_words)
        self.credit.show_effect(state.use_effect)
        self.refund.show_words(state.refund_words)
        for form in (self.extension, self.plan):
            form.show_effect(state.effect)
            form.show_hints(state.hints)
            form.show_why_not(state.why_not)
        if not state.texts:
            for form in (self.extension, self.plan, self.credit, self.refund, self.referral):
                form.clear()

    def say(self, tone: MessageTone, sentence: str) -> None:
        """What became of it."""
        self._message.say(tone, sentence)

    def set_busy(self, words: str) -> None:
        """While something slow is done; empty once it is."""
        for page in self._pages.values():
            page.set_busy(words)
        if words:
            self._message.say("warn", words)

    def on_enter(self) -> bool:
        """Enter, where the focus is in this card; whether it was."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return False
        page = self._stack.currentWidget()
        for known in self._pages.values():
            if known is page:
                known.on_enter()
        return True

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        for page, tab in self._tabs.items():
            tab.clicked.connect(partial(self.page_asked.emit, page))
            tabs.addWidget(tab)
        for form in self._pages.values():
            self._stack.addWidget(form)
        tabs.addStretch(1)
        which = QHBoxLayout()
        which.setSpacing(10)
        which.addStretch(0)  # Takes the room where no statement is chosen.
        which.addWidget(self._which, 1)
        which.addWidget(self._count)
        which.addWidget(self._to_refund, 0, Qt.AlignmentFlag.AlignRight)
        back = KeyButton(self.tr("Back to the account"), keys.BACK, "quiet")
        back.set_tone("muted")
        back.clicked.connect(self.left)
        # Not below: the smallest screen with a banner has no room for one row more.
        which.addWidget(back, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(tabs)
        self.body.addWidget(Line())
        self.body.addLayout(which)
        self.body.addWidget(self._language)
        self.body.addWidget(self._stack)
        self.body.addWidget(self._message)


class _StatementButton(KeyButton):
    """Which statement: the arrows and a press go to another one, Enter is left to the page."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__("", spread=True)
        self.clicked.connect(lambda: self.moved.emit(1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is not None:
            self.moved.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
