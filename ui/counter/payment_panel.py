"""The right-hand panel while a payment is on its way: what is to pay, with what, what remains, and the next step."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier.domain.money import ZERO
from cashier.domain.tenders import Tender, TenderKind
from ui import keys
from ui.counter.elided import ElidedWords
from ui.counter.payment_state import LastChange, PaymentState, Step
from ui.counter.tender_fields import TenderFields
from ui.fonts import Face
from ui.tender.lead_agrees import LeadAgrees
from ui.tender.tender_state import Field, Problem
from ui.widgets.card import Line
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_AROUND_PX = 6


class PaymentPanel(QWidget):
    """``kind_asked`` carries a TenderKind; ``drop_answered`` whether the accepted tenders are dropped."""

    kind_asked = Signal(object)
    step_asked = Signal()
    back_asked = Signal()
    suspend_asked = Signal()
    payor_asked = Signal()
    drop_answered = Signal(bool)

    def __init__(self, *, has_terminal: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._no_terminal = "" if has_terminal else self.tr("No card terminal is set up at this desk.")
        self._whose = ElidedWords(Face.STRONG)
        self._payor = KeyButton(self.tr("Payor"), keys.PAYOR, "quiet")
        self._payor.clicked.connect(self.payor_asked)
        self._paid_by = ElidedWords(Face.LABEL, tone="muted")
        self._hint = Words(self.tr("Choose a member, then the statements to pay."), tone="muted", wraps=True)
        self._sum = Pair("")
        self._to_pay = Pair(self.tr("To pay"), "", Face.AMOUNT)
        self._kinds = {
            TenderKind.CASH: KeyButton(self.tr("Cash"), keys.CASH),
            TenderKind.CHECK: KeyButton(self.tr("Check"), keys.CHECK),
            TenderKind.MONEY_ORDER: KeyButton(self.tr("Money order"), keys.MONEY_ORDER),
            TenderKind.CARD: KeyButton(self.tr("Card"), keys.CARD),
        }
        self.fields = TenderFields()
        self.lead = LeadAgrees()
        self.lead.left.connect(self.back_asked)
        self._message = InlineMessage()
        self._silent = InlineMessage()  # Why a key did nothing while nobody is open.
        self._changed = InlineMessage()
        self._tendered = _Tendered()
        self._question = _Question()
        self._question.answered.connect(self.drop_answered)
        self._reason = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._last = _LastChange()
        self._last_below = _LastChange()
        self._remaining = Pair(self.tr("Remaining"), "", muted=True)
        self._rounded = Pair(self.tr("Cash, rounded"), "", muted=True)
        self._change = Pair(self.tr("Change due"), "", Face.AMOUNT)
        self._step = KeyButton(self.tr("Take payment"), keys.ENTER, "primary")
        self._back = KeyButton(self.tr("Back"), keys.BACK, "quiet")
        self._back.set_tone("muted")
        self._suspend = KeyButton(self.tr("Suspend"), keys.SUSPEND, "quiet")
        self._suspend.set_tone("muted")
        self._suspend.clicked.connect(self.suspend_asked)
        self._step.clicked.connect(self.step_asked)
        self._back.clicked.connect(self.back_asked)
        self._paying = QWidget()
        self._scrolls = QScrollArea()
        self._problem: Problem | None = None
        self._ways = QWidget()  # Holds the focus while the rest is chosen: Enter and Esc go on to the page from here.
        self._ways.setAccessibleName(self.tr("How the rest is paid"))
        self._ways.setProperty("halo", True)
        self._lay_out()
        self.show_nothing(None)

    def show_nothing(self, last: LastChange | None) -> None:
        """No member is open."""
        self._hint.show()
        self._whose.hide()
        self._paid_by.hide()
        self.lead.show_for(None)
        self._paying.hide()
        self._last.show_change(last)

    def show_state(self, state: PaymentState, last: LastChange | None, name: str, *, why_not: str = "") -> None:
        """The member ``name`` is open. Every figure changes in place. With ``why_not`` nothing can be done here now."""
        self._hint.hide()
        self._silent.clear()
        self._whose.setText(name)
        self._paid_by.setText(self.tr("Paid by %s") % state.payor.name if state.payor.name else "")
        self._paid_by.setVisible(bool(state.payor.name))
        self._whose.show()
        self._paying.show()
        self._show_kinds(state, why_not)
        for part in (self.fields, self.lead, self._question):
            part.setEnabled(not why_not)
        self._sum.show_words(state.sum_words)
        self._sum.show_figure(state.to_pay.plain())
        self._to_pay.show_figure(str(state.to_pay))
        self.fields.show_draft(None if state.lead_wanted else state.draft, state.quick, state.problem)
        self._bring_problem(state)
        self.lead.show_for(state.lead_wanted)
        loose = state.problem.sentence if state.problem is not None and state.draft is None else ""
        if loose:
            self._message.say("bad", loose)
        else:
            self._message.clear()
        tendered = (*state.booked, *state.tenders)
        self._tendered.show_tenders(tendered)
        self._remaining.show_figure(state.remaining.plain())
        self._remaining.setVisible(bool(tendered))
        if state.changes.by_number:
            goes_on = state.changes.is_asked and state.step is not Step.CHOOSE
            again = self.tr("Tell the payor. Enter once more goes on.") if goes_on else ""
            self._changed.say("warn", state.changes.words, again)
        else:
            self._changed.clear()
        self._question.show_for(state)
        self._last.hide()
        self._last_below.show_change(last if state.draft is None and not state.tenders else None)
        self._rounded.show_figure(state.rounded_words)
        self._rounded.setVisible(bool(state.rounded_words))
        self._change.show_figure(str(state.change) if state.change > ZERO else "")
        self._change.setVisible(state.change > ZERO)
        self._step.set_words(state.step_words)
        self._reason.setText(why_not or ("" if loose or state.asks_to_drop else state.why_not))
        self._reason.setVisible(bool(self._reason.text()))
        _switch(self._step, why_not or state.why_not)
        _switch(self._suspend, why_not or state.why_not_suspend)

    def say_key(self, sentence: str) -> None:
        """Why a key did nothing; empty takes it away, where nobody is open. Nothing that stands here moves."""
        is_open = not self._paying.isHidden()
        message = self._message if is_open else self._silent
        if sentence:
            message.say("warn", sentence)
            if is_open:  # Once is enough.
                self._reason.setVisible(self._reason.text() not in ("", sentence))
        elif not is_open:
            message.clear()

    def focus_on(self, field: Field) -> None:
        """Into a field of the tender, which is brought to sight where the screen is low."""
        self.fields.focus_on(field)
        QTimer.singleShot(0, self, lambda: self._bring(field))

    def focus_ways(self) -> None:
        """To the ways to pay; none of them is chosen, and Tab goes to the first."""
        self._ways.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_problem(self, state: PaymentState) -> None:
        """What is newly said of a field comes into sight with it."""
        problem = state.problem if state.draft is not None else None
        if problem is not None and problem != self._problem:
            QTimer.singleShot(0, self, self._bring_again)
        self._problem = problem

    def _bring_again(self) -> None:
        if self._problem is not None:
            self._bring(self._problem.field)

    def _bring(self, field: Field) -> None:
        for widget in (self.fields.message, self.fields.part_of(field)):
            if widget.isVisible():
                self._scrolls.ensureWidgetVisible(widget, 0, _AROUND_PX)

    def _show_kinds(self, state: PaymentState, why_not: str) -> None:
        typed = state.draft.kind if state.draft is not None else None
        if typed is TenderKind.CASHIERS_CHECK:
            typed = TenderKind.MONEY_ORDER  # It has the same button.
        for kind, button in self._kinds.items():
            button.set_chosen(typed is kind)
            _switch(button, why_not or self._not_taken(kind, state))

    def _not_taken(self, kind: TenderKind, state: PaymentState) -> str:
        """Why a kind can't be chosen at this desk; empty if it can."""
        if not state.table.of(kind).active:
            return self.tr("It is not taken here. Choose another way to pay.")
        return self._no_terminal if kind is TenderKind.CARD else ""

    def _lay_out(self) -> None:
        buttons = QGridLayout(self._ways)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        for place, (kind, button) in enumerate(self._kinds.items()):
            button.clicked.connect(partial(self._ask_kind, kind))
            buttons.addWidget(button, place // 2, place % 2)
        middle = QWidget()
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for widget in (self._reason, self.fields, self.lead, self._message, self._tendered, self._question):
            inside.addWidget(widget)
        inside.addStretch(1)
        inside.addWidget(self._last_below)
        self._scrolls.setWidget(middle)
        self._scrolls.setWidgetResizable(True)
        # A sentence has its height only once it was laid out, which is later than it was said.
        self._scrolls.verticalScrollBar().rangeChanged.connect(self._bring_again)
        self._scrolls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paying = QVBoxLayout(self._paying)
        paying.setContentsMargins(0, 0, 0, 0)
        paying.setSpacing(2)
        paying.addWidget(self._sum)
        paying.addWidget(self._to_pay)
        paying.addSpacing(6)
        paying.addWidget(self._ways)
        paying.addSpacing(4)
        paying.addWidget(self._scrolls, 1)
        paying.addWidget(self._remaining)  # In sight however long what stands above it is.
        paying.addWidget(self._changed)
        paying.addWidget(Line())
        paying.addSpacing(4)
        paying.addWidget(self._rounded)
        paying.addWidget(self._change)
        paying.addSpacing(8)
        paying.addWidget(self._step)
        foot = QGridLayout()
        foot.addWidget(self._suspend, 0, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self._payor, 0, 1, Qt.AlignmentFlag.AlignHCenter)
        foot.addWidget(self._back, 0, 2, Qt.AlignmentFlag.AlignRight)
        paying.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(self.tr("Payment"), Face.HEADING))
        layout.addWidget(self._whose)
        layout.addWidget(self._paid_by)
        layout.addWidget(self._hint)
        layout.addWidget(self._last)
        layout.addWidget(self._silent)
        layout.addWidget(self._paying, 1)
        layout.addStretch(0)

    def _ask_kind(self, kind: TenderKind) -> None:
        self.kind_asked.emit(kind)


