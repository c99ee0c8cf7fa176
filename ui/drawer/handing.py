"""Cash between two cashiers on the Drawer page: the list of what is on its way, and the forms behind its buttons.

What the ledger decides is asked on a thread; while it is away the list says so, and nothing changes hands.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.drawer_count import COUNT_AGAIN
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.hand_over import GIVE_ACT, TAKE_OVER_ACT, TO, AcceptTransfer, GiveCash
from cashier.domain.handing import Handed
from cashier.domain.money import ZERO
from cashier.domain.people import SIGNER, Approval, Right
from cashier.domain.shift import ShiftState
from cashier.domain.tries import WITNESS, WITNESS_RIGHT, MoreThanThere
from cashier.usecases.hand_over import (
    TakeOver,
    accept,
    coming,
    give_cash,
    given_here,
    left_behind,
    needs_witness,
    recall,
    reject,
    settle,
    take_over,
)
from cashier.usecases.shift import current_shift
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.handing_forms import AcceptAsked, AcceptForm, GiveAsked, GiveForm
from ui.drawer.handing_state import HandedRow, coming_words, handed_rows
from ui.fonts import Face
from ui.widgets.card import Card, Line
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import SIGNING, said_of, sentence_of

_LANE = "cash between cashiers"


class Handing(QStackedWidget):
    """``committed`` when something was written. ``opens`` asks for the drawer; it answers whether it may be opened.

    ``came`` carries who sent cash that waits for this person, empty for none; ``heard`` all of it that is known now.
    """

    committed = Signal()
    came = Signal(str)
    heard = Signal(tuple)

    def __init__(
        self, doors: Doors, around: Around, opens: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._ledger, self._step_up = doors.desk, doors.transfers, doors.step_up
        self._drawers = doors.drawers
        self._around = around
        self._opens = opens
        self._coming: tuple[Handed, ...] = ()
        self._left: tuple[Handed, ...] = ()
        self._rejected: dict[UUID, str] = {}
        self._ids = [self._desk.new_id() for _ in range(3)]  # Made before the first attempt, anew after each act.
        self._list = _List()
        self._give = GiveForm()
        self._accept = AcceptForm()
        for page in (self._list, self._give, self._accept):
            self.addWidget(page)
        self._list.give.clicked.connect(self._open_give)
        self._list.accepts.connect(self._open_accept)
        self._list.recalls.connect(self._recall)
        self._give.asked.connect(self._on_give)
        self._accept.asked.connect(self._on_accept)
        self._accept.rejected.connect(self._on_reject)
        for form in (self._give, self._accept):
            form.left.connect(self.begin)

    def begin(self) -> None:
        """The list comes to the front."""
        self.setCurrentWidget(self._list)
        self._list.message.clear()
        self.look()
        self._list.focus_first()

    def look(self) -> None:
        """Read what is on its way, and ask the ledger what became of it and what comes."""
        self._read()
        desk, ledger, staff = self._desk, self._ledger, self._around.staff
        given = given_here(desk)

        def ask() -> tuple[dict[UUID, str], tuple[Handed, ...], tuple[Handed, ...]]:
            return settle(desk, ledger), coming(desk, ledger, staff), left_behind(desk, ledger, staff)

        self._around.work.run(
            _LANE,
            ask,
            done=lambda told: self._on_told(given, *told),
            failed=lambda fault: self._list.away.setText(sentence_of(fault)),
        )

    @property
    def is_at_list(self) -> bool:
        """Whether no form is open."""
        return self.currentWidget() is self._list

    @property
    def coming(self) -> tuple[Handed, ...]:
        """What is on its way to who is signed in, as it was heard last."""
        return self._coming

    def hear_coming(self, coming_now: tuple[Handed, ...]) -> None:
        """A lane asked; the list says it, and what became of what was given, with why."""
        if coming_now != self._coming:
            self._coming = coming_now
            self._read()
        if self.isVisible():
            self.look()

    def on_enter(self) -> bool:
        """Enter in the form that is open; whether it was for one."""
        form = self.currentWidget()
        return form.on_enter() if isinstance(form, GiveForm | AcceptForm) else self._list.on_enter()

    def _on_told(
        self,
        before: tuple[Handed, ...],
        rejected: dict[UUID, str],
        coming_now: tuple[Handed, ...],
        left: tuple[Handed, ...],
    ) -> None:
        self._rejected, self._coming, self._left = rejected, coming_now, left
        self._list.away.setText("")
        self._read()
        self.came.emit(coming_now[0].giver_name if coming_now else "")
        self.heard.emit(coming_now)
        if given_here(self._desk) != before:  # Something arrived, and perhaps a shift is closed by it.
            self.committed.emit()

    def _read(self) -> None:
        given, zone = given_here(self._desk), self._desk.place.time_zone
        self._list.show_rows(
            handed_rows((*self._left, *given), self._coming, self._rejected, zone, desk=self._desk.place.desk)
        )
        shift = current_shift(self._desk)
        if shift is not None and shift.state is ShiftState.ACTIVE:
            self._list.give.enable()
        else:
            self._list.give.disable(self.tr("This drawer is not in use."))

    def _open_give(self) -> None:
        if self._opens("cash to another cashier"):
            self.setCurrentWidget(self._give)
            self._give.begin(needs_witness=needs_witness(self._desk))

    def _on_give(self, asked: GiveAsked) -> None:
        if not (needs_witness(self._desk) and asked.witness and asked.passphrase):
            self._give_cash(asked, None)
            return
        self._give.set_busy()
        step_up = self._step_up
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                asked.witness, asked.passphrase, act=GIVE_ACT, amount=asked.amount, right=WITNESS_RIGHT
            ),
            done=partial(self._give_cash, asked),
            failed=lambda fault: self._give.say_sign(*said_of(fault)),
        )

    def _give_cash(self, asked: GiveAsked, witness: Approval | None) -> None:
        wish = GiveCash(line_id=self._ids[0], count=asked.count, note=asked.note, line=asked.line, witness=witness)
        try:
            give_cash(wish, asked.to, self._desk, self._around.staff)
        except FieldRefused as refused:
            if refused.field == WITNESS:
                self._give.say_sign(refused.sentence)
            else:
                self._give.say_beside(refused.sentence, is_receiver=refused.field == TO)
            return
        except MoreThanThere as refused:
            self._give.ask_witness(True)
            self._give.say(refused.sentence)
            self.committed.emit()  # That it was tried is kept.
            return
        except CashierError as trouble:
            sentence, field = said_of(trouble)
            (partial(self._give.say_sign, field=field) if field == SIGNER else self._give.say)(sentence)
            return
        self._done(self.tr("Given. One slip goes with the cash, one into the drawer."))

    def _open_accept(self, handed: Handed) -> None:
        row_words = coming_words(handed, self._desk.place.time_zone)
        if handed.is_here or self._opens("cash from another cashier"):
            self.setCurrentWidget(self._accept)
            self._accept.begin(handed, row_words)

    def _on_accept(self, asked: AcceptAsked) -> None:
        handed = asked.handed
        papers = frozenset(item.key for item in handed.papers) if asked.has_papers else frozenset[str]()
        counted = AcceptTransfer(line_id=self._ids[0], count=asked.count, papers=papers)
        desk, ledger, staff, step_up = self._desk, self._ledger, self._around.staff, self._step_up
        (close_id, shift_id), drawers = self._ids[1:], self._drawers

        def here() -> None:
            signed = step_up.approve(
                asked.user, asked.passphrase, act=TAKE_OVER_ACT, amount=ZERO, right=Right.HOLD_DRAWER
            )
            take_over(
                TakeOver(counted=counted, close_id=close_id, shift_id=shift_id, approval=signed),
                handed,
                desk,
                staff,
                drawers,
            )

        def elsewhere() -> None:
            accept(counted, handed, desk, ledger, staff)

        self._accept.set_busy()
        self._around.work.run(
            SIGNING if handed.is_here else _LANE,
            here if handed.is_here else elsewhere,
            done=lambda _: self._on_accepted(handed),
            failed=self._on_not_accepted,
        )

    def _on_accepted(self, handed: Handed) -> None:
        self._take_off(handed)
        self._done(self.tr("Accepted. It is in this drawer now."))

    def _take_off(self, handed: Handed) -> None:
        """It is on its way no longer; the next news says the same, and may be long in coming."""
        self._coming = tuple(other for other in self._coming if other.transfer_id != handed.transfer_id)
        self.heard.emit(self._coming)

    def _on_not_accepted(self, fault: BaseException) -> None:
        sentence, field = said_of(fault)
        self._accept.say(sentence, field, counts_again=sentence == COUNT_AGAIN)
        self.committed.emit()  # A count that differs is kept.

    def _on_reject(self, handed: Handed, why: str) -> None:
        desk, ledger, staff, line_id = self._desk, self._ledger, self._around.staff, self._ids[0]
        self._around.work.run(
            _LANE,
            lambda: reject(line_id, handed, why, desk, ledger, staff),
            done=lambda _: self._on_rejected(handed),
            failed=self._on_not_rejected,
        )

    def _on_rejected(self, handed: Handed) -> None:
        self._take_off(handed)
        self._done(self.tr("Rejected. Give it back: its giver takes it back at their desk."))

    def _on_not_rejected(self, fault: BaseException) -> None:
        if isinstance(fault, FieldRefused):
            self._accept.say_why(fault.sentence)
        else:
            self._accept.say(sentence_of(fault))

    def _recall(self, handed: Handed) -> None:
        desk, ledger, staff, line_id = self._desk, self._ledger, self._around.staff, self._ids[0]
        self._around.work.run(
            _LANE,
            lambda: recall(line_id, handed, desk, ledger, staff),
            done=lambda _: self._on_recalled(handed),
            failed=lambda fault: self._list.message.say("bad", sentence_of(fault)),
        )

    def _on_recalled(self, handed: Handed) -> None:
        self._left = tuple(other for other in self._left if other.transfer_id != handed.transfer_id)
        self._done(self.tr("Taken back. Put it into the drawer."))

    def _done(self, told: str) -> None:
        self._ids = [self._desk.new_id() for _ in range(3)]
        self.setCurrentWidget(self._list)
        self._read()
        self._list.message.say("ok", told)
        self._list.focus_first()
        self.committed.emit()


class _List(QWidget):
    """What is on its way. ``accepts`` and ``recalls`` carry the one that is meant."""

    accepts = Signal(object)
    recalls = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        card = Card(self.tr("Cash between cashiers"), padding=18)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Cash between cashiers"))
        self.message = InlineMessage()
        self.away = Words("", Face.LABEL, tone="warn", wraps=True)
        self._none = Words(self.tr("No cash is on its way, to you or from you."), tone="muted")
        self._rows: list[QWidget] = []
        self._shown: tuple[HandedRow, ...] | None = None
        self._accepts: list[KeyButton] = []
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        self.give = KeyButton(self.tr("Give cash to another cashier"), look="primary")
        told = Words(
            self.tr("A whole drawer is handed over where it is counted and closed: Alt C."), Face.LABEL, tone="muted"
        )
        for part in (self.message, self.away, self._none):
            card.body.addWidget(part)
        card.body.addLayout(self._inside)
        card.body.addStretch(1)
        card.body.addWidget(told)
        card.body.addWidget(self.give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_rows(self, rows: tuple[HandedRow, ...]) -> None:
        if rows == self._shown:
            return
        self._shown = rows
        focused = QApplication.focusWidget()
        had_focus = focused is not None and focused is not self.give and self.isAncestorOf(focused)
        for widget in self._rows:
            widget.deleteLater()
        self._rows, self._accepts = [], []
        for row in rows:
            self._add(row)
        self._none.setVisible(not rows)
        if had_focus or self.hasFocus():
            self.focus_first()

    def focus_first(self) -> None:
        """What comes first has the focus, which is what Enter does; where nothing comes, no button has it by chance."""
        (self._accepts[0] if self._accepts else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> bool:
        """Enter presses the button that has the focus, else accepts what comes first, else the blue one.

        Nothing is taken back but by its own button.
        """
        buttons = [button for row in self._rows for button in row.findChildren(KeyButton)]
        focused = [button for button in (*buttons, self.give) if button.hasFocus()]
        (*focused, *self._accepts, self.give)[0].click()
        return True

    def _add(self, row: HandedRow) -> None:
        inner = QWidget()
        layout = QHBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.addWidget(Words(row.words, Face.TEXT, wraps=True))
        if row.said:
            words.addWidget(Words(row.said, Face.LABEL, tone="muted", wraps=True))
        layout.addLayout(words, 1)
        if row.comes or row.is_taken_over_here:
            button = KeyButton(self.tr("Count and accept"))
            button.clicked.connect(lambda _=False, handed=row.handed: self.accepts.emit(handed))
            layout.addWidget(button)
            self._accepts.append(button)
        if not row.comes:  # Of a desk that this one replaced, too.
            button = KeyButton(self.tr("Take it back"))
            button.clicked.connect(lambda _=False, handed=row.handed: self.recalls.emit(handed))
            layout.addWidget(button)
        self._rows.append(inner)
        self._inside.addWidget(inner)
        self._inside.addWidget(line := Line())
        self._rows.append(line)
