"""The button of the desk: its words, its keycap, and why it's off when it's off."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QPixmap, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui import keys
from ui.fonts import Face, font, width
from ui.theme import restyle, scaled
from ui.widgets.keycap import cap_width, draw_cap
from ui.widgets.words import plain_tip

Look = Literal["primary", "secondary", "quiet"]

_FACES: dict[Look, Face] = {"primary": Face.HEADING, "secondary": Face.ACTION, "quiet": Face.LABEL}
_HEIGHTS_PX: dict[Look, int] = {"primary": 52, "secondary": 44, "quiet": 40}
_PADDING_PX: dict[Look, int] = {"primary": 20, "secondary": 14, "quiet": 6}
_GAPS_PX: dict[Look, int] = {"primary": 10, "secondary": 8, "quiet": 4}

_LOOKS_KEPT = 4
_DRESSING = frozenset({QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange})

# Enter and Esc mean something else in every field, so the page that owns the fields hears them; F2 works everywhere.
_HEARD_BY_THE_PAGE = frozenset({keys.ENTER, keys.BACK, keys.FIND})


class KeyButton(QPushButton):
    """Words and a keycap. The key presses the button wherever the focus is, once however long it's held."""

    def __init__(
        self,
        words: str,
        key: keys.Key | None = None,
        look: Look = "secondary",
        *,
        spread: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``spread`` puts the words at the left edge and the keycap at the right one."""
        super().__init__(parent)
        self._words = words
        self._key = key
        self._look: Look = look
        self._spread = spread
        self._reason = ""
        self._drawn: dict[tuple[object, ...], QPixmap] = {}
        self.setProperty("look", look)
        self.setFont(font(_FACES[look]))
        self.setAutoDefault(False)
        stretch = QSizePolicy.Policy.Maximum if look == "quiet" else QSizePolicy.Policy.Minimum
        self.setSizePolicy(stretch, QSizePolicy.Policy.Fixed)
        self._tell()
        if key is not None and key not in _HEARD_BY_THE_PAGE:
            shortcut = QShortcut(QKeySequence(key.sequence), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.click)

    @property
    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        """Change the words in place."""
        if words == self._words:
            return
        self._words = words
        self._tell()
        self.updateGeometry()
        self.update()

    def enable(self) -> None:
        self._reason = ""
        self.setEnabled(True)
        self._tell()

    def disable(self, reason: str) -> None:
        """Switch it off; ``reason`` is the sentence that says why, for the pointer and for the ear."""
        self._reason = reason
        self.setEnabled(False)
        self._tell()

    def why_off(self, sequence: str) -> str:
        """Its sentence, where this is its key and it is switched off; else empty."""
        return self._reason if self._key is not None and self._key.sequence == sequence else ""

    def set_chosen(self, chosen: bool) -> None:
        """Mark it as the one of its group that's in use."""
        restyle(self, "chosen", chosen)
        self._tell()

    def set_tone(self, tone: Literal["ink", "muted"]) -> None:
        """The color of a quiet button's words."""
        restyle(self, "tone", tone)

    def sizeHint(self) -> QSize:
        across = self._content_width() + 2 * scaled(self, _PADDING_PX[self._look])
        return QSize(across, scaled(self, _HEIGHTS_PX[self._look]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as the space bar does, and only once while it's held."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _DRESSING:
            self._drawn.clear()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        traits = self.property("chosen"), self.property("tone")
        look = (self.width(), self.height(), option.state, self._words, traits, self.devicePixelRatioF())
        if look not in self._drawn:
            if len(self._drawn) == _LOOKS_KEPT:
                self._drawn.clear()
            self._drawn[look] = self._draw(option)
        QPainter(self).drawPixmap(0, 0, self._drawn[look])

    def _draw(self, option: QStyleOptionButton) -> QPixmap:
        """The button as it looks now: it looks the same for most frames, and a style takes long to draw one."""
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QStylePainter(drawn, self)
        self._draw_on(painter, option)
        painter.end()
        return drawn

    def _draw_on(self, painter: QStylePainter, option: QStyleOptionButton) -> None:
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        padding = scaled(self, _PADDING_PX[self._look])
        left = padding if self._spread else (self.width() - self._content_width()) / 2
        metrics = QFontMetricsF(self.font())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(left, round(baseline)), self._words)
        if self._key is None:
            return
        cap = self._key.cap
        cap_left = left + width(_FACES[self._look], self._words) + scaled(self, _GAPS_PX[self._look])
        if self._spread:
            cap_left = self.width() - padding - cap_width(self, cap)
        draw_cap(painter, self, cap, round(cap_left), on_accent=self._look == "primary" and self.isEnabled())

    def _content_width(self) -> int:
        content = round(width(_FACES[self._look], self._words)) + 1
        if self._key is not None:
            content += scaled(self, _GAPS_PX[self._look]) + cap_width(self, self._key.cap)
        return content

    def _tell(self) -> None:
        """Say the words, the key, the choice and the reason to those who hear the screen or rest the pointer."""
        self.setAccessibleName(self._words)
        told = [self._key.cap] if self._key is not None else []
        if self.property("chosen"):
            told.append(self.tr("chosen"))
        if self._reason:
            told.append(self._reason)
        self.setAccessibleDescription(", ".join(told))
        self.setToolTip(plain_tip(self._reason))