class _Tendered(QWidget):
    """What was accepted (R23)."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[Pair] = []
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(3)
        self._list.addWidget(Line())
        self._list.addSpacing(2)
        self._list.addWidget(Words(self.tr("Tendered"), Face.LABEL, tone="muted"))
        self._first = self._list.count()

    def show_tenders(self, tenders: tuple[Tender, ...]) -> None:
        while len(self._pairs) < len(tenders):
            self._pairs.append(Pair(""))
            self._list.insertWidget(self._first + len(self._pairs) - 1, self._pairs[-1])
        for place, pair in enumerate(self._pairs):
            pair.setVisible(place < len(tenders))
            if place < len(tenders):
                pair.show_words(tenders[place].told)
                pair.show_figure(tenders[place].amount.plain())
        self.setVisible(bool(tenders))


class _Question(QWidget):
    """Asked in place before an accepted tender is dropped. The focus is on the answer that changes nothing."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._words = InlineMessage()
        self._keep = KeyButton("")
        self._keep.clicked.connect(lambda: self.answered.emit(False))
        self._drop = KeyButton("")
        self._drop.clicked.connect(lambda: self.answered.emit(True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._keep)
        buttons.addWidget(self._drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self.hide()

    def show_for(self, state: PaymentState) -> None:
        if state.asks_to_drop and state.booked:
            title = self.tr("Stop here?")
            text = self.tr("The card part is taken and stays taken; its receipt is printed. The rest stays open.")
            self._words.say("warn", title, text)
            self._keep.set_words(self.tr("Go on"))
            self._drop.set_words(self.tr("Stop and print"))
        elif state.asks_to_drop:
            told = ", ".join(f"{tender.words} {tender.amount}" for tender in state.tenders)
            self._words.say("warn", self.tr("Give back %s?") % told, self.tr("Nothing has been taken yet."))
            self._keep.set_words(self.tr("Keep them"))
            self._drop.set_words(self.tr("Give back"))
        else:
            self._words.clear()
        appears = state.asks_to_drop and self.isHidden()
        self.setVisible(state.asks_to_drop)
        if appears:
            self._keep.setFocus(Qt.FocusReason.OtherFocusReason)


class _LastChange(QWidget):
    """The change given last, small, while nothing else is tendered."""

    def __init__(self) -> None:
        super().__init__()
        self._amount = Words(face=Face.AMOUNT)
        self._told = Words(face=Face.STATUS)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._amount)
        row.addWidget(self._told)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Words(self.tr("Last change given"), Face.ACTION))
        layout.addLayout(row)
        self.hide()

    def show_change(self, last: LastChange | None) -> None:
        self.setVisible(last is not None)
        if last is not None:
            self._amount.setText(last.amount)
            self._told.setText(f"· {last.told}")


def _switch(button: KeyButton, why_not: str) -> None:
    """On, or off with the sentence that says why."""
    if why_not:
        button.disable(why_not)
    else:
        button.enable()
