"""The counter's rows of ``organization.toml``: how codes are read, what of a bill is taken, what else is sold."""

from dataclasses import replace
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from cashier.config_section import Section
from cashier.domain.accounts import Book, BookLine
from cashier.domain.cash_rounding import RoundingMode, RoundingRule
from cashier.domain.counter_rules import BillRule, MiscCode, PartPayment
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.endorsement import Payee
from cashier.domain.member_cards import CardShape
from cashier.domain.money import Money
from cashier.domain.scan_layouts import CheckRule, Means, ScanField, ScanLayout
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import TenderTerms, usual_terms
from cashier.domain.tenders import TenderKind

CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
DOLLARS = r"^[0-9]{1,6}\.[0-9]{2}$"


class ScanFieldRow(Section):
    """Digits of a scan line; see `ScanField`."""

    means: Means
    digits: int = Field(ge=1, le=100)
    text: str = ""


class CheckRow(Section):
    """A mod-10 check digit; see `CheckRule`."""

    weights: tuple[int, ...] = (2, 1)
    from_left: bool = True
    digit_sums: bool = True


class ScanLayoutRow(Section):
    """How a biller's scan line and barcode are read and printed; see `ScanLayout`."""

    name: str = Field(min_length=1, max_length=60)
    region: str
    fields: tuple[ScanFieldRow, ...] = Field(min_length=2)
    check: CheckRow = CheckRow()

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        self.layout()
        return self

    def layout(self) -> ScanLayout:
        """Raises ValueError for a row that could not be read or proven."""
        return ScanLayout(
            name=self.name,
            region=self.region,
            fields=tuple(ScanField(**field.model_dump()) for field in self.fields),
            check=CheckRule(**self.check.model_dump()),
        )


class BillRuleRow(Section):
    """What holds for a kind of bill from a day on; see `BillRule`. ``credit``: whether it may be taken with one."""

    kind: StatementKind
    since: date
    part_payment: PartPayment = PartPayment.ALLOWED
    credit: bool = True
    words: str = Field(default="", max_length=120)

    def rule(self) -> BillRule:
        return BillRule(
            kind=self.kind,
            since=self.since,
            part_payment=self.part_payment,
            takes_credit=self.credit,
            words=self.words,
        )


class PayeeRow(Section):
    """To whom the checks of a region's medical or premium money are payable; see `Payee`."""

    region: str
    line: BookLine
    name: str = Field(min_length=1, max_length=60)
    account_last_four: str = Field(pattern="^[0-9]{4}$")
    numbers_when_mailed: bool = False

    def payee(self) -> Payee:
        return Payee(
            book=Book(self.region, self.line),
            name=self.name,
            account_last_four=self.account_last_four,
            numbers_when_mailed=self.numbers_when_mailed,
        )


class TenderRow(Section):
    """On which terms a kind of tender is taken; see `TenderTerms`. Fields that are left out are as usual.

    ``bills``: the kinds of bill that it pays. Amounts in dollars and cents.
    """

    kind: TenderKind
    active: bool = True
    bills: tuple[StatementKind, ...] = tuple(StatementKind)
    warn_above: str | None = Field(default=None, pattern=DOLLARS)
    most: str | None = Field(default=None, pattern=DOLLARS)
    gives_change: bool | None = None
    needs_number: bool | None = None
    opens_drawer: bool | None = None
    depositable: bool | None = None

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        usual = usual_terms(self.kind)
        if self.gives_change and not usual.gives_change:
            raise ValueError(f"{self.kind} gives no change; only cash does")
        if self.needs_number and not usual.needs_number:
            raise ValueError(f"{self.kind} has no number; take needs_number out")
        if self.depositable and self.kind is TenderKind.CARD:
            raise ValueError("card money is not deposited as paper; take depositable out")
        if self.warn_above and self.most and _cents(self.warn_above) >= _cents(self.most):
            raise ValueError("warn_above is not below most; lower it, or take it out")
        if self.most and not _cents(self.most):
            raise ValueError("most is nothing; say active = false where this tender is not taken")
        if not self.bills:
            raise ValueError("it pays no kind of bill; take bills out, or say active = false")
        return self

    def terms(self) -> TenderTerms:
        usual = usual_terms(self.kind)
        said = {name: getattr(self, name) for name in ("gives_change", "needs_number", "opens_drawer", "depositable")}
        return replace(
            usual,
            active=self.active,
            bills=frozenset(self.bills),
            warn_above=_cents(self.warn_above) if self.warn_above else None,
            most=_cents(self.most) if self.most else None,
            **{name: value for name, value in said.items() if value is not None},
        )


