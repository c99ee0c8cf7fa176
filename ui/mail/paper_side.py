"""The paper on a form of the Mail page: typed or read from a check, looked at, and given to whoever takes it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier.domain.checks import check_paper
from cashier.domain.endorsement import endorsements
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.micr import CheckLine
from cashier.domain.people import Approval
from cashier.domain.scanned import CheckScan
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.shift import business_date
from cashier.usecases.take_payment import Taken
from ui import keys
from ui.counter.around import Around
from ui.counter.scan_choice import ScanChoice
from ui.counter.scan_state import Choices, check_choices
from ui.doors import Doors
from ui.mail import entry_state as said
from ui.mail.paper_state import PaperState, looked_at
from ui.mail.tender_form import TenderForm
from ui.tender.backs import Backs
from ui.tender.check_reading import CheckReading
from ui.tender.lead_agrees import LeadAgrees, LeadAsking
from ui.tender.tender_state import FIELDS, Field, NotYet, Problem
from ui.widgets.inline_message import InlineMessage, MessageTone
from ui.widgets.key_button import KeyButton

_DEAF_S = 0.5
Take = Callable[[Tender], None]


class PaperSide(QObject):
    """``committed`` when a back was printed, ``asked`` when a lead is, who is asked on one form at a time.

    ``told`` says what came of the form, ``endorse`` prints the backs of what was taken with it last. Where ``kind`` is
    given nothing else is handed over there.
    """

    committed = Signal()
    asked = Signal()

    def __init__(self, form: TenderForm, doors: Doors, around: Around, kind: TenderKind = TenderKind.CASH) -> None:
        super().__init__(form)
        self.form, self.told = form, InlineMessage()
        self.endorse = KeyButton(self.tr("Endorse"), keys.ENDORSE)
        self.endorse.hide()
        self.backs = Backs(doors, around)
        self._reading: CheckReading | None = None
        if (station := doors.check_station) is not None and station.read is not None:
            self._reading = CheckReading(station, around.work)
            form.paper.put_reading(self._reading)
        self._doors, self._around, self._kind = doors, around, kind
        self._rules = doors.desk.place.rules
        self._state = PaperState.empty(kind, self._rules.tenders)
        self._choices: Choices | None = None
        self._take: Take | None = None
        self._asked_at = 0.0
        self._lead: LeadAgrees | None = None  # Made once one is asked: most days none is.
        self._choice: ScanChoice | None = None
        form.needed = self._needed
        form.begun.connect(self._begin)
        form.paper.typed.connect(self._on_typed)
        for key, labelled in form.fields.items():
            labelled.field.typed.connect(partial(self._on_field, key))
        if said.TENDER in form.fields:
            form.fields[said.TENDER].field.textChanged.connect(self._on_kind)
        self.endorse.clicked.connect(self.backs.ask)
        self.backs.committed.connect(self.committed)
        self.backs.said.connect(self._say_of_backs)
        self._show()

    # --- what is typed and read ---

    def take_line(self, line: CheckLine) -> None:
        """A check went through the reader while this form had the focus."""
        self.withdraw()
        if len(line.readings) > 1:
            self._choices = check_choices(line)
            self._show()
            return
        if Field.ROUTING not in FIELDS[self._state.draft.kind]:
            self.form.fields[said.TENDER].field.setText(said.CHECK)
        self._state = self._state.reading(line, self._rules.banks)
        self._show()
        problem = self._state.problem
        if problem is not None:
            self.form.focus_paper(problem.field)
        else:
            self.form.focus_needed()

    def withdraw(self) -> bool:
        """No lead is asked any more, and no question about a reading stands there; whether there was one."""
        was_there = self._state.lead_wanted is not None or self._choices is not None
        self._choices = None
        self._state = self._state.wanting(None) if self._state.lead_wanted is not None else self._state
        if was_there:
            self._show()
            self.form.focus_needed()
        return was_there

    # --- what is given ---

    def reads(self, amount: str) -> Tender | None:
        """What is typed, if it can be taken so; else it is said beside its field."""
        self._state = self._state.typed(Field.AMOUNT, amount, self._rules.banks)
        try:
            tender = self._state.accept(self._doors.desk.sealer.seal_account)
            check_paper(tender, business_date(self._doors.desk))
        except NotYet as trouble:
            self._say(trouble.problem)
        except FieldRefused as refused:
            self._say(Problem(field=Field(refused.field), sentence=refused.sentence))
        else:
            return tender
        return None

    def give(self, amount: str, members: tuple[str, ...], payor: str, take: Take) -> None:
        """``take`` what is typed, once nothing stands against it: `looked_at`."""
        if self._state.is_asked and self._around.seconds() - self._asked_at < _DEAF_S:
            return  # A key that bounces never answers the question it has raised.
        tender = self.reads(amount)
        if tender is None:
            return
        looked = looked_at(self._state, tender, self._doors.desk, members, payor)
        if looked is self._state:
            take(tender)
            return
        self._state, self._take = looked, take
        if looked.lead_wanted is not None:
            self.asked.emit()
            self._show()
            self._lead_form().take_focus()
        elif looked.problem is not None:
            self._say(looked.problem)

    def refuse(self, trouble: CashierError) -> None:
        """What the rules answered, beside the field where it is about one."""
        if isinstance(trouble, FieldRefused) and self._state.has(trouble.field):
            self._say(Problem(field=Field(trouble.field), sentence=trouble.sentence))
        else:
            self.form.say(trouble.sentence, said.field_of(trouble, self.form.fields))

    def taken(self, taken: Taken, told: str, *, is_mailed: bool = False) -> None:
        """The money is on the disk: what is told of it, and the backs of its checks."""
        place = self._doors.desk.place
        lines = (numbered.line for numbered in taken.lines)
        backs = endorsements(lines, place.payees, mailed=is_mailed, table=place.rules.tenders)
        self.backs.offer(taken.receipt, backs, is_mailed=is_mailed)
        self.endorse.setVisible(bool(backs))
        self.told.say("ok", told)

    def forget_backs(self) -> None:
        """Something else was taken last."""
        self.backs.forget()
        self.endorse.hide()

    # --- within ---

    def _needed(self, at: Field | None) -> Field | None:
        return self._state.draft.next_needed(at)

    def _begin(self) -> None:
        self._state, self._take, self._choices = PaperState.empty(self._kind, self._rules.tenders), None, None
        if self._reading is not None:
            self._reading.forget()
        self._show()

    def _on_kind(self, text: str) -> None:
        self._state = self._state.of_kind(said.tender_kind(text) or TenderKind.CASH)
        self._show()

    def _on_field(self, key: str, text: str) -> None:
        """Whatever a lead was asked about, it is another thing now."""
        self._state = self._state.wanting(None) if self._state.lead_wanted is not None else self._state
        if key == said.AMOUNT:
            self._state = self._state.typed(Field.AMOUNT, text, self._rules.banks)
        self._show()

    def _on_typed(self, into: Field, text: str) -> None:
        self._state = self._state.typed(into, text, self._rules.banks)
        self._show()

    def _on_chosen(self, place: int) -> None:
        if self._choices is not None and isinstance(reading := self._choices.readings[place], CheckScan):
            self._choices = None
            self.take_line(reading.line)

    def _on_agreed(self, approval: Approval) -> None:
        self._state = self._state.agreeing(approval)
        self._show()
        if self._take is not None and self._state.agreed is not None:
            self._take(self._state.agreed)

    def _say(self, problem: Problem) -> None:
        self._state = self._state.refused(problem)
        if problem.is_question:
            self._asked_at = self._around.seconds()
        self._show()
        if problem.field is Field.AMOUNT:
            self.form.say(problem.sentence, said.AMOUNT)
        else:
            self.form.set_busy("")
            self.form.focus_paper(problem.field)

    def _show(self) -> None:
        state, form = self._state, self.form
        wanted, choices = state.lead_wanted, self._choices
        form.paper.show_draft(state.draft if wanted is None and choices is None else None, state.problem)
        form.paper.follow(list(form.fields.values())[-1].field)
        form.ask_instead(self._lead_form() if wanted is not None else self._choice_form() if choices else None)
        if self._lead is not None:
            self._lead.show_for(wanted)
        if self._choice is not None and choices is not None:
            self._choice.show_choices(choices)

    def _lead_form(self) -> LeadAgrees:
        if self._lead is None:
            self._lead = LeadAgrees()
            self._lead.left.connect(self.withdraw)
            asking = LeadAsking(self._lead, lambda: self._state.lead_wanted, self._doors, self._around)
            asking.agreed.connect(self._on_agreed)
        return self._lead

    def _choice_form(self) -> ScanChoice:
        if self._choice is None:
            self._choice = ScanChoice()
            self._choice.chosen.connect(self._on_chosen)
        return self._choice

    def _say_of_backs(self, tone: MessageTone, sentence: str) -> None:
        if sentence:
            self.told.say(tone, sentence)
