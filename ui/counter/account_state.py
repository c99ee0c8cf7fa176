"""What an open account says on screen: who it is, what is open and how fresh that is, and the family (R16, R18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from cashier.domain.flags import Flag, Weight, asks_for_nothing, flags_of, read_flag
from cashier.domain.funds import Fund
from cashier.domain.languages import language_name
from cashier.domain.money import ZERO, total
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.past_payments import PastPayment
from cashier.domain.place import Place
from cashier.domain.statements import DueKind, Member, Statement, StatementKind, counts_as_due, due_of
from cashier.domain.times import CLOCK_WITH_SECONDS, ENGLISH_CLOCK, day_words, short_day_words, time_words
from cashier.usecases.find_member import Account
from ui.counter.past_state import PastState

Tone = Literal["ok", "warn", "bad", "soft", "plain"]

_DUE_TONES: dict[DueKind, Tone] = {
    DueKind.PAID: "ok",
    DueKind.UNDER_REVIEW: "soft",
    DueKind.AUTOPAY: "soft",
    DueKind.OVERDUE: "bad",
    DueKind.TODAY: "warn",
    DueKind.SOON: "warn",
    DueKind.LATER: "plain",
}
_KINDS = {
    StatementKind.HOSPITAL: "Hospital",
    StatementKind.PROFESSIONAL: "Professional",
    StatementKind.PHARMACY: "Pharmacy",
    StatementKind.PREMIUM: "Premium",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A chip of the header."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The member card's words. ``advice``: what to do about the weightiest of the notes."""

    initials: str
    name: str
    born: str
    number: str
    guarantor: str
    plan: str
    notes: tuple[Note, ...]
    advice: str
    open_balance: str
    aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """A statement as the table shows it. ``why_not`` says why it can't be paid here now; empty if it can."""

    number: str
    title: str
    detail: str
    billed: str
    due: str
    chip: str
    tone: Tone
    balance: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A person on the guarantor. ``shown`` once their amounts may be seen."""

    number: str
    words: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """The account at the counter, and those of the family whose statement or authority was seen.

    ``handed``: of whom of the ``others`` only these statements show, because they alone were handed over. ``now`` and
    ``online`` are the instant and how the desk stood when the figures were read. ``told``: what the ledger knows of
    past payments, once it has said so, and ``funds``: which deposits and credit there are.
    """

    account: Account
    place: Place
    now: datetime
    online: bool
    others: Mapping[str, Account] = field(default_factory=dict)
    handed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: tuple[PastPayment, ...] | None = None
    funds: tuple[Fund, ...] = ()

    @property
    def today(self) -> date:
        """The center's calendar day."""
        return self.now.astimezone(self.place.time_zone).date()

    def refreshed(self, fresh: Account, *, now: datetime, online: bool) -> "AccountState":
        """New figures in place. A row that was on screen stays there, with nothing open, until the member leaves."""
        number = fresh.member.number
        known = replace(self, now=now, online=online)
        if number == self.account.member.number:
            return replace(known, account=_keeping_rows(self.account, fresh))
        if (handed := self.handed.get(number)) is not None:
            fresh = replace(fresh, statements=tuple(s for s in fresh.statements if s.number in handed))
        return replace(known, others={**self.others, number: _keeping_rows(self.others[number], fresh)})

    def with_other(self, account: Account) -> "AccountState":
        """A family member whose statement or authority was seen."""
        number = account.member.number
        handed = {other: numbers for other, numbers in self.handed.items() if other != number}
        return replace(self, others={**self.others, number: account}, handed=handed)

    def with_statement(self, account: Account) -> "AccountState":
        """Anybody's statement that was handed over: nothing else of theirs shows (R16)."""
        number = account.member.number
        before = self.others.get(number)
        numbers = self.handed.get(number, frozenset()) | {statement.number for statement in account.statements}
        known = before.statements if before is not None else ()
        others = {**self.others, number: replace(account, statements=(*known, *account.statements))}
        shows_all = before is not None and number not in self.handed
        return replace(self, others=others, handed=self.handed if shows_all else {**self.handed, number: numbers})

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All rows in order. What is confidential never shows in a family view (Civil Code 56.107)."""
        family = [s for account in self.others.values() for s in account.statements if not s.confidential]
        return (*self.account.statements, *family)

    @property
    def identified(self) -> dict[str, str]:
        """How each person whose statements stand here was known."""
        known = dict(self.account.identified)
        for account in self.others.values():
            known.update(account.identified)
        return known

    @property
    def find_first(self) -> str:
        """Why nothing is paid while somebody else is looked for."""
        member = self.account.member
        whose = f"{member.given_names} {member.family_name}'s"
        return f"Finish finding, or press Esc to go back to {whose} account."

    @property
    def belongs_elsewhere(self) -> str:
        """Why nothing can be paid here, where all that is open is another region's; else empty."""
        regions = {statement.region for statement in self.statements if statement.open > ZERO}
        if not regions or self.place.region in regions:
            return ""
        known = [region for region in self.place.elsewhere if region.region in regions]
        whose = " and ".join(region.name for region in known) or "another region"
        ways = "".join(f" Member services of {region.name}: {region.phone}." for region in known)
        return f"These balances belong to {whose} and can't be paid at this window.{ways}"

    @property
    def why_nothing(self) -> str:
        """Why no statement can be paid here, with what can be done; empty if one can."""
        if self.payable:
            return ""
        said = "No statement can be paid here now" if self.statements else "Nothing is open here"
        return self.belongs_elsewhere or f"{said}: Alt P pays on account, Alt D takes a deposit."

    @property
    def header(self) -> Header:
        member = self.account.member
        review = self.account.under_review
        aside = f"{review} under review" if review > ZERO else ""
        if not self.online:
            aside = f"as of {self._as_of(self.account.as_of)}" if self.account.as_of else "as this desk knows it"
        advice = next((flag for flag in self.flags if flag.weight > Weight.KNOW), None)
        region = self.place.region_name if member.region == self.place.region else "another region"
        return Header(
            initials=member.initials,
            name=member.name,
            born=f"{day_words(member.birth_date)} · {_age(member.birth_date, self.today)} y",
            number=grouped(member.number, 4),
            guarantor=grouped(member.guarantor_number, 3),
            plan=" · ".join(filter(None, (member.plan, region))),
            notes=_notes(member),
            advice=_advice_words(advice, member) if advice else "",
            open_balance=str(self.account.open_balance),
            aside=aside,
        )

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All that the cashier has to respect, weightiest first (R28)."""
        return flags_of(self.account.member, self.account.statements, self.today)

    @property
    def past(self) -> PastState:
        """What the member paid before, and the notes beside it."""
        return PastState(
            own=self.account.past,
            told=self.told,
            elsewhere=tuple(self.account.paid_elsewhere.values()),
            flags=self.flags,
            desk=self.place.desk,
            now=self.now,
            zone=self.place.time_zone,
        )

    @property
    def funds_words(self) -> str:
        """``Use $150.00 of credit``, deposits counted; empty where there is nothing to use."""
        there = total([fund.amount for fund in self.funds])
        return f"Use {there} of credit" if there > ZERO else ""

    @property
    def freshness(self) -> str:
        """``Posted balances as of 10:42:07 AM``, or what the saved copy is made of."""
        as_of = self.account.as_of
        if as_of is None:
            return "The ledger has not answered yet"
        own = total([a.own_payments for a in (self.account, *self.others.values())])
        added = f", less {own} taken at this desk since" if own > ZERO else ""
        if self.online:
            return f"Posted balances as of {self._as_of(as_of, CLOCK_WITH_SECONDS)}{added}"
        return f"Saved copy from {self._as_of(as_of)}{added}"

    @property
    def rows(self) -> tuple[BalanceRow, ...]:
        return tuple(self._row(statement) for statement in self.statements)

    @property
    def family(self) -> tuple[Relative, ...]:
        """The member first, then the others; nobody's amounts."""
        member = self.account.member
        first = Relative(number=member.number, words=member.given_names, shown=True)
        others = (
            Relative(
                number=other.number,
                words=other.given_names,
                shown=other.number in self.others and other.number not in self.handed,
            )
            for other in self.account.family
        )
        return (first, *others)

    @property
    def payable(self) -> tuple[Statement, ...]:
        """What can be paid here now."""
        return tuple(statement for statement in self.statements if not self.why_not(statement))

    def spreadable(self, *, only_member: bool) -> tuple[Statement, ...]:
        """What an amount may be spread over: the member's own, or all that show. What is confidential goes alone."""
        if only_member or not self.others:
            own = self.account.member.number
            return tuple(statement for statement in self.payable if statement.member_number == own)
        return tuple(statement for statement in self.payable if not statement.confidential)

    def came_for(self, scanned_statement: str) -> Statement | None:
        """What is ticked by itself: the statement that was scanned, else the only one, if that is due."""
        payable = () if asks_for_nothing(self.flags) else self.payable
        due = [s for s in payable if s.number == scanned_statement] or list(payable)
        is_one = len(due) == 1 and (bool(scanned_statement) or counts_as_due(due[0], self.today))
        return due[0] if is_one else None

    def why_not_number(self, number: str) -> str:
        """Why the statement of this number can't be paid here now."""
        statement = next((s for s in self.statements if s.number == number), None)
        return self.why_not(statement) if statement is not None else f"Nothing is open on {number}."

    def why_not(self, statement: Statement) -> str:
        """Why a statement can't be paid here now; empty if it can."""
        unsettled = self.account.unsettled
        if statement.number in unsettled:
            return f"A card result for {statement.number} is not known yet."
        if statement.region != self.place.region:
            return f"{statement.number} belongs to another region and is not paid here."
        if statement.open <= ZERO:
            return f"Nothing is open on {statement.number}."
        return ""

    def _row(self, statement: Statement) -> BalanceRow:
        drawn = short_day_words(statement.autopay_on) if statement.autopay_on else ""
        due = due_of(statement, self.today, autopay_words=drawn)
        words, tone = due.words, _DUE_TONES[due.kind]
        if due.kind is DueKind.OVERDUE and asks_for_nothing(flags_of(self._owner(statement), (statement,), self.today)):
            words, tone = f"was due {short_day_words(statement.due_date)}", "plain"  # No pressing for it (R28).
        paid = self._paid_elsewhere(statement)
        if due.kind is DueKind.PAID:
            words = paid.way if paid else "paid today"
        if statement.number in self.account.unsettled:
            words, tone = "card result not known", "warn"
        return BalanceRow(
            number=statement.number,
            title=statement.title,
            detail=self._detail(statement),
            billed=short_day_words(statement.statement_date),
            due=short_day_words(statement.due_date),
            chip=words,
            tone=tone,
            balance=statement.open.plain(),
            why_not=self.why_not(statement),
        )

    def _owner(self, statement: Statement) -> Member:
        return self.others.get(statement.member_number, self.account).member

    def _detail(self, statement: Statement) -> str:
        service = f"service {short_day_words(statement.service_date)}" if statement.service_date else ""
        other = self.others.get(statement.member_number)
        whose = self._whose(other.member) if other is not None else ""
        paid = self._paid_elsewhere(statement)
        elsewhere = paid.words(now=self.now, zone=self.place.time_zone) if paid else ""
        # Whose it is comes first: it is what must not be cut on a narrow screen.
        return " · ".join(filter(None, (whose, elsewhere, statement.plan_words, _KINDS[statement.kind], service)))

    def _whose(self, other: Member) -> str:
        """One of the family by name; anybody else by initials and the last four (R17)."""
        is_family = other.guarantor_number == self.account.member.guarantor_number
        return other.given_names if is_family else f"{other.initials} ••{other.last_four}"

    @property
    def paid_elsewhere(self) -> dict[str, PaidElsewhere]:
        """The last payment that came another way, by the statement it was for."""
        return {n: paid for known in (self.account, *self.others.values()) for n, paid in known.paid_elsewhere.items()}

    def _paid_elsewhere(self, statement: Statement) -> PaidElsewhere | None:
        account = self.others.get(statement.member_number, self.account)
        return account.paid_elsewhere.get(statement.number)

    def _as_of(self, instant: datetime, form: str = ENGLISH_CLOCK) -> str:
        return time_words(instant, now=self.now, zone=self.place.time_zone, form=form)


