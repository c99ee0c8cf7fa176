"""What scans bring to the counter: a choice at the left, a receipt at the right, or a step of the payment."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import Refused
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.domain.scan_layouts import StatementScan
from cashier.domain.scanned import looked_for, read_scan
from cashier.domain.statements import Statement
from cashier.usecases.receipt_elsewhere import look_at_receipt
from ui.counter.around import Around
from ui.counter.finder_state import Opening
from ui.counter.receipt_panel import ReceiptPanel
from ui.counter.scan_choice import ScanChoice
from ui.counter.scan_state import Added, Asked, AskLedger, CheckFilled, LookFor, Outcome, Papered, Said, Scans
from ui.counter.serving import Serving
from ui.doors import Doors
from ui.work import sentence_of

_LANE = "receipt"


class ScanSide(QObject):
    """``look_for`` carries what the finder is to find, ``said`` one sentence, ``filled`` the check's next field.

    ``acts`` before any of it happens, and not where a scan is refused. ``statement``: the number of one that the
    account asks for. ``changed`` when something else is to be shown, ``left`` when what a scan had brought is gone.
    """

    acts = Signal()
    look_for = Signal(str)
    statement = Signal(str)
    said = Signal(str)
    filled = Signal(object)
    changed = Signal()
    left = Signal()

    def __init__(self, doors: Doors, around: Around, serving: Serving, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = doors.desk.place
        self._ledger = doors.elsewhere
        self._staff = around.staff
        self._work = around.work
        self._turn = 0  # Counts what was scanned or typed: what the ledger says for an older one is late.
        self._scans = Scans(doors.desk, around.staff, serving)
        self._is_looking = False
        self._sentence = ""
        self.choice = ScanChoice()
        self.receipt = ReceiptPanel(doors, around)
        self.choice.chosen.connect(self._on_chosen)
        self.receipt.left.connect(self.on_back)

    @property
    def asks(self) -> bool:
        """Whether the cashier has to say first what a scan was."""
        return self._scans.choices is not None

    @property
    def shows_receipt(self) -> bool:
        """Whether a receipt stands at the right instead of the payment."""
        return self._scans.receipt is not None

    @property
    def is_in_front(self) -> bool:
        """Whether Enter is for what a scan has brought, and not for the payment."""
        return self.asks or self.shows_receipt

    def take(self, text: str, *, is_looking: bool, awaits_statement: bool = False) -> None:
        """One scan, from wherever the focus was. ``is_looking`` while no account is in sight,
        ``awaits_statement`` while the account asks for anybody's statement.
        """
        self._is_looking = is_looking
        self._turn += 1
        try:
            readings = read_scan(text, self._place.scan_layouts, self._place.member_cards)
        except Refused as refused:
            self._say(refused.sentence)
            return
        if awaits_statement and not is_looking and len(readings) == 1 and isinstance(readings[0], StatementScan):
            self._say("")
            self.statement.emit(readings[0].number)
            return
        self._go(self._scans.take(readings, is_looking=is_looking))

    def show_typed(self, number: str, *, shown: Callable[[], None], refused: Callable[[str], None]) -> None:
        """A receipt's number that was typed; ``refused`` gets the sentence for the field where it stands."""
        self._turn += 1
        self._tell_typed(shown, refused, self._scans.show_receipt(number))

    def _tell_typed(self, shown: Callable[[], None], refused: Callable[[str], None], outcome: Outcome) -> None:
        match outcome:
            case Said(sentence=sentence):
                refused(sentence)
            case AskLedger(number=asked):
                self._ask(asked, partial(self._tell_typed, shown, refused), refused)
            case _:
                shown()
                self._go(outcome)

    def opened(self, opening: Opening) -> None:
        """An account is open now: what its statement's paper says otherwise."""
        self._scans.leave()
        self._say(self._scans.opened(opening))

    def on_back(self) -> bool:
        """Esc leaves the choice or the receipt; whether there was one."""
        if not self._scans.leave():
            return False
        self.left.emit()
        return True

    def clear(self) -> None:
        """The cashier does something else now."""
        self._turn += 1
        self._scans.leave()

    def ask_which(self, statements: tuple[Statement, ...]) -> None:
        """Which of these was handed over, whose number was typed without its letters."""
        self._scans.ask_which(statements)
        self._ask_choice()

    def _on_chosen(self, place: int) -> None:
        choices = self._scans.choices
        if choices is not None and choices.is_anothers:
            reading = choices.readings[place]
            self.on_back()
            self.statement.emit(looked_for(reading))
            return
        self._go(self._scans.choose(place, is_looking=self._is_looking))

    def _go(self, outcome: Outcome) -> None:
        if not isinstance(outcome, Said):
            self.acts.emit()
        match outcome:
            case LookFor(text=text):
                self._say("")
                self.changed.emit()
                self.look_for.emit(text)
            case Said(sentence=sentence) | Added(sentence=sentence):
                self._say(sentence)
                self.changed.emit()
            case CheckFilled(field=field):
                self._say("")
                self.changed.emit()
                self.filled.emit(field)
            case Asked():
                self._ask_choice()
            case AskLedger(number=number):
                self._say("")
                self.changed.emit()
                self._ask(number, self._go, self._say)
            case Papered():
                self._say("")
                assert self._scans.receipt is not None
                self.receipt.show_receipt(self._scans.receipt)
                self.changed.emit()

    def _ask_choice(self) -> None:
        self._say("")
        assert self._scans.choices is not None
        self.choice.show_choices(self._scans.choices)
        self.changed.emit()

    def _ask(self, number: str, done: Callable[[Outcome], None], failed: Callable[[str], None]) -> None:
        """Ask the ledger; who has gone on to something else by then is not told of it."""
        turn, ledger, staff = self._turn, self._ledger, self._staff

        def on_seen(seen: ReceiptSeen) -> None:
            if turn == self._turn:
                done(self._scans.show_seen(seen))

        def on_trouble(fault: BaseException) -> None:
            if turn == self._turn:
                failed(sentence_of(fault))

        self._work.run(_LANE, lambda: look_at_receipt(number, ledger, staff), done=on_seen, failed=on_trouble)

    def _say(self, sentence: str) -> None:
        """What the last scan said goes with the next one; what others said stays."""
        if sentence or self._sentence:
            self._sentence = sentence
            self.said.emit(sentence)
