"""The first sight of the Drawer page: how the drawer stands, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import keys
from ui.drawer.drawer_state import DrawerState
from ui.drawer.drop_form import DropForm
from ui.drawer.handing import Handing
from ui.drawer.money_forms import ExchangeForm, PayForm
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.drawer.surprise_form import SurpriseForm
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card, Line
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_LEFT_PX = 400
_ACT_PX, _ACTS_APART_PX, _FACTS_APART_PX = 40, 4, 4  # All acts and a message have room on the smallest screen.


class DrawerHome(QWidget):
    """One signal an act; the texts of ``no_sale_asked`` are the reason, of ``going_on_asked`` name and passphrase."""

    count_asked = Signal()
    drop_asked = Signal()
    no_sale_asked = Signal(str)
    break_asked = Signal()
    going_on_asked = Signal(str, str)
    going_on_afar = Signal()
    reading_asked = Signal()
    surprise_asked = Signal()
    exchange_opened = Signal()
    pay_opened = Signal()
    cashiers_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = Card(self.tr("This drawer"))
        self._facts.setFixedWidth(scaled(self, _LEFT_PX))
        self._pairs: dict[str, Pair] = {}
        self._list = QVBoxLayout()
        self._message = InlineMessage()
        self._count = KeyButton(self.tr("Count and close"), keys.COUNT, "primary", spread=True)
        self._drop = KeyButton(self.tr("Drop to the safe"), keys.DROP, spread=True)
        self._no_sale = KeyButton(self.tr("Open without a sale"), keys.NO_SALE, spread=True)
        self._break = KeyButton(self.tr("Take a break"), keys.BREAK, spread=True)
        self._exchange = KeyButton(self.tr("Exchange with the safe"), keys.EXCHANGE, spread=True)
        self._pay = KeyButton(self.tr("Cash in or out"), keys.PAY, spread=True)
        self._cashiers = KeyButton(self.tr("Cash between cashiers"), keys.CASHIERS, spread=True)
        self._surprise = KeyButton(self.tr("Surprise count"), keys.SURPRISE, spread=True)
        self._x = KeyButton(self.tr("X reading"), keys.X_READING, spread=True)
        self.drop_form = DropForm()
        self.exchange_form = ExchangeForm()
        self.pay_form = PayForm()
        self._handing: Handing | None = None
        self._reason = _ReasonForm()
        self._going_on = _GoingOnForm()
        self._reading = _ReadingCard()
        self._right = QStackedWidget()
        for form in (
            QWidget(),
            self.drop_form,
            self.exchange_form,
            self.pay_form,
            self._reason,
            self._going_on,
            self._reading,
        ):
            self._right.addWidget(form)
        self._facts.body.addLayout(self._list)
        self._facts.body.addWidget(self._message)
        self._facts.body.addStretch(1)
        self._facts.body.addLayout(self._acts())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(self._facts)
        layout.addWidget(self._right, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Drawer"))
        self._connect()

    def _acts(self) -> QVBoxLayout:
        """What can be done, one below the other; the two counts that change nothing stand beside each other."""
        self._list.setSpacing(scaled(self, _FACTS_APART_PX))
        acts, readings = QVBoxLayout(), QHBoxLayout()
        acts.setSpacing(scaled(self, _ACTS_APART_PX))
        acts.addLayout(readings)
        for button in (self._x, self._surprise):
            readings.addWidget(button)
        below = (self._no_sale, self._exchange, self._pay, self._cashiers, self._drop, self._break)
        for button in below:
            acts.addWidget(button)
        for button in (self._x, self._surprise, *below):
            button.setFixedHeight(scaled(self, _ACT_PX))
        acts.addWidget(self._count)
        return acts

    def _connect(self) -> None:
        self._count.clicked.connect(self.count_asked)
        self._drop.clicked.connect(self.drop_asked)
        self._no_sale.clicked.connect(self._open_reason)
        self._break.clicked.connect(self.break_asked)
        self._x.clicked.connect(self.reading_asked)
        self._surprise.clicked.connect(self.surprise_asked)
        self._exchange.clicked.connect(self.exchange_opened)
        self._pay.clicked.connect(self.pay_opened)
        self._cashiers.clicked.connect(self.cashiers_opened)
        self._reason.asked.connect(self.no_sale_asked)
        self._going_on.asked.connect(self.going_on_asked)
        self._going_on.asked_afar.connect(self.going_on_afar)
        self.drop_form.left.connect(self.show_nothing)

    def show_state(self, state: DrawerState, *, warning: str, pays: bool) -> None:
        """How the drawer stands now; ``pays``: whether cash may come and go without a payment here."""
        self._pay.setVisible(pays)
        facts = state.facts
        for words in [known for known in self._pairs if known not in facts]:
            self._pairs.pop(words).deleteLater()
        for words, told in facts.items():
            if words not in self._pairs:
                self._pairs[words] = Pair(words, "", Face.TEXT, wraps=True)
                self._list.addWidget(self._pairs[words])
            self._pairs[words].show_figure(told)
        for button in (self._surprise, self._drop, self._no_sale, self._exchange, self._pay):
            self._turn(button, state.why_not)
        self._turn(self._x, "" if state.shift is not None else state.why_not)
        self._turn(self._count, "" if state.can_count else state.why_not)
        self._turn(self._break, "" if state.shift is not None and not state.is_pending else state.why_not)
        self._turn(self._cashiers, "" if state.shift is not None else state.why_not)
        is_counting = state.can_count and not state.is_active
        self._break.set_words(
            self.tr("Back to the window")
            if is_counting
            else self.tr("Back from the break")
            if state.is_suspended
            else self.tr("Take a break")
        )
        if warning:
            self._message.say("warn", warning)
        else:
            self._message.clear()

    def say(self, tone_is_bad: bool, sentence: str) -> None:
        """What the rules answered, or what was done."""
        self._message.say("bad" if tone_is_bad else "ok", sentence)

    def say_closed(self, z_number: int) -> None:
        """No form at the right, and what comes next: nothing on this page can be pressed now."""
        self.show_nothing()
        said = self.tr("The drawer is closed. Z report %d is being printed.") % z_number
        self._message.say("ok", said, self.tr("Open a new drawer on Counter, or sign out on Desk."))

    def say_reason(self, sentence: str) -> None:
        """What is wrong with the reason of an opening without a sale."""
        self._reason.say(sentence)

    def show_nothing(self) -> None:
        """No form at the right."""
        self._right.setCurrentIndex(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> None:
        """Out of a form between cashiers to their list; out of everything else to nothing."""
        if self._right.currentWidget() is not self._handing or self._handing is None or self._handing.is_at_list:
            self.show_nothing()
        else:
            self._handing.begin()

    def open_drop(self) -> None:
        self._open(self.drop_form)

    def open_surprise(self, form: SurpriseForm) -> None:
        """A form that the page made stands at the right, too."""
        self._right.addWidget(form)
        self._open(form)

    def open_exchange(self) -> None:
        self._open(self.exchange_form)

    def open_pay(self) -> None:
        self._open(self.pay_form)

    def _open(self, form: "DropForm | SurpriseForm | ExchangeForm | PayForm") -> None:
        """One that is open already keeps what was counted and typed."""
        if self._right.currentWidget() is not form:
            self._right.setCurrentWidget(form)
            form.begin()

    def add_form(self, form: Handing) -> None:
        """The form of its own page's kind, which asks the ledger; it is made where the doors are known."""
        self._handing = form
        self._right.addWidget(form)

    def open_cashiers(self) -> None:
        if self._handing is not None:
            self._right.setCurrentWidget(self._handing)
            self._handing.begin()

    def open_going_on(self) -> None:
        """A lead agrees that the count is left."""
        self._right.setCurrentWidget(self._going_on)
        self._going_on.begin()

    def show_reading(self, facts: dict[str, str]) -> None:
        self._right.setCurrentWidget(self._reading)
        self._reading.show_facts(facts)

    def on_enter(self) -> None:
        """Enter in the form that is open."""
        form = self._right.currentWidget()
        if isinstance(form, SurpriseForm | DropForm | ExchangeForm | PayForm | Handing | _ReasonForm | _GoingOnForm):
            form.on_enter()

    def _open_reason(self) -> None:
        self._right.setCurrentWidget(self._reason)
        self._reason.begin()

    @staticmethod
    def _turn(button: KeyButton, why_not: str) -> None:
        if why_not:
            button.disable(why_not)
        else:
            button.enable()


