"""Says beside a bag's number that another desk has used it, as soon as it is typed and the ledger knows."""

from functools import partial

from PySide6.QtCore import QObject

from cashier.domain.errors import FieldRefused
from cashier.usecases.drawer_acts import must_be_new_bag
from ui.counter.around import Around
from ui.doors import Doors
from ui.widgets.labelled_field import FieldWithLabel

_LANE = "bag numbers"


class BagWatch(QObject):
    """Asks once a field is left, on a thread; what is typed meanwhile is asked about anew."""

    def __init__(self, doors: Doors, around: Around, *fields: FieldWithLabel) -> None:
        super().__init__(fields[0])
        self._drawers, self._work = doors.drawers, around.work
        for labelled in fields:
            labelled.field.editingFinished.connect(partial(self._look, labelled))

    def _look(self, labelled: FieldWithLabel) -> None:
        number, drawers = labelled.field.text(), self._drawers
        if number.strip():
            self._work.run(
                _LANE,
                lambda: must_be_new_bag(number, "", drawers),
                done=lambda _: None,
                failed=lambda fault: self._say(labelled, number, fault),
            )

    @staticmethod
    def _say(labelled: FieldWithLabel, number: str, fault: BaseException) -> None:
        if isinstance(fault, FieldRefused) and labelled.field.text() == number:
            labelled.show_problem(fault.sentence)
