"""The right side of the Office page: the lists of what waits, and the task that is open in their place."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.office import Office, WaitingItem, WaitingList
from ui.counter.around import Around
from ui.doors import Doors
from ui.office.closed_panel import ClosedPanel
from ui.office.task_panel import TaskPanel
from ui.office.tasks_state import NEW_BATCH, NEW_EXPLANATION, NEW_MESSAGE, NEW_RETURN
from ui.office.trend_view import TrendView
from ui.office.waiting_card import WaitingCard
from ui.widgets.following_scroll import FollowingScroll
from ui.widgets.inline_message import InlineMessage

Told = Callable[[Office], WaitingList]


class WorkSide(QStackedWidget):
    """``changed`` when something was done, so that the lists are asked for anew."""

    changed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._came_from: QWidget | None = None
        self._message = InlineMessage()
        self._cards: tuple[tuple[WaitingCard, Told], ...] = (
            (WaitingCard(self.tr("Waits for you"), self.tr("Nobody asks for your word.")), lambda o: o.for_you),
            (WaitingCard(self.tr("You asked"), self.tr("You asked for nothing.")), lambda o: o.you_asked),
            (WaitingCard(self.tr("Waits for the office"), self.tr("Nothing waits.")), lambda o: o.tasks),
            (
                WaitingCard(self.tr("Cash between cashiers"), self.tr("No cash is on its way.")),
                lambda o: o.on_their_way,
            ),
            (WaitingCard(self.tr("Unidentified payments"), self.tr("All money has a name.")), lambda o: o.unidentified),
            (WaitingCard(self.tr("Could not post"), self.tr("All that was taken is posted.")), lambda o: o.not_posted),
            (WaitingCard(self.tr("Unapplied credits"), self.tr("No credit waits for a bill.")), lambda o: o.credits),
            (WaitingCard(self.tr("Returned checks"), self.tr("No account is on the list.")), lambda o: o.returned),
            (WaitingCard(self.tr("Books that differ"), self.tr("None differed last night.")), lambda o: o.books),
            (WaitingCard(self.tr("Messages to desks"), self.tr("Nothing is said to desks.")), lambda o: o.messages),
        )
        self._panel = TaskPanel(doors, around)
        self._lists = FollowingScroll(self.tr("What waits"), self._lay_out())
        self._task = FollowingScroll(self.tr("The task that is open"), self._panel)
        self._closed = ClosedPanel(doors, around)
        self._moving = FollowingScroll(self.tr("A payment of a closed drawer"), self._closed)
        self._closed.left.connect(self._show_lists)
        self._closed.done.connect(self._on_done)
        self._trend = TrendView(doors, around)
        self._over_short = FollowingScroll(self.tr("Over and short"), self._trend)
        self._trend.left.connect(self._show_lists)
        for side in (self._lists, self._task, self._moving, self._over_short):
            self.addWidget(side)
        for card, _ in self._cards:
            card.opened.connect(self.open_task)
            card.show_list(WaitingList(), is_known=False)
        self._panel.left.connect(self._show_lists)
        self._panel.done.connect(self._on_done)

    def show_office(self, office: Office) -> None:
        """In place; a task that is open stays so. The focus stays among what waits, where its row goes too."""
        was_here = self._has_focus()
        for card, told in self._cards:
            card.show_list(told(office), is_known=office.as_of is not None)
        if was_here and not self._has_focus():
            self._focus_first()

    def open_task(self, item: WaitingItem) -> None:
        """In the place of the lists, until it is left or done."""
        self._came_from = QApplication.focusWidget()
        self._message.clear()
        self.setCurrentWidget(self._task)
        self._panel.begin(item)

    def return_check(self) -> None:
        """The form for an account whose check came back."""
        self.open_task(NEW_RETURN)

    def explain_difference(self) -> None:
        """The form for what was over in one closed drawer and short in one."""
        self.open_task(NEW_EXPLANATION)

    def take_batch(self) -> None:
        """The form for what the report of a terminal that stands alone lists."""
        self.open_task(NEW_BATCH)

    def move_closed(self) -> None:
        """The form for a payment of a closed drawer that paid the wrong thing."""
        self._came_from = QApplication.focusWidget()
        self._message.clear()
        self.setCurrentWidget(self._moving)
        self._closed.begin()

    def show_trend(self) -> None:
        """Over and short, in the place of the lists."""
        self._came_from = QApplication.focusWidget()
        self.setCurrentWidget(self._over_short)
        self._trend.begin()

    def write_message(self) -> None:
        """The form for what desks are to know."""
        self.open_task(NEW_MESSAGE)

    def _show_lists(self) -> None:
        self.setCurrentWidget(self._lists)
        before = self._came_from
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_first()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._lists.isAncestorOf(focused)

    def _focus_first(self) -> None:
        """In the first row that waits; where none does, no button gets the focus by chance."""
        if not any(card.focus_first() for card, _ in self._cards):
            self._lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_done(self, said: str) -> None:
        self._show_lists()
        self._message.say("ok", said)
        self.changed.emit()

    def _lay_out(self) -> QWidget:
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        inside.addWidget(self._message)
        for card, _ in self._cards:
            inside.addWidget(card)
        inside.addStretch(1)
        return inner
