"""What is typed on the sign-in page goes to a thread, and who it was comes back."""

from PySide6.QtCore import QObject, Signal

from cashier.domain.people import Staff
from cashier.domain.unlocking import Pin
from cashier.usecases.ports.desk import Desk
from cashier.usecases.sign_in import break_glass, sign_in_with_pin, unlock
from ui.lock import SignInPage
from ui.work import SIGNING, Work


class Signing(QObject):
    """``came`` carries who signed in and the Pin they chose, or None; ``unlocked`` who goes on at a locked desk.

    ``failed`` says why nobody does.
    """

    came = Signal(object, object)
    unlocked = Signal(object)
    failed = Signal(object)

    def __init__(self, page: SignInPage, work: Work) -> None:
        super().__init__(page)
        self._page, self._work = page, work

    def sign_in(self, user: str, words: str, pin: str, desk: Desk) -> None:
        self._page.set_busy(True)
        self._work.run(
            SIGNING,
            lambda: sign_in_with_pin(user, words, pin, desk),
            done=lambda signed: self.came.emit(*signed),
            failed=self.failed.emit,
        )

    def sign_in_together(self, user: str, words: str, second: str, second_words: str, desk: Desk) -> None:
        self._page.set_busy(True)
        self._work.run(
            SIGNING,
            lambda: break_glass(user, words, second, second_words, desk),
            done=lambda staff: self.came.emit(staff, None),
            failed=self.failed.emit,
        )

    def unlock(self, user: str, words: str, desk: Desk, *, locked: Staff, pin: Pin | None) -> None:
        """A badge that was scanned into the passphrase is the first half alone."""
        known = desk.directory.staff(locked.user)
        if known is not None and known.badge == words:
            self._page.take_badge(words)
            return
        self._page.set_busy(True)
        self._work.run(
            SIGNING,
            lambda: unlock(user, words, desk, locked=locked, pin=pin),
            done=self.unlocked.emit,
            failed=self.failed.emit,
        )
