"""A region in ``organization.toml``: its contacts, what its cashiers may agree to, where applications go; by date."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from cashier.config_section import Section
from cashier.domain.money import MOST_CENTS, Money
from cashier.domain.region_rules import ArrangementLimits, AssistanceOffice, FeeRule


class Contact(Section):
    """A region's phone numbers, addresses and ways to pay from a date on; a way that is left out is not offered."""

    since: date
    member_services_phone: str
    remit_address: tuple[str, ...] = Field(min_length=1)
    pay_online: str = ""
    pay_app: str = ""
    pay_bank: str = ""


class Arrangements(Section):
    """What cashiers may agree to from a date on: see `ArrangementLimits`."""

    since: date
    extension_days_most: int = Field(ge=1, le=365)
    installments_most: int = Field(ge=2, le=120)
    installment_least_cents: int = Field(ge=1, le=MOST_CENTS)
    balance_least_cents: int = Field(ge=2, le=MOST_CENTS)
    first_within_days: int = Field(ge=1, le=90)


class Assistance(Section):
    """Where an application for financial assistance goes from a date on."""

    since: date
    address: tuple[str, ...] = Field(min_length=1)
    phone: str
    web: str = ""


class ReturnedFee(Section):
    """What a returned check costs from a date on, as Civil Code 1719 caps it: the first one, and each later one."""

    since: date
    first_cents: int = Field(ge=0, le=2500)
    later_cents: int = Field(ge=0, le=3500)


class Region(Section):
    code: str = Field(pattern="^[a-z]{2,8}$")
    name: str
    time_zone: str
    contacts: tuple[Contact, ...] = Field(min_length=1)
    arrangements: tuple[Arrangements, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    returned_fees: tuple[ReturnedFee, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as trouble:
            raise ValueError(f"{value} is no time zone; write one like America/Los_Angeles") from trouble
        return value

    def contact_on(self, day: date) -> Contact:
        """The contact in force on a day; before the first, the first."""
        begun = [contact for contact in self.contacts if contact.since <= day]
        return max(begun or self.contacts[:1], key=lambda contact: contact.since)

    @property
    def limits(self) -> tuple[ArrangementLimits, ...]:
        """What cashiers may agree to, and since when."""
        return tuple(
            ArrangementLimits(
                since=rule.since,
                extension_days_most=rule.extension_days_most,
                installments_most=rule.installments_most,
                installment_least=Money(rule.installment_least_cents),
                balance_least=Money(rule.balance_least_cents),
                first_within_days=rule.first_within_days,
            )
            for rule in self.arrangements
        )

    @property
    def fee_rules(self) -> tuple[FeeRule, ...]:
        """What returned checks cost, and since when."""
        rows = self.returned_fees
        return tuple(
            FeeRule(since=row.since, first=Money(row.first_cents), later=Money(row.later_cents)) for row in rows
        )

    def assistance_on(self, day: date) -> AssistanceOffice | None:
        """Where applications go on a day; None where nobody has said it yet."""
        begun = [office for office in self.assistance if office.since <= day]
        if not begun:
            return None
        office = max(begun, key=lambda office: office.since)
        return AssistanceOffice(address=office.address, phone=office.phone, web=office.web)
