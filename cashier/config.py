"""Settings, read once: the desk's own (``desk.toml``) and the organization's (``organization.toml``).

Every limit and time-out of the program has its name here, units last. A file that cannot be used is refused with
one sentence that names the file, the field and the way out.
"""

import json
import tomllib
from base64 import b64decode
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl, Field, ValidationError, field_validator, model_validator

from cashier.config_counter import (
    BillRuleRow,
    DrawerRow,
    MemberCardRow,
    MiscRow,
    PayeeRow,
    ReaderSettings,
    RoundingRow,
    ScanLayoutRow,
    ScannerSettings,
    TenderRow,
)
from cashier.config_devices import (
    OfficePrinterSettings,
    OtherPrinterSettings,
    PrinterSettings,
    StandAloneSettings,
    TerminalSettings,
)
from cashier.config_receipt import ReceiptTemplateRow
from cashier.config_region import Region
from cashier.config_section import Section, what_is_wrong
from cashier.domain.counter_rules import CounterRules
from cashier.domain.errors import CashierError
from cashier.domain.place import Elsewhere, Place
from cashier.domain.region_rules import Letterhead
from cashier.domain.scan import routing_number_holds
from cashier.domain.sign_in import APPROVE_MOST_H, SIGN_IN_MOST_H
from cashier.domain.suspended import SUSPENDED_H, SUSPENDED_MOST_H
from cashier.domain.tender_terms import TenderTable
from cashier.domain.training import TRAINING_DESK
from cashier.domain.unlocking import IDLE_LOCK_MIN, IDLE_LOCK_MOST_MIN

DESK_FILE = "desk.toml"
ORGANIZATION_FILE = "organization.toml"
DEMO_ORGANIZATION = Path(__file__).with_name(ORGANIZATION_FILE)


class ConfigTrouble(CashierError):
    """A settings file that cannot be used; the sentence names it."""


class LedgerSettings(Section):
    """Where the central ledger is, and how patiently it is asked.

    ``token``: of a desk that was enrolled before desks had keys. ``authority``: a PEM file with the one certificate
    authority that an https ledger is believed with; empty for the system's own. ``drawer_timeout_s``: how long a drawer
    waits for what the ledger knows of other desks before it goes on without.
    """

    url: str = Field(pattern="^https?://")
    token: str = ""
    authority: str = ""
    connect_timeout_s: float = Field(default=2.0, gt=0, le=30)
    answer_timeout_s: float = Field(default=15.0, gt=0, le=120)
    drawer_timeout_s: float = Field(default=2.0, gt=0, le=15)
    hold_s: float = Field(default=25.0, ge=0, le=60)
    back_off_least_s: float = Field(default=0.5, gt=0, le=60)
    back_off_most_s: float = Field(default=30.0, gt=0, le=600)
    run_lines_max: int = Field(default=1000, ge=1, le=1000)
    page_rows_max: int = Field(default=500, ge=1, le=500)

    @field_validator("url")
    @classmethod
    def _encrypted(cls, value: str) -> str:
        check_ledger_url(value)
        return value

    @model_validator(mode="after")
    def _backs_off(self) -> Self:
        if self.back_off_least_s > self.back_off_most_s:
            raise ValueError("back_off_least_s is above back_off_most_s; lower it, or raise the other")
        return self


def check_ledger_url(url: str) -> None:
    """Raises ValueError for an address over which names and balances would travel for all to read."""
    try:
        host = AnyHttpUrl(url).host or ""
        if not url.startswith(("http://", "https://")):
            raise ValueError("written otherwise, it could be taken for either")
    except ValueError as trouble:
        raise ValueError("it is no address; write it as https://host:port") from trouble
    if url.startswith("http:") and not is_loopback(host.strip("[]")):
        raise ValueError("only a ledger on this machine is asked without encryption; write https://")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine whatever its network says: of names only ``localhost`` is."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class OrganizationKeys(Section):
    """The organization's keys that a desk has, in base64. The private halves lie in the office, never at a desk.

    ``recovery_public``: the data key is wrapped to it. ``office_public``: check account numbers are sealed to it.
    ``check_token``: the organization's secret for knowing a check's account again, the same at every desk.
    """

    recovery_public: str = Field(min_length=44, max_length=44)
    office_public: str = Field(min_length=44, max_length=44)
    check_token: str = Field(min_length=43)

    @field_validator("recovery_public", "office_public")
    @classmethod
    def _is_a_key(cls, value: str) -> str:
        try:
            is_key = any(b64decode(value, validate=True))
        except ValueError:
            is_key = False
        if not is_key:
            raise ValueError("it is no key; copy it from the organization again")
        return value


