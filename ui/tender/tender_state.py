"""A tender while it is being typed: its fields, what they read as, and what is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from cashier.domain.checks import read_item_date
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.micr import CheckLine
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.scan import CARD_SENTENCE, looks_like_card, safe_text, without_cards
from cashier.domain.tender_terms import MOST_CHANGE, USUAL_TABLE, TenderTable
from cashier.domain.tenders import (
    ISSUED,
    KEYED,
    READER,
    ROUTING_TOO,
    SealedAccount,
    Tender,
    TenderKind,
    check_account_number,
)

ASK_ABOVE = Money(100_00)  # Cash this much above what remains is asked about once (R21).

Seal = Callable[[str, str], SealedAccount]

_NOTES = tuple(Money(dollars * 100) for dollars in (5, 10, 20, 50, 100))


class Field(Enum):
    """A field that a tender is typed into; its value is what `FieldRefused` calls it. The last two are ticked."""

    AMOUNT = "amount"
    NUMBER = "number"
    ISSUER = "issuer"
    ROUTING = "routing"
    ACCOUNT = "account"
    DATED = "dated"
    WRITTEN = "written"
    IN_FULL = "in_full"
    BY_BANK = "by_bank"


TICKED = "yes"  # The text of a field that is ticked.


FIELDS: dict[TenderKind, tuple[Field, ...]] = {
    TenderKind.CASH: (Field.AMOUNT,),
    TenderKind.CARD: (Field.AMOUNT,),
    TenderKind.CHECK: tuple(at for at in Field if at is not Field.BY_BANK),
    TenderKind.MONEY_ORDER: (Field.AMOUNT, Field.NUMBER, Field.ISSUER, Field.BY_BANK),
    TenderKind.CASHIERS_CHECK: (
        *(Field.AMOUNT, Field.NUMBER, Field.ISSUER, Field.BY_BANK),
        *(Field.DATED, Field.ROUTING, Field.ACCOUNT),
    ),
}


_NEEDED = frozenset({Field.NUMBER, Field.ISSUER})  # A tender may wait for these, and for nothing else that is empty.


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A sentence and the field that it stands beside. ``is_question`` if the same again means yes.

    Where the ``sentence`` is empty that field is next, and nothing is wrong with it.
    """

    field: Field
    sentence: str
    is_question: bool = False