class _ReasonForm(Card):
    """Why the drawer is opened without a sale."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("")
        self.body.addWidget(Words(self.tr("Open without a sale"), Face.HEADING))
        self._reason = text_field(self.tr("Reason"), 120)
        button = KeyButton(self.tr("Open the drawer"), keys.ENTER, "primary")
        button.clicked.connect(self._ask)
        told = Words(self.tr("A slip with the reason is printed."), Face.LABEL, tone="muted")
        for part in (told, self._reason, button):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def begin(self) -> None:
        self._reason.field.clear()
        self._reason.clear_problem()
        self._reason.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> None:
        if self._reason.field.hasFocus():
            self._ask()

    def say(self, sentence: str) -> None:
        self._reason.show_problem(sentence)

    def _ask(self) -> None:
        self.asked.emit(self._reason.field.text())


class _GoingOnForm(Card):
    """A lead agrees that a drawer goes back into use after a count."""

    asked = Signal(str, str)
    asked_afar = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.body.addWidget(Words(self.tr("Back to the window"), Face.HEADING))
        told = self.tr("The count is kept and has to be made again at the close. A lead agrees to it here.")
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        button = KeyButton(self.tr("Go on"), keys.ENTER, "primary")
        button.clicked.connect(self._ask)
        afar = KeyButton(self.tr("Ask a lead at another desk"), keys.ASK_AFAR)
        afar.clicked.connect(self.asked_afar)
        for part in (Words(told, Face.LABEL, tone="muted", wraps=True), self._sign, button, afar):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def begin(self) -> None:
        self._sign.clear()
        self._sign.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> None:
        if not go_on(list(self._sign.fields)) and self._sign.fields[1].hasFocus():
            self._ask()

    def _ask(self) -> None:
        self.asked.emit(*self._sign.taken())


class _ReadingCard(Card):
    """An X reading."""

    def __init__(self) -> None:
        super().__init__("")
        self.body.addWidget(Words(self.tr("X reading"), Face.HEADING))
        told = self.tr("Totals so far. Nothing was closed; who read it and when is kept.")
        self.body.addWidget(Words(told, Face.LABEL, tone="muted"))
        self.body.addWidget(Line())
        self._pairs: list[Pair] = []
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_facts(self, facts: dict[str, str]) -> None:
        for pair in self._pairs:
            pair.deleteLater()
        self._pairs = [Pair(words, told) for words, told in facts.items()]
        for pair in self._pairs:
            self._list.addWidget(pair)