class RoundingRow(Section):
    """How a center rounds cash from a day on; see `RoundingRule`. ``note``: the law or policy behind it."""

    since: date
    mode: RoundingMode
    note: str = Field(default="", max_length=200)

    def rule(self) -> RoundingRule:
        return RoundingRule(since=self.since, mode=self.mode)


class MiscRow(Section):
    """Something that is sold outside the member books; see `MiscCode`. ``price`` in dollars and cents."""

    code: str = Field(pattern="^[A-Z0-9]{2,12}$")
    since: date
    until: date | None = None
    words: dict[str, str]
    price: str | None = Field(default=None, pattern=r"^[0-9]{1,5}\.[0-9]{2}$")
    line: BookLine = BookLine.MEDICAL

    @field_validator("words")
    @classmethod
    def _in_english(cls, value: dict[str, str]) -> dict[str, str]:
        if not value.get("en", "").strip():
            raise ValueError("they lack English; write en beside the other languages")
        return value

    @field_validator("price")
    @classmethod
    def _costs_something(cls, value: str | None) -> str | None:
        if value is not None and not value.strip("0."):
            raise ValueError("it is nothing; leave it out where the amount is typed")
        return value

    @model_validator(mode="after")
    def _is_sold_at_all(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError("until is before since; write the last day that it is sold on")
        return self

    def sold(self) -> MiscCode:
        return MiscCode(
            code=self.code,
            since=self.since,
            until=self.until,
            words=self.words,
            price=_cents(self.price) if self.price else None,
            line=self.line,
        )


class MemberCardRow(Section):
    """How a member card says its member's number, on its stripe or in its code; see `CardShape`."""

    name: str = Field(min_length=1, max_length=60)
    shape: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        self.shape_of()
        return self

    def shape_of(self) -> CardShape:
        """Raises ValueError for a shape without a number, or one that anything would have."""
        return CardShape(name=self.name, shape=self.shape)


class ScannerSettings(Section):
    """A scanner that types like a keyboard, as it is programmed.

    ``prefix``: printable characters, ``STX`` or a key from F13 to F24 before each code; nothing else is a scan then.
    Without one a scan is known by its pace: at least ``characters_least``, the gaps shorter than ``gap_most_ms``.
    ``suffix``: what ends it; with ``none`` a pause does.
    """

    prefix: str = Field(default="", pattern=r"^(?:[!-/:-@\[-`{-~]{0,4}|STX|F1[3-9]|F2[0-4])$")
    suffix: Literal["enter", "tab", "none"] = "enter"
    gap_most_ms: int = Field(default=40, ge=5, le=100)
    characters_least: int = Field(default=6, ge=3, le=20)


class ReaderSettings(Section):
    """A check reader or a scanner on a serial line, which sends each reading as a line of its own.

    ``control_port``: where its simulator takes orders, in the demo.
    """

    device: str = Field(pattern=r"^/dev/[A-Za-z0-9/_.-]+$")
    baud: Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200] = 9600
    control_port: int | None = Field(default=None, ge=1, le=65535)


def _cents(dollars: str) -> Money:
    return Money(int(dollars.replace(".", "")))


class DrawerRow(Section):
    """A site's own figures for its drawers, in dollars and cents; see `DrawerRules`."""

    float_amount: str = Field(default="200.00", pattern=DOLLARS, alias="float")
    approve_above: str = Field(default="5.00", pattern=DOLLARS)
    cash_most: str = Field(default="2000.00", pattern=DOLLARS)
    pays_in_and_out: bool = False
    transfers_block_close: bool = True
    opening_tape: bool = False
    day_start: str = Field(default="00:00", pattern=CLOCK)
    day_starts: dict[str, Annotated[str, Field(pattern=CLOCK)]] = Field(default_factory=dict)  # By center.
    shift_warn_h: int = Field(default=12, ge=1, le=72)
    shift_most_h: int = Field(default=18, ge=1, le=72)

    @model_validator(mode="after")
    def _holds_its_float(self) -> Self:
        if _cents(self.cash_most) <= _cents(self.float_amount):
            raise ValueError("cash_most is not above the float; a drop would be due before the first payment")
        return self

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        if self.shift_warn_h >= self.shift_most_h:
            raise ValueError("shift_warn_h is not below shift_most_h; a shift would end before anybody is warned")
        return self

    def rules(self, center: str) -> DrawerRules:
        """A center's."""
        return DrawerRules(
            float_amount=_cents(self.float_amount),
            approve_above=_cents(self.approve_above),
            cash_most=_cents(self.cash_most),
            pays_in_and_out=self.pays_in_and_out,
            transfers_block_close=self.transfers_block_close,
            opening_tape=self.opening_tape,
            day_start=time.fromisoformat(self.day_starts.get(center, self.day_start)),
            shift_warn_h=self.shift_warn_h,
            shift_most_h=self.shift_most_h,
        )
