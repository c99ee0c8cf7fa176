"""The family on the guarantor: names first, amounts once a statement or an authority is seen (R16)."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from cashier.usecases.find_member import STATEMENT_SEEN
from ui import keys
from ui.counter.account_state import Relative
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words

AUTHORITY_SEEN = "authority seen"

_MOST = 8


class FamilyCard(Card):
    """``seen`` carries the number of a person and what was seen for them; ``anothers_asked`` for another's."""

    seen = Signal(str, str)
    anothers_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._relatives: tuple[Relative, ...] = ()
        self._asked_about: Relative | None = None
        self.body.setContentsMargins(16, 8, 16, 10)
        self._names = [self._name_button(place) for place in range(_MOST)]
        self._question = Words()
        self._rows = QStackedWidget()
        self._rows.setFixedHeight(scaled(self, 44))
        self._rows.addWidget(self._name_row())
        self._rows.addWidget(self._question_row())
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Family on this guarantor"), Face.HEADING))
        head.addStretch(1)
        aside = self.tr("amounts show once their statement or authority is seen")
        head.addWidget(Words(aside, Face.LABEL, tone="muted"))
        self.body.addLayout(head)
        self.body.addWidget(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_family(self, relatives: tuple[Relative, ...]) -> None:
        """Names in order, the open member's first."""
        if relatives != self._relatives:
            self._relatives = relatives
            self._asked_about = None
            for place, button in enumerate(self._names):
                button.setVisible(place < len(relatives))
                if place < len(relatives):
                    button.set_words(relatives[place].words)
                    button.set_chosen(relatives[place].shown)
            self._rows.setCurrentIndex(0)

    def on_back(self) -> bool:
        """Esc leaves the question; whether there was one."""
        if self._asked_about is None:
            return False
        self._close_question()
        return True

    def _name_button(self, place: int) -> KeyButton:
        button = KeyButton("")
        button.clicked.connect(partial(self._ask_about, place))
        return button

    def _name_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in self._names:
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addStretch(1)
        anothers = KeyButton(self.tr("Another's statement"), keys.ANOTHERS, "quiet")
        anothers.clicked.connect(self.anothers_asked)
        row.addWidget(anothers)
        return widget

    def _question_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._question)
        row.addStretch(1)
        statement = KeyButton(self.tr("Statement seen"))
        statement.clicked.connect(partial(self._answer, STATEMENT_SEEN))
        authority = KeyButton(self.tr("Authority seen"))
        authority.clicked.connect(partial(self._answer, AUTHORITY_SEEN))
        self._neither = KeyButton(self.tr("Neither"))
        self._neither.clicked.connect(self._close_question)
        for button in (statement, authority, self._neither):
            row.addWidget(button)
        return widget

    def _ask_about(self, place: int) -> None:
        relative = self._relatives[place]
        if relative.shown:
            return
        self._asked_about = relative
        self._question.setText(self.tr("What is there for %s?") % relative.words)
        self._rows.setCurrentIndex(1)
        self._neither.setFocus(Qt.FocusReason.OtherFocusReason)  # A key that bounces shows nobody's amounts.

    def _answer(self, what: str) -> None:
        relative = self._asked_about
        self._close_question()
        if relative is not None:
            self.seen.emit(relative.number, what)

    def _close_question(self) -> None:
        self._asked_about = None
        self._rows.setCurrentIndex(0)
        self._names[0].setFocus(Qt.FocusReason.OtherFocusReason)
