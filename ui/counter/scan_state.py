"""What becomes of a scan at the counter: whom it finds, what it adds, which check it is, what else it may be. No Qt."""

from dataclasses import dataclass, replace
from uuid import UUID

from cashier.domain.errors import CashierError
from cashier.domain.line import Line
from cashier.domain.micr import TWO_NUMBERS, CheckLine
from cashier.domain.money import ZERO
from cashier.domain.people import Staff
from cashier.domain.receipt_number import made_at
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.domain.scan_layouts import StatementScan
from cashier.domain.scanned import CardScan, CheckScan, NumberScan, Reading, ReceiptScan, numbers_words, reading_words
from cashier.domain.statements import Statement
from cashier.domain.tenders import TenderKind
from cashier.domain.times import short_day_words
from cashier.usecases.find_member import STATEMENT_SEEN
from cashier.usecases.ports.desk import Desk
from cashier.usecases.reprint import find_receipt
from ui.counter.account_state import AccountState
from ui.counter.finder_state import Opening
from ui.counter.serving import Serving, Stage
from ui.tender.tender_state import FIELDS, Field

_CHOOSE_FIRST = "Choose first what is paid; then put the check through the reader again."
_OPEN_FIRST = "Open the account first, and choose what is paid; then put the check through the reader again."
_WITHOUT_LETTERS = "A statement's number has letters before it. Which one is on the paper?"
_SEVERAL = "This scan may be more than one thing. Which is it?"


@dataclass(frozen=True, slots=True)
class LookFor:
    """The finder is to look for this, as for a scan."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, and nothing changed. Empty where there is nothing to say."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Added:
    """A statement joined what is paid; the sentence says what is to be known of it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class CheckFilled:
    """A check stands in the tender's fields; this one is next."""

    field: Field


@dataclass(frozen=True, slots=True)
class Papered:
    """A receipt that was brought back is to be shown."""


@dataclass(frozen=True, slots=True)
class AskLedger:
    """Another desk made this receipt: the ledger is to be asked for it."""

    number: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The cashier has to choose."""


Outcome = LookFor | Said | Added | CheckFilled | Papered | AskLedger | Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a scan may be. ``words`` in the order of the readings, none of them preselected.

    ``is_anothers``: what a statement's number may be that the account asks for, and typed without its letters.
    """

    question: str
    readings: tuple[Reading, ...]
    words: tuple[str, ...]
    is_anothers: bool = False


