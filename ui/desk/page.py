"""The Desk page: where this desk stands, how its devices are, and the receipts that may not have come out."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cashier.usecases.ports.work import PrintJob
from ui.desk.card_report import CardReportForm
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair, Row
from ui.widgets.words import Words

_WIDTH_PX = 560
_DEMO_PX = 440  # Beside the other cards, in the smallest window too.


class DeskPage(QWidget):
    """``paper_answered`` carries a PrintJob and whether the cashier holds its paper; ``sign_out_asked``.

    ``trial_asked`` when the printer is to be tried; ``printer_chosen`` carries the place of the one where paper is to
    come out from now on.
    ``switch_turned`` carries the place of one of the demo's switches and whether it is on now; ``training_asked``.
    """

    paper_answered = Signal(object, bool)
    switch_turned = Signal(int, bool)
    sign_out_asked = Signal()
    training_asked = Signal()
    printer_chosen = Signal(int)
    trial_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_training: bool = False, may_train: bool = False) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Desk"))
        self._facts = Card(self.tr("This desk"))
        self._facts.setFixedWidth(scaled(self, _WIDTH_PX))
        self._pairs: dict[str, Pair] = {}
        self._papers = Card(self.tr("Did the receipt come out?"))
        self._papers.setFixedWidth(scaled(self, _WIDTH_PX))
        told = self.tr("The printer did not say. A receipt that is printed again is marked as a duplicate.")
        self._papers.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        self._demo = Card(self.tr("This demo: what can happen"))
        self._demo.setFixedWidth(scaled(self, _DEMO_PX))
        self.card_report = CardReportForm()
        self.card_report.setFixedWidth(scaled(self, _DEMO_PX))
        self._has_switches = False
        self._rows: list[_PaperRow] = []
        self._message = InlineMessage()
        sign_out = KeyButton(self.tr("Leave training") if is_training else self.tr("Sign out"))
        sign_out.clicked.connect(self.sign_out_asked)
        self._train = KeyButton(self.tr("Training"))
        if not may_train:
            self._train.hide()
        self._train.clicked.connect(self.training_asked)
        self._try = KeyButton(self.tr("Test the printer"))
        self._try.clicked.connect(self.trial_asked)
        self._try.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._train)
        foot.addWidget(self._try)
        foot.addStretch(1)
        foot.addWidget(sign_out)
        self._list = QVBoxLayout()
        self._facts.body.addLayout(self._list)
        self._printers = QVBoxLayout()
        self._facts.body.addLayout(self._printers)
        self._facts.body.addWidget(self._message)
        self._facts.body.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        for cards in ((self._facts, self._papers), (self.card_report, self._demo)):
            column = QVBoxLayout()
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            layout.addLayout(column)
        layout.addStretch(1)
        self._papers.hide()
        self.card_report.hide()
        self._demo.hide()

    def show_facts(self, facts: dict[str, str]) -> None:
        """Words and what they are, in order; a figure that's there already changes in place."""
        for words, told in facts.items():
            if words not in self._pairs:
                self._pairs[words] = Pair(words, "", Face.TEXT, wraps=True)
                self._list.addWidget(self._pairs[words])
            self._pairs[words].show_figure(told)

    def show_printers(self, names: tuple[str, ...]) -> None:
        """Where receipts can come out, once; the first is chosen. No choice where there is one, but a test of it."""
        self._try.show()
        if len(names) < 2:
            return
        choice = ChoiceRow(self.tr("Receipts come out of"), {str(place): name for place, name in enumerate(names)})
        choice.choose("0")
        choice.changed.connect(lambda: self.printer_chosen.emit(int(choice.choice)))
        self._printers.addWidget(choice)

    def show_switches(self, words: tuple[str, ...]) -> None:
        """What can be made to fail in the demo, once."""
        for place, what in enumerate(words):
            switch = CheckBox(what)
            switch.toggled.connect(partial(self.switch_turned.emit, place))
            self._demo.body.addWidget(switch)
        self._has_switches = bool(words)
        self._demo.setVisible(self._has_switches)

    def ask_about_card(self, *, asked: bool) -> None:
        """Two people are asked what the terminal's report says. The demo waits: there is no room for both."""
        if not asked and self.card_report.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # No button has it by chance.
        self.card_report.setVisible(asked)
        self._demo.setVisible(self._has_switches and not asked)

    def show_papers(self, jobs: tuple[PrintJob, ...]) -> None:
        """The receipts that the printer did not confirm."""
        if [row.job for row in self._rows] == list(jobs):
            return
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows = [_PaperRow(job) for job in jobs]
        for row in self._rows:
            row.answered.connect(partial(self.paper_answered.emit, row.job))
            self._papers.body.addWidget(row)
        self._papers.setVisible(bool(jobs))

    def let_train(self, *, is_drawer_open: bool) -> None:
        """Training never stands beside counted cash."""
        if is_drawer_open:
            self._train.disable(self.tr("Close the drawer first: training begins without one."))
        else:
            self._train.enable()

    def say(self, sentence: str) -> None:
        """What the rules answered; empty clears it."""
        if sentence:
            self._message.say("bad", sentence)
        else:
            self._message.clear()


class _PaperRow(Row):
    """A receipt's number and the two answers."""

    answered = Signal(bool)

    def __init__(self, job: PrintJob) -> None:
        super().__init__()
        self.job = job
        self.setFixedHeight(scaled(self, 56))
        yes = KeyButton(self.tr("I hold it"))
        yes.setAccessibleName(self.tr("I hold it: %s") % job.name)
        yes.clicked.connect(lambda: self.answered.emit(True))
        no = KeyButton(self.tr("Print it again"))
        no.setAccessibleName(self.tr("Print it again: %s") % job.name)
        no.clicked.connect(lambda: self.answered.emit(False))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Words(job.name, Face.CODE))
        row.addStretch(1)
        row.addWidget(yes)
        row.addWidget(no)
