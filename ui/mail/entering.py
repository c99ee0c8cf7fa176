"""One item that no member brings, from its form to the journal: a paper receipt, or an item of a batch."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import CashierError
from cashier.domain.money import ZERO, total
from cashier.domain.origin import Origin
from cashier.domain.payment import TakePayment
from cashier.domain.statements import Statement
from cashier.domain.targets import Part
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.enter import enter, open_statements, owners_of
from cashier.usecases.find_member import today_at
from ui.counter.around import Around
from ui.doors import Doors
from ui.mail import entry_state as said
from ui.mail.paper_side import PaperSide
from ui.mail.several_state import follows_words
from ui.mail.tender_form import TenderForm


class Entering(QObject):
    """``entered`` carries what was Taken, and the Origin. ``paper`` is what was handed over."""

    entered = Signal(object, object)

    def __init__(self, form: TenderForm, doors: Doors, around: Around) -> None:
        super().__init__(form)
        self.form, self.paper = form, PaperSide(form, doors, around)
        self._doors, self._around = doors, around
        self._payment_id = doors.desk.new_id()  # Made with each form: a second Enter is the same entry.
        for key in (said.STATEMENT, said.AMOUNT, said.TENDER):
            form.fields[key].field.textChanged.connect(self._on_typed)

    def enter(self, texts: dict[str, str], origin: Origin) -> None:
        """What the form says, once nothing stands against what is handed over."""
        self.paper.told.clear()
        desk = self._doors.desk
        try:
            parts = said.read_parts(texts, origin, self._open_of, today_at(desk))
            owners = owners_of(parts, desk)
        except CashierError as trouble:
            self.paper.refuse(trouble)
            return
        cash, amount = said.cash_beside(texts), texts[said.AMOUNT]
        beside: tuple[Tender, ...] = ()
        if cash > ZERO:
            amount = (total([part.amount for part in parts]) - cash).plain()
            beside = (Tender(kind=TenderKind.CASH, amount=cash),)
        self.paper.give(amount, owners, "", partial(self._take, parts, origin, beside))

    def add_statement(self, number: str) -> None:
        """A statement that was scanned is paid by it, too."""
        self.paper.withdraw()
        field = self.form.fields[said.STATEMENT].field
        field.setText(said.with_statement(field.text(), number))
        self.form.fields[said.STATEMENT].clear_problem()
        self.form.focus_needed()

    def _take(self, parts: tuple[Part, ...], origin: Origin, beside: tuple[Tender, ...], tender: Tender) -> None:
        wish = TakePayment(
            payment_id=self._payment_id,
            member_number="",
            parts=parts,
            tenders=(tender, *beside),
            identified={},
            origin=origin,
        )
        try:
            taken = enter(wish, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self.paper.refuse(trouble)
            return
        self._payment_id = self._doors.desk.new_id()
        self.paper.committed.emit()
        if taken.opens_drawer:
            self._doors.open_drawer()
        self.entered.emit(taken, origin)

    def _open_of(self, numbers: Sequence[str]) -> tuple[Statement, ...]:
        return open_statements(numbers, self._doors.desk, self._around.staff)

    def _on_typed(self, _text: str) -> None:
        """What several statements get, and of what, is shown before anything is entered."""
        texts = self.form.texts
        follows = follows_words(texts[said.STATEMENT], texts[said.AMOUNT], self._open_of, today_at(self._doors.desk))
        self.form.tell(" ".join(filter(None, (follows, said.handed_words(texts)))))