def check_choices(line: CheckLine) -> Choices:
    """Which of a check's numbers is its own, where banks differ."""
    return Choices(
        question=TWO_NUMBERS,
        readings=tuple(CheckScan(replace(line, readings=(numbers,))) for numbers in line.readings),
        words=tuple(numbers_words(numbers) for numbers in line.readings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReceipt:
    """A receipt that was brought back: its number, and its lines or what the ledger lets another desk see of them.

    ``copy_id`` is that of a copy which this desk prints of another one's receipt.
    """

    number: str
    copy_id: UUID
    lines: tuple[Line, ...] = ()
    seen: ReceiptSeen | None = None


class Scans:
    """Takes one scan after the other; ``choices`` or ``receipt`` stand there until they are answered or left."""

    def __init__(self, desk: Desk, staff: Staff, serving: Serving) -> None:
        self._desk = desk
        self._staff = staff
        self._serving = serving
        self._printed: StatementScan | None = None
        self.choices: Choices | None = None
        self.receipt: ShownReceipt | None = None

    def take(self, readings: tuple[Reading, ...], *, is_looking: bool) -> Outcome:
        """What a scan comes to. ``is_looking`` while no account is in sight."""
        self.leave()
        if len(readings) > 1:
            words = tuple(reading_words(reading) for reading in readings)
            self.choices = Choices(question=_SEVERAL, readings=readings, words=words)
            return Asked()
        return self._take(readings[0], is_looking=is_looking)

    def ask_which(self, statements: tuple[Statement, ...]) -> None:
        """A statement's number was typed without its letters: these may be meant."""
        self.leave()
        self.choices = Choices(
            question=_WITHOUT_LETTERS,
            readings=tuple(StatementScan(number=s.number, layout="", region=s.region) for s in statements),
            words=tuple(f"{s.number} · {s.title} · {short_day_words(s.statement_date)}" for s in statements),
            is_anothers=True,
        )

    def choose(self, place: int, *, is_looking: bool) -> Outcome:
        """The cashier says which it is."""
        choices = self.choices
        self.leave()
        if choices is None:
            return Said("")
        return self._take(choices.readings[place], is_looking=is_looking)

    def leave(self) -> bool:
        """Nothing is asked or shown any more; whether something was."""
        was_there = self.choices is not None or self.receipt is not None
        self.choices = self.receipt = None
        return was_there

    def opened(self, opening: Opening) -> str:
        """What is to be said of the statement that an account was opened with."""
        printed, self._printed = self._printed, None
        if printed is None or printed.number != opening.scanned_statement:
            return ""
        return self._difference(printed)

    def _take(self, reading: Reading, *, is_looking: bool) -> Outcome:
        match reading:
            case StatementScan():
                self._printed = reading
                return self._take_statement(reading, is_looking=is_looking)
            case CardScan(member=number) | NumberScan(text=number):
                return LookFor(number)
            case ReceiptScan(number=number):
                return self.show_receipt(number)
            case CheckScan(line=line):
                return self._take_check(line, is_looking=is_looking)

    # --- statements ---

    def _take_statement(self, scan: StatementScan, *, is_looking: bool) -> Outcome:
        """A statement of the open account or of its family is paid too; any other opens an account of its own."""
        serving = self._serving
        if is_looking or serving.stage is not Stage.PAYING or serving.account is None or serving.payment is None:
            return LookFor(scan.number)
        if scan.number in serving.payment.choices:
            return Added(f"{scan.number} is chosen already.")
        account = serving.account
        if all(statement.number != scan.number for statement in account.statements):
            whose = self._relative_of(scan.number, account)
            if not whose:
                return LookFor(scan.number)
            try:
                serving.add_family(whose, STATEMENT_SEEN)
            except CashierError as trouble:
                return Said(trouble.sentence)
        statement = next((s for s in serving.account.statements if s.number == scan.number), None)
        if statement is None:
            return LookFor(scan.number)
        why_not = serving.account.why_not(statement)
        if why_not:
            return Added(why_not)
        serving.tick(scan.number)
        return Added(self._difference(scan))

    def _relative_of(self, statement: str, account: AccountState) -> str:
        """Whose of the family it is; empty if nobody's, and for what no family view shows (Civil Code 56.107)."""
        known = self._desk.directory.statements((statement,))
        whose = known[0].statement.member_number if known and not known[0].statement.confidential else ""
        return whose if any(other.number == whose and not other.shown for other in account.family) else ""

    def _difference(self, scan: StatementScan) -> str:
        account = self._serving.account
        now = next((s for s in account.statements if s.number == scan.number), None) if account is not None else None
        if now is None or scan.open is None or scan.open == now.open or now.open <= ZERO:
            return ""
        return f"{scan.number} was printed with {scan.open}; {now.open} is open now."

    # --- checks ---

    def _take_check(self, line: CheckLine, *, is_looking: bool) -> Outcome:
        serving = self._serving
        if not serving.is_open or serving.stage is not Stage.PAYING:
            return Said(serving.why_not_open() or _OPEN_FIRST)
        if is_looking:
            return Said(serving.find_first)
        if len(line.readings) > 1:
            self.choices = check_choices(line)
            return Asked()
        return self._fill(line)

    def _fill(self, line: CheckLine) -> Outcome:
        serving = self._serving
        if serving.payment is None or serving.payment.to_pay == ZERO:
            return Said(_CHOOSE_FIRST)
        if serving.payment.draft is None or Field.ROUTING not in FIELDS[serving.payment.draft.kind]:
            serving.tender(TenderKind.CHECK)
        if serving.payment.draft is None:
            return CheckFilled(Field.AMOUNT)  # The panel says why.
        filled = serving.payment.draft.reading(line)
        draft = filled.draft.with_bank(self._desk.place.rules.banks)
        serving.payment = replace(serving.payment, draft=draft, problem=filled.problem, lead_wanted=None)
        return CheckFilled(filled.next)

    # --- receipts ---

    def show_receipt(self, number: str) -> Outcome:
        """A receipt that was scanned, or typed as a whole number."""
        self.leave()
        if why_not := self._why_no_receipt:
            return Said(why_not)
        if made_at(number) != self._desk.place.desk:
            return AskLedger(number)
        try:
            lines = find_receipt(number, self._desk, self._staff)
        except CashierError as trouble:
            return Said(trouble.sentence)
        self.receipt = ShownReceipt(number=number, copy_id=self._desk.new_id(), lines=lines)
        return Papered()

    def show_seen(self, seen: ReceiptSeen) -> Outcome:
        """The ledger's answer."""
        self.leave()
        if why_not := self._why_no_receipt:
            return Said(why_not)
        self.receipt = ShownReceipt(number=seen.number, copy_id=self._desk.new_id(), seen=seen)
        return Papered()

    @property
    def _why_no_receipt(self) -> str:
        """Why nothing can stand at the right but the payment; empty where something can."""
        serving = self._serving
        return serving.why_not_open() if serving.stage in (Stage.CARD, Stage.TAKING) else ""
