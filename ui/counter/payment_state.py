"""What is being paid and with what: chosen amounts, the tender being typed, what was accepted, and what Enter does."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from cashier.domain.allocation import Brought, Wanted, all_due, due_notes, fill, oldest_first
from cashier.domain.cash_rounding import RoundingMode
from cashier.domain.errors import FieldRefused
from cashier.domain.money import ZERO, Money, total
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.payment import TakePayment
from cashier.domain.payor import MEMBER_PAYS, Payor
from cashier.domain.people import Approval
from cashier.domain.scan import without_cards
from cashier.domain.statements import Statement
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tender_terms import USUAL_TABLE, TenderTable
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.look_at_tender import LeadWanted
from ui.counter.cash_rest import Rest
from ui.counter.choice_state import NO_CHANGES, NOWHERE, Changes, Choice, first_words
from ui.counter.extras_state import Extra
from ui.tender.tender_state import Draft, Field, NotYet, Problem, Seal, quick_amounts

LEAD_FIRST = "A lead has to agree first. Esc goes back to the check."


class Step(Enum):
    """What Enter does now."""

    CHOOSE = "choose"
    TENDER = "tender"
    ADD = "add"
    TAKE = "take"
    ASK_CARD = "ask_card"


_STEP_WORDS = {
    Step.CHOOSE: "Take payment",
    Step.TENDER: "Take payment",
    Step.ADD: "Add this tender",
    Step.TAKE: "Take payment",
    Step.ASK_CARD: "Ask the card terminal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """The change given last, which stays readable until the next tender (R22); ``told`` is when and on what receipt."""

    amount: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """One payment on its way. ``payment_id`` was made when it began; ``booked`` is card money already taken under it.

    ``member_number`` is empty where no account is open. ``extras`` is what is paid besides the chosen statements.
    ``note``: what spreading left out or took in part.

    While card money is booked or asked for, what is paid stands still (``is_fixed``). ``lead_wanted``: what was typed
    is a check that a lead has to agree to. ``rounding``: how this center rounds cash;
    ``table``: on which terms each tender is taken. ``changes``: what changed on screen, until it is seen.
    """

    payment_id: UUID
    member_number: str
    choices: Mapping[str, Choice] = field(default_factory=dict)
    note: str = ""
    extras: tuple[Extra, ...] = ()
    payor: Payor = MEMBER_PAYS
    draft: Draft | None = None
    tenders: tuple[Tender, ...] = ()
    booked: tuple[Tender, ...] = ()
    problem: Problem | None = None
    asks_to_drop: bool = False
    lead_wanted: LeadWanted | None = None
    rounding: RoundingMode = RoundingMode.OFF
    table: TenderTable = USUAL_TABLE
    changes: Changes = NO_CHANGES

    # --- what is paid ---

    def toggled(self, statement: Statement, today: date | None = None) -> "PaymentState":
        """Tick or untick a statement; a ticked one pays all that is open, or its plan's installment."""
        if self.is_fixed:
            return self
        choices = dict(self.choices)
        if choices.pop(statement.number, None) is None:
            choices[statement.number] = Choice.ticked(statement, today)
        return self._choosing(choices)

    def paying(self, statement: Statement, text: str) -> "PaymentState":
        """The text in a Pay now field; typing into an empty one ticks the statement, emptying it unticks."""
        if self.is_fixed:
            return self
        choices = dict(self.choices)
        if text.strip():
            choices[statement.number] = Choice(statement=statement, text=text)
        else:
            choices.pop(statement.number, None)
        return self._choosing(choices)

    def paying_all_due(self, payable: tuple[Statement, ...], today: date) -> "PaymentState":
        """All that is due, in one book (R12, R18)."""
        return self if self.is_fixed else self._spread(payable, all_due(payable, today), today)

    def paying_oldest_first(self, payable: tuple[Statement, ...], amount: Money, today: date) -> "PaymentState":
        """Spread an amount over what is due, oldest first, in one book (R12, R18)."""
        return self if self.is_fixed else self._spread(payable, oldest_first(payable, amount, today), today)

    def with_extra(self, extra: Extra) -> "PaymentState":
        """Paid besides; in the place of the same thing, if that was chosen before."""
        return self if self.is_fixed else self._changing(extras=(*self._extras_but(extra.code), extra))

    def without_extra(self, code: str) -> "PaymentState":
        return self if self.is_fixed else self._changing(extras=self._extras_but(code))

    def refreshed(
        self,
        statements: tuple[Statement, ...],
        elsewhere: Mapping[str, PaidElsewhere] = NOWHERE,
        *,
        is_own: bool = False,
    ) -> "PaymentState":
        """The same choices on figures that may have changed; what nothing is open on any more is not chosen.

        ``elsewhere``: the last payment on each that came another way. ``is_own``: the cashier did it, and knows.
        """
        if self.is_fixed:
            return self
        fresh = {statement.number: statement for statement in statements}
        choices, changes = {}, self.changes
        for number, choice in self.choices.items():
            now = fresh.get(number, choice.statement)
            changes = changes if is_own else changes.with_fresh(now, choice.statement.open, elsewhere.get(number))
            if now.open > ZERO:
                choices[number] = choice.on(now)
        return self._following(replace(self, choices=choices, changes=changes))

    def knowing(self, *, asks: bool = False) -> "PaymentState":
        """What changed was seen. ``asks``: it may not have been, and Enter says it once more before money is taken."""
        return replace(self, changes=replace(self.changes, is_asked=True) if asks else NO_CHANGES)

    @property
    def is_asked(self) -> bool:
        """Whether the next Enter answers a question."""
        return self.changes.is_asked or (self.problem is not None and self.problem.is_question)

    @property
    def paid_for(self) -> tuple[str, ...]:
        """The numbers of the members whom it pays for."""
        owners = (choice.statement.member_number for choice in self.choices.values())
        return tuple(dict.fromkeys(filter(None, (self.member_number, *owners))))

    @property
    def is_fixed(self) -> bool:
        return bool(self.booked)

    @property
    def to_pay(self) -> Money:
        """What the chosen amounts add up to; an amount that can't be read yet counts nothing."""
        amounts = [choice.amount() for choice in self.choices.values() if not choice.problem]
        return total([*amounts, *(extra.part.amount for extra in self.extras)])

    @property
    def remaining(self) -> Money:
        """What neither booked nor accepted tenders pay yet."""
        return self.rest.amount

    @property
    def rest(self) -> Rest:
        """The same, and what of it is asked for in cash."""
        return Rest(self.to_pay, (*self.booked, *self.tenders), self.rounding)

    @property
    def choice_problem(self) -> str:
        """The first sentence about a chosen amount."""
        return next((c.problem for c in self.choices.values() if c.problem), "")

    # --- with what ---

    def tendering(self, kind: TenderKind) -> "PaymentState":
        """A tender of this kind is being typed; its amount starts as all that remains."""
        if self.to_pay == ZERO:
            return self.refused(self.choice_problem or self._choose_first)
        if self.remaining == ZERO:
            return self.refused("All of it is tendered. Press Enter to take the payment.")
        draft = Draft(kind=kind, texts={Field.AMOUNT: self.rest.asked(kind).plain()}, table=self.table)
        return replace(self, draft=draft, problem=None, asks_to_drop=False, lead_wanted=None)

    def typed(self, into: Field, text: str) -> "PaymentState":
        """The text of a tender's field. A bank card's number is forgotten and said."""
        if self.draft is None:
            return self
        try:
            return replace(self, draft=self.draft.typed(into, text), problem=None, lead_wanted=None)
        except NotYet as trouble:
            return replace(self, draft=self.draft.typed(into, without_cards(text)), problem=trouble.problem)

    def refused(self, sentence: str, into: Field = Field.AMOUNT) -> "PaymentState":
        """What the rules or the store answered. Nothing was written."""
        return replace(self, problem=Problem(field=into, sentence=sentence))

    def accepting(self, seal: Seal, at: Field | None = None) -> "PaymentState":
        """The typed tender accepted, or the problem beside its field, for who is ``at`` one of them."""
        if self.draft is None:
            return self
        if self.choice_problem:
            return self.refused(self.choice_problem)
        try:
            tender = self.draft.accept(self.remaining, seal)
            self._check_books(tender)
        except NotYet as trouble:
            yes, problem = trouble.problem.is_question, self.draft.said_at(at, trouble.problem)
            return replace(self, draft=replace(self.draft, said_yes=yes), problem=problem)
        return replace(self, tenders=(*self.tenders, tender), draft=None, problem=None)

    def wanting(self, lead: LeadWanted) -> "PaymentState":
        """What was typed waits for a lead's word."""
        return replace(self, lead_wanted=lead, problem=None)

    def agreed(self, approval: Approval) -> "PaymentState":
        """The lead agreed: the check stands among what was tendered, with the lead's name."""
        if self.lead_wanted is None:
            return self
        tender = replace(self.lead_wanted.tender, agreed=approval)
        return replace(self, tenders=(*self.tenders, tender), draft=None, problem=None, lead_wanted=None)

    def card_taken(self, card: tuple[Tender, ...]) -> "PaymentState":
        """Card money is booked; the rest is tendered under the same payment."""
        return replace(self, booked=card, draft=None, problem=None)

    def back(self) -> "PaymentState | None":
        """One step back; None where the account is closed. An accepted tender is never dropped without a question."""
        if self.asks_to_drop:
            return replace(self, asks_to_drop=False)
        if self.lead_wanted is not None:
            return replace(self, lead_wanted=None)
        if self.draft is not None:
            return replace(self, draft=None, problem=None)
        if self.tenders or self.booked:
            return replace(self, asks_to_drop=True)
        return None

    def dropped(self) -> "PaymentState":
        """The question was answered: the accepted tenders go back to the member."""
        return replace(self, tenders=(), asks_to_drop=False, problem=None)

    @property
    def sum_words(self) -> str:
        """``2 statements``, ``1 statement and credit on account``, ``Parking``, ``1 statement and 2 more``."""
        count = len(self.choices)
        if not count and not self.extras:
            return "0 statements" if self.member_number else "Nothing yet"
        words = [f"{count} statement{'' if count == 1 else 's'}"] if count else []
        words += [extra.words for extra in self.extras]
        if len(words) > 2:
            words = [words[0], f"{len(words) - 1} more"]
        return " and ".join([words[0], *map(_lowered, words[1:])])

    @property
    def step(self) -> Step:
        """What Enter does now."""
        if self.to_pay == ZERO:
            return Step.CHOOSE
        if self.asks_to_drop or self.lead_wanted is not None:
            return Step.TENDER
        if self.draft is None:
            return Step.TAKE if self.remaining == ZERO and self.tenders else Step.TENDER
        if self.draft.kind is TenderKind.CARD:
            return Step.ASK_CARD
        amount = self.draft.read_amount()
        if amount is None:
            return Step.TAKE
        is_short = self.rest.settled(amount).short > ZERO if self._types_cash else amount < self.remaining
        return Step.ADD if is_short else Step.TAKE

    @property
    def step_words(self) -> str:
        return _STEP_WORDS[self.step]

    @property
    def why_not(self) -> str:
        """Why the primary button is off; empty while it's on."""
        if self.step is Step.CHOOSE:
            return self.choice_problem or self._choose_first
        if self.choice_problem:
            return self.choice_problem
        if self.asks_to_drop:
            return "Say first whether the accepted tenders are kept or given back."
        if self.lead_wanted is not None:
            return LEAD_FIRST
        paid = "the rest is paid" if self.tenders or self.booked else "it is paid"
        return f"Choose how {paid}: cash, check, money order or card." if self.step is Step.TENDER else ""

    @property
    def why_not_suspend(self) -> str:
        """Why what is chosen can't be put by; empty if it can. Nothing that is suspended holds money."""
        if not self.member_number:
            return "Only what is chosen for a member can be suspended."
        if self.tenders or self.booked:
            return "Money was accepted. Take the payment, or give the tenders back first."
        return self.choice_problem or ("" if self.to_pay > ZERO else "Choose what is paid first.")

    @property
    def change(self) -> Money:
        """What goes back to the member if what is typed is taken; none while an amount can't be read."""
        if self.choice_problem:
            return ZERO
        typed = (self.draft.read_amount() or ZERO) if self.draft is not None and self._types_cash else ZERO
        return self.rest.settled(typed).change

    @property
    def _types_cash(self) -> bool:
        return self.draft is not None and self.draft.kind is TenderKind.CASH

    @property
    def rounded_words(self) -> str:
        """What cash is asked for, where that is not what is to pay to the cent; empty elsewhere."""
        return str(self.rest.cash_due) if self._types_cash and self.rest.cash_due != self.remaining else ""

    @property
    def quick(self) -> tuple[Money, ...]:
        """Sums of notes to offer beside the exact amount."""
        return quick_amounts(self.rest.cash_due) if self._types_cash and self.rest.cash_due > ZERO else ()

    def wish(self, identified: Mapping[str, str]) -> TakePayment:
        """What is asked of the use case. Raises Refused for an amount that can't be read."""
        parts = [
            Part(target=Target(TargetKind.STATEMENT, number), amount=choice.amount())
            for number, choice in self.choices.items()
        ]
        credit = next((extra for extra in self.extras if extra.approval is not None), None)
        return TakePayment(
            payment_id=self.payment_id,
            member_number=self.member_number,
            parts=(*parts, *(extra.part for extra in self.extras)),
            tenders=self.tenders,
            identified=dict(identified),
            seen={number: choice.statement.version for number, choice in self.choices.items()},
            payor=self.payor,
            reason=credit.reason if credit else "",
            approval=credit.approval if credit else None,
        )

    @property
    def _choose_first(self) -> str:
        return first_words(has_member=bool(self.member_number), has_tenders=bool(self.tenders))

    def _extras_but(self, code: str) -> tuple[Extra, ...]:
        return tuple(extra for extra in self.extras if extra.code != code)

    def _choosing(self, choices: dict[str, Choice]) -> "PaymentState":
        return self._changing(choices=choices)

    def _changing(self, **what: Any) -> "PaymentState":
        return self._following(replace(self, problem=None, asks_to_drop=False, lead_wanted=None, note="", **what))

    def _following(self, changed: "PaymentState") -> "PaymentState":
        """An amount of the draft that was all that remained goes on being that."""
        if self.draft is None or self.draft.text(Field.AMOUNT) != self.rest.asked(self.draft.kind).plain():
            return changed
        return replace(changed, draft=self.draft.typed(Field.AMOUNT, changed.rest.asked(self.draft.kind).plain()))

    def _spread(self, payable: tuple[Statement, ...], amounts: Mapping[str, Money], today: date) -> "PaymentState":
        if not amounts:
            early = "Choose a statement to pay it early." if payable else "No statement can be paid here now."
            return self.refused(f"Nothing is due now. {'What is chosen stays.' if self.choices else early}")
        by_number = {statement.number: statement for statement in payable}
        choices = {number: Choice(statement=by_number[number], text=part.plain()) for number, part in amounts.items()}
        return replace(self._choosing(choices), note=due_notes(payable, today))

    def _check_books(self, tender: Tender) -> None:
        """A check, money order or card pays one book (R12), and each tender what it is taken for. Raises NotYet."""
        wanted = [Wanted(choice.statement.book, choice.amount()) for choice in self.choices.values()]
        wanted += [Wanted(extra.book, extra.part.amount) for extra in self.extras]
        tenders = (*self.booked, *self.tenders, tender)
        filled = fill(tuple(wanted), tuple(Brought(t.amount, t.rule.one_book) for t in tenders))
        bills = {place: choice.statement.kind for place, choice in enumerate(self.choices.values())}
        try:
            self.table.check_bills(tenders, filled.applied, bills)
        except FieldRefused as refused:
            raise NotYet(Problem(field=Field.AMOUNT, sentence=refused.sentence)) from refused
        if tender.rule.one_book and filled.over[-1] > ZERO:
            sentence = f"{tender.words} pays either medical bills or premium, not both. Take premium on its own."
            raise NotYet(Problem(field=Field.AMOUNT, sentence=sentence))


def _lowered(words: str) -> str:
    """As it stands within a sentence."""
    return words[:1].lower() + words[1:]
