"""The forms of the Mail page, filled in from top to bottom with Enter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.counter.small_form import FormField, SmallForm
from ui.mail import entry_state as said
from ui.mail.tender_form import TenderForm
from ui.widgets.key_button import KeyButton


class LateForm(TenderForm):
    """A paper receipt of a downtime, or one that a desk printed which is dead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Late entry from a paper receipt"),
            self.tr(
                "Money that was taken on paper while no desk worked, or by a desk that is dead. Enter it as the paper "
                "says, and put it into this drawer."
            ),
            (
                *self._which(),
                FormField(
                    key=said.TIME,
                    words=self.tr("Day and time on it"),
                    most=20,
                    hint=self.tr("like 9:40 AM, or 11/20 2:05 PM"),
                ),
                FormField(
                    key=said.TAKER,
                    words=self.tr("Who took the money"),
                    hint=self.tr("first and last name on the paper"),
                ),
                FormField(key=said.SECOND, words=self.tr("Who stood by"), hint=self.tr("the other name on the paper")),
                FormField(
                    key=said.STATEMENT,
                    words=self.tr("Statement on the paper"),
                    most=200,
                    is_optional=True,
                    hint=self.tr("S-48210377; several with amounts"),
                ),
                FormField(
                    key=said.CLUES,
                    words=self.tr("Without one: what is known"),
                    is_optional=True,
                    instead_of=said.STATEMENT,
                    hint=self.tr("name, date of birth, what for"),
                ),
                FormField(
                    key=said.AMOUNT,
                    words=self.tr("Amount on the paper"),
                    is_money=True,
                    hint=self.tr("like 60 or 1,250.75"),
                ),
                FormField(
                    key=said.TENDER,
                    words=self.tr("Paper was paid by cash, check or money order"),
                    most=40,
                    hint=self.tr("like check, or check, cash 40"),
                ),
            ),
            self.tr("Enter the receipt"),
            lambda words: self.tr("%s · late") % words,
            parent,
        )

    def _which(self) -> tuple[FormField, ...]:
        """The paper's number: a book's, or what a desk printed."""
        return (
            FormField(
                key=said.BOOK,
                words=self.tr("Receipt book"),
                most=21,
                hint=self.tr("like B12, or OAK3-0019284"),
            ),
            FormField(
                key=said.NUMBER,
                words=self.tr("Paper receipt number"),
                most=6,
                is_optional=True,
                hint=self.tr("like 57; a desk's receipt has none"),
            ),
        )


class OpenBatchForm(SmallForm):
    """Two people counted the mail or a drop box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Mail or drop box"),
            self.tr("Two people open it and count before anything is entered. The second one signs here."),
            (
                FormField(key=said.KIND, words=self.tr("Mail or drop box"), most=12, hint=self.tr("mail, or drop box")),
                FormField(key=said.COUNT, words=self.tr("Items counted"), most=4, hint=self.tr("how many, like 12")),
                FormField(key=said.TOTAL, words=self.tr("Control total"), is_money=True, hint=self.tr("like 1,250.75")),
                FormField(
                    key=said.USER,
                    words=self.tr("Second person's name or badge"),
                    most=80,
                    hint=self.tr("a colleague's, who counted too"),
                ),
                FormField(
                    key=said.PASSPHRASE,
                    words=self.tr("Second person's passphrase"),
                    most=256,
                    is_secret=True,
                    hint=self.tr("they type it themselves"),
                ),
            ),
            self.tr("Open the batch"),
            parent,
        )


class AgencyForm(TenderForm):
    """One agency's check for many members, with its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Agency check with its list"),
            self.tr("The list is CSV with statement, member and amount. The first Enter shows where each line goes."),
            (
                FormField(
                    key=said.AGENCY, words=self.tr("Agency"), most=100, hint=self.tr("as it stands on the check")
                ),
                FormField(
                    key=said.FILE,
                    words=self.tr("The list's file"),
                    most=1000,
                    hint=self.tr("choose it below, or type where it lies"),
                ),
                FormField(
                    key=said.AMOUNT,
                    words=self.tr("Amount of the agency's check"),
                    is_money=True,
                    hint=self.tr("like 1,250.75"),
                ),
            ),
            self.tr("Look at the list"),
            lambda words: self.tr("%s · agency") % words,
            parent,
        )
        self._dialog: QFileDialog | None = None
        choose = KeyButton(self.tr("Choose the list's file"))
        choose.clicked.connect(self._choose)
        self.foot.insertWidget(0, choose)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever hides the page hides the files, too: the lock above all."""
        super().hideEvent(event)
        if self._dialog is not None:
            self._dialog.reject()

    def _choose(self) -> None:
        if self._dialog is None:
            self._dialog = QFileDialog(self, self.tr("The list's file"))
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.setNameFilter(self.tr("Lists (*.csv)"))
            self._dialog.fileSelected.connect(self._on_chosen)
        self._dialog.open()

    def _on_chosen(self, path: str) -> None:
        labelled = self.fields[said.FILE]
        labelled.field.setText(path)
        labelled.clear_problem()
        self.fields[said.AMOUNT].field.setFocus(Qt.FocusReason.OtherFocusReason)


class ItemForm(TenderForm):
    """One item of the batch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Next item of the batch"),
            self.tr("The receipt is printed to be mailed. Nobody needs to be identified beyond the statement."),
            (
                FormField(
                    key=said.STATEMENT,
                    words=self.tr("Statement in the envelope"),
                    most=200,
                    is_optional=True,
                    hint=self.tr("S-48210377; several with amounts"),
                ),
                FormField(
                    key=said.CLUES,
                    words=self.tr("Without one: clues"),
                    is_optional=True,
                    instead_of=said.STATEMENT,
                    hint=self.tr("name, date of birth, what for"),
                ),
                FormField(
                    key=said.AMOUNT,
                    words=self.tr("Amount of the item"),
                    is_money=True,
                    hint=self.tr("like 60 or 1,250.75"),
                ),
                FormField(
                    key=said.TENDER,
                    words=self.tr("Item is cash, check or money order"),
                    most=40,
                    hint=self.tr("like check, or check, cash 40"),
                ),
            ),
            self.tr("Enter the item"),
            lambda words: self.tr("%s · item") % words,
            parent,
        )


class CloseBatchForm(SmallForm):
    """The batch does not come to its count and total: both who opened it sign for that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Close it with the difference"),
            self.tr("Both who opened it sign: you by doing this, and the second person here."),
            (
                FormField(
                    key=said.REASON, words=self.tr("Why it differs"), hint=self.tr("like: one envelope was empty")
                ),
                FormField(
                    key=said.USER,
                    words=self.tr("Second opener's name or badge"),
                    most=80,
                    hint=self.tr("who opened it with you"),
                ),
                FormField(
                    key=said.PASSPHRASE,
                    words=self.tr("Second opener's passphrase"),
                    most=256,
                    is_secret=True,
                    hint=self.tr("they type it themselves"),
                ),
            ),
            self.tr("Close with the difference"),
            parent,
        )