def grouped(number: str, size: int) -> str:
    """A number in groups, for the eye: ``1104 8827``."""
    return " ".join(number[place : place + size] for place in range(0, len(number), size))


def _keeping_rows(before: Account, fresh: Account) -> Account:
    there = {statement.number: statement for statement in fresh.statements}
    kept = [there.pop(s.number, replace(s, open=ZERO)) for s in before.statements]
    return replace(fresh, statements=(*kept, *there.values()), identified=before.identified)


def _advice_words(flag: Flag, member: Member) -> str:
    """What a statement alone says, and no chip of the member's, is named with what to do about it."""
    is_plain = flag.words in member.notes or flag.words.split()[-1].casefold() in flag.advice.casefold()
    return flag.advice if is_plain else f"{flag.words[0].upper()}{flag.words[1:]}: {flag.advice}"


def _notes(member: Member) -> tuple[Note, ...]:
    language = language_name(member.language)
    prefers = f"Prefers {language}" if language not in ("", "English") else ""
    others = (words for words in member.notes if words != prefers)  # The ledger may say so in a note as well.
    told = (Note(prefers, "soft"),) if prefers else ()
    return told + tuple(Note(words, _tone_of(words)) for words in others)


def _tone_of(words: str) -> Tone:
    if words.startswith("Autopay"):
        return "plain"
    return "bad" if read_flag(words).weight is Weight.STOP else "warn"


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
