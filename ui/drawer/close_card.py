"""The last card of a close: what was counted, what differs and why, the float, the bags, and who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from cashier.domain.accounts import BookLine
from cashier.domain.bags import bag_of, scanned_bag
from cashier.domain.money import ZERO, Money
from cashier.domain.over_short import over_short_words
from cashier.domain.shift import counted
from cashier.usecases.close_shift import Counted
from ui import keys
from ui.drawer.close_state import CloseState, Step, left_words
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card, Line
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_WIDTH_PX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAsked:
    """What was typed. The passphrase is not kept by the card. ``to``: who gets the whole drawer; empty for a close."""

    reason: str
    till_bag: str
    received_by: str
    bags: dict[BookLine, str]
    to: str
    is_here: bool
    lead: str
    passphrase: str


class CloseCard(Card):
    """``count_asked`` keeps a count, ``close_asked`` carries a CloseAsked."""

    count_asked = Signal()
    along_asked = Signal(str, str)
    close_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("3 · Close the drawer"), padding=18, parent=parent)
        self.setFixedWidth(scaled(self, _WIDTH_PX))
        self.body.setSpacing(4)
        self._shown: CloseState | None = None
        self._cash = Pair(self.tr("Cash counted"), "", Face.SUBHEADING)
        self._checks = Pair(self.tr("Checks and money orders"), "", Face.HEADING)
        self._cards = Pair(self.tr("Card"), "", muted=True)
        self._message = InlineMessage()
        self._reason = text_field(self.tr("Reason"), 120, hangs=True)
        self._float = Pair(self.tr("Float for the next shift"), "")
        self._notes = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._till_bag = text_field(self.tr("Till bag number"), 30, hangs=True, above=True)
        self._received_by = text_field(
            self.tr("Taken to the safe by"), hint=self.tr("sign-in name or badge"), hangs=True, above=True
        )
        self._bags: dict[BookLine, FieldWithLabel] = {
            BookLine.MEDICAL: text_field(self.tr("Medical bag number"), 30, hangs=True),
            BookLine.PREMIUM: text_field(self.tr("Premium bag number"), 30, hangs=True),
        }
        self._hands = CheckBox(self.tr("Hand it to a cashier"))
        self._along = KeyButton(self.tr("Count again with the lead"), look="quiet")
        self._to = text_field(self.tr("Receiver: name or badge"), hangs=True)
        self._here = CheckBox(self.tr("They take over at this desk"))
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._button = KeyButton(self.tr("Keep this count"), keys.ENTER, "primary")
        self._closes = KeyButton(self.tr("Close the drawer"), keys.CLOSE, "primary")
        self._bag_fields = self._bag_grid()
        self._after = (
            *(self._reason, Line(), self._choices(), self._to, self._here),
            *(self._float, self._notes, self._bag_fields, self._sign),
        )
        for part in (self._cash, self._checks, self._cards, self._message, *self._after):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self._button)
        self.body.addWidget(self._closes)
        self._button.clicked.connect(self.count_asked)
        self._closes.clicked.connect(self._ask)
        self._hands.toggled.connect(self._on_hands)
        self._along.clicked.connect(lambda: self.along_asked.emit(*self._sign.taken()))

    def begin(self) -> None:
        """Empty fields."""
        for labelled in (self._reason, self._to, self._till_bag, self._received_by, *self._bags.values()):
            labelled.field.clear()
            labelled.clear_problem()
        self._hands.setChecked(False)
        self._here.setChecked(False)
        self._sign.clear()

    def resume(self) -> None:
        """What was typed stays, but for the passphrase."""
        self._sign.taken()
        self._message.clear()

    def show_state(self, state: CloseState, *, amount: Money, why_not: str) -> None:
        """``amount`` is what the fields add up to, ``why_not`` the sentence that keeps the count from being kept."""
        is_counting = state.step is Step.COUNT
        number, checks = state.ticked
        sales, cards = state.cards
        self._cash.show_figure(amount.plain())
        self._checks.show_words(self.tr("Checks and money orders · %d") % number)
        self._checks.show_figure(checks.plain())
        self._cards.show_words(self.tr("Card · %d") % sales)
        self._cards.show_figure(cards.plain())
        for part in self._after:
            part.setVisible(not is_counting)
        self._button.setVisible(is_counting)
        self._closes.setVisible(not is_counting)
        if is_counting:
            (self._button.disable(why_not) if why_not else self._button.enable())
            return
        self._show_rest(state)

    def _show_rest(self, state: CloseState) -> None:
        self._shown = state
        hands, absent = self._hands.isChecked(), state.sheet.is_for_another
        left = counted(state.left)
        bags = state.bags(left)
        self._to.setVisible(hands)
        self._here.setVisible(hands and not absent)
        for leaves in (self._float, self._notes, self._bag_fields):
            leaves.setVisible(not hands)
        self._reason.setVisible(state.differs or absent)
        self._float.show_figure(left.plain())
        self._notes.setText(left_words(state.left))
        self._till_bag.setVisible(left > ZERO)
        self._received_by.setVisible(left > ZERO and (absent or not state.needs_lead))
        for line, labelled in self._bags.items():
            labelled.setVisible(line in bags)
            what = self.tr("Medical bag") if line is BookLine.MEDICAL else self.tr("Premium bag")
            if line in bags:
                labelled.set_words(f"{what} · {bags[line].plain()}")
        self._place_bags()
        self._sign.setVisible(state.needs_lead)
        self._along.setVisible(state.needs_lead and state.cash_differs)
        plain = self.tr("Hand the drawer over") if hands else self.tr("Close the drawer")
        self._closes.set_words(self.tr("Have the lead sign") if state.needs_lead and not absent else plain)
        if absent:
            self._sign.user.set_words(self.tr("Counted along: name or badge"))
            self._sign.secret.set_words(self.tr("Their passphrase"))
            self._along.set_words(self.tr("Count again together"))
        blocked = state.sheet.blocked_by
        if blocked:
            self._closes.disable(blocked[0])
        elif state.open_items:
            self._closes.disable(self.tr("Tick off every check first, or say that it is missing."))
        else:
            self._closes.enable()

    def _on_hands(self, hands: bool) -> None:
        if self._shown is not None:
            self._show_rest(self._shown)
            if hands:
                self._to.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_counted(self, state: CloseState, words: str) -> None:
        """What the count came to, as far as it may be said; and what blocks the close."""
        self._message.setMinimumHeight(0)
        counted_now = state.sheet.counted
        if state.step is Step.COUNT:
            self._message.say("warn", words)
            return
        difference = counted_now.difference if counted_now else None
        blocked, note = " ".join(state.sheet.blocked_by), state.sheet.note
        if difference is not None and difference != ZERO:
            lead = self.tr("A lead signs the difference.") if state.needs_lead else self.tr("Say what is known of it.")
            if state.sheet.is_for_another:
                lead = self.tr("Whoever counted along signs it, too.")
            title = self.tr("Counted twice. Cash is %s.") % over_short_words(difference)
            self._message.say("warn", title, blocked or f"{lead} {note}".rstrip())
        elif blocked:
            self._message.say("warn", self.tr("The count matches. Something has to be settled first."), blocked)
        else:
            self._message.say("ok", self.tr("The count matches."), note)

    def say_expected(self, counted_now: Counted) -> None:
        """To the lead who counted along, and to them alone: what should have been there (R1)."""
        assert counted_now.difference is not None
        title = self.tr("Cash is %s.") % over_short_words(counted_now.difference)
        if counted_now.difference == ZERO:
            title = self.tr("The count matches.")
        told = self.tr("%s should be there, %s was counted with %s.")
        who = counted_now.attempt.witness_name
        said = told % (counted_now.expected, counted_now.attempt.amount, who)
        self._message.say("ok" if counted_now.difference == ZERO else "warn", title, said)

    def say(self, sentence: str) -> None:
        """What the rules answered, as high as what stood there: nothing below moves."""
        self._message.setMinimumHeight(self._message.height() if self._message.isVisible() else 0)
        self._message.say("bad", sentence)

    @property
    def bag_fields(self) -> tuple[FieldWithLabel, ...]:
        """Where bags' numbers are typed."""
        return self._till_bag, *self._bags.values()

    def say_at(self, sentence: str, what: str) -> None:
        """What is wrong with the number of a bag or with who takes it, beside its field."""
        fields = {bag_of(line): labelled for line, labelled in self._bags.items()}
        fields |= {"reason": self._reason, "receiver": self._received_by, "lead": self._sign.user}
        labelled = fields.get(what, self._till_bag)
        labelled.show_problem(sentence)
        labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_receiver(self, sentence: str) -> None:
        """What is wrong with who the drawer is for."""
        self._to.show_problem(sentence)
        self._to.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_sign(self, sentence: str, field: str = "") -> None:
        """Why the lead does not sign."""
        self._sign.say(sentence, field)

    def set_busy(self) -> None:
        self._closes.disable(self.tr("The ledger is being asked, and the passphrase checked."))

    def say_terminal_asked(self) -> None:
        """The button says what the close waits for. It stays on, so that the keys stay on this page."""
        self._closes.set_words(self.tr("Asking the card terminal …"))

    def focus_first(self) -> None:
        """The first field that has to be filled."""
        fields = self._fields()
        empty = [field for field in fields if not field.text().strip()]
        if empty or fields:
            (empty or fields)[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._closes.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str) -> bool:
        """A bag's barcode goes into the bag's field where that has the focus; whether it did."""
        number = scanned_bag(text)
        for labelled in (self._till_bag, *self._bags.values()):
            if number and labelled.field.hasFocus():
                labelled.clear_problem()
                labelled.field.setText(number)
                return self.go_on()
        return False

    def go_on(self) -> bool:
        """Enter goes to the next field, and from the last one to the button."""
        fields = self._fields()
        if go_on(fields):
            return True
        if fields and fields[-1].hasFocus():
            self._closes.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _fields(self) -> list[QLineEdit]:
        labelled = (self._reason, self._to, self._till_bag, self._received_by, *self._bags.values())
        fields: list[QLineEdit] = [each.field for each in labelled if each.isVisibleTo(self)]
        return [*fields, *(self._sign.fields if self._sign.isVisibleTo(self) else ())]

    def _choices(self) -> QWidget:
        """What else can be done with a counted drawer than closing it."""
        row_of = QWidget()
        row = QHBoxLayout(row_of)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._hands)
        row.addStretch(1)
        row.addWidget(self._along)
        return row_of

    def _bag_grid(self) -> QWidget:
        grid_of = QWidget()
        self._grid = QGridLayout(grid_of)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._place_bags()
        return grid_of

    def _place_bags(self) -> None:
        """Two beside each other, without a hole where one is not asked for."""
        fields = (self._till_bag, self._received_by, *self._bags.values())
        for labelled in fields:
            self._grid.removeWidget(labelled)
        shown = sorted(fields, key=lambda labelled: labelled.isHidden())
        for place, labelled in enumerate(shown):
            self._grid.addWidget(labelled, place // 2, place % 2)

    def _ask(self) -> None:
        lead, passphrase = self._sign.taken()
        for labelled in (self._reason, self._to, self._till_bag, self._received_by, *self._bags.values()):
            labelled.clear_problem()
        if self._hands.isChecked() and not self._to.field.text().strip():
            self.say_receiver(self.tr("Enter who takes the drawer over."))
            return
        self.close_asked.emit(
            CloseAsked(
                reason=_seen(self._reason),
                till_bag=_seen(self._till_bag),
                received_by=_seen(self._received_by),
                bags={line: _seen(labelled) for line, labelled in self._bags.items()},
                to=_seen(self._to).strip(),
                is_here=self._here.isChecked(),
                lead=lead,
                passphrase=passphrase,
            )
        )


def _seen(labelled: FieldWithLabel) -> str:
    """What was typed, where it is still asked."""
    return labelled.field.text() if labelled.isVisible() else ""
