"""The Mail page: late entry from paper receipts at the left, batches of mail and drop boxes at the right."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier.domain.batch import Batch
from cashier.domain.endorsement import endorsements
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.people import Staff
from cashier.domain.statements import Statement
from cashier.usecases.endorse import endorse
from cashier.usecases.enter import close_batch, current_batch, enter, entered_numbers, open_batch, open_statements
from cashier.usecases.find_member import today_at
from cashier.usecases.sign_in import countersign
from cashier.usecases.take_payment import Taken
from ui import keys
from ui.counter.around import Around
from ui.counter.small_form import SmallForm
from ui.doors import Doors
from ui.fonts import Face
from ui.mail import entry_state as said
from ui.mail.agency import AgencySide
from ui.mail.forms import CloseBatchForm, ItemForm, LateForm, OpenBatchForm
from ui.mail.several_state import follows_words
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import SIGNING, sentence_of

_KEPT_OF_LATE = (said.BOOK, said.TAKER, said.SECOND)  # The next slip of a book mostly says the same.


class MailPage(QWidget):
    """``committed`` when something was written that the lanes should hear of."""

    committed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._payment_id = doors.desk.new_id()  # Made with each form: a second Enter is the same entry.
        self._batch_id = doors.desk.new_id()
        self._batch: Batch | None = None
        self._late, self._open, self._item, self._close = LateForm(), OpenBatchForm(), ItemForm(), CloseBatchForm()
        self._forms: tuple[SmallForm, ...] = (self._late, self._open, self._item, self._close)
        self._late_said, self._batch_said = InlineMessage(), InlineMessage()
        self._book = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._told = Words(face=Face.STRONG, wraps=True)
        self._close_now = KeyButton(self.tr("Close the batch"))
        self._endorse = KeyButton(self.tr("Endorse"), keys.ENDORSE)
        self._endorse.clicked.connect(self._print_backs)
        self._endorse.hide()
        self._entered: Taken | None = None
        self._agency = AgencySide(doors, around, self)
        self._agency.committed.connect(self.committed)
        self._forms = (*self._forms, self._agency.form)
        self._lay_out()
        self._late.entered.connect(self._on_late)
        self._open.entered.connect(self._on_open)
        self._item.entered.connect(self._on_item)
        self._close.entered.connect(self._on_close)
        self._close_now.clicked.connect(partial(self._close_batch, None, ""))
        for form in self._forms:
            form.left.connect(form.begin)
        for form in (self._late, self._item):
            for key in (said.STATEMENT, said.AMOUNT):
                form.fields[key].field.textChanged.connect(partial(self._on_typed, form))

    def take_focus(self) -> None:
        """The page is in front: the batch as it stands, what was typed, and the first field of what is next."""
        self._show_batch()
        self._close.hide()
        form: SmallForm = self._item if self._batch is not None else self._late
        if any(text.strip() for text in form.texts.values()):
            form.go_on()
        else:
            form.begin()

    def forget(self) -> None:
        """What was typed is gone."""
        for form in self._forms:
            form.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the form that has the focus."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or event.isAutoRepeat() or not any(f.isVisible() and f.on_enter() for f in self._forms):
            super().keyPressEvent(event)

    def _on_late(self, texts: dict[str, str]) -> None:
        desk = self._doors.desk
        try:
            origin = said.read_late(texts, desk.clock(), desk.place.time_zone)
        except FieldRefused as refused:
            self._late.say(refused.sentence, refused.field)
            return
        taken = self._enter(texts, origin, self._late)
        if taken is None:
            return
        book = origin.book.strip().upper()
        self._book.setText(said.book_words(book, entered_numbers(book, desk)))
        told = self.tr("Receipt %s of book %s is entered as %s.") % (origin.number, book, taken.receipt)
        self._late_said.say("ok", told)
        self._late.begin({key: texts[key] for key in _KEPT_OF_LATE})
        self._late.fields[said.NUMBER].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_item(self, texts: dict[str, str]) -> None:
        if self._batch is None:
            return
        taken = self._enter(texts, self._batch.origin, self._item)
        if taken is not None:
            self._batch_said.say("ok", self.tr("Entered as %s; its receipt is printed to be mailed.") % taken.receipt)
            self._entered = taken
            self._show_batch()
            self._item.begin()

    def _print_backs(self) -> None:
        """What goes on the back of the check that was entered last."""
        if self._entered is None or self._batch is None:
            return
        is_mailed = self._batch.kind is OriginKind.MAIL
        try:
            backs = endorse(self._entered.receipt, self._doors.desk, self._around.staff, mailed=is_mailed)
        except CashierError as trouble:
            self._batch_said.say("bad", trouble.sentence)
            return
        self.committed.emit()
        told = self.tr("The back of %s is on its way to the printer.")
        self._batch_said.say("ok", told % ", ".join(back.words for back in backs))

    def _enter(self, texts: dict[str, str], origin: Origin, form: SmallForm) -> Taken | None:
        self._late_said.clear()
        self._batch_said.clear()
        try:
            desk, today = self._doors.desk, today_at(self._doors.desk)
            wish = said.read_item(texts, origin, self._payment_id, self._open_of, today)
            taken = enter(wish, desk, self._around.staff)
        except CashierError as trouble:
            form.say(trouble.sentence, said.field_of(trouble, form.fields))
            return None
        self._payment_id = self._doors.desk.new_id()
        self.committed.emit()
        if taken.opens_drawer:
            self._doors.open_drawer()
        return taken

    def _open_of(self, numbers: Sequence[str]) -> tuple[Statement, ...]:
        return open_statements(numbers, self._doors.desk, self._around.staff)

    def _on_typed(self, form: SmallForm, _text: str) -> None:
        """What several statements get is shown before anything is entered."""
        listed, amount = (form.fields[key].field.text() for key in (said.STATEMENT, said.AMOUNT))
        form.tell(follows_words(listed, amount, self._open_of, today_at(self._doors.desk)))

    def _on_open(self, texts: dict[str, str]) -> None:
        try:
            said.check_batch_texts(texts)
        except FieldRefused as refused:
            self._open.say(refused.sentence, refused.field)
            return
        self._sign(self._open, texts, partial(self._open_signed, texts))

    def _open_signed(self, texts: dict[str, str], second: Staff) -> None:
        staff, desk = self._around.staff, self._doors.desk
        try:
            open_batch(said.read_batch_wish(texts, self._batch_id, staff, second), second, desk, staff)
        except CashierError as trouble:
            self._open.say(trouble.sentence, said.field_of(trouble, self._open.fields))
            return
        self._batch_id = desk.new_id()
        self.committed.emit()
        self._open.begin()
        self._show_batch()
        self._item.begin()

    def _on_close(self, texts: dict[str, str]) -> None:
        self._sign(self._close, texts, lambda second: self._close_batch(second, texts[said.REASON]))

    def _close_batch(self, second: Staff | None, reason: str, *_: Any) -> None:
        if self._batch is None:
            return
        try:
            close_batch(self._batch, self._doors.desk, self._around.staff, second=second, reason=reason)
        except CashierError as trouble:
            if second is None:
                self._batch_said.say("warn", trouble.sentence)
                self._close.show()
                self._close.begin()
                self._bring(self._close)
            else:
                self._close.say(trouble.sentence, said.field_of(trouble, self._close.fields))
            return
        self.committed.emit()
        self._close.hide()
        self._batch_said.say("ok", self.tr("The batch is closed."))
        self._show_batch()
        self._open.begin()

    def _sign(self, form: SmallForm, texts: dict[str, str], done: Any) -> None:
        """The second person's passphrase is looked at off this thread."""
        form.set_busy(self.tr("The passphrase is being checked."))

        def signed(second: Staff) -> None:
            form.set_busy("")
            done(second)

        self._around.work.run(
            SIGNING,
            lambda: countersign(texts[said.USER], texts[said.PASSPHRASE], self._doors.desk),
            done=signed,
            failed=lambda fault: form.say(
                sentence_of(fault), said.PASSPHRASE if texts[said.USER].strip() else said.USER
            ),
        )

    def _show_batch(self) -> None:
        current = current_batch(self._doors.desk)
        self._batch = current[0] if current is not None else None
        self._told.setText(said.batch_words(*current) if current is not None else "")
        for part in (self._told, self._item, self._close_now):
            part.setVisible(current is not None)
        self._open.setVisible(current is None)
        if current is None:
            self._close.hide()
            self._entered = None
        self._endorse.setVisible(self._entered is not None and self._has_backs(self._entered))

    def _has_backs(self, taken: Taken) -> bool:
        place = self._doors.desk.place
        lines = (numbered.line for numbered in taken.lines)
        return bool(endorsements(lines, place.payees, mailed=False, table=place.rules.tenders))

    def _bring(self, part: QWidget) -> None:
        """Into sight, where the screen is low: what has just appeared gets its place with the next layout."""
        QTimer.singleShot(0, self, lambda: self._right.ensureWidgetVisible(part))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 20)
        row.setSpacing(20)
        row.addWidget(_column(self._late, self._late_said, self._book), 1)
        batch = (self._told, self._open, self._item, self._batch_said, self._endorse, self._close_now, self._close)
        self._right = _column(*batch, self._agency.form, self._agency.told)
        self._agency.said.connect(lambda: self._bring(self._agency.told))
        row.addWidget(self._right, 1)
        self._close.hide()


def _column(*parts: QWidget) -> QScrollArea:
    """Parts one above the other, which scroll where the screen is lower."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(2, 2, 8, 2)
    column.setSpacing(14)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
