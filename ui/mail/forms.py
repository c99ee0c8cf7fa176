"""The forms of the Mail page, filled in from top to bottom with Enter."""

from PySide6.QtWidgets import QWidget

from ui.counter.small_form import FormField, SmallForm
from ui.mail import entry_state as said


class LateForm(SmallForm):
    """A paper receipt of a downtime."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Late entry from a paper receipt"),
            self.tr("Money that was taken on paper while no desk worked. Enter it as the paper says."),
            (
                FormField(key=said.BOOK, words=self.tr("Receipt book"), most=12),
                FormField(key=said.NUMBER, words=self.tr("Paper receipt number"), most=6),
                FormField(key=said.TIME, words=self.tr("Day and time on it"), most=20),
                FormField(key=said.TAKER, words=self.tr("Who took the money")),
                FormField(key=said.SECOND, words=self.tr("Who stood by")),
                FormField(key=said.STATEMENT, words=self.tr("Statement on the paper"), most=20, is_optional=True),
                FormField(key=said.CLUES, words=self.tr("Without one: what is known"), is_optional=True),
                FormField(key=said.AMOUNT, words=self.tr("Amount on the paper"), is_money=True),
                FormField(key=said.TENDER, words=self.tr("Paper was paid by cash, check or money order"), most=12),
                FormField(key=said.ITEM, words=self.tr("Number of the check or order"), most=20, is_optional=True),
            ),
            self.tr("Enter the receipt"),
            parent,
        )


class OpenBatchForm(SmallForm):
    """Two people counted the mail or a drop box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Mail or drop box"),
            self.tr("Two people open it and count before anything is entered. The second one signs here."),
            (
                FormField(key=said.KIND, words=self.tr("Mail or drop box"), most=12),
                FormField(key=said.COUNT, words=self.tr("Items counted"), most=4),
                FormField(key=said.TOTAL, words=self.tr("Control total"), is_money=True),
                FormField(key=said.USER, words=self.tr("Second person's name or badge"), most=80),
                FormField(key=said.PASSPHRASE, words=self.tr("Second person's passphrase"), most=256, is_secret=True),
            ),
            self.tr("Open the batch"),
            parent,
        )


class AgencyForm(SmallForm):
    """One agency's check for many members, with its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Agency check with its list"),
            self.tr("The list is CSV with statement, member and amount. The first Enter shows where each line goes."),
            (
                FormField(key=said.AGENCY, words=self.tr("Agency"), most=100),
                FormField(key=said.FILE, words=self.tr("The list's file"), most=400),
                FormField(key=said.ITEM, words=self.tr("Number of the agency's check"), most=20),
                FormField(key=said.AMOUNT, words=self.tr("Amount of the agency's check"), is_money=True),
            ),
            self.tr("Look at the list"),
            parent,
        )


class ItemForm(SmallForm):
    """One item of the batch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Next item of the batch"),
            self.tr("The receipt is printed to be mailed. Nobody needs to be identified beyond the statement."),
            (
                FormField(key=said.STATEMENT, words=self.tr("Statement in the envelope"), most=20, is_optional=True),
                FormField(key=said.CLUES, words=self.tr("Without one: clues"), is_optional=True),
                FormField(key=said.AMOUNT, words=self.tr("Amount of the item"), is_money=True),
                FormField(key=said.TENDER, words=self.tr("Item is cash, check or money order"), most=12),
                FormField(key=said.ITEM, words=self.tr("Number printed on it"), most=20, is_optional=True),
            ),
            self.tr("Enter the item"),
            parent,
        )


class CloseBatchForm(SmallForm):
    """The batch does not come to its count and total: both who opened it sign for that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Close it with the difference"),
            self.tr("Both who opened it sign: you by doing this, and the second person here."),
            (
                FormField(key=said.REASON, words=self.tr("Why it differs")),
                FormField(key=said.USER, words=self.tr("Second opener's name or badge"), most=80),
                FormField(key=said.PASSPHRASE, words=self.tr("Second opener's passphrase"), most=256, is_secret=True),
            ),
            self.tr("Close with the difference"),
            parent,
        )