class DeskSettings(Section):
    """``desk.toml``: one desk. Folders are relative to the data folder."""

    desk: str = Field(pattern=r"^[A-Z0-9]{2,8}$")
    window: str
    center: str
    ledger: LedgerSettings
    printer: PrinterSettings | None = None
    other_printer: OtherPrinterSettings | None = None
    terminal: TerminalSettings | None = None
    stand_alone_terminal: StandAloneSettings | None = None
    scanner: ScannerSettings = ScannerSettings()
    reader: ReaderSettings | None = None
    office_printer: OfficePrinterSettings | None = None
    second_copy_folder: str = "second-copy"
    offline_sign_in_h: int = Field(default=SIGN_IN_MOST_H, ge=1, le=SIGN_IN_MOST_H)
    offline_approve_h: int = Field(default=APPROVE_MOST_H, ge=1, le=APPROVE_MOST_H)
    idle_lock_min: int = Field(default=IDLE_LOCK_MIN, ge=1, le=IDLE_LOCK_MOST_MIN)
    suspended_h: int = Field(default=SUSPENDED_H, ge=1, le=SUSPENDED_MOST_H)
    member_display: bool = False
    keys: OrganizationKeys
    demo_sign_ins: tuple["DemoSignIn", ...] = ()

    @property
    def terminal_name(self) -> str:
        """The card terminal's name; empty where there is none. One that stands alone takes the other's place."""
        one = self.stand_alone_terminal or self.terminal
        return one.name if one is not None else ""

    @field_validator("desk")
    @classmethod
    def _takes_money(cls, value: str) -> str:
        if value == TRAINING_DESK:
            raise ValueError("training's papers are of a desk of that name; give this one another")
        return value

    @field_validator("second_copy_folder")
    @classmethod
    def _is_a_second_place(cls, value: str) -> str:
        if Path(value) == Path():
            raise ValueError("it is the data folder itself; name another one, on another disk if there is one")
        return value


class DemoSignIn(Section):
    """A made-up person of the demo, shown on its sign-in page."""

    user: str
    passphrase: str
    role: str


class DeskPlace(Section):
    desk: str = Field(pattern=r"^[A-Z0-9]{2,8}$")
    window: str


class Center(Section):
    """``home_centers``: what its members' files call it, beside its code; their people are in its desks' directory."""

    code: str = Field(pattern="^[A-Z]{2,6}$")
    name: str
    region: str
    home_centers: tuple[str, ...] = ()
    desks: tuple[DeskPlace, ...] = ()
    cash_rounding: tuple[RoundingRow, ...] = ()
    receipt_templates: tuple[ReceiptTemplateRow, ...] = ()


class Bank(Section):
    """A bank's name by its routing number, for the check form."""

    routing: str = Field(pattern="^[0-9]{9}$")
    name: str

    @field_validator("routing")
    @classmethod
    def _holds(cls, value: str) -> str:
        if not routing_number_holds(value):
            raise ValueError("its check digit does not hold; read it from the bank again")
        return value


