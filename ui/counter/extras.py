"""What is paid besides statements, line by line, and what can be taken where no account is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import keys
from ui.counter.elided import ElidedWords
from ui.counter.extras_state import Extra
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words

_AMOUNT_PX = 110
_TITLE_PX = 94


class ExtrasCard(Card):
    """``removed`` carries the code of what is not paid after all. Hidden while there is nothing."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(16, 3, 16, 3)
        self.body.setSpacing(0)
        self._rows: list[_ExtraRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def has_some(self) -> bool:
        """Whether anything is paid besides."""
        return any(not row.isHidden() for row in self._rows)

    def show_extras(self, title: str, extras: tuple[Extra, ...], *, fixed: bool) -> None:
        """In place; ``fixed`` while nothing can be changed."""
        while len(self._rows) < len(extras):
            self._rows.append(_ExtraRow())
            self._rows[-1].removed.connect(self.removed)
            self.body.addWidget(self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(extras))
            if place < len(extras):
                row.show_extra(title if place == 0 else "", extras[place], fixed=fixed)


class _ExtraRow(QWidget):
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self._title = Words(face=Face.LABEL_MEDIUM, tone="muted")
        self._title.setFixedWidth(scaled(self, _TITLE_PX))
        self._words = ElidedWords()
        self._detail = ElidedWords(Face.LABEL, tone="muted")
        self._amount = Words(face=Face.FIGURE, right=True)
        self._amount.setFixedWidth(scaled(self, _AMOUNT_PX))
        self._remove = KeyButton(self.tr("Remove"), look="quiet")
        self._remove.clicked.connect(lambda: self.removed.emit(self._code))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._words, 2)
        row.addWidget(self._detail, 3)
        row.addWidget(self._amount)
        row.addWidget(self._remove)

    def show_extra(self, title: str, extra: Extra, *, fixed: bool) -> None:
        self._title.setText(title)
        self._code = extra.code
        self._words.setText(extra.words)
        self._detail.setText(" · ".join(filter(None, (extra.part.note, extra.part.source))))
        self._amount.setText(extra.part.amount.plain())
        self._remove.setAccessibleName(self.tr("Remove %s") % extra.words)
        self._remove.setEnabled(not fixed)


class WithoutMember(QWidget):
    """``misc_asked`` and ``unidentified_asked``: the two things that need no account."""

    misc_asked = Signal()
    unidentified_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        misc = KeyButton(self.tr("Miscellaneous receipt"), keys.MISC, "quiet")
        unidentified = KeyButton(self.tr("Unidentified money"), keys.UNIDENTIFIED, "quiet")
        misc.clicked.connect(self.misc_asked)
        unidentified.clicked.connect(self.unidentified_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (misc, unidentified):
            row.addWidget(button)
        row.addStretch(1)


class Looking(QWidget):
    """The list of members, and below it what can be taken without one while nothing is looked for.

    ``add_asked``: the statement that is looked for goes to the payment of the account that is open.
    """

    add_asked = Signal()

    def __init__(self, results: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers = WithoutMember()
        self._add = KeyButton("", keys.ANOTHERS, "quiet")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.clicked.connect(self.add_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(results, 1)
        layout.addWidget(self._add)
        layout.addWidget(self.offers)

    def show_offers(self, shown: bool) -> None:
        self.offers.setVisible(shown)

    def show_add(self, statement: str, whose: str) -> None:
        """That it was handed over here: it can be paid with ``whose`` account open. Nothing without both."""
        self._add.setVisible(bool(statement and whose))
        self._add.set_words(self.tr("Add %s to what %s pays") % (statement, whose))
