"""What a cashier can do for a member besides taking money, as its card says it: for which statement, and what."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from uuid import UUID

from cashier.domain.arrangement import (
    check_extension,
    example_day,
    latest_extension,
    make_plan,
    may_extend,
    may_plan,
    read_coming_day,
)
from cashier.domain.assistance_words import assistance_paragraph
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.funds import AMOUNT, FUND, UseFund, fitting, read_use
from cashier.domain.languages import why_english
from cashier.domain.money import Money, parse_amount
from cashier.domain.refund import WHY, AskRefund, read_refund
from cashier.domain.region_rules import in_force
from cashier.domain.statement_copy import CopyForm, check_may_have
from cashier.domain.statements import Statement
from cashier.domain.times import day_words, short_day_words
from cashier.usecases.arrange import Wish
from cashier.usecases.statement_copy import CopyAsked
from ui.counter.account_state import AccountState


class Besides(Enum):
    """The card's pages."""

    COPY = "copy"
    EXTENSION = "extension"
    PLAN = "plan"
    CREDIT = "credit"
    REFUND = "refund"
    ASSISTANCE = "assistance"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidesState:
    """One page of the card. ``place`` is the statement's among those shown; ``act_id`` is the wish's, and new with it.

    ``texts`` is what was typed, by field; it stays when a page or a statement is changed.
    """

    account: AccountState
    page: Besides
    act_id: UUID
    place: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.account.statements

    @property
    def statement(self) -> Statement | None:
        """The one that it is about; None where the member has none."""
        return self.statements[self.place] if self.place < len(self.statements) else None

    @property
    def which(self) -> str:
        """``S-48211904 · Office visit · due Nov 27 · $60.00``."""
        statement = self.statement
        if statement is None:
            return "No statement is shown on this account"
        parts = (statement.number, statement.title, f"due {short_day_words(statement.due_date)}", str(statement.open))
        return " · ".join(parts)

    @property
    def count(self) -> str:
        """``1 of 4 · ↓ next``; empty where there is no choice."""
        return f"{self.place + 1} of {len(self.statements)} · ↓ next" if len(self.statements) > 1 else ""

    def moved(self, by: int) -> "BesidesState":
        """Another statement, round and round."""
        count = len(self.statements)
        return replace(self, place=(self.place + by) % count) if count else self

    def cleared(self, act_id: UUID) -> "BesidesState":
        """Done: the next act is another one, with nothing typed."""
        return replace(self, act_id=act_id, texts={})

    def typed(self, name: str, text: str) -> "BesidesState":
        return replace(self, texts={**self.texts, name: text})

    def copy(self, form: CopyForm) -> CopyAsked:
        """The copy that is wanted. Raises Refused without a statement."""
        return CopyAsked(
            copy_id=self.act_id,
            statement_number=self.chosen.number,
            form=form,
            opened=self.account.account.member.number,
            identified=self.account.identified,
        )

    def wish(self, *, prints: bool) -> Wish:
        """Who asks for what is no copy; about a statement, but for an application. ``prints``: see `Wish`."""
        is_about_one = self.page is not Besides.ASSISTANCE and self.statement is not None
        return Wish(
            act_id=self.act_id,
            opened=self.account.account.member.number,
            identified=self.account.identified,
            statement_number=self.chosen.number if is_about_one else "",
            prints=prints,
        )

    @property
    def due(self) -> date:
        """The due date that was typed. Raises Refused."""
        after = self.statement.due_date if self.statement is not None else None
        return read_coming_day(self._said("due"), self.account.today, "the new due date", "due", after=after)

    @property
    def hints(self) -> dict[str, str]:
        """What a field of a day expects: one that could be agreed to, for the statement that stands there."""
        today = self.account.today
        due = max(today, self.statement.due_date) if self.statement is not None else today
        return {name: f"like {example_day(day):%-m/%-d}" for name, day in (("due", due), ("first", today))}

    @property
    def first(self) -> date:
        """The first installment's day. Raises Refused."""
        return read_coming_day(self._said("first"), self.account.today, "the day of the first installment", "first")

    @property
    def number(self) -> int | None:
        """How many installments; None where it was left empty. Raises Refused."""
        said = self._said("count").strip()
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and len(said) <= 4):
            raise FieldRefused("Enter the number of installments in digits, like 6.", "count")
        return int(said)

    @property
    def each(self) -> Money | None:
        """How much each; None where it was left empty. Raises Refused."""
        said = self._said("amount").strip()
        try:
            return parse_amount(said, "each installment") if said else None
        except Refused as refused:
            raise FieldRefused(refused.sentence, "amount") from refused

    @property
    def why_not(self) -> str:
        """Why nothing may be agreed to for this statement, before anything is typed; empty where something may."""
        may = {Besides.EXTENSION: may_extend, Besides.PLAN: may_plan}.get(self.page)
        if may is None:
            return ""
        account = self.account
        try:
            may(self.chosen, in_force(account.place.limits, account.today), account.today)
            check_may_have(self.chosen, account.account.member, account.identified, account.place.region)
        except Refused as refused:
            return refused.sentence
        return ""

    @property
    def effect(self) -> str:
        """What would be agreed to, before it is; empty until it can be."""
        limits = in_force(self.account.place.limits, self.account.today)
        if self.statement is None or limits is None:
            return ""
        try:
            if self.page is Besides.EXTENSION:
                latest = latest_extension(self.statement, limits, self.account.today)
                check_extension(self.statement, latest, limits, self.account.today)
                return f"{day_words(latest)} at most"
            plan = make_plan(
                self.statement, self.first, limits, self.account.today, count=self.number, amount=self.each
            )
        except Refused:
            return ""
        last = f", the last {plan.last}" if plan.last != plan.amount else ""
        return f"{plan.count} of {plan.amount}{last}, {short_day_words(plan.first)} to {day_words(plan.days[-1])}"

    @property
    def use(self) -> UseFund:
        """The deposit or credit that is wanted for the statement. Raises Refused, FieldRefused for a field."""
        statement = self.chosen
        fund, amount = read_use(self.account.funds, statement, self._said(FUND), self._said(AMOUNT))
        return UseFund(
            act_id=self.act_id,
            opened=self.account.account.member.number,
            fund=fund,
            statement=statement.number,
            amount=amount,
            seen=statement.open,
        )

    @property
    def refund(self) -> AskRefund:
        """What is asked back. Raises Refused, FieldRefused for a field."""
        fund, amount, why = read_refund(self.account.funds, self._said(FUND), self._said(AMOUNT), self._said(WHY))
        return AskRefund(
            act_id=self.act_id, opened=self.account.account.member.number, fund=fund, amount=amount, why=why
        )

    @property
    def refund_words(self) -> str:
        """All that can be asked back, line by line."""
        if not self.account.funds:
            return "The ledger knows no deposit and no credit of this guarantor."
        return "\n".join(f"{place}   {fund.words}: {fund.amount}" for place, fund in enumerate(self.account.funds, 1))

    @property
    def funds_words(self) -> str:
        """``1  Deposit E-20441: $150.00``, line by line: what can pay this statement."""
        if self.statement is None or not (able := fitting(self.account.funds, self.statement)):
            return "The ledger knows no deposit and no credit that could pay this statement."
        return "\n".join(f"{place}   {fund.words}: {fund.amount}" for place, fund in enumerate(able, start=1))

    @property
    def use_effect(self) -> str:
        """``$60.00 of it: $90.00 stay there, nothing stays open``; empty until that can be said."""
        try:
            use = self.use
        except Refused:
            return ""
        left, rest = use.fund.amount - use.amount, use.seen - use.amount
        return f"{use.amount}: {left} stays there, {rest} stays open"

    @property
    def paragraph(self) -> str:
        """What financial assistance is, in the member's language."""
        return assistance_paragraph(self.account.account.member.language)

    @property
    def language_words(self) -> str:
        """That what would be printed comes in English, and not as the member reads; empty for what prints nothing."""
        prints = self.page not in (Besides.CREDIT, Besides.REFERRAL)
        return why_english(self.account.account.member.language) if prints else ""

    def _said(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def chosen(self) -> Statement:
        """The statement. Raises Refused without one."""
        if self.statement is None:
            raise Refused("No statement is shown on this account. Open the account of the member whose bill it is.")
        return self.statement