class Organization(Section):
    """``organization.toml``: regions, centers and desks, phone numbers and addresses with the dates they hold from."""

    name: str
    pay_by_phone: str
    bill_pay_address: tuple[str, ...] = Field(min_length=1)
    regions: tuple[Region, ...] = Field(min_length=1)
    centers: tuple[Center, ...] = Field(min_length=1)
    banks: tuple[Bank, ...] = ()
    scan_layouts: tuple[ScanLayoutRow, ...] = ()
    bill_rules: tuple[BillRuleRow, ...] = ()
    misc_receipts: tuple[MiscRow, ...] = ()
    payees: tuple[PayeeRow, ...] = ()
    tenders: tuple[TenderRow, ...] = ()
    member_cards: tuple[MemberCardRow, ...] = ()
    drawers: DrawerRow = DrawerRow()

    @model_validator(mode="after")
    def _regions_exist(self) -> Self:
        known = {region.code for region in self.regions}
        for center in self.centers:
            if center.region not in known:
                raise ValueError(f"center {center.code} names region {center.region}, which is not listed")
        for row in self.scan_layouts:
            if row.region not in known:
                raise ValueError(f"scan layout {row.name} names region {row.region}, which is not listed")
        for payee in self.payees:
            if payee.region not in known:
                raise ValueError(f"payee {payee.name} names region {payee.region}, which is not listed")
        return self

    @model_validator(mode="after")
    def _rules_are_clear(self) -> Self:
        rows = [(f"the rule for {row.kind}", row.since) for row in self.bill_rules]
        rows += [
            (f"cash rounding of {center.code}", row.since) for center in self.centers for row in center.cash_rounding
        ]
        rows += [(f"tender {row.kind}", date.min) for row in self.tenders]
        rows += [(f"the payee of {row.region} {row.line}", date.min) for row in self.payees]
        rows += [(f"receipt code {row.code}", row.since) for row in self.misc_receipts]
        for region in self.regions:
            rows += [(f"region {region.code}", date.min)]
            rows += [(f"the contact of {region.code}", row.since) for row in region.contacts]
            rows += [(f"the arrangements of {region.code}", row.since) for row in region.arrangements]
            rows += [(f"the assistance of {region.code}", row.since) for row in region.assistance]
            rows += [(f"the returned fee of {region.code}", row.since) for row in region.returned_fees]
        for center in self.centers:
            rows += [(f"center {center.code}", date.min)]
            rows += [(f"the receipts' template of {center.code}", row.since) for row in center.receipt_templates]
            rows += [(f"home center {name}", date.min) for name in center.home_centers]
            rows += [(f"desk {place.desk}", date.min) for place in center.desks]
        rows += [(f"bank {bank.routing}", date.min) for bank in self.banks]
        rows += [(f"scan layout {row.name}", date.min) for row in self.scan_layouts]
        rows += [(f"member card {row.shape}", date.min) for row in self.member_cards]
        seen: set[tuple[str, date]] = set()
        for words, since in rows:
            if (words, since) in seen:
                raise ValueError(f"{words}{f' since {since}' if since > date.min else ''} stands there twice")
            seen.add((words, since))
        return self

    def region(self, code: str) -> Region:
        return next(region for region in self.regions if region.code == code)

    def place(self, desk: str, center_code: str, window: str, day: date) -> Place:
        """Where a desk stands. Raises ConfigTrouble if its center is not listed."""
        center = next((center for center in self.centers if center.code == center_code), None)
        if center is None:
            raise ConfigTrouble(
                f"{ORGANIZATION_FILE} lists no center {center_code}. Correct center in {DESK_FILE}, or add the center."
            )
        region = self.region(center.region)
        return Place(
            desk=desk,
            window=window,
            center=center.code,
            center_name=center.name,
            region=region.code,
            region_name=region.name,
            time_zone=ZoneInfo(region.time_zone),
            questions_phone=region.contact_on(day).member_services_phone,
            letterhead=self._letterhead(region, day),
            limits=region.limits,
            returned_fees=region.fee_rules,
            assistance=region.assistance_on(day),
            elsewhere=tuple(
                Elsewhere(
                    region=r.code,
                    name=r.name,
                    phone=r.contact_on(day).member_services_phone,
                    time_zone=ZoneInfo(r.time_zone),
                )
                for r in self.regions
                if r is not region
            ),
            rules=CounterRules(
                bills=tuple(row.rule() for row in self.bill_rules),
                misc=tuple(row.sold() for row in self.misc_receipts),
                rounding=tuple(row.rule() for row in center.cash_rounding),
                tenders=TenderTable({row.kind: row.terms() for row in self.tenders}),
                banks={bank.routing: bank.name for bank in self.banks},
            ),
            payees=tuple(row.payee() for row in self.payees if row.region == region.code),
            scan_layouts=tuple(row.layout() for row in self.scan_layouts),
            member_cards=tuple(row.shape_of() for row in self.member_cards),
            drawers=self.drawers.rules(center.code),
            receipt_templates=tuple(row.template(c.code) for c in self.centers for row in c.receipt_templates),
        )

    def _letterhead(self, region: Region, day: date) -> Letterhead:
        contact = region.contact_on(day)
        return Letterhead(
            organization=self.name,
            region_name=region.name,
            remit_address=(self.name, *contact.remit_address),
            phone=contact.member_services_phone,
            pay_online=contact.pay_online,
            pay_app=contact.pay_app,
            pay_phone=self.pay_by_phone,
            pay_bank=contact.pay_bank,
        )


SectionType = TypeVar("SectionType", bound=Section)


def read_settings(path: Path, shape: type[SectionType]) -> SectionType:
    """Read one settings file. Raises ConfigTrouble with a sentence that names file, field and way out."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        # By way of JSON a list may be a tuple and a text a date, and else nothing is taken for what it is not.
        return shape.model_validate_json(json.dumps(said, default=str), strict=True)
    except FileNotFoundError as trouble:
        raise ConfigTrouble(f"{path} is missing. Put it there, or start with --data and the right folder.") from trouble
    except OSError as trouble:
        raise ConfigTrouble(f"{path} cannot be read ({trouble.strerror}). Check its owner and mode.") from trouble
    except UnicodeDecodeError as trouble:
        raise ConfigTrouble(f"{path} is not UTF-8 text. Save it as UTF-8 and start again.") from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise ConfigTrouble(f"{path} is not TOML: {trouble}. Correct that place and start again.") from trouble
    except ValidationError as trouble:
        raise ConfigTrouble(f"{path}: {what_is_wrong(trouble)} and start again.") from trouble
    except (ValueError, RecursionError) as trouble:  # A number of thousands of digits, or lists in lists in lists.
        raise ConfigTrouble(f"{path} holds a value that no setting has. Take it out and start again.") from trouble
