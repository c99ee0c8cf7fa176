"""The right-hand panel once money is taken: the change, as large as it gets, and the receipt."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.cash_taken import CashTaken
from cashier.domain.money import ZERO, Money
from cashier.usecases.ports.paper import PaperLine, PaperText
from ui import icons, keys
from ui.activity.mail_field import MailField
from ui.activity.paper_buttons import PaperButtons
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.announce import announce
from ui.widgets.chip import Chip
from ui.widgets.inline_message import InlineMessage, MessageTone
from ui.widgets.key_button import KeyButton
from ui.widgets.paper import Paper, blocks_of
from ui.widgets.paper import PaperText as PaperRow
from ui.widgets.words import FittingWords, Words

DEAF_S = 1.0  # Next member hears nothing so soon after the change appears (R22).


class PaidPanel(QWidget):
    """``next_asked`` for the next member, ``print_asked`` for the receipt once more, ``endorse_asked`` for the checks,
    ``paper_asked`` with the `ReceiptPaper` besides the receipt.

    ``seconds`` is a clock that only goes forward; ``backs`` stands below the receipt while checks are looked after.
    """

    next_asked = Signal()
    print_asked = Signal()
    endorse_asked = Signal()
    paper_asked = Signal(object)

    def __init__(self, seconds: Callable[[], float], backs: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds, self._backs = seconds, backs
        self._shown_at = 0.0
        self._title = Words(face=Face.SUBHEADING)
        self._chip = Chip(tone="ok")
        self._change_words = Words()
        self._change = FittingWords(face=Face.CHANGE)
        self._cash = _CashRow()
        self._paper = Paper(self.tr("Receipt"))
        self._message = InlineMessage(boxed=False)
        self._papers = PaperButtons()
        self._papers.asked.connect(self.paper_asked)
        self.mail = MailField()
        self._besides = QWidget()
        self._print = KeyButton(self.tr("Print again"), keys.PRINT_AGAIN)
        self._print.clicked.connect(self.print_asked)
        self._endorse = KeyButton(self.tr("Endorse"), keys.ENDORSE)
        self._endorse.clicked.connect(self.endorse_asked)
        self._next = KeyButton(self.tr("Next member"), keys.ENTER, "primary")
        self._next.clicked.connect(self.on_enter)
        self._lay_out()

    def show_paid(self, paid: Money, cash: CashTaken, *, has_checks: bool = False, address: str = "") -> None:
        """What is true once the money is on the disk: it is made ready out of sight, and `appear` shows it.

        The words for that come with ``say_taken``, the receipt with ``show_paper``.
        """
        has_change = cash.change > ZERO
        self._title.setText("")
        self._chip.hide()
        self._change_words.setText(self.tr("Change due") if has_change else self.tr("Paid"))
        self._change.setText(str(cash.change if has_change else paid))
        self._cash.show_cash(cash)
        self._message.clear()
        self.mail.clear(address)
        self._endorse.setVisible(has_checks)
        self._paper.show_blocks([])

    def show_paper(self, paper: PaperText, back: tuple[PaperLine, ...] = ()) -> None:
        """The receipt as it's printed, and below it what goes on the back of the checks, where there are any."""
        blocks = blocks_of(paper)
        if back:
            blocks += [PaperRow(text=""), PaperRow(text=self.tr("On the back"), bold=True)]
            blocks += [PaperRow(text=line.text, bold=line.bold) for line in back]
        self._paper.show_blocks(blocks)

    def say_taken(self, chip: Literal["saved", "posted"]) -> None:
        """The payment is safe; ``posted`` once the ledger has it. Said aloud once."""
        is_news = not self._title.text()
        self._title.setText(self.tr("Payment taken"))
        self._chip.show_state(self.tr("saved") if chip == "saved" else self.tr("posted"), "ok")
        self._chip.show()
        if is_news:
            told = f"{self._title.text()}. {self._change_words.text()} {self._change.text()}."
            announce(self, told, urgent=True)

    def make_room(self, is_needed: bool) -> None:
        """A check that is looked after stands where other papers are asked for."""
        self._besides.setVisible(not is_needed)

    def say(self, tone: MessageTone, sentence: str) -> None:
        """What became of a paper or a mail that was asked for, or of the checks; empty clears it."""
        self._message.say(tone, sentence)

    def appear(self) -> None:
        """The money is on the disk, and the panel in sight."""
        self._shown_at = self._seconds()
        self.focus_next()

    def focus_next(self) -> None:
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> None:
        """Go on to the next member, but never by the key or click that took the money."""
        if self._seconds() - self._shown_at >= DEAF_S:
            self.next_asked.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(_Tick())
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._chip)
        box = QFrame()
        box.setProperty("kind", "message")
        box.setProperty("boxed", True)
        box.setProperty("tone", "ok")
        box.setFixedHeight(scaled(self, 70))
        inside = QHBoxLayout(box)
        inside.setContentsMargins(16, 0, 16, 0)
        inside.addWidget(self._change_words)
        inside.addWidget(self._change, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addSpacing(4)
        layout.addWidget(box)
        layout.addWidget(self._cash)
        layout.addWidget(self._paper, 1)
        layout.addWidget(self._backs)
        layout.addWidget(self._message)
        besides = QVBoxLayout(self._besides)
        besides.setContentsMargins(0, 0, 0, 0)
        besides.setSpacing(8)
        besides.addWidget(self._papers)
        besides.addWidget(self.mail)
        layout.addWidget(self._besides)
        again = QHBoxLayout()
        again.setSpacing(8)
        again.addWidget(self._endorse, 1)
        again.addWidget(self._print, 1)
        layout.addLayout(again)
        layout.addWidget(self._next)


class _CashRow(QWidget):
    """Cash as three figures side by side: handed over, given back, and what stays in the drawer."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: list[tuple[str, FittingWords]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(12)
        for words in (self.tr("Cash tendered"), self.tr("Change given"), self.tr("Net cash")):
            figure = FittingWords(face=Face.FIGURE)
            figure.setAlignment(Words().alignment())
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Words(words, Face.LABEL, tone="muted"))
            column.addWidget(figure)
            row.addLayout(column, 1)
            self._figures.append((words, figure))

    def show_cash(self, cash: CashTaken) -> None:
        """In place; nothing where no cash was handed over."""
        for (words, figure), amount in zip(self._figures, (cash.tendered, cash.change, cash.net), strict=True):
            figure.setText(str(amount))
            figure.setAccessibleName(f"{words} {amount}")
        self.setVisible(cash.tendered > ZERO)


class _Tick(QFrame):
    """A check mark on a round ground, beside the words that say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "tick")
        self.setFixedSize(scaled(self, 28), scaled(self, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width() * 0.7
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.draw(painter, "check", area, self.palette().color(QPalette.ColorRole.BrightText), stroke=2.6)
