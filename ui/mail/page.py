"""The Mail page: late entry from paper receipts at the left, batches of mail and drop boxes at the right."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier.domain.batch import Batch
from cashier.domain.errors import CashierError, FieldRefused, Refused
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.people import Staff
from cashier.domain.scan_layouts import StatementScan
from cashier.domain.scanned import CheckScan, ReceiptScan, read_scan
from cashier.usecases.enter import close_batch, current_batch, entered_numbers, must_be_unknown, open_batch
from cashier.usecases.sign_in import countersign
from cashier.usecases.take_payment import Taken
from ui.counter.around import Around
from ui.counter.small_form import SmallForm
from ui.doors import Doors
from ui.fonts import Face
from ui.mail import entry_state as said
from ui.mail.agency import AgencySide
from ui.mail.cash_side import CashSide
from ui.mail.entering import Entering
from ui.mail.forms import CloseBatchForm, ItemForm, LateForm, OpenBatchForm
from ui.mail.paper_side import PaperSide
from ui.mail.tender_form import bring
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import SIGNING, sentence_of

_LANE = "receipt"  # As where a member brings one back.
_KEPT_OF_LATE = (said.BOOK, said.TAKER, said.SECOND)  # The next slip of a book mostly says the same.


class MailPage(QWidget):
    """``committed`` when something was written that the lanes should hear of."""

    committed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._batch_id = doors.desk.new_id()
        self._batch: Batch | None = None
        self._open, self._close = OpenBatchForm(), CloseBatchForm()
        self._late, self._item = Entering(LateForm(), doors, around), Entering(ItemForm(), doors, around)
        self._agency = AgencySide(doors, around, self)
        self._cash = CashSide(doors, around, self)
        self._papers = (self._late.paper, self._item.paper, self._agency.paper)
        self._forms: tuple[SmallForm, ...] = (self._open, self._close, *(paper.form for paper in self._papers))
        self._batch_said, self._last = self._item.paper.told, self._late.paper
        self._book = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._told = Words(face=Face.STRONG, wraps=True)
        self._close_now = KeyButton(self.tr("Close the batch"))
        self._lay_out()
        self._connect()

    def take_focus(self) -> None:
        """The page is in front: the batch as it stands, what was typed, and the first field of what is next."""
        self._show_batch()
        self._close.hide()
        self._go_on()

    def _go_on(self, form: SmallForm | None = None) -> None:
        """To the first field of ``form``, or of what is next; back where it was left in what was begun."""
        form = form if form is not None and form.isVisible() else self._next_form
        if any(text.strip() for text in form.texts.values()):
            form.go_on()
        else:
            form.begin()

    def forget(self) -> None:
        """What was typed is gone."""
        for form in self._forms:
            form.begin()
        self._cash.forget()

    def on_scan(self, text: str) -> bool:
        """A check goes into the form where the cashier is, and so does a statement; whether it was for this page."""
        place = self._doors.desk.place
        try:
            readings = read_scan(text, place.scan_layouts, place.member_cards)
        except Refused as refused:
            self._batch_said.say("bad", refused.sentence)
            bring(self._batch_said)
            return True
        paper = next((paper for paper in self._papers if paper.form.has_focus), None)
        is_opening = any(labelled.field.hasFocus() for labelled in self._open.fields.values())
        if paper is None and not is_opening:
            paper = self._item.paper if self._batch is not None else self._late.paper
        match readings:
            case (CheckScan(line=line),):
                if paper is None:
                    self._batch_said.say(
                        "warn", self.tr("Open the batch first, then put the check through the reader.")
                    )
                    bring(self._batch_said)
                else:
                    paper.take_line(line)
                return True
            case (ReceiptScan(number=number),):
                if paper is not self._late.paper:
                    return False
                self._late.form.fields[said.BOOK].field.setText(number)
                self._late.form.focus_needed()
                return True
            case (StatementScan(number=number),):
                entry = next((entry for entry in (self._late, self._item) if entry.paper is paper), None)
                if entry is not None:
                    entry.add_statement(number)
                return entry is not None
            case _:
                return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the form that has the focus; Esc leaves a question."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_ours = False
        if is_enter and not event.isAutoRepeat():
            is_ours = self._cash.on_enter() or any(form.isVisible() and form.on_enter() for form in self._forms)
        elif event.key() == Qt.Key.Key_Escape:
            is_ours = self._cash.on_back() or any(paper.withdraw() for paper in self._papers)
        if not is_ours:
            super().keyPressEvent(event)

    @property
    def _next_form(self) -> SmallForm:
        return self._item.form if self._batch is not None else self._late.form

    def _on_late(self, texts: dict[str, str]) -> None:
        desk = self._doors.desk
        try:
            origin = said.read_late(texts, desk.clock(), desk.place.time_zone)
        except FieldRefused as refused:
            self._late.form.say(refused.sentence, refused.field)
            return
        if not origin.receipt:
            self._late.enter(texts, origin)
            return
        self._late.form.set_busy(self.tr("The ledger is asked about this receipt."))

        def unknown(_: None) -> None:
            self._late.form.set_busy("")
            self._late.enter(texts, origin)

        self._around.work.run(
            _LANE,
            lambda: must_be_unknown(origin, self._doors.elsewhere),
            done=unknown,
            failed=lambda fault: self._late.form.say(sentence_of(fault), said.BOOK),
        )

    def _on_late_entered(self, taken: Taken, origin: Origin) -> None:
        form = self._late.form
        kept = {key: form.texts[key] for key in _KEPT_OF_LATE}
        book, next_field = origin.book.strip().upper(), said.NUMBER
        if origin.receipt:
            kept, next_field = kept | {said.BOOK: ""}, said.BOOK
            self._book.clear()
            told = self.tr("%s is entered as %s.") % (book, taken.receipt)
        else:
            self._book.setText(said.book_words(book, entered_numbers(book, self._doors.desk)))
            told = self.tr("Receipt %s of book %s is entered as %s.") % (origin.number, book, taken.receipt)
        form.begin(kept)
        form.fields[next_field].field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._taken(self._late.paper, taken, told)

    def _on_item(self, texts: dict[str, str]) -> None:
        if self._batch is not None:
            self._item.enter(texts, self._batch.origin)

    def _on_item_entered(self, taken: Taken, origin: Origin) -> None:
        self._item.form.begin()
        told = self.tr("Entered as %s; its receipt is printed to be mailed.") % taken.receipt
        self._show_batch()
        self._taken(self._item.paper, taken, told, is_mailed=origin.kind is OriginKind.MAIL)

    def _taken(self, paper: PaperSide, taken: Taken, told: str, *, is_mailed: bool = False) -> None:
        for other in self._papers:
            other.forget_backs()
        paper.taken(taken, told, is_mailed=is_mailed)
        self._last = paper
        self._cash.look(taken)

    def _on_asked(self, by: PaperSide) -> None:
        """One lead signs for one thing."""
        for other in self._papers:
            if other is not by:
                other.withdraw()

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
        self._item.form.begin()

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
                bring(self._close)
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
        for part in (self._told, self._item.form, self._close_now):
            part.setVisible(current is not None)
        self._open.setVisible(current is None)
        if current is None:
            self._close.hide()
            self._item.paper.forget_backs()

    def _connect(self) -> None:
        self._late.form.entered.connect(self._on_late)
        self._late.entered.connect(self._on_late_entered)
        self._item.form.entered.connect(self._on_item)
        self._item.entered.connect(self._on_item_entered)
        self._open.entered.connect(self._on_open)
        self._close.entered.connect(self._on_close)
        self._close_now.clicked.connect(partial(self._close_batch, None, ""))
        self._agency.committed.connect(self._show_batch)
        self._agency.committed.connect(self.committed)
        self._cash.asking.committed.connect(self.committed)
        self._cash.asking.done.connect(lambda: self._go_on(self._last.form))
        for form in self._forms:
            form.left.connect(form.begin)
        for paper in self._papers:
            paper.committed.connect(self.committed)
            paper.asked.connect(partial(self._on_asked, paper))
            paper.backs.left.connect(partial(self._go_on, paper.form))

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 18, 20, 20)
        page.setSpacing(14)
        page.addWidget(self._cash.cash_form)
        row = QHBoxLayout()
        row.setSpacing(20)
        page.addLayout(row, 1)
        late, item, agency = self._papers
        row.addWidget(_column(late.form, late.told, late.backs, late.endorse, self._book), 1)
        batch = (self._open, item.form, item.told, item.backs, item.endorse, self._close_now, self._close)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._told)  # How far the batch is stays in sight, wherever its form is scrolled to.
        right.addWidget(_column(*batch, agency.form, agency.told, agency.backs, agency.endorse), 1)
        row.addLayout(right, 1)
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
