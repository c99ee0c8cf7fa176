"""One earlier payment: its facts at the left, its receipt at the right."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cashier.usecases.ports.paper import PaperText
from ui import keys
from ui.activity.correct_panel import CorrectPanel
from ui.activity.mail_field import MailField
from ui.activity.paper_buttons import PaperButtons
from ui.activity.payment_state import Fact, PaymentFactsShown
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card, Line
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.paper import Paper, blocks_of
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_PAPER_PX = 400


class PaymentView(QWidget):
    """``left`` when it has been read, ``print_asked`` for the same receipt once more, ``correct_asked`` and
    ``correct_left`` for the panel that takes the place of the facts; ``paper_asked`` carries the `ReceiptPaper`,
    ``mail_asked`` the address that was typed.
    """

    left = Signal()
    print_asked = Signal()
    paper_asked = Signal(object)
    mail_asked = Signal(str)
    correct_asked = Signal()
    correct_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(face=Face.NAME)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._paper = Paper(self.tr("Receipt"))
        self._back = KeyButton(self.tr("Back to the list"), keys.BACK)
        self._back.clicked.connect(self.left)
        again = KeyButton(self.tr("Print again"), keys.PRINT_AGAIN)
        again.clicked.connect(self.print_asked)
        correct = KeyButton(self.tr("Correct"), keys.CORRECT)
        correct.clicked.connect(self.correct_asked)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(correct)
        foot.addWidget(again)
        card = Card(padding=20)
        card.body.addWidget(self._title)
        card.body.addSpacing(4)
        card.body.addWidget(self._scrolled(), 1)
        papers = PaperButtons()
        papers.asked.connect(self.paper_asked)
        self.mail = MailField()
        self.mail.asked.connect(self.mail_asked)
        card.body.addWidget(self._message)
        card.body.addWidget(self.mail)
        card.body.addWidget(papers)
        card.body.addLayout(foot)
        beside = Card(padding=14)
        beside.setFixedWidth(scaled(self, _PAPER_PX))
        beside.body.addWidget(self._paper, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        self.correct = CorrectPanel()
        self.correct.left.connect(self.close_correct)
        self._at_left = QStackedWidget()
        self._at_left.addWidget(card)
        self._at_left.addWidget(self.correct)
        layout.addWidget(self._at_left, 1)
        layout.addWidget(beside)

    @property
    def is_correcting(self) -> bool:
        """Whether the panel stands where the facts were."""
        return self.isVisible() and self._at_left.currentWidget() is self.correct

    def open_correct(self) -> None:
        """The panel takes the place of the facts; whoever opens it says what stands in it."""
        self._at_left.setCurrentWidget(self.correct)

    def close_correct(self) -> None:
        """The facts again."""
        if self._at_left.currentWidget() is self.correct:
            self._at_left.setCurrentIndex(0)
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            self.correct_left.emit()

    def begin(self) -> None:
        """The keys are for this one now; what was begun in the panel stays."""
        if self._at_left.currentWidget() is self.correct:
            self.correct.take_focus()
            return
        self._message.clear()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_payment(self, receipt: str, facts: PaymentFactsShown, paper: PaperText, address: str) -> None:
        """All of it anew; ``address`` stands ready to be sent to until another one is typed."""
        if self._title.text() != self.tr("Receipt %s") % receipt:
            self.mail.clear(address)
        self._title.setText(self.tr("Receipt %s") % receipt)
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, group in enumerate((facts.about, facts.paid, facts.tenders)):
            if place:
                self._facts.addWidget(Line())
            for fact in group:
                self._facts.addWidget(_FactRow(fact))
        self._facts.addStretch(1)
        self._paper.show_blocks(blocks_of(paper))

    def say(self, tone: Literal["ok", "bad"], sentence: str) -> None:
        """What became of printing again."""
        self._message.say(tone, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.is_correcting:
                self.close_correct()
            else:
                self.left.emit()
        elif self.is_correcting and not event.isAutoRepeat() and self.correct.on_key(event.key()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self._facts)
        self._facts.setContentsMargins(0, 0, 10, 0)
        scrolled = QScrollArea()
        scrolled.setAccessibleName(self.tr("What is known of this payment"))
        scrolled.setWidget(inner)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scrolled


class _FactRow(Pair):
    """A fact in words may take several lines; an amount never does."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact.words, fact.told, Face.FIGURE if fact.is_amount else Face.TEXT, wraps=not fact.is_amount)
        self.setAccessibleName(f"{fact.words}: {fact.told}")
