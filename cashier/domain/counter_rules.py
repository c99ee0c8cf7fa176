"""The site's rules of the counter, with the days they hold from: what of a bill may be paid, and what else is sold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cashier.domain.accounts import BookLine
from cashier.domain.cash_rounding import RoundingMode, RoundingRule
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import USUAL_TABLE, TenderTable


class PartPayment(StrEnum):
    """Whether less than a bill's balance is taken. WARNED: yes, and the cashier is told what that may mean."""

    ALLOWED = "allowed"
    WARNED = "warned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRule:
    """What holds for a kind of bill from ``since`` on. ``words`` say what a part payment means; empty where nothing.

    ``takes_credit``: a payment of such a bill may carry credit on account, with a lead's signature and a reason.
    """

    kind: StatementKind
    since: date
    part_payment: PartPayment = PartPayment.ALLOWED
    takes_credit: bool = True
    words: str = ""

    def check_amount(self, number: str, amount: Money, balance: Money, *, on_plan: bool) -> None:
        """Raises Refused for less than ``balance`` where that is not taken; an instalment of a plan always is."""
        if sentence := self._why_whole(number, amount, balance, on_plan=on_plan):
            raise FieldRefused(sentence, "amount")

    def warning(self, number: str, amount: Money, balance: Money, *, on_plan: bool) -> str:
        """What the cashier tells the member about an amount; empty where there is nothing to tell."""
        if sentence := self._why_whole(number, amount, balance, on_plan=on_plan):
            return sentence
        if self.part_payment is not PartPayment.WARNED or amount >= balance or amount <= ZERO:
            return ""
        return f"{number} is paid in part, {balance - amount} stays open. {self.words}".rstrip()

    def _why_whole(self, number: str, amount: Money, balance: Money, *, on_plan: bool) -> str:
        if self.part_payment is not PartPayment.REFUSED or amount >= balance or on_plan:
            return ""
        return f"{number} is paid whole: {balance} is open. {self.words}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class MiscCode:
    """Something that is sold outside the member books. ``words`` by language, English at least.

    ``price``: what one costs, so that only whole ones are sold; None where the amount is typed. ``line``: whose bag.
    """

    code: str
    since: date
    words: Mapping[str, str]
    price: Money | None = None
    line: BookLine = BookLine.MEDICAL
    until: date | None = None

    def words_in(self, language: str) -> str:
        """In this language, else in English."""
        return self.words.get(language.partition("-")[0], self.words["en"])

    def check_amount(self, amount: Money) -> None:
        """Raises Refused for an amount that buys no whole number of them."""
        if self.price is not None and amount.cents % self.price.cents:
            raise Refused(f"{self.words['en']} costs {self.price}. Enter that, or a multiple of it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRules:
    """All of them; which one holds is asked with the business date. A bill without a rule may be paid in part.

    ``banks``: a bank's name by its routing number. ``rounding``: how this center rounds cash. ``tenders``:
    on which terms each is taken.
    """

    bills: tuple[BillRule, ...] = ()
    misc: tuple[MiscCode, ...] = ()
    banks: Mapping[str, str] = field(default_factory=dict)
    rounding: tuple[RoundingRule, ...] = ()
    tenders: TenderTable = USUAL_TABLE

    def bill(self, kind: StatementKind, day: date) -> BillRule:
        """The newest rule that has begun."""
        begun = [rule for rule in self.bills if rule.kind is kind and rule.since <= day]
        return max(begun, key=lambda rule: rule.since, default=BillRule(kind=kind, since=day))

    def rounding_on(self, day: date) -> RoundingMode:
        """The newest rule that has begun; off where none has."""
        begun = [rule for rule in self.rounding if rule.since <= day]
        newest = max(begun, key=lambda rule: rule.since, default=None)
        return newest.mode if newest is not None else RoundingMode.OFF

    def codes(self, day: date) -> tuple[MiscCode, ...]:
        """What is sold on a day, as it stands in the list; of one code the newest row."""
        newest: dict[str, MiscCode] = {}
        for code in self.misc:
            if code.since <= day and (code.code not in newest or code.since >= newest[code.code].since):
                newest[code.code] = code
        return tuple(code for code in newest.values() if code.until is None or day <= code.until)

    def code(self, code: str, day: date) -> MiscCode:
        """Raises Refused for a code that is not sold on the day."""
        codes = self.codes(day)
        for known in codes:
            if known.code == code:
                return known
        sold = ", ".join(known.code for known in codes) or "none is set up"
        raise Refused(f"No receipt code of that name is in use. Choose one of these: {sold}.")


NO_RULES = CounterRules()
