"""The page that stands before the desk: sign-in and the locked desk look the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.people import SIGNER
from cashier.domain.sign_in import OutOfTouch, TryLater
from cashier.domain.unlocking import PIN_DIGITS, PIN_FIELD, check_pin
from cashier.usecases.locked import HowToUnlock
from ui import keys
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.card import Card, Line
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words
from ui.work import sentence_of

_CARD_PX = 420
_NAME_MOST = 80
_PASSPHRASE_MOST = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignIn:
    """A person of the demo, shown with the passphrase so that a stranger can come in."""

    user: str
    passphrase: str
    role: str


class SignInPage(QWidget):
    """``sign_in_asked`` carries what was typed: user, passphrase (or PIN, at a locked desk), and the PIN that is chosen
    at sign-in, empty for none; ``together_asked`` user, passphrase, second person and theirs. No secret is kept then.
    """

    sign_in_asked = Signal(str, str, str)
    together_asked = Signal(str, str, str, str)

    def __init__(
        self, center: str, window: str, demo: Sequence[DemoSignIn] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._locked = ""  # Where, and since when; empty where nobody is signed in.
        self._message = ""  # Beneath the passphrase.
        self._too_soon = self.tr("That was too soon, and nothing was sent.")
        self._wait_s = 0
        self._is_busy = False
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self._center = Words(center, Face.NAME)
        self._place = Words(window, tone="muted", wraps=True)
        self._user = FieldWithLabel(self.tr("Name or badge"), EntryField(), hangs=True, above=True)
        self._passphrase = FieldWithLabel(self.tr("Passphrase"), EntryField(), holds_room=True)
        self._pin = FieldWithLabel(
            self.tr("PIN for unlocking in this shift"), EntryField(), hint=self.tr("Six digits, or leave it empty")
        )
        self._second = FieldWithLabel(self.tr("Second person's name or badge"), EntryField())
        self._second_words = FieldWithLabel(self.tr("Second person's passphrase"), EntryField())
        self._button = KeyButton(self.tr("Sign in"), keys.ENTER, "primary")
        self._of_demo: list[QWidget] = []
        self._dress_fields()
        self._lay_out(demo)
        self._show_second(is_asked=False)

    def set_message(self, text: str, *, about_name: bool = False) -> None:
        """A sentence beneath the passphrase, or the name; empty for none."""
        self._message = "" if about_name else text
        self._show()
        self._user.show_problem(text if about_name else "")

    def refuse_pin(self, sentence: str) -> None:
        """Say what is wrong with the PIN that was chosen, beside it."""
        self._pin.show_problem(sentence)
        self._pin.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_second(self) -> None:
        """Nobody signs in alone now; two do, in the same place."""
        self._show_second(is_asked=True)
        self._button.set_words(self.tr("Sign in together"))
        words = self.tr(
            "The ledger was away too long for one alone. Two people sign in together; the office hears of it."
        )
        self.set_message(words)

    def say_fault(self, fault: BaseException, *, is_locked: bool) -> None:
        """Why nobody came in, beside what it is about; where one alone may not any more, two are asked."""
        match fault:
            case FieldRefused(field=field):
                (self.refuse_pin if field == PIN_FIELD else self.refuse_second)(fault.sentence)
                return
            case OutOfTouch() if not is_locked:
                self.ask_second()
            case TryLater():
                self.set_message(fault.why)
                self.set_wait(fault.seconds)
            case Refused(field=str(field)) if field == SIGNER:
                self.set_message(fault.sentence, about_name=True)
                self._user.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            case _:
                self.set_message(sentence_of(fault))
        self.focus_first()

    def refuse_second(self, sentence: str) -> None:
        """Say what is wrong about the second person, beside their fields."""
        self._second_words.show_problem(sentence)
        self._second.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_second(self, *, is_asked: bool) -> None:
        for part in (self._second, self._second_words):
            part.setVisible(is_asked)
            part.field.clear()
            part.clear_problem()
        for besides in (self._pin, *self._of_demo):  # There is no room for all on the smallest screen.
            besides.setVisible(not is_asked)

    def take_badge(self, badge: str) -> None:
        """A badge that was scanned into the passphrase is the first half, and never the second."""
        self._user.field.setText(badge)
        self._passphrase.field.clear()
        self.focus_first()

    def set_wait(self, seconds: int) -> None:
        """Nobody can sign in for so many seconds; the page counts them down by itself."""
        self._wait_s = max(0, seconds)
        if self._wait_s:
            self._clock.start()
        self._show()

    def set_busy(self, busy: bool) -> None:
        """While a passphrase is being checked, nothing more is sent."""
        self._is_busy = busy
        self._show()

    def set_locked(self, name: str, time: str, *, how: HowToUnlock) -> None:
        """The locked desk: who locked it, when (``10:46``), and what opens it."""
        free = self.tr("no drawer open") if how.by_others else ""
        self._locked = " · ".join(filter(None, [self._window, self.tr("locked %s") % time, free]))
        self.set_card_running(False)
        self._button.set_words(self.tr("Unlock, or sign in") if how.by_others else self.tr("Unlock"))
        self._passphrase.set_words(
            self.tr("PIN with your badge, or passphrase") if how.by_pin else self.tr("Passphrase")
        )
        self._show_second(is_asked=False)
        self._pin.hide()
        self._begin(name)

    def set_card_running(self, is_running: bool) -> None:
        """What goes on under the lock, until it has ended."""
        if self._locked:
            note = self.tr("one card payment is still running")
            self._place.setText(f"{self._locked} · {note}" if is_running else self._locked)

    def set_signed_out(self) -> None:
        """Nobody is signed in."""
        self._locked = ""
        self._place.setText(self._window)
        self._button.set_words(self.tr("Sign in"))
        self._passphrase.set_words(self.tr("Passphrase"))
        self._show_second(is_asked=False)
        self._begin("")

    def focus_first(self) -> None:
        """Put the focus where the next thing has to be typed."""
        (self._passphrase if self._user.field.text() else self._user).field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, name: str) -> None:
        self._user.field.setText(name)
        self._passphrase.field.clear()
        self._pin.field.clear()
        self._pin.clear_problem()
        self.set_message("")
        self.focus_first()

    def _dress_fields(self) -> None:
        user, passphrase, pin = self._user.field, self._passphrase.field, self._pin.field
        user.setMaxLength(_NAME_MOST)
        passphrase.setMaxLength(_PASSPHRASE_MOST)
        pin.setMaxLength(2 * PIN_DIGITS)  # One that is too long is said to be, not cut short unseen.
        second, second_words = self._second.field, self._second_words.field
        second.setMaxLength(_NAME_MOST)
        second_words.setMaxLength(_PASSPHRASE_MOST)
        for secret in (passphrase, pin, second_words):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (user, passphrase, pin, second, second_words):
            field.setFont(font(Face.TEXT))
            field.typed.connect(lambda _text: self.set_message(""))
        user.returnPressed.connect(self._from_user)
        second.returnPressed.connect(lambda: second_words.setFocus(Qt.FocusReason.TabFocusReason))
        for secret in (passphrase, pin, second_words):
            secret.returnPressed.connect(self._ask)
        self._button.clicked.connect(self._ask)

    def _lay_out(self, demo: Sequence[DemoSignIn]) -> None:
        card = Card(padding=32)
        card.setFixedWidth(scaled(self, _CARD_PX))
        card.body.setSpacing(0)
        for widget, room in (
            (self._center, 2),
            (self._place, 22),
            (self._user, 18),
            (self._passphrase, 8),
            (self._second, 8),
            (self._second_words, 0),
            (self._pin, 18),
            (self._button, 0),
        ):
            card.body.addWidget(widget)
            card.body.addSpacing(room)
        if demo:
            self._add_demo(card, demo)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)

    def _add_demo(self, card: Card, demo: Sequence[DemoSignIn]) -> None:
        told = Words(self.tr("People of this demo. Press one to fill in."), Face.LABEL, tone="muted")
        card.body.addSpacing(20)
        card.body.addWidget(Line())
        card.body.addSpacing(12)
        card.body.addWidget(told)
        self._of_demo.append(told)
        for person in demo:
            words = f"{person.user} · {person.passphrase} · {person.role.replace('_', ' ')}"
            button = KeyButton(words, look="quiet")
            button.clicked.connect(lambda _checked=False, person=person: self._fill_in(person))
            card.body.addWidget(button)
            self._of_demo.append(button)

    def _fill_in(self, person: DemoSignIn) -> None:
        self._user.field.setText(person.user)
        self._passphrase.field.setText(person.passphrase)
        self.set_message("")
        self._passphrase.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _from_user(self) -> None:
        """Enter in the name goes on to the passphrase, so that a scanned badge alone never signs anyone in."""
        if self._user.field.text().strip():
            self._passphrase.field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.set_message(self.tr("Enter your name or scan your badge."), about_name=True)

    def _ask(self) -> None:
        user, passphrase = self._user.field.text().strip(), self._passphrase.field.text()
        if self._is_busy:
            self.set_message(self.tr("Your passphrase is being checked."))
            return
        if self._wait_s:
            self.set_message(self._message or self._too_soon)
            return
        if not user:
            self.set_message(self.tr("Enter your name or scan your badge."), about_name=True)
            self._user.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not passphrase:
            self.set_message(self.tr("Enter your passphrase."))
            self._passphrase.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._second.isVisibleTo(self):
            self._ask_together(user, passphrase)
            return
        pin = self._pin.field.text() if self._pin.isVisibleTo(self) else ""
        try:
            if pin:
                check_pin(pin)
        except Refused as refused:
            self.refuse_pin(refused.sentence)
            return
        for field in (self._passphrase.field, self._pin.field):
            field.clear()
        self.sign_in_asked.emit(user, passphrase, pin)

    def _ask_together(self, user: str, passphrase: str) -> None:
        second, second_words = self._second.field.text().strip(), self._second_words.field.text()
        if not (second and second_words):
            self._second_words.clear_problem()
            (self._second_words if second else self._second).field.setFocus(Qt.FocusReason.TabFocusReason)
            return
        for field in (self._passphrase.field, self._second_words.field):
            field.clear()
        self.together_asked.emit(user, passphrase, second, second_words)

    def _count_down(self) -> None:
        self._wait_s = max(0, self._wait_s - 1)
        if not self._wait_s:
            self._clock.stop()
            if self._message == self._too_soon:  # What was typed stands there still.
                self._message = self.tr("%s Enter tries again.") % self._too_soon
        self._show(aloud=False)

    def _show(self, *, aloud: bool = True) -> None:
        wait = self._wait_words()
        self._passphrase.show_problem(" ".join(filter(None, (self._message, wait))), aloud=aloud)
        if wait:
            self._button.disable(wait)
        elif self._is_busy:
            self._button.disable(self.tr("Your passphrase is being checked."))
        else:
            self._button.enable()

    def _wait_words(self) -> str:
        if not self._wait_s:
            return ""
        if self._wait_s == 1:
            return self.tr("You can try again in 1 second.")
        return self.tr("You can try again in %d seconds.") % self._wait_s
