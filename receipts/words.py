"""Every word that receipts say, in each language. What translators work on is the file that is read: `glossary.tsv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from cashier.domain.languages import spoken_in
from cashier.domain.times import clock_words
from receipts.fonts import ARMENIAN_FILE
from receipts.glossary import read_glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. What stands in braces is filled in by the document; `months` are as dates say them."""

    cashier: str
    window: str
    receipt: str
    member: str
    guarantor: str
    payor: str
    paper_receipt: str
    by_mail: str
    drop_box: str
    agency_list: str
    duplicate: str
    printed_again: str
    voided: str
    voided_at: str
    for_member: str
    given_back: str
    card_given_back: str
    reason: str
    changed_tender: str
    paid_twice: str
    wrong_amount: str
    not_today: str
    receipt_back: str
    receipt_missing: str
    asked_by: str
    corrected: str
    moved_at: str
    changed_at: str
    check_returned: str
    returned_at: str
    amount: str
    refund_declined: str
    refund_paid: str
    not_asked: str
    statement: str
    credit: str
    holding: str
    deposit: str
    deposit_note: str
    plan: str
    plan_counted: str
    plan_last: str
    plan_next: str
    plan_extended: str
    total_paid: str
    card: str
    check: str
    cashiers_check: str
    money_order: str
    cash: str
    approval_code: str
    pending: str
    by_hand: str
    rounding: str
    change: str
    net_cash: str
    credit_used: str
    used_from: str
    used: str
    left_there: str
    open_now: str
    refund_asked: str
    refund_no_money: str
    refund: str
    refund_to_card: str
    refund_by_check: str
    refund_from: str
    still_open: str
    still_open_earlier: str
    next_due: str
    next_due_autopay: str
    overdue_since: str
    business_date: str
    approved_by: str
    served_by: str
    questions: str
    assistance: str
    part_for_one: str
    itemized: str
    patient: str
    service_on: str
    hospital: str
    professional: str
    pharmacy: str
    card_pending: str
    no_receipt: str
    card_pending_told: str
    asked_of_card: str
    reference: str
    mail_says: str
    months: tuple[str, ...]
    date_form: str
    short_date_form: str
    clock_form: str
    forenoon: str
    afternoon: str

    def window_name(self, name: str) -> str:
        """A window with a number as this language says it; any other name as the site gave it."""
        number = name.removeprefix("Window ")
        return self.window.format(number=number) if number.isdecimal() else name

    def day(self, day: date) -> str:
        """``Nov 21, 2026`` in English."""
        return self.date_form.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def short_day(self, day: date) -> str:
        """``Nov 28``, where the year is plain."""
        return self.short_date_form.format(month=self.months[day.month - 1], day=day.day)

    def clock(self, instant: datetime) -> str:
        """``10:44 AM``, in the instant's own zone."""
        return clock_words(instant, self.clock_form, (self.forenoon, self.afternoon))

    def time(self, instant: datetime) -> str:
        """``10:44 AM PST``: the zone's letters tell the hour that comes twice in a year."""
        return f"{self.clock(instant)} {instant.tzname()}"


# A language without a font for its letters here is left out.
WORDS: Mapping[str, Words] = MappingProxyType(
    {code: words for code, words in read_glossary("glossary.tsv", Words) if code != "hy" or ARMENIAN_FILE}
)


def receipt_language(language: str) -> str:
    """In which language receipts come for a member who reads this one (a tag like ``es-MX``): English where it has no
    words.
    """
    spoken = spoken_in(language)
    return spoken if spoken in WORDS else "en"


def receipt_words(language: str) -> Words:
    """The words of that language."""
    return WORDS[receipt_language(language)]