class NotYet(Refused):
    """A draft can't be accepted as it is; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A draft with a check's line in it, the field that is ``next``, and what is wrong there."""

    draft: "Draft"
    next: Field
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is typed for one tender of ``kind``. ``said_yes``: this much cash was asked about and is right;
    ``is_another``: it was asked whether this is what was taken before, and is not.

    ``read``: what a check reader said of its fields, whatever was typed over it since.
    """

    kind: TenderKind
    texts: Mapping[Field, str] = field(default_factory=dict)
    said_yes: bool = False
    is_another: bool = False
    table: TenderTable = USUAL_TABLE
    read: Mapping[Field, str] = field(default_factory=dict)

    def typed(self, into: Field, text: str) -> "Draft":
        """The field's new text. What was asked about an amount counts for that amount alone. Raises NotYet."""
        if looks_like_card(text):
            raise NotYet(Problem(field=into, sentence=CARD_SENTENCE))
        yes = self.said_yes and into is not Field.AMOUNT
        kind = self.kind
        if into is Field.BY_BANK:  # A cashier's check is asked for with the money order's key.
            kind = TenderKind.CASHIERS_CHECK if text == TICKED else TenderKind.MONEY_ORDER
        return replace(self, kind=kind, texts={**self.texts, into: text}, said_yes=yes, is_another=False)

    def text(self, of: Field) -> str:
        return self.texts.get(of, "")

    def read_amount(self) -> Money | None:
        """What the amount reads as; None while it can't be."""
        try:
            return parse_amount(self.text(Field.AMOUNT), "this")
        except Refused:
            return None

    def reading(self, line: CheckLine) -> Filled:
        """The numbers of a check's line in their fields; of another check that was read there nothing stays."""
        numbers = line.readings[0]
        texts = ((Field.NUMBER, numbers.serial), (Field.ROUTING, line.routing), (Field.ACCOUNT, numbers.account))
        draft, problem = self, None
        for into, text in texts:
            if not text and self.text(into) != self.read.get(into):
                continue  # Somebody typed it.
            try:
                draft = draft.typed(into, text)
            except NotYet as trouble:
                draft, problem = draft.typed(into, without_cards(text)), trouble.problem
        draft = replace(draft, read={into: text for into, text in texts if text})
        if problem is None and line.trouble:
            at = next((of for of, text in texts if "?" in text), Field.ROUTING)
            problem = Problem(field=at, sentence=line.trouble)
        into = Field.NUMBER if not numbers.serial else Field.AMOUNT
        return Filled(draft=draft, next=problem.field if problem is not None else into, problem=problem)

    def next_needed(self, at: Field | None) -> Field | None:
        """The first empty field behind ``at`` that this kind needs."""
        order = FIELDS[self.kind]
        needed = {Field.NUMBER, Field.ISSUER} if self.kind in ISSUED else {Field.NUMBER}
        behind = order[order.index(at) + 1 :] if at in order else order
        return next((of for of in behind if of in needed and not self.text(of).strip()), None)

    def said_at(self, at: Field | None, problem: Problem) -> Problem:
        """The problem, for a cashier who is ``at`` a field: nothing is said of what they only come to now."""
        order = FIELDS[self.kind]
        is_empty = problem.field in _NEEDED and not self.text(problem.field).strip()
        if not is_empty or at not in order or order.index(at) >= order.index(problem.field):
            return problem
        return Problem(field=problem.field, sentence="")

    def accept(self, remaining: Money | None, seal: Seal) -> Tender:
        """The tender that was typed. ``remaining`` is what is still to pay; None where the tender itself says how much
        that is. Raises NotYet.
        """
        amount = self._amount(remaining)
        written, dated = self._shown(Field.WRITTEN), self._shown(Field.DATED)
        try:
            tender = Tender(
                kind=self.kind,
                amount=amount,
                number=self._clean(Field.NUMBER),
                issuer=self._clean(Field.ISSUER),
                routing=self._shown(Field.ROUTING),
                dated=read_item_date(dated) if dated else None,
                written=self._read(Field.WRITTEN, "the amount in words") if written else None,
                in_full=self._shown(Field.IN_FULL) == TICKED,
                micr=self._micr,
            )
            self.table.checked((tender,))
            if self._shown(Field.ACCOUNT):
                return replace(tender, account=self._sealed(seal))
        except FieldRefused as refused:
            raise NotYet(Problem(field=Field(refused.field), sentence=refused.sentence)) from refused
        return tender

    def _shown(self, of: Field) -> str:
        """What stands in a field of this kind; nothing in one that the kind doesn't have."""
        return self.text(of).strip() if of in FIELDS[self.kind] else ""

    def with_bank(self, banks: Mapping[str, str]) -> "Draft":
        """The bank's name as the routing number says it; one that somebody typed stays."""
        named = banks.get(self.text(Field.ROUTING).strip(), "")
        typed = self.text(Field.ISSUER)
        return (
            replace(self, texts={**self.texts, Field.ISSUER: named}) if not typed or typed in banks.values() else self
        )

    @property
    def _micr(self) -> str:
        """Where the check's line came from: one field that was typed over a reader's makes it typed."""
        if not self._shown(Field.ROUTING) and not self._shown(Field.ACCOUNT):
            return ""
        is_as_read = bool(self.read) and all(self.text(of) == said for of, said in self.read.items())
        return READER if is_as_read else KEYED

    def _amount(self, remaining: Money | None) -> Money:
        words = {
            TenderKind.CASH: "the cash received",
            TenderKind.CARD: "the card",
            TenderKind.CHECK: "the check",
            TenderKind.MONEY_ORDER: "the money order",
            TenderKind.CASHIERS_CHECK: "the cashier's check",
        }[self.kind]
        amount = self._read(Field.AMOUNT, words)
        over = amount - remaining if remaining is not None else ZERO
        if self.kind is not TenderKind.CASH and over > ZERO:
            sentence = f"That is {over} more than is to pay. Change is given from cash only."
            raise NotYet(Problem(field=Field.AMOUNT, sentence=sentence))
        if self.table.of(self.kind).asks_about(amount) and not self.said_yes:
            sentence = f"{amount} is much for {words}. Press Enter again if that is right."
            raise NotYet(Problem(field=Field.AMOUNT, sentence=sentence, is_question=True))
        if over > MOST_CHANGE:
            sentence = f"That is {over} more than is to pay, and no drawer gives so much change. Count it again."
            raise NotYet(Problem(field=Field.AMOUNT, sentence=sentence))
        if over > ASK_ABOVE and not self.said_yes:
            sentence = f"{amount} is {over} more than remains. Press Enter again if that is what you were given."
            raise NotYet(Problem(field=Field.AMOUNT, sentence=sentence, is_question=True))
        return amount

    def _read(self, of: Field, words: str) -> Money:
        try:
            return parse_amount(self.text(of), words)
        except Refused as refused:
            raise NotYet(Problem(field=of, sentence=refused.sentence)) from refused

    def _clean(self, of: Field) -> str:
        what = "The number" if of is Field.NUMBER else "The bank or issuer"
        try:
            return safe_text(self._shown(of), what, most=60)
        except Refused as refused:
            raise NotYet(Problem(field=of, sentence=refused.sentence)) from refused

    def _sealed(self, seal: Seal) -> SealedAccount:
        if not self.text(Field.ROUTING).strip():
            raise NotYet(Problem(field=Field.ROUTING, sentence=ROUTING_TOO))
        check_account_number(self.text(Field.ACCOUNT).strip())
        return seal(self.text(Field.ROUTING).strip(), self.text(Field.ACCOUNT).strip())


def quick_amounts(remaining: Money) -> tuple[Money, ...]:
    """Up to three sums of notes that a person would hand over for ``remaining``, besides the exact one.

    The next full five, ten, twenty, fifty, hundred above it; nobody adds a note smaller than the amount is round to
    already, and large sums come in twenties and more.
    """
    least = Money(20_00) if remaining >= Money(100_00) else _finest_note(remaining)
    sums = sorted({_next_multiple(remaining, note) for note in _NOTES if note >= least})
    return tuple(sums[:3])


def _finest_note(amount: Money) -> Money:
    """The smallest note that the amount is not already a multiple of."""
    return next((note for note in _NOTES if amount.cents % note.cents), _NOTES[-1])


def _next_multiple(amount: Money, note: Money) -> Money:
    return Money((amount.cents // note.cents + 1) * note.cents)
