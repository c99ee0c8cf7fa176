"""A form of the Mail page with what is handed over: below its own fields stand those of a check or an order."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.counter.small_form import FormField, SmallForm
from ui.mail import entry_state as said
from ui.tender.lead_agrees import LeadAgrees
from ui.tender.paper_fields import PaperFields
from ui.tender.tender_state import Field

_AROUND_PX = 10

Needed = Callable[[Field | None], Field | None]
"""The next field of the paper that is empty and has not to be, behind another one."""


def bring(part: QWidget) -> None:
    """Into sight, where the screen is low: what has just appeared gets its place with the next layout."""
    area: QWidget | None = part
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(part, 0, _AROUND_PX))


class TenderForm(SmallForm):
    """``begun`` when all that was typed is gone.

    ``paper`` has the check's fields, and ``needed`` says which of them comes next. A lead's word, or what a reading may
    be, stands ``instead`` of them while it is asked for.
    """

    begun = Signal()

    def __init__(
        self,
        title: str,
        aside: str,
        fields: tuple[FormField, ...],
        done: str,
        named: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, aside, fields, done, parent)
        self.paper = PaperFields(named)
        self.needed: Needed = lambda _: None
        self._instead: QWidget | None = None
        self.body.insertWidget(self.body.indexOf(self._message), self.paper)

    def begin(self, texts: Mapping[str, str] | None = None) -> None:
        """As every form, with nothing of the paper."""
        super().begin(texts)
        self.begun.emit()

    @property
    def has_focus(self) -> bool:
        """Whether the cashier is in this form."""
        return any(part.hasFocus() for part in self.findChildren(QWidget))

    def ask_instead(self, part: QWidget | None) -> None:
        """Of the paper this is asked first, and nothing is entered meanwhile; None once it is answered or left."""
        if self._instead is not None and self._instead is not part:
            self._instead.hide()
        self._instead = part
        if part is not None and self.body.indexOf(part) < 0:
            self.body.insertWidget(self.body.indexOf(self._message), part)
        if part is not None:
            part.show()
            bring(part)
        places = (self.foot.itemAt(place) for place in range(self.foot.count()))
        for button in filter(None, (place.widget() for place in places if place is not None)):
            button.setVisible(part is None)

    def on_enter(self) -> bool:
        """Enter goes on to what is needed, through the paper too, and then enters the form."""
        if isinstance(self._instead, LeadAgrees) and self._instead.on_enter():
            return True
        at = self.paper.focused
        if at is None:
            return super().on_enter()
        lacking = next((each for each in self._lacking() if not each.is_optional), None)
        if (into := self.needed(at)) is not None:
            self.focus_paper(into)
        elif lacking is not None:
            self._focus(lacking.key)
        else:
            self._enter()
        return True

    def focus_paper(self, into: Field) -> None:
        """Into a field of the paper, which comes into sight with what is said of it."""
        self.paper.focus_on(into)
        bring(self.paper.message)
        bring(self.paper.part_of(into))

    def focus_needed(self) -> None:
        """To what is still to be typed: whose it is, how much, the paper's numbers."""
        lacking = self._lacking()
        nobody = said.CLUES in self.fields and not self.texts[said.CLUES].strip()
        first = next((e for e in lacking if not e.is_optional or (e.key == said.STATEMENT and nobody)), None)
        into = self.needed(None)
        if first is not None:
            self._focus(first.key)
        elif into is not None:
            self.focus_paper(into)
        else:
            self._focus(said.AMOUNT)

    def _goes_below(self) -> bool:
        into = self.needed(None)
        if into is None or not self.paper.isVisible():
            return False
        self.focus_paper(into)
        return True

    def _lacking(self) -> list[FormField]:
        return [each for each in self._said if not self._field(each).text().strip()]

    def _focus(self, key: str) -> None:
        super()._focus(key)
        bring(self.fields[key])
