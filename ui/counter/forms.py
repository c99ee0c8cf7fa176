"""The small forms of the counter: credit, a deposit, the payor, what is sold, and money that nobody is known for."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.counter_rules import MiscCode
from ui.counter import extras_state as said
from ui.counter.small_form import FormField, SmallForm
from ui.widgets.key_button import KeyButton

_CODES_MOST = 6  # Further ones are typed.


class CreditForm(SmallForm):
    """Pay on account: more than is open, with a reason, signed for by a lead at the same desk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Pay on account"),
            self.tr("The money becomes credit of the guarantor. A lead signs for it here."),
            (
                FormField(key=said.AMOUNT, words=self.tr("Amount on account"), is_money=True),
                FormField(key=said.REASON, words=self.tr("Reason")),
                FormField(key=said.LEAD, words=self.tr("Lead's name or badge"), most=80),
                FormField(key=said.PASSPHRASE, words=self.tr("Lead's passphrase"), most=256, is_secret=True),
            ),
            self.tr("Approve"),
            parent,
        )


class DepositForm(SmallForm):
    """Money before there is a bill: owed back until the estimate's bill comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Deposit for an estimate"),
            self.tr("It pays no bill yet, and the receipt says so. It is kept under the estimate's reference."),
            (
                FormField(key=said.REFERENCE, words=self.tr("Estimate's reference"), most=30),
                FormField(key=said.AMOUNT, words=self.tr("Amount of the deposit"), is_money=True),
            ),
            self.tr("Add the deposit"),
            parent,
        )


class PayorForm(SmallForm):
    """Who hands over the money, where that is not the member."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who hands over the money"),
            self.tr("Only where that is not the member. The name stands on the receipt; without one it is the member."),
            (
                FormField(key=said.NAME, words=self.tr("Payor's name")),
                FormField(key=said.PHONE, words=self.tr("Payor's phone, optional"), most=24, is_optional=True),
                FormField(
                    key=said.ID_REFERENCE, words=self.tr("ID that was seen, optional"), most=60, is_optional=True
                ),
            ),
            self.tr("Keep it"),
            parent,
        )

    def show_for_card(self, is_card: bool) -> None:
        """Beside a card's amount nothing is asked for but a name (Civil Code 1747.08)."""
        for key in (said.PHONE, said.ID_REFERENCE):
            self.fields[key].setVisible(not is_card)


class UnidentifiedForm(SmallForm):
    """Money that nobody is known for: receipted with all that is known, and looked into by the office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Unidentified money"),
            self.tr("It is held for the office, who look for its owner. Say with Alt Y who hands it over."),
            (
                FormField(key=said.AMOUNT, words=self.tr("Amount to hold"), is_money=True),
                FormField(key=said.CLUES, words=self.tr("What is known of it")),
                FormField(key=said.SOURCE, words=self.tr("Where it came from, optional"), is_optional=True),
            ),
            self.tr("Add it"),
            parent,
        )


class MiscForm(SmallForm):
    """What is sold outside the member books, by its code; what has a price needs no amount."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Miscellaneous receipt"),
            self.tr("Type how one of these begins, or press it. Without an amount, one is sold at its price."),
            (
                FormField(key=said.CODE, words=self.tr("Receipt code"), most=12),
                FormField(key=said.AMOUNT, words=self.tr("Amount of the receipt"), is_money=True, is_optional=True),
            ),
            self.tr("Add it"),
            parent,
        )
        self._codes: tuple[MiscCode, ...] = ()
        self._buttons = [KeyButton("", look="quiet") for _ in range(_CODES_MOST)]
        row = QHBoxLayout()
        row.setSpacing(6)
        for place, button in enumerate(self._buttons):
            button.clicked.connect(self._pressing(place))
            row.addWidget(button)
        row.addStretch(1)
        self.body.insertLayout(2, row)

    def show_codes(self, codes: tuple[MiscCode, ...]) -> None:
        """What is sold today."""
        self._codes = codes[:_CODES_MOST]
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(self._codes))
            if place < len(self._codes):
                sold = self._codes[place]
                button.set_words(" ".join(filter(None, (sold.words["en"], str(sold.price) if sold.price else ""))))

    def _pressing(self, place: int) -> Callable[[], None]:
        def press() -> None:
            sold = self._codes[place]
            self.fields[said.CODE].field.setText(sold.code)
            self.fields[said.CODE].clear_problem()
            amount = self.fields[said.AMOUNT].field
            amount.setText(sold.price.plain() if sold.price is not None else "")
            amount.setFocus()

        return press
