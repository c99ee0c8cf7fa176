"""What is paid besides statements, as its forms are read: credit, deposits, what is sold, money of nobody known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from cashier.domain.accounts import Book
from cashier.domain.counter_rules import MiscCode
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money, parse_amount
from cashier.domain.payor import Payor, check_payor
from cashier.domain.people import Approval
from cashier.domain.place import Place
from cashier.domain.scan import safe_text
from cashier.domain.targets import Part, Target, TargetKind, read_target

Texts = Mapping[str, str]
"""What stands in a form's fields, by the field."""

AMOUNT, REASON, LEAD, PASSPHRASE = "amount", "reason", "lead", "passphrase"
REFERENCE, CODE, CLUES, SOURCE = "reference", "code", "clues", "source"
NAME, PHONE, ID_REFERENCE = "name", "phone", "id"

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Something that is paid and is no statement. ``words`` as lists say it; ``book`` is whose bag it goes into.

    ``reason`` and ``approval``: of credit alone.
    """

    part: Part
    book: Book
    words: str
    reason: str = ""
    approval: Approval | None = None

    @property
    def code(self) -> str:
        return self.part.target.code


def read_credit(texts: Texts) -> tuple[Money, str]:
    """The amount and reason of a credit on account, before a lead signs for it. Raises FieldRefused."""
    amount = _amount(texts, "the credit on account")
    reason = _at(REASON, lambda: safe_text(texts[REASON], "The reason"))
    if not reason:
        raise FieldRefused("Say why more than is open is taken: enter a reason.", REASON)
    return amount, reason


def credit(guarantor_number: str, reason: str, approval: Approval, place: Place) -> Extra:
    """What a lead has signed for."""
    part = Part(target=Target(TargetKind.CREDIT, guarantor_number), amount=approval.amount, note=reason)
    return Extra(part=part, book=place.medical, words="Credit on account", reason=reason, approval=approval)


def read_deposit(texts: Texts, place: Place) -> Extra:
    """A deposit for an estimate. Raises FieldRefused."""
    target = _at(REFERENCE, lambda: read_target(f"{TargetKind.PREPAY}:{texts[REFERENCE].strip()}"))
    return deposit(target, _amount(texts, "the deposit"), place)


def deposit(target: Target, amount: Money, place: Place) -> Extra:
    """Money before there is a bill."""
    return Extra(part=Part(target=target, amount=amount), book=place.medical, words=f"Deposit for {target.number}")


def read_holding(texts: Texts, place: Place) -> Extra:
    """Money that nobody is known for, with what is known of it. Raises FieldRefused."""
    amount = _amount(texts, "this money")
    clues = _at(CLUES, lambda: safe_text(texts[CLUES], "What is known of it"))
    if not clues:
        raise FieldRefused("Write down what is known of this money: who brought it, and what for.", CLUES)
    source = _at(SOURCE, lambda: safe_text(texts[SOURCE], "Where it came from"))
    part = Part(target=Target(TargetKind.HOLDING), amount=amount, note=clues, source=source)
    return Extra(part=part, book=place.medical, words="Held for identification")


def read_misc(texts: Texts, place: Place, day: date) -> Extra:
    """Something that is sold outside the member books; what has a price costs one of it unless said.

    Raises FieldRefused.
    """
    sold = _at(CODE, lambda: find_code(texts[CODE], place, day))
    is_one = sold.price is not None and not texts[AMOUNT].strip()
    amount = sold.price if sold.price is not None and is_one else _amount(texts, sold.words_in("en"))
    _at(AMOUNT, lambda: sold.check_amount(amount))
    part = Part(target=Target(TargetKind.MISC, sold.code), amount=amount)
    return Extra(part=part, book=Book(place.region, sold.line), words=sold.words_in("en"))


def find_code(typed: str, place: Place, day: date) -> MiscCode:
    """The receipt code that was typed whole, or the only one that begins so or whose name does. Raises Refused."""
    text = safe_text(typed, "The receipt code").upper()
    if not text:
        sold_today = ", ".join(sold.code for sold in place.rules.codes(day)) or "none is set up"
        raise Refused(f"Type the receipt's code, or press one. Sold today: {sold_today}.")
    codes = place.rules.codes(day)
    begun = [sold for sold in codes if sold.code.startswith(text)] or [
        sold for sold in codes if any(words.upper().startswith(text) for words in sold.words.values())
    ]
    return begun[0] if len(begun) == 1 else place.rules.code(text, day)


def read_payor(texts: Texts) -> Payor:
    """Who hands over the money; all empty where the member does. Raises FieldRefused."""
    name, phone, reference = texts[NAME], texts[PHONE], texts[ID_REFERENCE]
    _at(NAME, lambda: check_payor(Payor(name=name)))
    _at(PHONE, lambda: check_payor(Payor(name="-", phone=phone)))
    _at(ID_REFERENCE, lambda: check_payor(Payor(name="-", id_reference=reference)))
    return _at(NAME, lambda: check_payor(Payor(name=name, phone=phone, id_reference=reference)))


def _amount(texts: Texts, what: str) -> Money:
    return _at(AMOUNT, lambda: parse_amount(texts[AMOUNT], what))


def _at(field: str, read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused
