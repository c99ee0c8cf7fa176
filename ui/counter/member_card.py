"""Who stands at the window: name, numbers, notes, and what is open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.flags import Weight
from ui.counter.account_state import Header
from ui.counter.elided import ElidedWords
from ui.counter.member_notes import MemberNotes
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.chip import ChipTone
from ui.widgets.words import Words

FLAG_TONES: dict[Weight, ChipTone] = {Weight.STOP: "bad", Weight.CARE: "warn", Weight.KNOW: "soft"}

_AVATAR_PX = 52
_NOTES_MOST = 6


class MemberCard(Card):
    """Changes in place when another member is opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._avatar = _Avatar()
        self._name = ElidedWords(Face.NAME)
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._born = Words(face=Face.FIGURE, tone="muted")
        self._number = Words(face=Face.CODE)
        self._guarantor = Words(face=Face.CODE)
        self._plan = ElidedWords(Face.LABEL, tone="muted")
        self._notes = MemberNotes(_NOTES_MOST)
        self._advice = ElidedWords(Face.LABEL_MEDIUM, tone="warn")
        self._balance = Words(face=Face.AMOUNT_LARGE, right=True)
        self._aside = Words(face=Face.LABEL, tone="muted", right=True)
        self.body.setContentsMargins(20, 12, 20, 10)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._avatar, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._middle(), 1)
        row.addLayout(self._right())
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_header(self, header: Header) -> None:
        self._avatar.show_initials(header.initials)
        self._name.setText(header.name)
        self._born.setText(f"· {header.born}")
        self._number.setText(header.number)
        self._guarantor.setText(header.guarantor)
        self._plan.setText(header.plan)
        self._balance.setText(header.open_balance)
        self._balance.setAccessibleName(self.tr("Open balance %s") % header.open_balance)
        self._aside.setText(header.aside)
        self._advice.setText(header.advice)
        self._advice.setVisible(bool(header.advice))
        self._notes.show_notes(header.notes)

    def _middle(self) -> QVBoxLayout:
        name = QHBoxLayout()
        name.setSpacing(6)
        name.addWidget(self._name)
        name.addWidget(self._born)
        name.addStretch(1)
        numbers = QHBoxLayout()
        numbers.setSpacing(4)
        for words, number in ((self.tr("Member"), self._number), (self.tr("Guarantor"), self._guarantor)):
            numbers.addWidget(Words(words, tone="muted"))
            numbers.addWidget(number)
            numbers.addSpacing(6)
        numbers.addWidget(self._plan, 1)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addLayout(name)
        middle.addLayout(numbers)
        middle.addSpacing(4)
        middle.addWidget(self._notes)
        middle.addSpacing(2)
        middle.addWidget(self._advice)
        middle.addStretch(1)
        return middle

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(Words(self.tr("Open balance"), tone="muted", right=True))
        right.addWidget(self._balance)
        right.addWidget(self._aside)
        right.addStretch(1)
        return right


class _Avatar(QFrame):
    """The initials on a round ground; what it says is said by the name beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "avatar")
        self.setFixedSize(scaled(self, _AVATAR_PX), scaled(self, _AVATAR_PX))
        self._initials = Words(face=Face.SUBHEADING, tone="accent")
        self._initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._initials)

    def show_initials(self, initials: str) -> None:
        self._initials.setText(initials)
