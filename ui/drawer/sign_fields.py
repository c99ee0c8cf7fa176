"""The second person's name and passphrase, beside each other; the passphrase is not kept."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cashier.domain.people import SIGNER
from ui.fonts import Face, font
from ui.widgets.entry_field import EntryField
from ui.widgets.labelled_field import FieldWithLabel


def text_field(
    words: str, most: int = 80, hint: str = "", *, hangs: bool = False, above: bool = False
) -> FieldWithLabel:
    """A labelled line of text; ``hangs`` and ``above`` as at `FieldWithLabel`."""
    labelled = FieldWithLabel(words, EntryField(), hint=hint, hangs=hangs, above=above)
    labelled.field.setMaxLength(most)
    labelled.field.setFont(font(Face.TEXT))
    return labelled


class SignFields(QWidget):
    """``user`` and ``secret`` are the two fields; `taken` empties the secret one. What is wrong hangs below them."""

    def __init__(self, who: str, secret: str, *, hangs: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user = text_field(who, hangs=hangs)
        self.secret = text_field(secret, 256, hangs=hangs)
        self.secret.field.setEchoMode(QLineEdit.EchoMode.Password)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for labelled in (self.user, self.secret):
            layout.addWidget(labelled, 1, Qt.AlignmentFlag.AlignTop)

    @property
    def fields(self) -> tuple[QLineEdit, QLineEdit]:
        return self.user.field, self.secret.field

    def taken(self) -> tuple[str, str]:
        """What was typed; the passphrase goes from the screen with it."""
        said = self.user.field.text().strip(), self.secret.field.text()
        self.secret.field.clear()
        for labelled in (self.user, self.secret):
            labelled.clear_problem()
        return said

    @staticmethod
    def is_about(field: str) -> bool:
        """Whether a refusal with this field is about the person."""
        return field == SIGNER

    def say(self, sentence: str, field: str = "") -> None:
        """Why it is not signed: beside the name, where it is about the person, else beside what is typed anew."""
        is_about_name = self.is_about(field) or not self.user.field.text().strip()
        labelled = self.user if is_about_name else self.secret
        labelled.show_problem(sentence)
        labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        for labelled in (self.user, self.secret):
            labelled.field.clear()
            labelled.clear_problem()


def go_on(fields: list[QLineEdit]) -> bool:
    """Enter in one of these fields goes to the next; False in the last one, and outside of them."""
    for place, here in enumerate(fields[:-1]):
        if here.hasFocus():
            fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
